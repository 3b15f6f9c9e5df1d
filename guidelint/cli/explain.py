"""``guidelint explain RULE``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from guidelint.checks.catalogue import load_rules
from guidelint.cli.options import complete_rules
from guidelint.cli.output import write_lines
from guidelint.rulebook import read_rule_page, rule_names
from guidelint.suggest import did_you_mean

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule


@click.command("explain")
@click.argument("name", metavar="RULE", shell_complete=complete_rules)
def command(name: str) -> None:
    """Show the page of the rule book about RULE, a name or a code."""
    rules = load_rules()
    rule = next((rule for rule in rules if name.upper() == rule.code or name == rule.name), None)
    if rule is None and name not in rule_names():
        known = [*rule_names(), *(other.code for other in rules)]
        raise click.BadParameter(f'no rule is called "{name}"{did_you_mean(name, known)}')
    page = read_rule_page(rule.name if rule else name)
    title, _, body = page.text.partition("\n")
    write_lines([title, *([facts(rule)] if rule else []), *body.splitlines()], sys.stdout, colour=False)


def facts(rule: Rule) -> str:
    """Return what the rule declares, in one line."""
    parts = [rule.code, rule.severity.value, f"family {rule.family}", f"since {rule.since}"]
    parts += ["has a fix"] if rule.fixable else []
    parts += [] if rule.default else ["off by default"]
    return " · ".join(parts)
