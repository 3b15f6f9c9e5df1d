"""Prints findings as they become known, or the whole report at the end, as each format wants."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from guidelint.cli.output import columns_of, has_colour, has_links, write_file, write_lines
from guidelint.pipeline import Texts, sources_of
from guidelint.report.formats import FORMATS, STREAMING, document
from guidelint.report.plain import encodable, encoding_of, is_unicode

if TYPE_CHECKING:
    from guidelint.cli.outputs import Output
    from guidelint.extra_rules import ExtraRule
    from guidelint.findings import Finding
    from guidelint.report.model import Report
    from guidelint.source import Source


class Printer(Struct, frozen=True):
    """Makes the reports `outputs` of a run; nothing when `silent`.

    `base` is the directory that paths in findings are relative to, `edited` are texts that stand for
    those on disk, by their real paths, and `extra` the rules that are not built in.
    """

    outputs: tuple[Output, ...]
    color: str
    base: Path
    silent: bool = False
    edited: Mapping[Path, Source] = field(default_factory=dict)
    extra: tuple[ExtraRule, ...] = ()

    def show(self, findings: Sequence[Finding]) -> None:
        """Print `findings` to standard output now, where the format need not wait for the whole report."""
        first = self.outputs[0]
        if first.path is None and first.format in STREAMING and not self.silent:
            lines = self._lines(first.format, findings)
            write_lines(lines, sys.stdout, colour=has_colour(self.color, sys.stdout))

    def finish(self, report: Report) -> None:
        """Make the reports that have waited for the whole."""
        if self.silent:
            return
        waiting = [
            output
            for number, output in enumerate(self.outputs)
            if number or output.path or output.format not in STREAMING
        ]
        complete = self._completed(report, [output.format for output in waiting])
        for output in waiting:
            if output.path is None:
                self._print(output.format, complete)
            else:
                write_file(output.path, document(output.format, complete))

    def _completed(self, report: Report, formats: Sequence[str]) -> Report:
        """Return `report` with what `formats` show besides findings."""
        if any(FORMATS[name].quotes for name in formats):
            report = replace(report, sources=sources_of(report.findings, self.base, self.edited))
        if any(FORMATS[name].helps for name in formats):
            from guidelint.checks.catalogue import load_rules  # noqa: PLC0415 - for some formats only
            from guidelint.report.rule_help import rule_help  # noqa: PLC0415 - as above

            names = {finding.rule for finding in report.findings}
            report = replace(report, rules=rule_help(names, load_rules(), self.extra))
        return report

    def _print(self, name: str, report: Report) -> None:
        text = document(name, report, ascii_only=not is_unicode(sys.stdout))
        sys.stdout.write(encodable(text, sys.stdout))

    def _lines(self, name: str, findings: Sequence[Finding]) -> Iterator[str]:
        if name == "concise":
            from guidelint.report import concise  # noqa: PLC0415 - only the formats of this run

            return concise.render(findings)
        from guidelint.report import text  # noqa: PLC0415 - as above

        style = text.Style(
            columns_of(sys.stdout, text.MAX_WIDTH),
            encoding_of(sys.stdout),
            self._pages() if has_colour(self.color, sys.stdout) else None,
        )
        return text.render(findings, Texts(self.base, self.edited), style)

    def _pages(self) -> Mapping[str, str] | None:
        if not has_links(sys.stdout, os.environ):
            return None
        from guidelint.report.rule_help import page_addresses  # noqa: PLC0415 - for some terminals only

        return page_addresses()
