"""What commands that ask for links have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from guidelint.cli.options import UsageProblem

if TYPE_CHECKING:
    from guidelint.links.tally import OnProgress


@contextmanager
def progress_on(stream: TextIO, *, quiet: bool) -> Iterator[OnProgress | None]:
    """Show how a run is going on `stream`, unless all is to be `quiet`."""
    if quiet:
        yield None
        return
    from guidelint.links.progress import display  # noqa: PLC0415 - only a run that asks shows anything

    with display(stream) as on_progress:
        yield on_progress


@contextmanager
def unusable_options() -> Iterator[None]:
    """Make options that turn out to be unusable, such as a proxy without its package, a usage error."""
    from guidelint.links.model import UnusableOptionsError  # noqa: PLC0415 - only a run that asks pays

    try:
        yield
    except UnusableOptionsError as error:
        raise UsageProblem(str(error)) from error
