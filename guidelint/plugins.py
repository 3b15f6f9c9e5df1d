"""Rules of installed distributions, by their entry points.

Nothing is looked for unless a plugin is named, and nothing is imported but what an installed
distribution offers under that name in the group ``guidelint.rules``. The working directory is no
place to install to: neither its metadata nor its modules are seen.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from importlib.metadata import EntryPoint, distributions
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from guidelint import disk
from guidelint.checks.registry import Rule, Scope
from guidelint.config.errors import ConfigurationError
from guidelint.config.selectors import OTHER_CODE
from guidelint.extra_rules import ExtraRule, name_refusal
from guidelint.rulebook import RuleBookError, RulePage, parse_rule_page
from guidelint.suggest import did_you_mean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from types import ModuleType

GROUP = "guidelint.rules"
FOLDER = "rules"


class Wanted(NamedTuple):
    """A plugin that a configuration names on a line of a file, or the command line, with neither."""

    name: str
    path: str | None = None
    line: int | None = None

    def error(self, reason: str) -> ConfigurationError:
        """Return the error about this plugin."""
        return ConfigurationError(f'plugin "{self.name}": {reason}', self.path, self.line)


def load_plugins(wanted: Sequence[Wanted], names: frozenset[str]) -> tuple[ExtraRule, ...]:
    """Return the rules of the plugins `wanted`; `names` are those of all other rules.

    Raises `ConfigurationError` for a plugin that is not installed, cannot be imported, or whose
    rules cannot be used.
    """
    if not wanted:
        return ()
    with _installed_only() as path:
        for folder in path:
            with suppress(OSError):
                disk.names(folder)
        offered = _entry_points(path)
        found: dict[str, ExtraRule] = {}
        for plugin in {entry.name: entry for entry in wanted}.values():
            for extra in _rules(plugin, offered):
                _refuse(plugin, extra, names, found)
                found[extra.rule.name] = extra
    return tuple(found.values())


@contextmanager
def _installed_only() -> Iterator[list[str]]:
    """Look for modules everywhere but in the working directory, where the checked repository may lie."""
    here, before = Path.cwd().resolve(), sys.path
    sys.path = [entry for entry in before if entry and Path(entry).resolve() != here]
    try:
        yield sys.path
    finally:
        sys.path = before


def _entry_points(path: list[str]) -> dict[str, EntryPoint]:
    offered: dict[str, EntryPoint] = {}
    for distribution in distributions(path=path):
        for entry in distribution.entry_points:
            if entry.group == GROUP:
                offered.setdefault(entry.name, entry)
    return offered


def _rules(plugin: Wanted, offered: dict[str, EntryPoint]) -> Iterator[ExtraRule]:
    entry = offered.get(plugin.name)
    if entry is None:
        raise plugin.error(f"no installed distribution offers it{did_you_mean(plugin.name, offered)}")
    try:
        module = import_module(entry.module)
        folder = files(_package(module)) / FOLDER
    except (Exception, SystemExit) as error:
        raise plugin.error(f"it cannot be imported: {type(error).__name__}: {error}") from error
    _ask_for_code(module)
    rules = {value.name: value for value in vars(module).values() if isinstance(value, Rule)}
    own = [value for value in rules.values() if not value.code.startswith("GL")]
    if not own:
        raise plugin.error(f"there is no rule with a code of its own in {entry.module}")
    for value in sorted(own, key=lambda value: value.code):
        yield ExtraRule(value, partial(_page, folder, value.name))


def _ask_for_code(module: ModuleType) -> None:
    """Let what is found rest on the code of a plugin, which may be at work on it."""
    top = module.__name__.partition(".")[0]
    for name, loaded in list(sys.modules.items()):
        if (name == top or name.startswith(f"{top}.")) and getattr(loaded, "__file__", None):
            with suppress(OSError):
                disk.read_bytes(str(loaded.__file__))


def _package(module: ModuleType) -> str:
    return module.__name__ if hasattr(module, "__path__") else module.__package__ or module.__name__


def _page(folder: Traversable, name: str) -> RulePage:
    try:
        text = (folder / f"{name}.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleBookError(f"no page {name}.md in the folder {FOLDER} of the plugin") from error
    return parse_rule_page(name, text.replace("\r\n", "\n"))


def _refuse(plugin: Wanted, extra: ExtraRule, names: frozenset[str], found: dict[str, ExtraRule]) -> None:
    """Raise `ConfigurationError` for a rule that cannot be used beside the others."""
    rule = extra.rule
    refusal = name_refusal(rule.name, names | set(found))
    is_code = OTHER_CODE.fullmatch(rule.code) and rule.code[-3:].isdigit()
    if not is_code or rule.code.startswith("OWN"):
        refusal = f'"{rule.code}" is no code for a rule; use letters of your own and three digits'
    elif any(other.rule.code == rule.code for other in found.values()):
        refusal = f"two rules have the code {rule.code}"
    elif rule.scope is Scope.ENGINE:
        refusal = f"{rule.name} has a scope that only built-in rules have"
    if refusal:
        raise plugin.error(refusal)
    try:
        extra.page()
    except RuleBookError as error:
        raise plugin.error(str(error)) from error
