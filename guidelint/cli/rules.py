"""``guidelint rules``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidelint.checks.catalogue import load_rules
from guidelint.cli.choice import text_or_json
from guidelint.cli.options import configuration_options, settings_from
from guidelint.cli.output import write_lines
from guidelint.rulebook import RuleBookError, RulePage, read_rule_page

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule

    Listed = tuple[Rule, Callable[[], RulePage]]


EPILOG = """\b
Examples:
  guidelint rules                         # code, name, severity, whether it has a fix or is off, summary
  guidelint rules --output-format json    # for scripts
  guidelint config --rules                # which of them are on here
"""


@click.command("rules", epilog=EPILOG)
@configuration_options
@text_or_json("output_format")
def command(output_format: str, presets: tuple[str, ...], config: Path | None) -> None:
    """List all rules: code, name, severity, and what each is about.

    The rules that the configuration declares and those of plugins stand at the end.
    """
    rules: list[Listed] = [(rule, partial(read_rule_page, rule.name)) for rule in load_rules()]
    rules += [(entry.rule, entry.page) for entry in settings_from(config, presets).extra]
    if output_format == "json":
        listing = json.dumps({"version": 1, "rules": [_data(*listed) for listed in rules]}, indent=1)
        write_lines([listing], sys.stdout, colour=False)
        return
    longest = max((len(rule.name) for rule, _ in rules), default=0)
    lines = [
        f"{rule.code}  {rule.name:{longest}}  {rule.severity:7}  {_marks(rule):8}  {_summary(page)}".rstrip()
        for rule, page in rules
    ]
    write_lines(lines, sys.stdout, colour=False)


def _marks(rule: Rule) -> str:
    return " ".join([*(["fix"] if rule.fixable else []), *([] if rule.default else ["off"])])


def _summary(page: Callable[[], RulePage]) -> str:
    try:
        return page().summary
    except RuleBookError:
        return ""


def _data(rule: Rule, page: Callable[[], RulePage]) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity.value,
        "fixable": rule.fixable,
        "default": rule.default,
        "since": rule.since,
        "summary": _summary(page),
    }
