"""One defect, one finding: which rule speaks where several see the same defect, and grouping by cause."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from guidelint.findings import Finding, Location, Related, in_report_order

YIELDS_TO: dict[str, frozenset[str]] = {
    "translation-anchor": frozenset({"badge-anchor"}),
    "link-anchor": frozenset({"badge-anchor", "translation-anchor"}),
    "own-site-link": frozenset({"badge-anchor", "translation-anchor"}),
    "translation-link": frozenset({"link-file", "link-anchor", "image-file", "own-site-link"}),
    "link-form": frozenset(
        {"badge-anchor", "translation-anchor", "link-file", "link-anchor", "own-site-link"}
    ),
    "front-matter-schema": frozenset({"front-matter-file"}),
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
    "link-undefined": frozenset({"link-spacing", "footnote-undefined"}),
    "brackets-unbalanced": frozenset({"link-spacing", "link-undefined"}),
}
"""For each rule, the more specific ones that speak in its stead at an overlapping place."""


def most_specific(findings: Sequence[Finding]) -> list[Finding]:
    """Return `findings` without those whose place a more specific rule has claimed."""
    by_path: dict[str, list[Finding]] = {}
    for entry in findings:
        by_path.setdefault(entry.location.path, []).append(entry)
    return [entry for entry in findings if not _is_outspoken(entry, by_path[entry.location.path])]


def _is_outspoken(entry: Finding, others: Iterable[Finding]) -> bool:
    betters = YIELDS_TO.get(entry.rule, frozenset())
    return bool(betters) and any(
        other.rule in betters and _overlap(_place(entry), _place(other)) for other in others
    )


def _place(entry: Finding) -> Location:
    return entry.highlight or entry.location


def _overlap(one: Location, other: Location) -> bool:
    starts = (one.line, one.column), (other.line, other.column)
    ends = (one.end_line, one.end_column), (other.end_line, other.end_column)
    return max(starts) < min(ends) or starts[0] == starts[1]


def by_cause(findings: Iterable[Finding], checked: Collection[str]) -> list[Finding]:
    """Make one finding of those that share a rule and a cause, in the order of reports.

    It stands at the root of the cause if that file is among the `checked` paths, else at the first
    place; the other places follow in `related`, the root first.
    """

    def key(entry: Finding) -> tuple[str, str]:
        return entry.rule, entry.cause

    ordered = sorted(in_report_order(list(findings)), key=key)
    return in_report_order([_merge(list(group), checked) for _, group in groupby(ordered, key=key)])


def _merge(group: Sequence[Finding], checked: Collection[str]) -> Finding:
    first = group[0]
    root = next((entry.root for entry in group if entry.root), None)
    places = [Related(_place(entry), entry.label or entry.message) for entry in group]
    fix = first.fix or next((entry.fix for entry in group if entry.fix), None)
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
    return replace(first, related=_distinct(others, _place(first)), fix=fix)


def _distinct(related: Iterable[Related], place: Location) -> tuple[Related, ...]:
    found: dict[Location, Related] = {}
    for entry in related:
        if entry.location != place:
            found.setdefault(entry.location, entry)
    return tuple(found.values())
