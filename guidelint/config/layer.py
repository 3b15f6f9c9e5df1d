"""One configuration as it stands in one file: a preset, a file named by `extends`, or the project's own."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from guidelint.config.errors import ConfigurationError
from guidelint.config.lines import key_line, value_line
from guidelint.config.selectors import (
    Selection,
    Selector,
    UnknownSelectorError,
    parse_selector,
    parse_selectors,
)
from guidelint.findings import Severity
from guidelint.suggest import did_you_mean

OFF = "off"
KEYS = (
    "preset",
    "extends",
    "select",
    "extend-select",
    "ignore",
    "severity",
    "per-file-ignores",
    "exclude",
    "absent",
    "runtime-anchors",
    "aliases",
    "env",
    "rules",
    "links",
)
PRESET_KEYS = (*KEYS, "suggest")
LINK_KEYS = ("timeout", "max-time", "allow-network")


@dataclass(frozen=True)
class Layer:
    """The checked content of one configuration file; `None` in `severities` means off."""

    presets: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    selection: Selection = field(default_factory=Selection)
    severities: tuple[tuple[Selector, Severity | None], ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[Selector, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    runtime_anchors: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    rule_options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    links: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LayerReader:
    """Reads a layer out of the table `data`, which stands under `prefix` in `text` (file `path`)."""

    path: str
    text: str
    data: Mapping[str, Any]
    prefix: tuple[str, ...]
    rule_names: Collection[str]
    keys: Collection[str] = KEYS

    def read(self) -> Layer:
        """Return the layer; raise `ConfigurationError` with the line of what is wrong."""
        self._known_keys(self.data, self.keys, ())
        select = self.data.get("select")
        return Layer(
            presets=self._strings("preset"),
            extends=self._strings("extends"),
            selection=Selection(
                select=None if select is None else self._selectors("select"),
                extend_select=self._selectors("extend-select"),
                ignore=self._selectors("ignore"),
            ),
            severities=self._severities(),
            per_file_ignores=tuple(
                (pattern, self._selectors("per-file-ignores", pattern))
                for pattern in self._table("per-file-ignores")
            ),
            exclude=self._strings("exclude"),
            absent=self._strings("absent"),
            runtime_anchors=self._patterns("runtime-anchors"),
            aliases=self._aliases(),
            env=self._environment(),
            rule_options=self._rule_options(),
            links=self._links(),
        )

    def _error(self, reason: str, *keys: str, value: str | None = None) -> ConfigurationError:
        path = (*self.prefix, *keys)
        line = key_line(self.text, path) if value is None else value_line(self.text, path, value)
        return ConfigurationError(reason, self.path, line)

    def _known_keys(self, table: Mapping[str, Any], known: Collection[str], above: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                raise self._error(f'unknown key "{key}"{did_you_mean(key, known)}', *above, key)

    def _get(self, *keys: str) -> Any:
        value: Any = self.data
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value

    def _table(self, *keys: str) -> Mapping[str, Any]:
        value = self._get(*keys)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise self._error(f'"{keys[-1]}" must be a table', *keys)
        return value

    def _strings(self, *keys: str) -> tuple[str, ...]:
        value = self._get(*keys)
        if value is None:
            return ()
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise self._error(f'"{keys[-1]}" must be a string or a list of strings', *keys)
        return tuple(texts)

    def _selectors(self, *keys: str) -> tuple[Selector, ...]:
        selectors: tuple[Selector, ...] = ()
        for text in self._strings(*keys):
            try:
                selectors += parse_selectors([text], self.rule_names)
            except UnknownSelectorError as error:
                raise self._error(str(error), *keys, value=text) from error
        return selectors

    def _severities(self) -> tuple[tuple[Selector, Severity | None], ...]:
        allowed = [*Severity, OFF]
        severities = []
        for name, level in self._table("severity").items():
            try:
                selector = parse_selector(name, self.rule_names)
            except UnknownSelectorError as error:
                raise self._error(str(error), "severity", name) from error
            if level not in allowed:
                hint = did_you_mean(str(level), allowed)
                reason = f'"{level}" is no severity{hint}; use {", ".join(allowed)}'
                raise self._error(reason, "severity", name)
            severities.append((selector, None if level == OFF else Severity(level)))
        return tuple(severities)

    def _patterns(self, key: str) -> tuple[str, ...]:
        patterns = self._strings(key)
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                reason = f'"{pattern}" is no regular expression: {error}'
                raise self._error(reason, key, value=pattern) from error
        return patterns

    def _aliases(self) -> Mapping[str, str]:
        table = self._table("aliases")
        for old, new in table.items():
            for address in (old, new):
                if not isinstance(address, str) or not address.startswith(("http://", "https://")):
                    raise self._error(f'"{address}" is no http address', "aliases", old)
        return table

    def _environment(self) -> Mapping[str, str]:
        values = self._table("env")
        for name, value in values.items():
            if not isinstance(value, str | int | float | bool):
                raise self._error(
                    f'the value of "{name}" must be a string, a number or a boolean', "env", name
                )
        return {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in values.items()
        }

    def _rule_options(self) -> Mapping[str, Mapping[str, Any]]:
        tables = self._table("rules")
        for name in tables:
            if name not in self.rule_names:
                hint = did_you_mean(name, self.rule_names)
                raise self._error(f'no rule is called "{name}"{hint}', "rules", name)
            self._table("rules", name)
        return tables

    def _links(self) -> Mapping[str, Any]:
        table = self._table("links")
        self._known_keys(table, LINK_KEYS, ("links",))
        for key in ("timeout", "max-time"):
            value = table.get(key)
            if value is not None and (isinstance(value, bool) or not _is_positive(value)):
                raise self._error(f'"{key}" must be a number of seconds greater than 0', "links", key)
        for network in self._strings("links", "allow-network"):
            try:
                ipaddress.ip_network(network, strict=False)
            except ValueError as error:
                raise self._error(str(error), "links", "allow-network", value=network) from error
        return table


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and value > 0
