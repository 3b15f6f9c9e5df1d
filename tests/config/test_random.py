"""Configurations made at random, written to files and read back, decide as their parts say."""

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from guidelint.checks.catalogue import load_rules
from guidelint.checks.registry import FAMILIES
from guidelint.config.load import load_settings
from guidelint.config.selectors import Selector
from guidelint.rulebook import rule_names

RULES = tuple(rule for rule in load_rules() if rule.name in rule_names())
WORDS = [
    "ALL",
    *FAMILIES,
    "GL5",
    "GL50",
    "GL8",
    *[rule.name for rule in RULES],
    *[rule.code for rule in RULES],
]
SELECTORS = st.lists(st.sampled_from(WORDS), max_size=3)
LEVELS = st.sampled_from(["off", "error", "warning", "info"])
TABLE = st.fixed_dictionaries(
    {},
    optional={
        "select": SELECTORS,
        "extend-select": SELECTORS,
        "ignore": SELECTORS,
        "severity": st.dictionaries(st.sampled_from(WORDS), LEVELS, max_size=3),
    },
)


def as_toml(table, **more):
    severity = "".join(f"{name} = {json.dumps(level)}\n" for name, level in table.get("severity", {}).items())
    plain = {key: value for key, value in {**table, **more}.items() if key != "severity"}
    return (
        "".join(f"{key} = {json.dumps(value)}\n" for key, value in plain.items()) + f"[severity]\n{severity}"
    )


def strongest(words, rule):
    """The specificity of the most specific of some selectors that names a rule, -1 without one."""
    return max((Selector(word).specificity for word in words if Selector(word).matches(rule)), default=-1)


def decide(rule, tables):
    """Whether a rule is on, and its severity, asked about this rule alone."""
    on, level = rule.default, None
    for table in tables:
        chosen = strongest([*table.get("select", []), *table.get("extend-select", [])], rule)
        ignored = strongest(table.get("ignore", []), rule)
        if "select" in table:
            on = rule.always
        if max(chosen, ignored) >= 0:
            on = chosen > ignored
        levels = [
            (Selector(word).specificity, number, value)
            for number, (word, value) in enumerate(table.get("severity", {}).items())
            if Selector(word).matches(rule)
        ]
        level = max(levels)[2] if levels else level
    return on and level != "off", None if level == "off" else level


@settings(max_examples=60, deadline=None)
@given(TABLE, TABLE)
def test_a_base_and_the_file_that_extends_it(base, own):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "base.toml").write_text(as_toml(base))
        Path(folder, "guidelint.toml").write_text(as_toml(own, extends="base.toml"))
        found = load_settings(Path(folder))
    chosen = found.choose(RULES)
    for rule in RULES:
        assert (rule in chosen, found.severity_of(rule)) == decide(rule, [base, own])
