"""How a translation stands to its source: not translated yet, behind it, or with more than it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.checks.front_matter_places import place_of
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.translated import HEADINGS, MAX_NAMED, Translated, line_span, translated
from guidelint.comparison import Comparison, compare
from guidelint.findings import Finding, Related, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site
    from guidelint.site.structure import Structure, Unit

TEXTS = ("title", "description")
MIN_WORDS = 4
"""Shorter texts are often names, which are the same in every language."""


class UntranslatedOptions(Struct, frozen=True):
    """A page is reported when `share` percent of its words or more are still in the source language."""

    share: int = 10


@rule("GL707", "untranslated", severity=Severity.INFO, default=False, options=UntranslatedOptions)
def untranslated(page: Page, site: Site, options: UntranslatedOptions) -> Iterator[Finding]:
    """Report titles, descriptions and text that are still in the source language."""
    pair = translated(page, site)
    if pair is None:
        return
    same = [unit for unit in same_prose(pair) if unit.words >= MIN_WORDS]
    share = 100 * long_words(same) // (long_words(pair.placed.structure.units) or 1)
    keys = same_texts(page, pair)
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


def same_prose(pair: Translated) -> list[Unit]:
    """Return the units of a translation whose text the source has as well.

    That is the source as it is: what most languages show has words of any of them where all differ.
    """
    known = {unit.prose for unit in (pair.original or pair.base).units if unit.prose}
    return [unit for unit in pair.placed.structure.units if unit.prose in known]


def same_texts(page: Page, pair: Translated) -> list[str]:
    """Return which of the title and the description of `page` read as in the source."""
    matter, data = dict((pair.original or pair.base).matter), page.front_matter.data
    return [key for key in TEXTS if data.get(key) and str(data[key]) == matter.get(key)]


def long_words(units: Sequence[Unit]) -> int:
    """Return how many words stand in `units`, short texts left out."""
    return sum(unit.words for unit in units if unit.words >= MIN_WORDS)


@rule("GL708", "translation-extra", severity=Severity.WARNING)
def translation_extra(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report sections and cards that the source of a translation does not have."""
    pair = translated(page, site)
    if pair is None:
        return
    pair = pair.against_source()
    for run in pair.sections:
        units = pair.placed.structure.units
        headings = [number for number in run if units[number].kind in HEADINGS] or [run.start]
        names = ", ".join(_name(page, units[number]) for number in headings[:MAX_NAMED])
        boxes = [
            number for number in run if any(value.startswith("<div .") for _, value in units[number].facts)
        ]
        places = {number: _name(page, units[number]) for number in headings} | dict.fromkeys(boxes, "a box")
        yield finding(
            page,
            pair.placed.units[headings[0]],
            f"the source has no such section: {names}",
            cause=f"{page.path}: {names}",
            confidence=pair.confidence,
            related=tuple(
                Related(page.location(line_span(page, units[number].line)), name)
                for number, name in sorted(places.items())
            ),
            help="it may have been withdrawn; remove it, or add it to the source",
        )


def _name(page: Page, unit: Unit) -> str:
    heading = next((one for one in page.headings if page.location(one.span).line == unit.line), None)
    return heading.text if heading else page.source.lines[unit.line - 1].strip()


@rule("GL709", "translation-stale", severity=Severity.INFO)
def translation_stale(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report translations that were made from another version of their source than the one at hand."""
    pair = translated(page, site)
    if pair is None or pair.original is None:
        return
    version = f"the version of {pair.former}" if pair.former else "another version"
    is_former = bool(pair.former)
    pair = pair.against_source()
    behind = [run for run in pair.behind if _matters(pair.base, run)]
    if behind or pair.is_stale or is_former:
        blocks = sum(map(len, behind)) if behind else len(pair.missing)
        yield finding(
            page,
            line_span(page, 1),
            f"made from {version} of its source; {blocks} blocks of the source are not here",
            cause=f"{page.path}: behind its source",
            related=tuple(_places(pair, behind)),
        )
    if pair.base is pair.original:
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


def is_stale(pair: Translated) -> bool:
    """Tell whether a page was made from another version of its source than the one at hand."""
    if pair.original is None:
        return False
    if pair.is_stale or pair.former:
        return True
    if pair.base is pair.original:
        return any(_matters(pair.base, run) for run in pair.behind)
    difference = _versions(pair.original, pair.base)
    return bool(difference.missing or difference.extra)


def _matters(base: Structure, run: range) -> bool:
    return any(base.units[number].facts or base.units[number].kind in HEADINGS for number in run)


def _places(pair: Translated, runs: list[range]) -> Iterator[Related]:
    for run in runs:
        from_source = pair.in_source(run.start)
        if from_source:
            yield from_source


@lru_cache(maxsize=256)
def _versions(original: Structure, exported: Structure) -> Comparison:
    return compare(original, exported)
