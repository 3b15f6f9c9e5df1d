"""Root causes of dead anchors: the heading that had the anchor before it was translated."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from guidelint.findings import Location
    from guidelint.site.index import Site
    from guidelint.site.summary import PageSummary

Heading = tuple[str, int]
"""The id of a heading and its level."""


class LostHeading(NamedTuple):
    """A heading that has lost an anchor, and how it reads with the anchor pinned."""

    location: Location
    pinned: str


def lost_heading(site: Site, path: Path, fragment: str) -> LostHeading | None:
    """Return the heading of the translated page at `path` that stands for `fragment` in its source.

    None for a page that is no translation, and where no heading stands for it.
    """
    summary, wanted = site.summary(path), source_ids(site, path)
    for name, level in summary.headings:
        place = summary.anchors.get(name)
        if place is not None and fragment in wanted.get(name, ()):
            return LostHeading(place.location, f"{'#' * level} {place.text} {{ #{fragment} }}")
    return None


def source_ids(site: Site, path: Path) -> Mapping[str, tuple[str, ...]]:
    """Return what the headings of the translated page at `path` are called in its source, by their ids.

    That is their id in the source as it is, and as most translations show it. Empty for a page that is
    no translation.
    """
    sources = tuple(summary.headings for summary in source_summaries(site, path))
    return _named(sources, site.summary(path).headings) if sources else {}


@lru_cache(maxsize=64)
def _named(
    sources: tuple[tuple[Heading, ...], ...], ours: tuple[Heading, ...]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for theirs in sources:
        for wanted, name in paired_headings(theirs, ours):
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), wanted)))
    return found


def source_summaries(site: Site, path: Path) -> list[PageSummary]:
    """Return the source of the translated page at `path` as it is, and as most translations show it."""
    source = site.source_of(path)
    if source is None:
        return []
    exported = site.exported(source)
    return [summary for summary in (site.summary(source), exported) if summary and summary.headings]


def paired_headings(theirs: Sequence[Heading], ours: Sequence[Heading]) -> Iterator[tuple[str, str]]:
    """Yield the ids of headings that stand for one another on two pages.

    Between headings with the same id on both pages all are paired if they are as many, else those that
    have the same levels from either end.
    """
    places = {name: place for place, (name, _) in enumerate(ours)}
    start = other_start = 0
    for place, (name, _) in enumerate([*theirs, ("", 0)]):
        other = len(ours) if place == len(theirs) else places.get(name, -1)
        if other < other_start:
            continue
        yield from _between(theirs[start:place], ours[other_start:other])
        if place < len(theirs):
            yield name, name
        start, other_start = place + 1, other + 1


def _between(theirs: Sequence[Heading], ours: Sequence[Heading]) -> Iterator[tuple[str, str]]:
    if len(theirs) == len(ours):
        yield from ((wanted, name) for (wanted, _), (name, _) in zip(theirs, ours, strict=True))
        return
    same = 0
    while same < min(len(theirs), len(ours)) and theirs[same][1] == ours[same][1]:
        yield theirs[same][0], ours[same][0]
        same += 1
    for (wanted, level), (name, other) in zip(reversed(theirs[same:]), reversed(ours[same:]), strict=False):
        if level != other:
            break
        yield wanted, name
