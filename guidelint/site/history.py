"""Earlier versions of a page, from git where there is a history."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from guidelint import disk

MAX_VERSIONS = 12


def former_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the day and the text of earlier versions of the page at `path`, the newest first.

    The version that was committed last is among them. None at all without git, outside of a repository,
    and for a page that has never been committed.
    """
    from guidelint.changes.git import GitError, open_repository  # noqa: PLC0415 - for stale pages only

    try:
        repository = open_repository(path.parent)
    except (GitError, OSError):
        return
    _remember(repository.top)
    name = os.path.relpath(os.path.realpath(path), repository.top).replace(os.sep, "/")
    said = repository.ask("log", f"--max-count={MAX_VERSIONS}", "--format=%H %cs", "--", name)
    commits = [line.partition(" ") for line in (said or b"").decode("ascii", "replace").splitlines()]
    if "\n" in name or not commits:
        return
    days = {f"{commit}:{name}": day for commit, _, day in commits}
    try:
        for spoken, content in repository.blobs(days):
            if content is not None:
                yield days[spoken], content.decode("utf-8", "replace").removeprefix("\ufeff")
    except OSError:
        return


def _remember(top: Path) -> None:
    """Ask for what every commit changes, so that a kept result does not outlive it."""
    try:
        disk.read_bytes(top / ".git" / "logs" / "HEAD")
    except OSError:
        return
