import re

from guidelint.checks.catalogue import load_rules
from guidelint.checks.registry import FAMILIES, rule
from guidelint.findings import Severity


def test_the_decorator_is_the_only_place_for_metadata():
    @rule("GL599", "made-up", severity=Severity.INFO, since="9.9.9", fixable=True, default=False)
    def made_up():
        yield from ()

    assert (made_up.code, made_up.name, made_up.family) == ("GL599", "made-up", "site-links")
    assert (made_up.since, made_up.fixable, made_up.default) == ("9.9.9", True, False)
    assert list(made_up()) == []


def test_codes_and_names_are_unique_and_well_formed():
    rules = load_rules()
    assert rules
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)
    for rule_ in rules:
        assert re.fullmatch(r"GL[0-8]\d\d", rule_.code)
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", rule_.name)
        assert re.fullmatch(r"\d+\.\d+\.\d+", rule_.since)
        assert rule_.check.__doc__


def test_only_the_asked_families_are_loaded():
    assert {rule.family for rule in load_rules(["front-matter"])} == {"front-matter"}
    assert {rule.family for rule in load_rules()} <= set(FAMILIES)
