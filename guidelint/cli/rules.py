"""``guidelint rules``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from guidelint.checks.catalogue import load_rules
from guidelint.cli.output import write_lines
from guidelint.rulebook import RuleBookError, read_rule_page

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule


@click.command("rules")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(output_format: str) -> None:
    """List all rules: code, name, severity, and what each is about."""
    rules = load_rules()
    if output_format == "json":
        listing = json.dumps({"version": 1, "rules": [_data(rule) for rule in rules]}, indent=1)
        write_lines([listing], sys.stdout, colour=False)
        return
    longest = max((len(rule.name) for rule in rules), default=0)
    lines = [
        f"{rule.code}  {rule.name:{longest}}  {rule.severity:7}  {_marks(rule):8}  {_summary(rule)}".rstrip()
        for rule in rules
    ]
    write_lines(lines, sys.stdout, colour=False)


def _marks(rule: Rule) -> str:
    return " ".join([*(["fix"] if rule.fixable else []), *([] if rule.default else ["off"])])


def _summary(rule: Rule) -> str:
    try:
        return read_rule_page(rule.name).summary
    except RuleBookError:
        return ""


def _data(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity.value,
        "fixable": rule.fixable,
        "default": rule.default,
        "since": rule.since,
        "summary": _summary(rule),
    }
