"""Root causes of dead anchors: the heading that had the anchor before it was translated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from guidelint import disk

if TYPE_CHECKING:
    from guidelint.findings import Location
    from guidelint.site.index import DocsRoot, Site


class LostHeading(NamedTuple):
    """A heading that has lost an anchor, and how it reads with the anchor pinned."""

    location: Location
    pinned: str


def lost_heading(site: Site, path: Path, fragment: str) -> LostHeading | None:
    """Return the heading of the translated page at `path` that stands for `fragment` in its source.

    A heading stands for the one at the same place of the source page, where both pages have the
    same headings level by level. None for a page that is no translation.
    """
    root = site.root_of(path)
    source = source_root(site, root) if root is not None else None
    if root is None or source is None:
        return None
    original = source.config.docs_dir / path.relative_to(root.config.docs_dir)
    if not disk.is_file(original):
        return None
    theirs, ours = site.summary(original), site.summary(path)
    if [level for _, level in theirs.headings] != [level for _, level in ours.headings]:
        return None
    for (wanted, _), (name, level) in zip(theirs.headings, ours.headings, strict=True):
        place = ours.anchors.get(name)
        if wanted == fragment and place is not None:
            return LostHeading(place.location, f"{'#' * level} {place.text} {{ #{fragment} }}")
    return None


def source_root(site: Site, root: DocsRoot) -> DocsRoot | None:
    """Return the docs root that `root` is a translation of, None if it is none."""
    if not root.config.is_translation:
        return None
    for other in site.roots:
        if other.config.path == root.config.path and not other.config.is_translation:
            return other
    return None
