"""One configuration as it stands in one file: a preset, a file named by `extends`, or the project's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from guidelint.config.links import LinkSettings, read_links
from guidelint.config.selectors import Selection, Selector, parse_selector, parse_selectors
from guidelint.config.translations import Named, read_translations
from guidelint.findings import Severity
from guidelint.suggest import did_you_mean

if TYPE_CHECKING:
    from guidelint.config.table import TableReader

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
    "translations",
    "own-rules",
    "plugins",
)
PRESET_KEYS = (*KEYS, "suggest")


class RuleOption(NamedTuple):
    """The value of an option of a rule, and the file and 1-based line that give it."""

    value: Any
    path: str
    line: int


class Layer(Struct, frozen=True):
    """The checked content of one configuration file; None in `severities` means off."""

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
    rule_options: Mapping[str, Mapping[str, RuleOption]] = field(default_factory=dict)
    links: LinkSettings = field(default_factory=LinkSettings)
    translations: tuple[Named, ...] = ()


def read_layer(reader: TableReader, names: Collection[str], keys: Collection[str] = KEYS) -> Layer:
    """Return the layer in a table; `keys` are the keys it may have.

    `names` are those of all rules, and the codes of those that are not built in. What the table has
    in ``own-rules`` and ``plugins`` is where such names come from and is read before.
    Raises `ConfigurationError` with the line of what is wrong.
    """
    reader.only(keys)
    is_selecting = reader.get("select") is not None
    return Layer(
        presets=reader.strings("preset"),
        extends=reader.strings("extends"),
        selection=Selection(
            select=_selectors(reader, names, "select") if is_selecting else None,
            extend_select=_selectors(reader, names, "extend-select"),
            ignore=_selectors(reader, names, "ignore"),
        ),
        severities=_severities(reader, names),
        per_file_ignores=tuple(
            (pattern, _selectors(reader, names, "per-file-ignores", pattern))
            for pattern in reader.table("per-file-ignores")
        ),
        exclude=reader.strings("exclude"),
        absent=reader.strings("absent"),
        runtime_anchors=reader.patterns("runtime-anchors"),
        aliases=_aliases(reader),
        env=_environment(reader),
        rule_options=_rule_options(reader, names),
        links=read_links(reader),
        translations=read_translations(reader),
    )


def _selectors(reader: TableReader, names: Collection[str], *keys: str) -> tuple[Selector, ...]:
    groups = reader.each(lambda text: parse_selectors([text], names), *keys)
    return tuple(selector for group in groups for selector in group)


def _severities(reader: TableReader, names: Collection[str]) -> tuple[tuple[Selector, Severity | None], ...]:
    allowed = [*Severity, OFF]
    severities = []
    for name, level in reader.table("severity").items():
        try:
            selector = parse_selector(name, names)
        except ValueError as error:
            raise reader.error(str(error), "severity", name) from error
        if level not in allowed:
            hint = did_you_mean(str(level), allowed)
            reason = f'"{level}" is no severity{hint}; use {", ".join(allowed)}'
            raise reader.error(reason, "severity", name)
        severities.append((selector, None if level == OFF else Severity(level)))
    return tuple(severities)


def _aliases(reader: TableReader) -> Mapping[str, str]:
    table = reader.table("aliases")
    for old, new in table.items():
        for address in (old, new):
            if not isinstance(address, str) or not address.startswith(("http://", "https://")):
                raise reader.error(f'"{address}" is no http address', "aliases", old)
    return table


def _environment(reader: TableReader) -> Mapping[str, str]:
    values = {}
    for name, value in reader.table("env").items():
        if not isinstance(value, str | int | float | bool):
            reason = f'the value of "{name}" must be a string, a number or a boolean'
            raise reader.error(reason, "env", name)
        values[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return values


def _rule_options(reader: TableReader, names: Collection[str]) -> Mapping[str, Mapping[str, RuleOption]]:
    options = {}
    for name in reader.table("rules"):
        if name not in names:
            raise reader.error(f'no rule is called "{name}"{did_you_mean(name, names)}', "rules", name)
        options[name] = {
            key: RuleOption(value, reader.path, reader.line("rules", name, key))
            for key, value in reader.table("rules", name).items()
        }
    return options
