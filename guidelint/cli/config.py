"""``guidelint config``."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guidelint.cli.choice import text_or_json
from guidelint.cli.options import configuration_options, isolated, settings_from
from guidelint.cli.output import write_lines
from guidelint.report.plain import inert, is_unicode, json_text

if TYPE_CHECKING:
    from guidelint.config.effective import Value
    from guidelint.config.settings import Settings

VERSION = 1
BARE = re.compile(r"[A-Za-z0-9_-]+")
ORDER = ("severity", "per-file-ignores", "aliases", "env", "rules", "links", "translations")
COLUMN = 44
EXAMPLES = """\b
Examples:
  guidelint config                            # every value, and which file or preset gives it
  guidelint config --preset privacy-guides    # what a preset would change
  guidelint config --rules                    # which rules are on, and how grave they are
"""


@click.command("config", epilog=EXAMPLES)
@configuration_options
@click.option("--rules", is_flag=True, help="Show which rules are on instead.")
@text_or_json("output_format")
def command(*, presets: tuple[str, ...], config: Path | None, rules: bool, output_format: str) -> None:
    """Show the configuration of a run, and where each value comes from.

    What several files give adds up or takes the place of what is below, as it does in a run; what has
    no effect any more is left out. Secrets are not shown.
    """
    settings = settings_from(config, presets)
    data = _rules(settings) if rules else _configuration(settings, config, presets)
    if output_format == "json":
        plain = json.loads(json.dumps({"version": VERSION, **data}, default=str))
        shown = json_text(plain, ascii_only=not is_unicode(sys.stdout))
        write_lines([shown], sys.stdout, colour=False)
    else:
        write_lines(_rule_lines(data) if rules else _lines(data), sys.stdout, colour=False)


def _configuration(settings: Settings, config: Path | None, presets: tuple[str, ...]) -> dict[str, Any]:
    from guidelint.config.effective import effective_values  # noqa: PLC0415 - for this form alone
    from guidelint.config.load import configuration_readers  # noqa: PLC0415 - as above

    named, files = configuration_readers(Path.cwd(), config, presets, isolated=isolated())
    return {
        "file": _shown(settings.file),
        "root": _shown(settings.root),
        "presets": list(settings.presets),
        "values": [_data(value) for value in effective_values(named, files, presets)],
    }


def _shown(path: Path | None) -> str | None:
    return Path(os.path.relpath(path)).as_posix() if path else None


def _data(value: Value) -> dict[str, Any]:
    return {
        "keys": list(value.keys),
        "value": value.value,
        "origin": value.origin,
        "line": value.line,
    }


def _rules(settings: Settings) -> dict[str, Any]:
    from guidelint.checks.catalogue import load_rules  # noqa: PLC0415 - for this form alone

    rules = (*load_rules(), *settings.extra_rules)
    on = {rule.name for rule in settings.choose(rules)}
    return {
        "rules": [
            {
                "code": rule.code,
                "name": rule.name,
                "on": rule.name in on,
                "severity": (settings.severity_of(rule) or rule.severity).value,
            }
            for rule in rules
        ]
    }


def _rule_lines(data: Mapping[str, Any]) -> Iterator[str]:
    longest = max(len(rule["name"]) for rule in data["rules"])
    for rule in data["rules"]:
        state = rule["severity"] if rule["on"] else "off"
        yield f"{rule['code']}  {rule['name']:{longest}}  {state}"


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {data['file'] or 'no configuration file'}; paths are relative to {data['root']}"
    yield from _entries(value for value in data["values"] if len(value["keys"]) == 1)
    tables = {tuple(value["keys"][:-1]): None for value in data["values"] if len(value["keys"]) > 1}
    for table in sorted(tables, key=lambda keys: (ORDER.index(keys[0]) if keys[0] in ORDER else 0, keys)):
        yield ""
        yield f"[{'.'.join(map(_key, table))}]"
        yield from _entries(value for value in data["values"] if tuple(value["keys"][:-1]) == table)


def _entries(values: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the entries of a table; a list from several places has a line for each of its parts."""
    by_key: dict[str, list[Mapping[str, Any]]] = {}
    for value in values:
        by_key.setdefault(value["keys"][-1], []).append(value)
    for name, group in by_key.items():
        if len(group) == 1:
            yield _line(f"{_key(name)} = {_toml(group[0]['value'])}", group[0])
            continue
        yield f"{_key(name)} = ["
        for value in group:
            entries = value["value"] if isinstance(value["value"], list) else [value["value"]]
            yield from (_line(f"  {_toml(entry)},", value) for entry in entries)
        yield "]"


def _line(text: str, value: Mapping[str, Any]) -> str:
    place = f"{value['origin']}:{value['line']}" if value["line"] else value["origin"]
    return inert(f"{text:{COLUMN}}  # {place}")


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(key)} = {_toml(entry)}' for key, entry in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
