"""Rules besides the built-in ones: those that a configuration declares, and those of plugins."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.checks.registry import ALL_FAMILIES

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.checks.registry import Rule
    from guidelint.rulebook import RulePage

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+")


class ExtraRule(Struct, frozen=True):
    """A rule that is not built in. `page` reads its page; raises `RuleBookError` as the rule book does.

    `made_for` makes the rule anew for a configuration in another directory, where that matters to it.
    """

    rule: Rule
    page: Callable[[], RulePage]
    made_for: Callable[[Path], ExtraRule] | None = None

    def at(self, root: Path) -> ExtraRule:
        """Return the rule as it is where the directory of the configuration is `root`."""
        return self.made_for(root) if self.made_for else self


def name_refusal(name: str, taken: Collection[str]) -> str | None:
    """Return why a rule may not be called `name` where the names `taken` are those of others."""
    if not NAME.fullmatch(name):
        return f'"{name}" is no name for a rule; use two or more words joined by hyphens, in lower case'
    if name in ALL_FAMILIES:
        return f'a family of rules is called "{name}"'
    if name in taken:
        return f'another rule is called "{name}"'
    return None
