"""Where the reports of a run go: ``--output-format`` and ``--output``.

``--output FILE`` writes the report there instead of to standard output, in the format of
``--output-format``, else in the one that the ending of FILE tells. ``--output FORMAT=FILE`` adds a
report, as often as wanted; ``-`` is standard output.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec import Struct

from guidelint.cli.choice import Choice
from guidelint.cli.options import UsageProblem
from guidelint.discovery import MARKDOWN
from guidelint.report.formats import FORMATS, format_of
from guidelint.suggest import closest

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

STANDARD_OUTPUT = "-"
PREFIX = re.compile(r"([a-z]+)=(.+)", re.DOTALL)
FORMER_REPORT = b"<!-- guidelint report -->"
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Output(Struct, frozen=True):
    """A report to make: its format, and its file, None for standard output."""

    format: str
    path: Path | None = None


def _complete(_context: click.Context, _parameter: click.Parameter, start: str) -> list[CompletionItem]:
    """Complete FORMAT= in a shell, after it the name of a file."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - for shells that ask only

    prefix, equals, rest = start.partition("=")
    if equals and prefix in FORMATS:
        return [CompletionItem(rest, type="file")]
    formats = [CompletionItem(f"{name}=") for name in FORMATS if name.startswith(start)]
    return formats or [CompletionItem(start, type="file")]


def output_options(command: Decorated) -> Decorated:
    """Add ``--output-format`` and ``--output``."""
    for option in (
        click.option(
            "--output",
            "outputs",
            multiple=True,
            metavar="[FORMAT=]FILE",
            shell_complete=_complete,
            help="Write the report to FILE instead of standard output, in the format that its ending tells. "
            "With FORMAT= in front, one more report goes there; can be given several times.",
        ),
        click.option(
            "--output-format", type=Choice(list(FORMATS)), help="The format of the report.  [default: text]"
        ),
    ):
        command = option(command)
    return command


def outputs_from(output_format: str | None, texts: Sequence[str]) -> tuple[Output, ...]:
    """Return what the options ask for, standard output first; raise `UsageProblem` for what is unclear."""
    more: list[Output] = []
    instead: list[Output] = []
    for text in texts:
        prefix = _prefix(text)
        (more if prefix else instead).append(_output(prefix, text.removeprefix(f"{prefix}=")))
    if output_format and len(instead) > 1:
        raise UsageProblem("--output-format says nothing about several files; write --output FORMAT=FILE")
    named = [Output(output_format or output.format, output.path) for output in instead]
    outputs = [*(named or [Output(output_format or "text")]), *more]
    if any(output.format == "html" for output in outputs) and find_spec("jinja2") is None:
        reason = 'the format "html" needs a package that is not installed: pip install "guidelint[html]"'
        raise UsageProblem(reason)
    paths = Counter(os.path.realpath(output.path) for output in outputs if output.path)
    for path, count in paths.items():
        if count > 1:
            raise UsageProblem(f'two reports would be written to "{os.path.relpath(path)}"')
    return tuple(sorted(outputs, key=lambda output: output.path is not None))


def _prefix(text: str) -> str:
    """Return the format in front of ``=``, an empty text where there is none."""
    found = PREFIX.fullmatch(text)
    if not found:
        return ""
    if found[1] in FORMATS:
        return found[1]
    near = closest(found[1], FORMATS)
    if near:
        raise UsageProblem(
            f'no format is called "{found[1]}" (did you mean "{near}"?); write ./{text} for a file'
        )
    return ""


def _output(prefix: str, name: str) -> Output:
    if name == STANDARD_OUTPUT:
        return Output(prefix or "text")
    path = Path(name)
    return Output(prefix or format_of(path) or "text", path)


def refuse_overwriting(outputs: Sequence[Output], inputs: Callable[[], Collection[Path]]) -> None:
    """Raise `UsageProblem` for a file that cannot be written, or that a report would destroy.

    Former reports are replaced, as every linter does. Refused are `inputs`, the files that the run
    reads, and any other Markdown that is no report of guidelint: a page is one typing error away.
    """
    paths = [output.path for output in outputs if output.path]
    known = {os.path.realpath(path) for path in inputs()} if paths else set()
    for path in paths:
        if path.is_dir():
            raise UsageProblem(f'cannot write "{path}": it is a directory')
        if not path.parent.is_dir():
            raise UsageProblem(f'cannot write "{path}": there is no directory "{path.parent}"')
        if os.path.realpath(path) in known or (path.suffix.lower() in MARKDOWN and _is_page(path)):
            raise UsageProblem(f'"{path}" is not overwritten: it is no report of guidelint')


def _is_page(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            start = stream.read(len(FORMER_REPORT))
    except OSError:
        return False
    return bool(start) and start != FORMER_REPORT
