"""``--changed-since`` and ``--staged``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from guidelint.cli.options import UsageProblem
from guidelint.cli.output import note
from guidelint.cli.paths import STANDARD_INPUT
from guidelint.discovery import PathError
from guidelint.workspace import open_workspace

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from guidelint.changes.change import Change
    from guidelint.changes.comparison import Former, Sides
    from guidelint.cli.caching import Caching
    from guidelint.config.settings import Settings
    from guidelint.workspace import Workspace

FROM_REF = "PRE_COMMIT_FROM_REF"
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class ChangeOptions(Struct, frozen=True):
    """Which change a run is about: since `revision`, or what is `staged`; without either, none.

    `fixing` and `quiet` are as the user wants the run to be.
    """

    revision: str | None = None
    staged: bool = False
    fixing: bool = False
    quiet: bool = False


def change_options(command: Decorated) -> Decorated:
    """Add ``--changed-since``, ``--staged`` and ``--baseline``."""
    for option in (
        click.option(
            "--baseline",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE",
            help="Report only what is not in FILE, which guidelint baseline writes.",
        ),
        click.option(
            "--staged",
            is_flag=True,
            help="Check what is staged: all of PATHS, and elsewhere what it breaks.",
        ),
        click.option(
            "--changed-since",
            metavar="REV",
            help="Report only what has changed since REV and HEAD parted, uncommitted changes included.",
        ),
    ):
        command = option(command)
    return command


def sides_for(
    options: ChangeOptions,
    settings: Settings,
    paths: Sequence[Path],
    cache: Caching,
) -> Sides | None:
    """Return both sides of the change that a run is about, None for a run that is about none.

    The copies that are made for it stay until the command ends. What is wrong with the repository or the
    revision is a usage error.
    """
    if options.revision is None and not options.staged:
        return None
    if options.staged and (options.revision is not None or options.fixing):
        other = "--changed-since" if options.revision is not None else "--fix and --diff"
        raise UsageProblem(f"--staged looks at the index alone; leave {other} out")
    if STANDARD_INPUT in paths:
        raise UsageProblem("a page from standard input has no earlier text to compare with")
    from guidelint.changes.change import change_since, staged_change  # noqa: PLC0415 - for such runs only
    from guidelint.changes.comparison import sides, staged_sides  # noqa: PLC0415 - as above

    folder = Path.cwd()
    opened: AbstractContextManager[Change]
    if options.revision is not None:
        opened = change_since(folder, options.revision)
    else:
        opened = staged_change(folder, os.environ.get(FROM_REF), cache=cache.folder)
    with usage_problems():
        change = click.get_current_context().with_resource(opened)
        cache.detached, cache.hides = not change.is_in_place, change.hides
        both = staged_sides if options.staged else sides
        found = both(change, settings, folder, paths, partial(_opened, settings, folder, cache))
    for warning in change.before.warnings:
        note(f"warning: {warning}")
    later = "what is staged" if options.staged else "the work tree"
    note(f"Comparing {later} with {change.base}", quiet=options.quiet)
    if not (options.staged or found.after.targets or found.after.excluded or _has_pages(found.before)):
        raise UsageProblem("no Markdown pages before or after the change")
    return found


def _has_pages(before: Former) -> bool:
    with usage_problems():
        return bool(before.workspace.targets)


@contextmanager
def usage_problems() -> Iterator[None]:
    """Make a usage error of what keeps a change from being looked at."""
    from guidelint.changes.comparison import OutsideError  # noqa: PLC0415 - for such runs only
    from guidelint.changes.git import GitError  # noqa: PLC0415 - as above

    try:
        yield
    except (GitError, OutsideError, PathError) as error:
        raise UsageProblem(str(error)) from error


def _opened(settings: Settings, folder: Path, cache: Caching, paths: Sequence[Path]) -> Workspace:
    """Open the work tree with what is known from earlier runs."""
    with cache.asking():
        return open_workspace(settings, paths, folder, cache.facts)
