"""One defect, one finding: which rule speaks where several see the same defect, and grouping by cause."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, groupby

from msgspec.structs import replace

from guidelint.findings import Finding, Fix, Location, Related, Safety, Standing, in_report_order

YIELDS_TO: dict[str, frozenset[str]] = {
    "translation-anchor": frozenset({"badge-anchor"}),
    "link-anchor": frozenset({"badge-anchor", "translation-anchor"}),
    "own-site-link": frozenset({"badge-anchor", "translation-anchor"}),
    "translation-link": frozenset(
        {
            *(
                "link-file",
                "link-anchor",
                "image-file",
                "own-site-link",
                "translation-anchor",
                "badge-anchor",
            ),
            *("link-spacing", "link-malformed", "link-undefined", "fullwidth-markup", "attribute-malformed"),
            *("translation-export",),
        }
    ),
    "translation-markup": frozenset(
        {
            *("link-spacing", "link-malformed", "fullwidth-markup", "attribute-malformed", "html-balance"),
            *("footnote-undefined", "icon-unknown", "image-file", "translation-export", "rendered-residue"),
        }
    ),
    "footnote-undefined": frozenset({"translation-export"}),
    "link-malformed": frozenset({"translation-export"}),
    "html-balance": frozenset({"indented-html", "translation-export"}),
    "link-form": frozenset(
        {
            "badge-anchor",
            "translation-anchor",
            "link-file",
            "link-anchor",
            "link-malformed",
            "own-site-link",
        }
    ),
    "front-matter-schema": frozenset({"front-matter-file", "translation-front-matter"}),
    "front-matter-file": frozenset({"translation-front-matter"}),
    "rendered-residue": frozenset(
        {
            "link-spacing",
            "link-undefined",
            "link-malformed",
            "footnote-undefined",
            "icon-unknown",
            "html-balance",
            "abbreviation-malformed",
            "attribute-malformed",
            "fullwidth-markup",
            "emphasis-unbalanced",
            "translation-export",
            "template-placeholder",
            "brackets-unbalanced",
        }
    ),
    "link-empty": frozenset({"card-link-title", "badge-label", "link-malformed"}),
    "link-file": frozenset({"link-malformed", "fullwidth-markup"}),
    "image-file": frozenset({"fullwidth-markup"}),
    "link-http": frozenset({"link-malformed"}),
    "link-moved": frozenset({"link-domain-changed", "source-archived"}),
    "link-dead": frozenset({"source-archived"}),
    "link-undefined": frozenset({"link-spacing", "footnote-undefined"}),
    "brackets-unbalanced": frozenset({"link-spacing", "link-undefined", "fullwidth-markup"}),
}
"""For each rule, the more specific ones that speak in its stead at an overlapping place."""


KNOWN = "here too, as before"
Point = tuple[int, int]


def most_specific(findings: Sequence[Finding]) -> list[Finding]:
    """Return `findings` without those whose place a more specific rule has claimed."""
    found = {entry.rule for entry in findings}
    speaking = {better for name in found for better in YIELDS_TO.get(name, ())} & found
    if not speaking:
        return list(findings)
    places: dict[tuple[str, str], list[tuple[Point, Point]]] = {}
    for entry in findings:
        if entry.rule in speaking:
            place = entry.place
            places.setdefault((entry.rule, place.path), []).append(_range(place))
    claims = {key: _Claims(ranges) for key, ranges in places.items()}
    return [entry for entry in findings if not _is_outspoken(entry, claims)]


class _Claims:
    """The places of one rule in one file, for the question whether one of them overlaps another place."""

    def __init__(self, ranges: Sequence[tuple[Point, Point]]) -> None:
        ordered = sorted(ranges)
        self.starts = [start for start, _ in ordered]
        self.furthest = list(accumulate((end for _, end in ordered), max))

    def overlap(self, start: Point, end: Point) -> bool:
        before = bisect_left(self.starts, end)
        return before > 0 and self.furthest[before - 1] > start


def _is_outspoken(entry: Finding, claims: Mapping[tuple[str, str], _Claims]) -> bool:
    place = entry.place
    found = (claims.get((better, place.path)) for better in YIELDS_TO.get(entry.rule, ()))
    return any(claim.overlap(*_range(place)) for claim in found if claim)


def _range(place: Location) -> tuple[Point, Point]:
    start = (place.line, place.column)
    return start, max((place.end_line, place.end_column), (place.line, place.column + 1))


def by_cause(findings: Iterable[Finding], checked: Collection[str]) -> list[Finding]:
    """Make one finding of those that share a rule and a cause, in the order of reports.

    It stands at the root of the cause if that file is among the `checked` paths, else at the first
    place; the other places follow in `related`, the root first. Places of another standing have
    left the group: it is new as long as one of its places is, and then those that were known before
    stand last. Findings in a baseline are not shown behind others.
    """
    ordered = sorted(in_report_order(list(findings)), key=_identity)
    return in_report_order([_merge(list(group), checked) for _, group in groupby(ordered, key=_identity)])


def _identity(entry: Finding) -> tuple[str, str, int]:
    return entry.identity


def _merge(group: Sequence[Finding], checked: Collection[str]) -> Finding:
    standing = next(one for one in Standing if any(entry.standing is one for entry in group))
    shown = [entry for entry in group if entry.standing is standing]
    if standing is Standing.BASELINED or len(shown) == len(group):
        return _merged(shown, checked)
    merged = _merged(shown, ())
    known = [Related(entry.place, KNOWN) for entry in group if entry.standing is Standing.KNOWN]
    return replace(merged, related=_distinct((*merged.related, *known), merged.place))


def _merged(group: Sequence[Finding], checked: Collection[str]) -> Finding:
    first = group[0]
    root = next((entry.root for entry in group if entry.root), None)
    places = [Related(entry.place, entry.label or entry.message) for entry in group]
    fix = _joined([entry.fix for entry in group if entry.fix])
    if root and root.location.path in checked:
        return replace(
            first,
            location=root.location,
            highlight=None,
            label=None,
            message=root.message,
            related=_distinct((*places, *first.related), root.location),
            fix=fix,
        )
    if len(group) == 1 and not root:
        return first
    others = [*([root] if root else []), *first.related, *places[1:]]
    return replace(first, related=_distinct(others, first.place), fix=fix)


def _joined(fixes: Sequence[Fix]) -> Fix | None:
    """Return the fix that mends all places of a cause; it is as safe as the least safe of `fixes`."""
    distinct = list(dict.fromkeys(fixes))
    if len(distinct) < 2:
        return next(iter(distinct), None)
    return Fix(
        tuple(dict.fromkeys(edit for fix in distinct for edit in fix.edits)),
        Safety.UNSAFE if any(fix.safety is Safety.UNSAFE for fix in distinct) else Safety.SAFE,
        tuple(construct for fix in distinct for construct in fix.adds),
        tuple(construct for fix in distinct for construct in fix.removes),
    )


def _distinct(related: Iterable[Related], place: Location) -> tuple[Related, ...]:
    found: dict[Location, Related] = {}
    for entry in related:
        if entry.location != place:
            found.setdefault(entry.location, entry)
    return tuple(found.values())
