"""Which rules there are. Check modules are imported here, and only when a command needs them."""

from __future__ import annotations

import pkgutil
from collections.abc import Collection
from importlib import import_module

import guidelint.checks
from guidelint.checks.registry import FAMILIES, Rule


def load_rules(families: Collection[str] = FAMILIES) -> tuple[Rule, ...]:
    """Import the check modules of `families` and return their rules in the order of their codes.

    A module in `guidelint.checks` belongs to the family whose name it bears or begins with
    (``site_links``, ``site_links_anchors``).
    """
    found: set[Rule] = set()
    for name in _module_names():
        if _family_of_module(name) in families:
            module = import_module(f"guidelint.checks.{name}")
            found |= {value for value in vars(module).values() if isinstance(value, Rule)}
    return tuple(sorted((rule for rule in found if rule.family in families), key=lambda rule: rule.code))


def _module_names() -> list[str]:
    package = guidelint.checks
    modules = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [module.name.removeprefix(f"{package.__name__}.") for module in modules]


def _family_of_module(name: str) -> str | None:
    top = name.partition(".")[0].replace("_", "-")
    owners = [family for family in FAMILIES if top == family or top.startswith(f"{family}-")]
    return max(owners, key=len, default=None)
