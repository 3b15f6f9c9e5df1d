"""``guidelint cache``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from guidelint.cache import store
from guidelint.cli.commands import SuggestingGroup
from guidelint.cli.options import UsageProblem
from guidelint.cli.output import note
from guidelint.cli.status import OK
from guidelint.report.model import plural

KINDS = {
    "run": "runs that can be shown again",
    "facts": "tables of what is known of pages",
    "before": "checks of earlier commits, for what has changed since",
    "objects": "files of repositories, to tell which are as they are staged",
}


EPILOG = """\b
Examples:
  guidelint cache stats                    # how many files, and how large they are
  guidelint cache clear                    # forget what earlier runs have kept
  guidelint cache path --cache-dir .cache  # the folder, here one that is named
"""


def _example(line: str) -> str:
    return f"\b\nExamples:\n  guidelint cache {line}"


@click.group("cache", cls=SuggestingGroup, epilog=EPILOG)
def command() -> None:
    """Show or clear what earlier runs have kept."""


folder_option = click.option(
    store.OPTION,
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    default=store.user_folder,
    help="The folder of the cache, if it is not in the user's cache directory.",
)


@command.command("path", epilog=_example("path    # for the cache step of a CI job"))
@folder_option
def path(folder: Path) -> int:
    """Print the folder of the cache, whether it is there or not."""
    click.echo(folder)
    return OK


@command.command("clear", epilog=_example("clear"))
@folder_option
def clear(folder: Path) -> int:
    """Delete all that earlier runs have kept. Other files in the folder stay."""
    try:
        count = store.clear(str(folder))
    except OSError as error:
        raise UsageProblem(f'cannot clear "{folder}": {error.strerror or error}') from error
    note(f"{plural(count, 'file')} deleted from {folder}")
    return OK


@command.command("stats", epilog=_example("stats"))
@folder_option
def stats(folder: Path) -> int:
    """Print how many files the cache has, of which kind, and how large it is."""
    found = store.files(str(folder))
    counts = Counter(Path(name).name.partition("-")[0] for name, _ in found)
    click.echo(str(folder))
    for kind, words in KINDS.items():
        click.echo(f"{counts[kind]:6,}  {words}")
    size = sum(status.st_size for _, status in found)
    click.echo(f"{size / 1024 / 1024:6.1f}  MB of {store.MAX_BYTES // 1024 // 1024}")
    return OK
