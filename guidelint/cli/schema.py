"""``guidelint schema``."""

from __future__ import annotations

import sys
from importlib.resources import files

import click

from guidelint.cli.choice import Choice
from guidelint.cli.output import write_lines

FILES = {
    "configuration": ("guidelint.config", "schema.json"),
    "preset": ("guidelint.config", "preset-schema.json"),
    "report": ("guidelint.report", "report-schema.json"),
}


EPILOG = """\b
Examples:
  guidelint schema > guidelint.schema.json    # for an editor
  guidelint schema report                     # what check --output-format json prints
"""


@click.command("schema", epilog=EPILOG)
@click.argument("kind", type=Choice(list(FILES)), default="configuration")
def command(kind: str) -> None:
    """Print the JSON Schema of configurations, of presets or of JSON reports.

    Editors complete and check configurations with it, and programs find out what a report holds.
    """
    package, name = FILES[kind]
    text = (files(package) / name).read_text(encoding="utf-8")
    write_lines(text.splitlines(), sys.stdout, colour=False)
