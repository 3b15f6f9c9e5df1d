"""How a translation stands to its source: not translated yet, behind it, or with more than it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from guidelint.checks.front_matter_places import place_of
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.translated import HEADINGS, Translated, line_span, translated
from guidelint.comparison import Comparison, compare
from guidelint.findings import Finding, Related, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site
    from guidelint.site.structure import Structure, Unit

TEXTS = ("title", "description")
MIN_WORDS = 4
"""Shorter texts are often names, which are the same in every language."""


@dataclass(frozen=True)
class UntranslatedOptions:
    """A page is reported when `share` percent of its words or more are still in the source language."""

    share: int = 10


@rule("GL707", "untranslated", severity=Severity.INFO, default=False, options=UntranslatedOptions)
def untranslated(page: Page, site: Site, options: UntranslatedOptions) -> Iterator[Finding]:
    """Report titles, descriptions and text that are still in the source language."""
    pair = translated(page, site)
    if pair is None:
        return
    same = [unit for unit in same_prose(pair.base, pair.placed.structure) if unit.words >= MIN_WORDS]
    share = share_of(same, pair.placed.structure)
    matter = dict(pair.base.matter)
    data = page.front_matter.data
    keys = [key for key in TEXTS if data.get(key) and str(data[key]) == matter.get(key)]
    if share < options.share:
        same = []
    places = [Related(page.location(place_of(page, (key,), value=True)), f"the {key}") for key in keys]
    places += [Related(page.location(line_span(page, unit.line)), f"{unit.words} words") for unit in same]
    if not places:
        return
    parts = [f"{share} % of the text"] if same else []
    told = " and ".join([*parts, *(f"the {key}" for key in keys)])
    first = place_of(page, tuple(keys[:1]), value=True) if keys else line_span(page, same[0].line)
    yield finding(
        page,
        first,
        f"still in the source language: {told}",
        cause=f"{page.path}: untranslated",
        related=tuple(places),
    )


def same_prose(source: Structure, translation: Structure) -> list[Unit]:
    """Return the units of a translation whose text the source has as well."""
    known = {unit.prose for unit in source.units if unit.prose}
    return [unit for unit in translation.units if unit.prose in known]


def share_of(units: list[Unit], structure: Structure) -> int:
    """Return which part of the words of a page stands in `units`, in percent; short texts do not count."""
    words = sum(unit.words for unit in structure.units if unit.words >= MIN_WORDS)
    return 100 * sum(unit.words for unit in units if unit.words >= MIN_WORDS) // words if words else 0


@rule("GL708", "translation-extra", severity=Severity.WARNING)
def translation_extra(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report sections and cards that the source of a translation does not have."""
    pair = translated(page, site)
    if pair is None:
        return
    for run in pair.comparison.extra:
        units = [pair.placed.structure.units[number] for number in run]
        if _adds_section(units, pair, run):
            yield finding(
                page,
                pair.placed.units[run.start],
                f"the source has no such section: {_name(page, units[0])}",
                cause=f"{page.path}: {_name(page, units[0])}",
                confidence=pair.confidence,
                help="it may have been withdrawn; remove it, or add it to the source",
            )


def _adds_section(units: list[Unit], pair: Translated, run: range) -> bool:
    """Tell whether what is extra is a section or a card, and not one that is only built in another way."""
    lost = sum(unit.kind in HEADINGS for number in pair.missing for unit in (pair.base.units[number],))
    headings = sum(unit.kind in HEADINGS for unit in units)
    gained = [change for change in pair.comparison.changes if change.ours in run and change.lost is None]
    is_card = any(change.kind == "tag" and (change.gained or "").startswith("<div .") for change in gained)
    return bool(gained or len(units) > 1) and (headings > lost or is_card)


def _name(page: Page, unit: Unit) -> str:
    heading = next((one for one in page.headings if page.location(one.span).line == unit.line), None)
    return heading.text if heading else page.source.lines[unit.line - 1].strip()


@rule("GL709", "translation-stale", severity=Severity.INFO)
def translation_stale(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report translations that were made from another version of their source than the one at hand."""
    pair = translated(page, site)
    if pair is None or pair.original is None:
        return
    if pair.base is pair.original:
        behind = [run for run in pair.behind if _matters(pair.base, run)]
        if behind:
            blocks = sum(map(len, behind))
            yield finding(
                page,
                line_span(page, 1),
                f"the source has gone on: {blocks} of its blocks are not here",
                cause=f"{page.path}: behind its source",
                related=tuple(_places(pair, behind)),
            )
        return
    difference = _versions(pair.original, pair.base)
    if difference.missing or difference.extra:
        root = site.root_of(pair.source)
        folder = site.display(root.config.docs_dir if root else pair.source.parent)
        yield finding(
            page,
            line_span(page, 1),
            "its source is another version here than the one that the languages were translated from",
            cause=f"{folder}: other version",
            help=f"{folder} and the translations differ in age; bring both up to date together",
        )


def _matters(base: Structure, run: range) -> bool:
    return any(base.units[number].facts or base.units[number].kind in HEADINGS for number in run)


def _places(pair: Translated, runs: list[range]) -> Iterator[Related]:
    for run in runs:
        from_source = pair.in_source(run.start)
        if from_source:
            yield from_source


@lru_cache(maxsize=2)
def _versions(original: Structure, exported: Structure) -> Comparison:
    return compare(original, exported)
