"""``guidelint explain RULE``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidelint.checks.catalogue import load_rules
from guidelint.cli.options import complete_rules, configuration_options, settings_from
from guidelint.cli.output import write_lines
from guidelint.rulebook import RulePage, read_rule_page, rule_names
from guidelint.suggest import did_you_mean

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule


EPILOG = """\b
Examples:
  guidelint explain link-anchor    # by its name
  guidelint explain GL502          # by its code
"""


@click.command("explain", epilog=EPILOG)
@click.argument("name", metavar="RULE", shell_complete=complete_rules)
@configuration_options
def command(name: str, presets: tuple[str, ...], config: Path | None) -> None:
    """Show the page of the rule book about RULE, a name or a code.

    Rules that the configuration declares and those of plugins have pages too.
    """
    rules = load_rules()
    rule = _named(name, rules)
    if rule or name in rule_names():
        page = read_rule_page(rule.name if rule else name)
    else:
        rule, page = _extra(name, presets, config, [*rule_names(), *(other.code for other in rules)])
    title, _, body = page.text.partition("\n")
    write_lines([title, *([facts(rule)] if rule else []), *body.splitlines()], sys.stdout, colour=False)


def _named(name: str, rules: tuple[Rule, ...]) -> Rule | None:
    return next((rule for rule in rules if name.upper() == rule.code or name == rule.name), None)


def _extra(
    name: str, presets: tuple[str, ...], config: Path | None, known: list[str]
) -> tuple[Rule, RulePage]:
    settings = settings_from(config, presets)
    rule = _named(name, settings.extra_rules)
    for entry in settings.extra:
        if entry.rule is rule:
            return entry.rule, entry.page()
    hint = did_you_mean(name, {*known, *settings.names})
    raise click.BadParameter(f'no rule is called "{name}"{hint}')


def facts(rule: Rule) -> str:
    """Return what the rule declares, in one line."""
    parts = [rule.code, rule.severity.value, f"family {rule.family}", f"since {rule.since}"]
    parts += ["has a fix"] if rule.fixable else []
    parts += [] if rule.default else ["off by default"]
    return " · ".join(parts)
