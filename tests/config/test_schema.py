"""The published JSON Schemas are current, and agree with what the loader takes."""

import json
import re
import tomllib
from datetime import date
from textwrap import dedent

import pytest
from jsonschema import Draft7Validator

from guidelint.config import layer, links
from guidelint.config.link_hosts import HOST_KEYS, PROXY_KEYS
from guidelint.config.schema import CONFIGURATION, FOLDER, PRESET, schemas
from guidelint.own_rules.read import COMMON_KEYS, LINK_KEYS, SECTION_KEYS, TEXT_KEYS, VALUE_KEYS
from guidelint.rulebook import preset_names, rules_directory
from tests.conftest import REPOSITORY

FENCE = re.compile(r'^( *)```toml(?: title="guidelint.toml")?\n(.*?)^ *```$', re.MULTILINE | re.DOTALL)
SCHEMA = json.loads((FOLDER / CONFIGURATION).read_text(encoding="utf-8"))
PRESET_SCHEMA = json.loads((FOLDER / PRESET).read_text(encoding="utf-8"))


def as_json(value):
    """TOML as editors hand it to a schema: dates are texts."""
    if isinstance(value, dict):
        return {key: as_json(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [as_json(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def complaints(text, schema=SCHEMA):
    return [error.message for error in Draft7Validator(schema).iter_errors(as_json(tomllib.loads(text)))]


def test_the_files_are_current():
    """Write them anew with: python -m guidelint.config.schema."""
    for name, text in schemas().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("schema", [SCHEMA, PRESET_SCHEMA])
def test_the_schemas_are_schemas(schema):
    Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("name", preset_names())
def test_presets_fit(name):
    text = (rules_directory() / "presets" / f"{name}.toml").read_text(encoding="utf-8")
    assert complaints(text, PRESET_SCHEMA) == []


def documented():
    """The configurations in the documentation, by page."""
    pages = {
        page: FENCE.findall(page.read_text(encoding="utf-8")) for page in (REPOSITORY / "docs").rglob("*.md")
    }
    return {
        page.stem: [dedent(indent + body) for indent, body in found] for page, found in pages.items() if found
    }


@pytest.mark.parametrize("page", sorted(documented()))
def test_the_examples_of_the_documentation_fit(page):
    for example in documented()[page]:
        assert complaints(example) == []


def test_the_schema_has_the_keys_that_the_loader_takes():
    def keys(*path):
        schema = SCHEMA
        for part in path:
            schema = schema["properties"][part]
            schema = schema.get("items", schema)
        return set(schema["properties"])

    assert keys() == set(layer.KEYS)
    assert set(PRESET_SCHEMA["properties"]) == set(layer.PRESET_KEYS)
    assert keys("links") == set(links.KEYS)
    assert keys("links", "ignore") == set(links.IGNORE_KEYS)
    assert keys("links", "proxy") == set(PROXY_KEYS)
    assert set(
        SCHEMA["properties"]["links"]["properties"]["hosts"]["additionalProperties"]["properties"]
    ) == set(HOST_KEYS)
    assert keys("own-rules") == {*COMMON_KEYS, "text", "link", "section", "values"}
    assert keys("own-rules", "text") == set(TEXT_KEYS)
    assert keys("own-rules", "link") == set(LINK_KEYS)
    assert keys("own-rules", "section") == set(SECTION_KEYS)
    assert keys("own-rules", "values") == set(VALUE_KEYS)


RULE = '[[own-rules]]\nname = "no-dock"\nmessage = "quay"\n'


@pytest.mark.parametrize(
    "text",
    [
        "selct = 1",
        "exclude = 3",
        'preset = "privacy-guide"',
        '[severity]\nlink-anchor = "eror"',
        "[links]\ntimeout = 0",
        "[links]\naccept = [42]",
        '[[links.ignore]]\npattern = "a"',
        "[rules.badge-anchor]\nclass-prefix = 1",
        '[rules.badge-anchor]\nclas-prefix = "a"',
        RULE,
        RULE + 'text = { pattern = "a", regex = "b" }',
        RULE + 'text = { pattern = "a" }\nsection = { id = "a" }',
        RULE + 'text = { patern = "a" }',
        RULE + 'link = { then = { host = "a" } }',
        RULE + "section = { level = 2 }",
        RULE + 'values = { of = "tags", allowed = "a" }',
        RULE.replace("no-dock", "dock") + 'text = { pattern = "a" }',
    ],
)
def test_editors_mark_mistakes(text):
    assert complaints(text)
