"""What `check` keeps of a run for later ones."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct, field

from guidelint import disk
from guidelint.cache import replay, store
from guidelint.cache.parallel import workers_for
from guidelint.pipeline import Checker
from guidelint.reach import VARIABLE

if TYPE_CHECKING:
    from guidelint.cache.facts import Facts
    from guidelint.changes.kept import Kept
    from guidelint.config.settings import Settings
    from guidelint.engine import Plan
    from guidelint.workspace import Workspace

CONFIGURING = ("config", "presets", "select", "ignore")
"""The options that decide what is found on a page, besides those that have no parameter of their own."""

HIDING = "without what git does not know"
"""Marks the facts of runs that hide files; which ones does not matter, since nothing shows of them."""


class Caching(Struct, dict=True):
    """What earlier runs have found out, and what this one asks of the disk.

    It is kept in `folder`, None for a run that keeps nothing, and belongs to `key`, None for a run that does
    without. `jobs` is the number of processes that check pages, None for as many as are worth it. A run that
    is `detached` is about a copy of the pages, so it neither uses nor keeps facts of them; one that `hides`
    files has other facts than one that does not.
    """

    folder: str | None = None
    key: tuple[Any, ...] | None = None
    common: disk.Asked = field(default_factory=disk.Asked)
    jobs: int | None = None
    detached: bool = False
    hides: bool = False

    @cached_property
    def facts(self) -> Facts | None:
        """The facts of earlier runs, None for a run that does without."""
        if self.key is None or self.detached:
            return None
        from guidelint.cache.facts import Facts  # noqa: PLC0415 - not without a cache

        return Facts(self.folder, (*self.key, HIDING) if self.hides else self.key, Path.cwd())

    def asking(self) -> AbstractContextManager[Any]:
        """Collect what is asked of the disk inside."""
        return disk.recording(self.common) if self.facts else nullcontext()

    def checker(self, workspace: Workspace, plan: Plan, *, links: bool) -> Checker:
        """Return a checker that uses and keeps facts."""
        jobs = workers_for(len(workspace.targets)) if self.jobs is None else self.jobs
        if self.facts is None or not (self.folder is not None or jobs > 1):
            workspace.known = None
            return Checker(workspace, plan, collects=links)
        from guidelint.cache.reuse import CachingChecker  # noqa: PLC0415 - not for a few pages without a cache

        return CachingChecker(workspace, plan, self.facts, links=links, jobs=self.jobs)

    def kept(self, state: str, *, links: bool) -> Kept | None:
        """Return where the check of an earlier tree is kept whose content is named `state`."""
        if self.key is None or self.folder is None or os.environ.get(VARIABLE):
            return None
        from guidelint.changes.kept import Kept  # noqa: PLC0415 - for runs that are about a change only

        with disk.recording() as asked:
            replay.ask_for_packages()
        return Kept(self.folder, (*self.key, _answers(asked), state), links)

    def finish(self, output_format: str | None, *, verbose: bool) -> None:
        """Keep what is new. A run that only prints a report in `output_format` can be shown again."""
        if output_format:
            replay.repeatable(output_format)
        if self.facts is None:
            return
        with self.asking():
            replay.ask_for_packages()
        failure = self.facts.write(self.common)
        if output_format:
            disk.remember(self.facts.used())
            disk.remember(self.common)
        if verbose:
            replay.aside(f"cache: {self.facts.about}")
            if failure:
                replay.aside(f"cache: nothing could be kept: {failure}")


def configured(
    read: Callable[[], Settings],
    cache_dir: Path | None,
    *,
    is_on: bool,
    is_kept: bool = True,
    jobs: int | None = None,
) -> tuple[Settings, Caching]:
    """Return the settings that `read` gives, and what is known from runs that were configured alike.

    A run that `is_on` but not kept neither uses earlier runs nor is of use for later ones; what it finds
    out is only of use to processes that work beside it.
    """
    if not is_on or (not is_kept and jobs == 1):
        return read(), Caching()
    with disk.recording() as asked:
        settings = read()
    disk.remember(asked)
    context = click.get_current_context()
    options = [str(context.params.get(name)) for name in CONFIGURING]
    more = sorted((key, str(value)) for key, value in context.meta.items() if key.startswith("guidelint."))
    reach = os.environ.get(VARIABLE, "")
    key = (*replay.program(), str(Path.cwd()), reach, tuple(options), tuple(more), _answers(asked))
    return settings, Caching(_folder(cache_dir) if is_kept else None, key, jobs=jobs)


def _folder(named: Path | None) -> str | None:
    """Return where results are kept, None for a user without a home directory."""
    try:
        return str(named) if named else store.user_folder()
    except FileNotFoundError:
        return None


def _answers(asked: disk.Asked) -> tuple[tuple[str, str, Any], ...]:
    """Return what the file system said, without the times of files."""
    return (
        *sorted(("content", path, content) for path, (_, content) in asked.files.items()),
        *sorted(("names", path, content) for path, (_, content) in asked.folders.items()),
        *sorted(("kind", path, kind) for path, kind in asked.kinds.items()),
        *sorted(("entry", path, kind) for path, kind in asked.entries.items()),
        *sorted(("real", path, place) for path, place in asked.real.items()),
    )
