"""Which formats there are. The module of a format is imported when a report is made in it."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol, cast

from msgspec import Struct

from guidelint.report.plain import joined

if TYPE_CHECKING:
    from guidelint.report.model import Report


class Format(Struct, frozen=True):
    """A format: the endings of files in it, whether it quotes pages, and whether it shows the rule book."""

    endings: tuple[str, ...] = ()
    quotes: bool = False
    helps: bool = False


FORMATS = {
    "text": Format((".txt", ".log"), quotes=True),
    "concise": Format(),
    "json": Format((".json",)),
    "jsonl": Format((".jsonl", ".ndjson")),
    "github": Format(),
    "gitlab": Format((".codequality.json", "gl-code-quality-report.json")),
    "sarif": Format((".sarif", ".sarif.json"), helps=True),
    "junit": Format((".xml",)),
    "markdown": Format((".md",)),
    "html": Format((".html", ".htm"), quotes=True, helps=True),
}
STREAMING = ("text", "concise")
"""The formats whose findings can be printed before all are known."""


class Renderer(Protocol):
    """What the module of a format has."""

    def render(self, report: Report, *, ascii_only: bool = False) -> str:
        """Return `report` as one text, in ASCII characters alone if so asked and possible."""


def format_of(path: PurePath) -> str | None:
    """Return the format that the name of a file tells, the longest ending first; None if it tells none."""
    name = path.name.lower()
    known = {ending: format_ for format_, about in FORMATS.items() for ending in about.endings}
    return next(
        (known[ending] for ending in sorted(known, key=len, reverse=True) if name.endswith(ending)), None
    )


def document(name: str, report: Report, *, ascii_only: bool = False) -> str:
    """Return `report` in the format `name`, as the text of a file without colour."""
    if name == "text":
        import click  # noqa: PLC0415 - for this format only

        from guidelint.report import text  # noqa: PLC0415 - as above

        return joined(click.unstyle(line) for line in text.render(report.findings, report.sources))
    if name == "concise":
        from guidelint.report import concise  # noqa: PLC0415 - as above

        return joined(concise.render(report.findings))
    rendered = cast("Renderer", import_module(f"guidelint.report.{name}")).render(
        report, ascii_only=ascii_only
    )
    return rendered if rendered.endswith("\n") else f"{rendered}\n"
