"""A translated page beside its source: which version of it the page was made from, and how it differs."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from guidelint.checks.spans import Spans
from guidelint.comparison import Comparison, compare, identical
from guidelint.findings import Confidence, Location, Related
from guidelint.site.damage import first_broken_line, joined_footnotes
from guidelint.site.pairs import language_of
from guidelint.site.structure import (
    Placed,
    Structure,
    outline_of,
    outlined,
    placed_structure,
    text_digest,
)
from guidelint.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from guidelint.comparison import Change
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

MAX_NAMED = 3
MIN_SHARED = 3
LINK = "link"
NOTE = "footnote text"
LONG = 5
"""Of how many blocks a section is more than what one translator might add."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Translated(NamedTuple):
    """A translated page and its source.

    `source` is the path of the source page, `name` how reports call it, `original` its structure, None
    where the page is missing. `base` is the structure that the page is judged against: that of the
    source, or what most languages show of it, as `is_shared` tells. `comparison` has the differences
    from that.
    """

    source: Path
    name: str
    language: str
    original: Structure | None
    base: Structure
    is_shared: bool
    page: Page
    comparison: Comparison
    former: str = ""

    def against_source(self) -> Translated:
        """Return the page beside the source as it is, if it is judged against a former version."""
        if not self.former or self.original is None:
            return self
        comparison = compare(self.original, self.placed.structure)
        return self._replace(base=self.original, comparison=comparison, former="")

    @property
    def placed(self) -> Placed:
        """The structure of the translation with the places of its facts."""
        return placed_structure(self.page)

    @property
    def footnotes(self) -> frozenset[str]:
        """The labels of the footnotes that the source defines."""
        return _values(self.original or self.base, NOTE)

    @property
    def targets(self) -> frozenset[str]:
        """The targets of the links of the page that the translation is judged against."""
        return _values(self.base, LINK)

    @property
    def behind(self) -> tuple[range, ...]:
        """The runs of units that the source has got since, as far as that can be told.

        Where other languages show the version that was translated, what is missing was lost instead.
        """
        if self.is_shared or self.former:
            return ()
        extra = {run.start for run in self.comparison.extra}
        return tuple(
            run for run in self.comparison.missing if self.comparison.before(run.start) + 1 not in extra
        )

    @property
    def confidence(self) -> Confidence:
        """How sure a difference is one that the translation made: other languages prove it."""
        return Confidence.CERTAIN if self.is_shared else Confidence.LIKELY

    @property
    def sections(self) -> tuple[range, ...]:
        """The runs of units of the translation that are sections or boxes of its own."""
        return tuple(run for run in self.comparison.extra if self._is_section(run))

    def _is_section(self, run: range) -> bool:
        """Tell a section that is extra from one that is only built in another way.

        It has more headings than are missing at its place, or holds a box, and more than a line.
        """
        units = [self.placed.structure.units[number] for number in run]
        facts = Counter(fact for unit in units for fact in unit.facts)
        lost = Counter(fact for number in self.missing for fact in self.base.units[number].facts)
        is_box = any(kind == "tag" and value.startswith("<div .") for kind, value in facts - lost)
        headings = sum(unit.kind in HEADINGS for unit in units)
        beside = (
            gap for gap in self.comparison.missing if self.comparison.before(gap.start) + 1 == run.start
        )
        missing = sum(self.base.units[number].kind in HEADINGS for gap in beside for number in gap)
        return (len(units) > 1 or bool(facts)) and (is_box or headings > missing)

    @property
    def is_stale(self) -> bool:
        """Whether the page was made from another version of the source than all that are known.

        That is so where it lacks sections that the source has got since, or has kept whole sections that
        the source has not. Single differences of such a page say nothing about its translator.
        """
        if self.former:
            return False
        gone_on = any(self.base.units[number].kind in HEADINGS for run in self.behind for number in run)
        return gone_on or any(len(run) >= LONG for run in self.sections)

    @property
    def is_another_version(self) -> bool:
        """Whether so much is built in another way that the history of the source is worth a look."""
        other = sum(map(len, (*self.comparison.missing, *self.comparison.extra)))
        return not self.is_shared and other >= LONG

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes that are not part of what is reported as a whole: units missing or extra."""
        if not self.comparison.changes:
            return ()
        whole, missing = {number for run in self.sections for number in run}, self.missing
        return tuple(
            change
            for change in self.comparison.changes
            if change.theirs not in missing and not (change.lost is None and change.ours in whole)
        )

    @property
    def missing(self) -> frozenset[int]:
        """The units of the base that the translation does not have."""
        return frozenset(unit for run in self.comparison.missing for unit in run)

    def in_source(self, theirs: int, at: int = -1) -> Related | None:
        """Return where fact `at` of unit `theirs` of the base stands in the source.

        None where the page is judged against another version than the source as it is.
        """
        if self.base is not self.original or theirs < 0:
            return None
        unit = self.base.units[theirs]
        line = unit.lines[at] if 0 <= at < len(unit.lines) else unit.line
        return Related(Location(self.name, line, 1, line, 1), "in the source")

    def beside(self, theirs: int) -> int:
        """Return the line of the translation where unit `theirs` of the base stands, or should stand."""
        units = self.placed.structure.units
        at = self.comparison.before(theirs)
        return units[at].line if 0 <= at < len(units) else 1


@lru_cache(maxsize=512)
def _values(structure: Structure, wanted: str) -> frozenset[str]:
    """Return the values of the facts of one kind; the translations of a page ask for the same ones."""
    return frozenset(value for unit in structure.units for kind, value in unit.facts if kind == wanted)


@lru_cache(maxsize=2)
def translated(page: Page, site: Site) -> Translated | None:
    """Return `page` beside its source, None for a page that translates none; several rules ask for it."""
    path = site.path(page.path)
    source = site.source_of(path)
    if source is None:
        return None
    original = site.structure(source)
    exported = site.exported(source)
    candidates = [known for known in (exported.structure if exported else None, original) if known]
    if not candidates:
        return None
    base, comparison = _nearest(page, candidates)
    is_shared = exported is not None or len(site.versions_of(source)) >= MIN_SHARED
    name, language = site.display(source), language_of(site, path)
    pair = Translated(source, name, language, original, base, is_shared, page, comparison)
    pair = pair._replace(comparison=_without_damage(page, pair))
    return _as_it_was(site, pair) if pair.is_stale or pair.is_another_version else pair


def _as_it_was(site: Site, pair: Translated) -> Translated:
    """Return a stale page beside the version of the source that it was made from, if git has it."""
    best = pair
    for day, summary in site.former(pair.source):
        if summary.structure is not None:
            comparison = compare(summary.structure, pair.placed.structure)
            if comparison.distance < best.comparison.distance:
                best = pair._replace(base=summary.structure, comparison=comparison, former=day)
    return best


def _nearest(page: Page, candidates: Sequence[Structure]) -> tuple[Structure, Comparison]:
    """Return the first of `candidates` that the page differs least from, and how it differs."""
    digest = text_digest(page.source.text)
    same = next((known for known in candidates if known.digest == digest), None)
    if same is not None:
        return same, identical(same)
    outline = outline_of(page).units
    found: list[tuple[Structure, Comparison]] = []
    for known in candidates:
        if outlined(known) == outline:
            return known, identical(known)
        comparison = compare(known, placed_structure(page).structure)
        found.append((known, comparison))
        if not comparison.distance:
            break
    return min(found, key=lambda entry: entry[1].distance)


def _without_damage(page: Page, pair: Translated) -> Comparison:
    """Leave out of the comparison what `translation-export` reports as damage of one cause."""
    comparison = pair.comparison
    if not comparison.distance:
        return comparison
    joined = joined_footnotes(page, pair.footnotes)
    if joined:
        comparison = comparison.without(
            theirs=lambda unit: any(
                kind == NOTE and value in joined for kind, value in pair.base.units[unit].facts
            ),
            change=lambda change: change.kind in ("footnote", NOTE) and change.lost in joined,
        )
    line = first_broken_line(page)
    if line is not None:
        units = pair.placed.structure.units
        comparison = comparison.without(
            theirs=lambda unit: pair.beside(unit) >= line,
            ours=lambda unit: units[unit].line >= line,
            change=lambda change: (
                (units[change.ours].line if change.ours >= 0 else pair.beside(change.theirs)) >= line
            ),
        )
    return comparison


def line_span(page: Page, line: int) -> Span:
    """Return the text of a line of `page`, without white space around it."""
    source = page.source
    line = min(max(line, 1), len(source.lines))
    text = source.lines[line - 1]
    start = source.starts[line - 1] + len(text) - len(text.lstrip())
    return Span(page.path, start, max(source.starts[line - 1] + len(text.rstrip()), start))


def lost_place(page: Page, pair: Translated, theirs: int, at: int, *literals: str) -> Span:
    """Return where fact `at` of unit `theirs` of the base would stand on `page`.

    Where the page has one of `literals` as text in that unit, or in what follows if the unit itself is
    missing, that is the place: from the bracket before it.
    """
    partner = dict(pair.comparison.pairs).get(theirs)
    base = pair.base.units[theirs]
    if partner is None:
        units, place = pair.placed.units, pair.comparison.before(theirs)
        start = units[place].start if 0 <= place < len(units) else 0
        within = Span(page.path, start, len(page.source.text))
        return _as_text(page, literals, within, Spans(())) or line_span(page, pair.beside(theirs))
    known = Spans(pair.placed.facts[partner])
    found = _as_text(page, literals, pair.placed.units[partner], known)
    if found:
        return found
    unit = pair.placed.structure.units[partner]
    offset = base.lines[at] - base.line if 0 <= at < len(base.lines) else 0
    return line_span(page, min(unit.line + offset, unit.end))


def _as_text(page: Page, literals: Sequence[str], within: Span, known: Spans) -> Span | None:
    """Return the first of `literals` in a part of the page that is no part of a fact there."""
    text = page.source.text
    for literal in literals:
        at = text.find(literal, within.start, within.end) if literal else -1
        while at >= 0:
            span = Span(page.path, at, at + len(literal))
            if not known.touch(span):
                bracket = text.rfind("[", text.rfind("\n", 0, at) + 1, at)
                return Span(page.path, bracket if bracket >= 0 else at, span.end)
            at = text.find(literal, span.end, within.end)
    return None


def only(related: Related | None) -> tuple[Related, ...]:
    """Return one place or none as findings have them."""
    return () if related is None else (related,)
