"""``guidelint translations``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from guidelint.cli.options import configuration_options, settings_from
from guidelint.cli.output import note, write_file, write_lines
from guidelint.cli.pages import site_problems, workspace_for
from guidelint.cli.status import OK, USAGE
from guidelint.coverage import coverage, cures
from guidelint.report import translations as report


@click.command("translations")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@configuration_options
@click.option(
    "--output-format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE.")
def command(
    paths: tuple[Path, ...], presets: tuple[str, ...], config: Path | None, form: str, output: Path | None
) -> int:
    """Show how far each language is, what is broken in it, and what to mend first.

    Without PATHS all translations of the repository are looked at.
    """
    workspace = workspace_for(settings_from(config, presets), paths)
    languages = coverage(workspace)
    first = cures(languages)
    if form == "json":
        lines = [json.dumps(report.as_data(languages, first), ensure_ascii=True, indent=1)]
    else:
        lines = report.table_lines(languages, first) if languages else []
    if not languages:
        note("no page here is the translation of another one")
    if output:
        write_file(output, "\n".join(lines) + "\n")
    else:
        write_lines(lines, sys.stdout, colour=False)
    return USAGE if site_problems(workspace) else OK
