"""Prints findings as they become known, or the whole report at the end, as the format wants."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidelint.cli.output import has_colour, write_file, write_lines
from guidelint.pipeline import sources_of
from guidelint.report import concise, json, text

if TYPE_CHECKING:
    from guidelint.findings import Finding
    from guidelint.report.model import Report
    from guidelint.workspace import Workspace

FORMATS = ("text", "concise", "json")


@dataclass
class Printer:
    """Writes to standard output, or to the file `output` when the run is over; nothing when `silent`."""

    output_format: str
    output: Path | None
    color: str
    workspace: Workspace
    silent: bool = False
    _shown: list[str] = field(default_factory=list)

    def show(self, findings: Sequence[Finding]) -> None:
        """Print `findings` now, unless the format or the destination has to wait for the whole report."""
        if self.output_format == "json" or self.silent:
            return
        lines = self._lines(findings)
        if self.output:
            self._shown += [click.unstyle(line) for line in lines]
        else:
            write_lines(lines, sys.stdout, colour=has_colour(self.color, sys.stdout))

    def finish(self, report: Report) -> None:
        """Print what has waited."""
        if self.output_format == "json":
            is_unicode = self.output is not None or (sys.stdout.encoding or "").lower() in {"utf-8", "utf8"}
            self._shown = [json.render(report, ascii_only=not is_unicode)]
        if self.output:
            write_file(self.output, "".join(f"{line}\n" for line in self._shown))
        elif self.output_format == "json":
            write_lines(self._shown, sys.stdout, colour=True)

    def _lines(self, findings: Sequence[Finding]) -> Iterator[str]:
        if self.output_format == "concise":
            return concise.render(findings)
        return text.render(findings, sources_of(findings, self.workspace.base))
