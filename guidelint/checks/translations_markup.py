"""Translated pages: do they keep images, classes, icons, footnotes, tags and headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.translated import HEADINGS, LINK, MAX_NAMED, Translated, lost_place, only, translated
from guidelint.findings import Finding, Related, Severity

if TYPE_CHECKING:
    from guidelint.comparison import Change
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site
    from guidelint.site.structure import Unit
    from guidelint.source import Span

PARTS = ("icon", "attributes", "image")


@rule("GL703", "translation-markup", severity=Severity.ERROR)
def translation_markup(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report images, classes, icons, footnotes, tags and headings that a translation has lost or changed."""
    pair = translated(page, site)
    if pair is None or pair.is_stale:
        return
    by_unit: dict[tuple[int, int], list[Change]] = {}
    for change in pair.changes:
        if change.kind != LINK:
            by_unit.setdefault((change.theirs, change.ours), []).append(change)
    links = [change for change in pair.comparison.changes if change.kind == LINK]
    for (theirs, ours), changes in by_unit.items():
        lost = sum(link.theirs == theirs and link.gained is None for link in links)
        gained = sum(link.ours == ours and link.lost is None for link in links)
        kept = _without_parts_of_links(changes, lost, gained)
        if kept:
            yield _markup(page, pair, kept)
    behind = pair.behind
    for run in (run for run in pair.comparison.missing if run not in behind):
        yield from _missing(page, pair, run)


def _without_parts_of_links(changes: list[Change], lost: int, gained: int) -> list[Change]:
    """Leave out the icons, images and attribute lists that came or went with as many links."""
    kept = []
    budget = {(kind, True): lost for kind in PARTS} | {(kind, False): gained for kind in PARTS}
    for change in changes:
        part = change.kind, change.gained is None
        if None in (change.lost, change.gained) and budget.get(part, 0) > 0:
            budget[part] -= 1
        else:
            kept.append(change)
    return kept


def _markup(page: Page, pair: Translated, changes: list[Change]) -> Finding:
    places = {change: _place(page, pair, change) for change in changes}
    first = min(changes, key=lambda change: places[change])
    is_grave = any(change.lost is not None or change.kind != "tag" for change in changes)
    return finding(
        page,
        places[first],
        _told(changes),
        cause=f"{page.path}: {'; '.join(_named(change) for change in changes)}",
        severity=Severity.ERROR if is_grave else Severity.WARNING,
        confidence=pair.confidence,
        related=(*only(pair.in_source(first.theirs, first.at)), *_others(page, places, first)),
    )


def _others(page: Page, places: dict[Change, Span], first: Change) -> Iterator[Related]:
    """Yield the places of the other changes that stand on lines of their own."""
    lines = {page.location(places[first]).line}
    for change, place in places.items():
        location = page.location(place)
        if location.line not in lines:
            lines.add(location.line)
            yield Related(location, _told([change]))


def _place(page: Page, pair: Translated, change: Change) -> Span:
    if change.number >= 0:
        return pair.placed.facts[change.ours][change.number]
    return lost_place(page, pair, change.theirs, change.at, *_literals(change))


def _literals(change: Change) -> tuple[str, ...]:
    """Return how what is lost may stand in the text."""
    value = change.lost or ""
    if change.kind == "attributes":
        return tuple(f"{brace}{word}" for word in value.split()[:1] for brace in ("{", "{ ", "{: "))
    if change.kind == "icon":
        return (f":{value}:",)
    if change.kind == "footnote":
        return (f"[^{value}]", f"[^ {value}]")
    return (value,) if change.kind in ("image", "media", "link") else ()


def _told(changes: list[Change]) -> str:
    lost = [_shown(change.kind, change.lost) for change in changes if change.lost and change.gained is None]
    gained = [
        _shown(change.kind, change.gained) for change in changes if change.gained and change.lost is None
    ]
    other = [
        f"{_shown(change.kind, change.gained)} instead of {_shown(change.kind, change.lost)}"
        for change in changes
        if change.lost is not None and change.gained is not None
    ]
    parts = []
    if other:
        parts.append(f"has {_list(other)}")
    if lost:
        parts.append(f"has lost {_list(lost)}")
    if gained:
        parts.append(f"has {_list(gained)}, which the source has not")
    return f"the translation {'; '.join(parts)}"


def _list(items: list[str]) -> str:
    shown = ", ".join(items[:MAX_NAMED])
    return shown if len(items) <= MAX_NAMED else f"{shown} and {len(items) - MAX_NAMED} more"


def _shown(kind: str, value: str | None) -> str:
    if kind == "attributes":
        return f"{{ {value} }}"
    if kind == "tag":
        return value or ""
    if kind == "icon":
        return f"the icon :{value}:"
    if kind == "footnote":
        return f"the footnote [^{value}]"
    return f"the {kind} {value}"


def _named(change: Change) -> str:
    return f"{change.kind} {change.lost} -> {change.gained}"


def _missing(page: Page, pair: Translated, run: range) -> Iterator[Finding]:
    """Report a run of units of the source that the translation does not have."""
    units = [pair.base.units[number] for number in run]
    lost = [change for change in pair.comparison.changes if change.theirs in run]
    headings = [unit for unit in units if unit.kind in HEADINGS]
    if not lost and not headings:
        return
    level = _other_level(pair, run, headings)
    if level:
        number, message = level
        yield finding(
            page,
            pair.placed.units[number],
            message,
            cause=f"{page.path}: {message}",
            confidence=pair.confidence,
            related=only(pair.in_source(run.start)),
        )
        return
    links = [change for change in lost if change.kind == LINK]
    first = next(iter(links or lost), None)
    literals = _literals(first) if first else ()
    theirs, at = (first.theirs, first.at) if first else (run.start, -1)
    place = lost_place(page, pair, theirs, at, *literals)
    parts = [f"{len(headings)} heading{'s' * (len(headings) > 1)}"] if headings else []
    parts += [_shown(change.kind, change.lost) for change in lost]
    blocks = f"{len(run)} block{'s' * (len(run) > 1)}"
    yield finding(
        page,
        place,
        f"{blocks} of the source {'are' if len(run) > 1 else 'is'} missing here, with {_list(parts)}",
        cause=f"{page.path}: missing {' '.join(unit.kind for unit in units)}: {' '.join(map(_named, lost))}",
        confidence=pair.confidence,
        related=only(pair.in_source(run.start)),
    )


def _other_level(pair: Translated, run: range, headings: Sequence[Unit]) -> tuple[int, str] | None:
    """Tell a heading that has only got another level: its unit in the translation, and what to say."""
    if len(run) != 1 or len(headings) != 1:
        return None
    wanted = pair.base.units[run.start].kind
    before = pair.comparison.before(run.start)
    for extra in pair.comparison.extra:
        unit = pair.placed.structure.units[extra.start]
        if extra.start == before + 1 and unit.kind in HEADINGS:
            return extra.start, f"this heading has the level {unit.kind[1]}, {wanted[1]} in the source"
    return None
