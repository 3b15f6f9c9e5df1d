"""``guidelint inspect``."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click

from guidelint.cli.choice import text_or_json
from guidelint.cli.options import configuration_options, settings_from
from guidelint.cli.output import note, write_file, write_lines
from guidelint.cli.outputs import Output, refuse_overwriting
from guidelint.cli.pages import inputs_of, site_problems, workspace_for
from guidelint.cli.paths import paths_argument
from guidelint.cli.status import FINDINGS, OK, USAGE
from guidelint.report import facts
from guidelint.report.plain import is_unicode, json_text
from guidelint.source import UnreadableError

EPILOG = """\b
Examples:
  guidelint inspect docs/tides.md                         # one page, as it is rendered
  guidelint inspect --output-format json --output facts.json
"""


@click.command("inspect", epilog=EPILOG)
@paths_argument
@configuration_options
@text_or_json("output_format")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE.")
def command(
    paths: tuple[Path, ...],
    presets: tuple[str, ...],
    config: Path | None,
    output_format: str,
    output: Path | None,
) -> int:
    """Show what guidelint sees on each page: links, ids, headings, images, footnotes, icons."""
    workspace = workspace_for(settings_from(config, presets), paths)
    refuse_overwriting([Output(output_format, output)], partial(inputs_of, workspace))
    status, entries = OK, []
    for target in workspace.targets:
        try:
            page = workspace.read(target.path)
        except UnreadableError as error:
            note(f"error: {error}")
            status = FINDINGS
            continue
        entries.append((page, list(facts.facts_of(page))))
    if site_problems(workspace):
        status = USAGE
    if output_format == "json":
        pages = [
            {"path": page.path, "facts": [facts.as_data(page, fact) for fact in found]}
            for page, found in entries
        ]
        lines = [json_text({"version": 1, "pages": pages}, ascii_only=not (output or is_unicode(sys.stdout)))]
    else:
        lines = [line for page, found in entries for line in facts.as_text(page, found)]
    if output:
        write_file(output, "\n".join(lines) + "\n")
    else:
        write_lines(lines, sys.stdout, colour=False)
    return status
