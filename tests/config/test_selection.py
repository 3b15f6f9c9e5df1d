"""Selections compose as ruff's do: the more specific selector wins, a later layer lies on top."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelint.checks.registry import FAMILIES, rule
from guidelint.config.selectors import (
    Selection,
    Selector,
    UnknownSelectorError,
    needed_families,
    parse_selector,
    parse_selectors,
    selected,
)
from guidelint.config.settings import Settings
from guidelint.findings import Severity


def made_up(code, *, default):
    """A rule named after its code."""

    def check():
        """Find nothing."""
        yield from ()

    return rule(code, f"rule-{code[2:]}", severity=Severity.ERROR, default=default)(check)


RULES = tuple(
    made_up(f"GL{number}", default=number % 3 != 0)
    for number in (101, 102, 111, 501, 502, 512, 599, 601, 611)
)
NAMES = [rule.name for rule in RULES]
TEXTS = ["ALL", "GL", *FAMILIES, *[f"GL{n}" for n in (1, 5, 6, 10, 50, 51, 61, 101, 502, 599)], *NAMES]
SELECTORS = st.lists(st.sampled_from(TEXTS).map(Selector), max_size=4).map(tuple)
SELECTIONS = st.lists(
    st.builds(Selection, select=st.none() | SELECTORS, extend_select=SELECTORS, ignore=SELECTORS),
    max_size=4,
)


def weight(selectors, rule_):
    """How specific the most specific of the selectors is that names the rule; -1 if none does."""
    return max((selector.specificity for selector in selectors if selector.matches(rule_)), default=-1)


def is_on(rule_, selections):
    """The same question asked about one rule alone."""
    on = rule_.default
    for selection in selections:
        chosen = weight((*(selection.select or ()), *selection.extend_select), rule_)
        ignored = weight(selection.ignore, rule_)
        if selection.select is not None:
            on = False
        if max(chosen, ignored) >= 0:
            on = chosen > ignored
    return on


@given(SELECTIONS)
def test_each_rule_is_decided_by_its_most_specific_selector(selections):
    assert selected(RULES, selections) == {entry.name for entry in RULES if is_on(entry, selections)}


@given(SELECTIONS)
def test_the_families_that_are_loaded_are_enough(selections):
    families = needed_families(selections)
    assert {entry.family for entry in RULES if entry.name in selected(RULES, selections)} <= families


@given(SELECTIONS, st.sampled_from(RULES))
def test_a_rule_by_name_on_top_has_the_last_word(selections, rule_):
    name = (Selector(rule_.name),)
    assert rule_.name in selected(RULES, [*selections, Selection(extend_select=name)])
    assert rule_.name not in selected(RULES, [*selections, Selection(ignore=name)])
    assert selected(RULES, [*selections, Selection(select=name)]) == {rule_.name}


@given(SELECTIONS)
def test_an_empty_layer_changes_nothing(selections):
    assert selected(RULES, selections) == selected(RULES, [*selections, Selection()])


LEVELS = st.sampled_from([None, *Severity])
SEVERITIES = st.lists(
    st.lists(st.tuples(st.sampled_from(TEXTS).map(Selector), LEVELS), max_size=4).map(tuple), max_size=3
).map(tuple)


@given(SEVERITIES, st.sampled_from(RULES))
def test_severities_follow_the_same_order(layers, rule_):
    expected = "unset"
    for layer in layers:
        matching = [
            (selector.specificity, index)
            for index, (selector, _) in enumerate(layer)
            if selector.matches(rule_)
        ]
        if matching:
            expected = layer[max(matching)[1]][1]
    settings = Settings(Path(), selections=(Selection(select=(Selector("ALL"),)),), severities=layers)
    assert (rule_ in settings.choose(RULES)) is (expected is not None)
    assert settings.severity_of(rule_) == (None if expected == "unset" else expected)


PATTERNS = st.sampled_from(["docs/", "*.md", "docs/a.md", "blog/**", "!docs/a.md", "/a.md"])


@given(st.lists(st.tuples(PATTERNS, SELECTORS), max_size=4).map(tuple), st.sampled_from(RULES))
def test_per_file_ignores_add_up(ignores, rule_):
    path = "docs/a.md"
    hits = {"docs/", "*.md", "docs/a.md"}
    expected = any(pattern in hits and weight(selectors, rule_) >= 0 for pattern, selectors in ignores)
    assert Settings(Path(), per_file_ignores=ignores).ignores(rule_, path) is expected


def test_selectors_are_divided_by_commas():
    assert [entry.text for entry in parse_selectors(["gl5, rule-101", "all"], NAMES)] == [
        "GL5",
        "rule-101",
        "ALL",
    ]


@pytest.mark.parametrize(
    ("word", "complaint"),
    [
        ("rul-599", 'did you mean "rule-599"'),
        ("GL9", "begins with"),
        ("GL5021", "no rule"),
        ("site-link", "site-links"),
    ],
)
def test_what_names_no_rule_is_refused(word, complaint):
    with pytest.raises(UnknownSelectorError, match=complaint):
        parse_selector(word, NAMES)
