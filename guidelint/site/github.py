"""Links of a README and the like, as GitHub resolves them in the tree of the repository."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from guidelint import disk
from guidelint.site.anchors import to_page
from guidelint.site.files import is_page
from guidelint.site.resolution import Kind, Resolution
from guidelint.site.suggest import index_names, similar_files, written_path

if TYPE_CHECKING:
    from urllib.parse import SplitResult

    from guidelint.site.index import Site


def resolve_in_repository(site: Site, page: Path, parts: SplitResult) -> Resolution:
    """Return what a link without scheme or host on the page at `page` points to.

    A path is relative to the file, with a leading ``/`` to the base of the site, which stands for
    the root of the repository. Folders are shown by GitHub, so they exist; fragments are looked
    up on Markdown pages only. A path above the base belongs to GitHub itself (``../../issues``).
    """
    if not parts.path:
        return to_page(site, page, parts.fragment)
    written = unquote(parts.path)
    start = site.base if written.startswith("/") else page.parent
    target = Path(os.path.normpath(start / written.lstrip("/")))
    if not target.is_relative_to(site.base):
        return Resolution(Kind.OUTSIDE, target)
    if not site.exists(target):
        if site.is_absent(target):
            return Resolution(Kind.UNKNOWN, target)
        return Resolution(Kind.MISSING_FILE, target, parts.fragment, _similar(site, page, target))
    if is_page(target.name) and not disk.is_dir(target):
        return to_page(site, target, parts.fragment)
    return Resolution(Kind.ASSET, target, parts.fragment)


def _similar(site: Site, page: Path, target: Path) -> tuple[str, ...]:
    """Return files of the folder that the link names, and of the page's own, with a like name."""
    folders = dict.fromkeys(folder for folder in (target.parent, page.parent) if disk.is_dir(folder))
    names = [site.display(folder / name) for folder in folders for name in sorted(site.listing(folder))]
    here = site.display(page)
    return tuple(written_path(here, uri) for uri in similar_files(site.display(target), index_names(names)))
