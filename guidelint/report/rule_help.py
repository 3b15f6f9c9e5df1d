"""What the rule book says about the rules of a report, for formats that show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from guidelint.report.model import RuleHelp
from guidelint.rulebook import RuleBookError, read_rule_page, rule_names, rules_directory

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule
    from guidelint.extra_rules import ExtraRule
    from guidelint.rulebook import RulePage


def rule_help(names: Iterable[str], rules: Sequence[Rule], extra: Sequence[ExtraRule]) -> dict[str, RuleHelp]:
    """Return the help for the rules `names`, by name; a rule that has no page is left out.

    `rules` are the built-in rules, `extra` those that are not.
    """
    known = {rule.name: rule for rule in (*rules, *(entry.rule for entry in extra))}
    own = {entry.rule.name: entry.page for entry in extra}
    found = {}
    for name in sorted(set(names) & known.keys()):
        try:
            page = own[name]() if name in own else read_rule_page(name)
        except RuleBookError:
            continue
        found[name] = _help(known[name], page)
    return found


def _help(rule: Rule, page: RulePage) -> RuleHelp:
    return RuleHelp(rule.code, rule.name, rule.family, rule.severity, page.summary, page.text)


def page_addresses() -> dict[str, str]:
    """Return the address of the page of each built-in rule, in the rule book that is installed."""
    folder = rules_directory()
    return {name: (folder / f"{name}.md").as_uri() for name in rule_names()}
