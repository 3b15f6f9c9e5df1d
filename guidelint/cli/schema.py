"""``guidelint schema``."""

from __future__ import annotations

import sys
from importlib.resources import files

import click

from guidelint.cli.output import write_lines

FILES = {"configuration": "schema.json", "preset": "preset-schema.json"}


@click.command("schema")
@click.argument("kind", type=click.Choice(list(FILES)), default="configuration")
def command(kind: str) -> None:
    """Print the JSON Schema of configurations or of presets, with which editors complete and check them."""
    text = (files("guidelint.config") / FILES[kind]).read_text(encoding="utf-8")
    write_lines(text.splitlines(), sys.stdout, colour=False)
