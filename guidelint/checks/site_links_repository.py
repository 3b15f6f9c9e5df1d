"""Links to files of the own repository on the platform that hosts it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from guidelint import disk
from guidelint.checks.places import resolved, whole
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Finding, Severity
from guidelint.reach import leads_out
from guidelint.site.suggest import closest

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.config import SiteConfig
    from guidelint.site.index import Site

ON_PLATFORM = re.compile(
    r"/(?:-/)?(?:blob|tree|edit|raw|blame|commits|history|src/branch|_edit)/(?P<branch>[^/]+)/(?P<path>.+)"
)
RAW_HOST = "raw.githubusercontent.com"
RAW = re.compile(r"/(?:refs/heads/)?(?P<branch>[^/]+)/(?P<path>.+)")
BRANCHES = frozenset({"main", "master", "HEAD"})


@rule("GL516", "own-repo-path", severity=Severity.WARNING, default=False)
def own_repo_path(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report links into the own repository that name a file which is not there."""
    place = site.place(site.path(page.path))
    config = place.root.config if place else None
    if config is None or not config.repo_url:
        return
    for target, _ in resolved(page, site):
        path = repository_path(target.text, config)
        if path is None or not _is_missing(site, config, path):
            continue
        near = closest(path.name, [item.name for item in _siblings(config.build_dir / path)], cutoff=0.75)
        yield finding(
            page,
            whole(page, target),
            f"the repository has no {path.as_posix()}",
            cause=f"{path.as_posix()} <- {target.text}",
            highlight=target.span,
            label="no such file",
            help=f"did you mean {path.with_name(near[0]).as_posix()}?" if near else None,
        )


def repository_path(url: str, config: SiteConfig) -> Path | None:
    """Return the path below the repository that `url` names on its main branch, None for any other URL."""
    try:
        own, project = _repository(config.repo_url or "")
        if project not in url.lower():
            return None
        parts = urlsplit(url)
    except ValueError:
        return None
    host, rest = parts.netloc.lower().removeprefix("www."), parts.path
    if not project or not rest.lower().startswith(f"{project}/"):
        return None
    is_raw = host == RAW_HOST and own.netloc.lower().removeprefix("www.") == "github.com"
    if host != own.netloc.lower().removeprefix("www.") and not is_raw:
        return None
    found = (RAW if is_raw else ON_PLATFORM).fullmatch(rest[len(project) :])
    if found is None or found["branch"] not in BRANCHES | _edited_branch(config):
        return None
    path = os.path.normpath(unquote(found["path"]).rstrip("/"))
    return None if path.startswith(("..", "/")) or "\0" in path else Path(path)


@lru_cache(maxsize=64)
def _repository(url: str) -> tuple[SplitResult, str]:
    """Return the parts of the address of a repository, and its path in lower case."""
    own = urlsplit(url)
    return own, own.path.removesuffix("/").removesuffix(".git").lower()


def _edited_branch(config: SiteConfig) -> set[str]:
    """Return the branch that the site's "edit this page" links name."""
    words = (config.edit_uri or "").split("/")
    return {words[1]} if len(words) > 1 and words[0] in ("edit", "blob", "tree", "raw") else set()


def _is_missing(site: Site, config: SiteConfig, path: Path) -> bool:
    """Tell whether `path` is surely missing: its top folder is here, and the file in it is not."""
    top, target = config.build_dir / path.parts[0], config.build_dir / path
    if disk.lexists(target) or site.is_absent(target):
        return False
    return disk.exists(config.build_dir / ".git") or (disk.is_dir(top) and len(path.parts) > 1)


def _siblings(path: Path) -> list[Path]:
    if leads_out(path.parent):
        return []
    try:
        return sorted(path.parent / name for name in disk.names(path.parent))
    except OSError:
        return []
