"""``guidelint translations``."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidelint.cli.choice import text_or_json
from guidelint.cli.options import configuration_options, settings_from
from guidelint.cli.output import note, write_file, write_lines
from guidelint.cli.outputs import Output, refuse_overwriting
from guidelint.cli.pages import inputs_of, site_problems, workspace_for
from guidelint.cli.paths import paths_argument
from guidelint.cli.status import OK, USAGE
from guidelint.coverage import coverage, cures
from guidelint.report import translations as report
from guidelint.report.plain import json_text

if TYPE_CHECKING:
    from guidelint.report.model import Section
    from guidelint.workspace import Workspace

EPILOG = """\b
Examples:
  guidelint translations                          # every language of the repository
  guidelint translations i18n/fr                  # one of them
  guidelint translations --output-format json     # for scripts
"""


def report_sections(workspace: Workspace) -> tuple[Section, ...]:
    """Return the state of the translations for the HTML report, nothing where there are none."""
    if not any(workspace.site(target.path).source_of(target.path) for target in workspace.targets):
        return ()
    languages = coverage(workspace)
    return report.sections(languages, cures(languages))


@click.command("translations", epilog=EPILOG)
@paths_argument
@configuration_options
@text_or_json("form")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE.")
def command(
    paths: tuple[Path, ...], presets: tuple[str, ...], config: Path | None, form: str, output: Path | None
) -> int:
    """Show how far each language is, what is broken in it, and what to mend first.

    Without PATHS all translations of the repository are looked at.
    """
    workspace = workspace_for(settings_from(config, presets), paths)
    refuse_overwriting([Output(form, output)], partial(inputs_of, workspace))
    languages = coverage(workspace)
    first = cures(languages)
    if form == "json":
        lines = [json_text(report.as_data(languages, first), ascii_only=True)]
    else:
        lines = report.table_lines(languages, first) if languages else []
    if not languages:
        note("no page here is the translation of another one")
    if output:
        write_file(output, "\n".join(lines) + "\n")
    else:
        write_lines(lines, sys.stdout, colour=False)
    return USAGE if site_problems(workspace) else OK
