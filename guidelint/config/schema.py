"""The JSON Schemas of configurations and presets, for editors.

They are made of what the code knows and kept as files in the package; ``python -m
guidelint.config.schema`` writes them anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guidelint.checks.catalogue import load_rules
from guidelint.checks.registry import ALL_FAMILIES, Rule
from guidelint.config.layer import OFF
from guidelint.config.schema_tables import (
    FLAG,
    TEXT,
    TEXT_BY_NAME,
    TEXTS,
    Schema,
    described,
    links,
    own_rules,
    table,
    translations,
)
from guidelint.findings import Severity
from guidelint.rulebook import preset_names, read_rule_page, rule_names

DRAFT = "http://json-schema.org/draft-07/schema#"
CONFIGURATION, PRESET = "schema.json", "preset-schema.json"
FOLDER = Path(__file__).resolve().parent


def configuration_schema() -> Schema:
    """Return the schema of guidelint.toml and of ``[tool.guidelint]``."""
    return {"$schema": DRAFT, "title": "guidelint", **table(_keys())}


def preset_schema() -> Schema:
    """Return the schema of a preset."""
    suggest = table({"pattern": described(TEXT, "A regular expression for the site's own configuration.")})
    return {"$schema": DRAFT, "title": "a preset of guidelint", **table({**_keys(), "suggest": suggest})}


def schemas() -> dict[str, str]:
    """Return the text of each schema by the name of its file."""
    both = {CONFIGURATION: configuration_schema(), PRESET: preset_schema()}
    return {name: json.dumps(schema, indent=1, ensure_ascii=False) + "\n" for name, schema in both.items()}


def write() -> None:
    """Write the schemas into the package."""
    for name, text in schemas().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _keys() -> dict[str, Schema]:
    rules = load_rules()
    names = ["ALL", *ALL_FAMILIES, *rule_names()]
    selector = {"anyOf": [{"enum": names}, TEXT]}
    selectors: Schema = {"anyOf": [selector, {"type": "array", "items": selector}]}
    level = {"enum": [*(severity.value for severity in Severity), OFF]}
    plain = {"type": ["string", "number", "boolean"]}
    presets = {
        "anyOf": [{"enum": list(preset_names())}, {"type": "array", "items": {"enum": list(preset_names())}}]
    }
    return {
        "preset": described(presets, "What the configuration builds on."),
        "extends": described(TEXTS, "Configuration files that this one lies over."),
        "select": described(selectors, "Check these rules only."),
        "extend-select": described(selectors, "Check these rules too."),
        "ignore": described(selectors, "Leave these rules out."),
        "severity": described(
            {
                "type": "object",
                "properties": dict.fromkeys(names, level),
                "additionalProperties": level,
            },
            "How bad the findings of a rule or a family are.",
        ),
        "per-file-ignores": described(
            {"type": "object", "additionalProperties": selectors},
            "Rules to leave out in some files: patterns as in .gitignore.",
        ),
        "exclude": described(TEXTS, "No pages: patterns as in .gitignore."),
        "absent": described(TEXTS, "What exists where the site is built, but not here."),
        "runtime-anchors": described(TEXTS, "Anchors that a script makes: regular expressions."),
        "aliases": described(TEXT_BY_NAME, "Former addresses of the site, with what they are now."),
        "env": described({"type": "object", "additionalProperties": plain}, "Values for !ENV in mkdocs.yml."),
        "rules": described(_options(rules), "Options of rules."),
        "links": described(links(), "External links."),
        "translations": described(translations(), "Pages and translations in separate repositories."),
        "own-rules": described(own_rules(), "Rules of this site."),
        "plugins": described(TEXTS, "Installed plugins whose rules are used."),
    }


def _options(rules: tuple[Rule, ...]) -> Schema:
    """Return the schema of ``[rules]``; those of plugins may have any options."""
    known = {
        rule.name: described(_options_of(rule), read_rule_page(rule.name).summary)
        for rule in rules
        if rule.keys
    }
    return {"type": "object", "properties": known, "additionalProperties": {"type": "object"}}


def _options_of(rule: Rule) -> Schema:
    defaults = rule.options()
    return table({key: _kind(getattr(defaults, name)) for key, name in rule.keys.items()})


def _kind(default: Any) -> Schema:
    """Return the schema of an option that has this default."""
    if isinstance(default, bool):
        return {**FLAG, "default": default}
    if isinstance(default, int | float):
        return {"type": "number", "default": default}
    if isinstance(default, str):
        return {**TEXT, "default": default}
    if isinstance(default, tuple):
        return {"type": "array", "default": list(default)}
    return {"type": "object"} if isinstance(default, Mapping) else {}


if __name__ == "__main__":
    write()
