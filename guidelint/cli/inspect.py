"""``guidelint inspect``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from guidelint.cli.choice import Choice
from guidelint.cli.options import configuration_options, settings_from
from guidelint.cli.output import note, write_file, write_lines
from guidelint.cli.pages import site_problems, workspace_for
from guidelint.cli.paths import paths_argument
from guidelint.cli.status import FINDINGS, OK, USAGE
from guidelint.report import facts
from guidelint.source import UnreadableError

EPILOG = """\b
Examples:
  guidelint inspect docs/tides.md                         # one page, as it is rendered
  guidelint inspect --output-format json --output facts.json
"""


@click.command("inspect", epilog=EPILOG)
@paths_argument
@configuration_options
@click.option(
    "--output-format",
    type=Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for scripts.",
)
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
        lines = [
            json.dumps({"version": 1, "pages": pages}, ensure_ascii=not _writes_unicode(output), indent=1)
        ]
    else:
        lines = [line for page, found in entries for line in facts.as_text(page, found)]
    if output:
        write_file(output, "\n".join(lines) + "\n")
    else:
        write_lines(lines, sys.stdout, colour=False)
    return status


def _writes_unicode(output: Path | None) -> bool:
    return output is not None or (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
