"""Mistakes in declared rules are configuration errors with the line they stand on."""

import sys

import pytest

from guidelint.checks.catalogue import load_rules
from guidelint.config.errors import ConfigurationError
from guidelint.config.layer import Layer
from guidelint.config.load import load_settings
from guidelint.config.selectors import Selection, Selector, UnknownSelectorError, parse_selector
from guidelint.findings import Severity
from guidelint.rulebook import preset_names

FIRST = """\
[[own-rules]]
name = "no-dock"
message = "we say quay"
text = { pattern = "dock" }

[[own-rules]]
"""
LINE = 6


def settings(folder, text, name="guidelint.toml", **more):
    (folder / name).write_text(text, encoding="utf-8")
    return load_settings(folder, **more)


def entry(**keys):
    """The second rule of a configuration, sound but for `keys`; None leaves a key out."""
    usual = {"name": '"no-pier"', "message": '"we say quay"', "text": '{ pattern = "pier" }'}
    keys = {**usual, **{key.replace("_", "-"): value for key, value in keys.items()}}
    return FIRST + "".join(f"{key} = {value}\n" for key, value in keys.items() if value is not None)


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ("own-rules = 3", 1, "each written [[own-rules]]"),
        ("[[own-rule]]", 1, 'unknown key "own-rule" (did you mean "own-rules"?)'),
        (entry(name='"pier"'), 7, '"pier" is no name for a rule'),
        (entry(name='"No-Pier"'), 7, "is no name for a rule"),
        (entry(name='"no-dock"'), 7, 'another rule is called "no-dock"'),
        (entry(name='"link-anchor"'), 7, 'another rule is called "link-anchor"'),
        (entry(name='"site-links"'), 7, 'a family of rules is called "site-links"'),
        (entry(name=None), LINE, 'a rule has a "name"'),
        (entry(message='" "'), 8, 'a rule has a "message"'),
        (entry(message="3"), 8, '"message" must be a string'),
        (entry(mesage='"x"'), 10, 'unknown key "mesage" (did you mean "message"?)'),
        (entry(severity='"eror"'), 10, '"eror" is no severity (did you mean "error"?)'),
        (entry(safety='"save"'), 10, 'did you mean "safe"'),
        (entry(text=None), LINE, "exactly one of text, link, section, values"),
        (entry(section='{ heading = "A" }'), LINE, "exactly one of"),
        (entry(text='"pier"'), 9, '"text" must be a table'),
        (entry(text='{ patern = "pier" }'), 9, 'unknown key "patern" (did you mean "pattern"?)'),
        (entry(text='{ pattern = "a", regex = "b" }'), 9, 'either a "pattern" or a "regex"'),
        (entry(text='{ pattern = " " }'), 9, '"pattern" is empty'),
        (entry(text='{ regex = "(" }'), 9, '"(" is no regular expression of RE2: missing )'),
        (entry(text='{ regex = "(?<=a)b" }'), 9, "no regular expression of RE2"),
        (entry(text='{ regex = "((a{100}){100}){100}" }'), 9, "no regular expression of RE2"),
        (entry(text='{ regex = "b*" }'), 9, "matches the empty text"),
        (entry(text=f'{{ regex = "{"a" * 1001}" }}'), 9, "longer than 1,000 characters"),
        (entry(text="{ regex = '(a)', replace = '\\2' }"), 9, 'the group 2, which "regex" does not have'),
        (entry(text="{ regex = '(a)', replace = '\\g<b>' }"), 9, "the group b"),
        (entry(text='{ regex = "a", whole-words = true }'), 9, '"whole-words" goes with "pattern"'),
        (entry(text='{ pattern = "a", ignore-case = 1 }'), 9, "must be true or false"),
        (entry(text=None, link='{ then = { host = "a" } }'), 9, '"link" has a table "when"'),
        (entry(text=None, link='{ when = { hots = "a" } }'), 9, 'did you mean "host"'),
        (entry(text=None, link='{ when = { host = "a" }, replace = { class = "a" } }'), 9, '"class"'),
        (entry(text=None, link='{ when = { host = "a" }, replace = { host = "a b" } }'), 9, "is no host"),
        (entry(text=None, section="{ level = 2 }"), 9, 'a "heading" or an "id"'),
        (entry(text=None, section='{ id = "a", level = 7 }'), 9, "from 1 to 6"),
        (entry(text=None, values='{ of = "attributes", allowed = "a" }'), 9, 'did you mean "attribute"'),
        (entry(text=None, values='{ of = "attribute", allowed = "a" }'), 9, 'there is a "name"'),
        (entry(text=None, values='{ of = "language", name = "x", allowed = "a" }'), 9, 'there is no "name"'),
        (entry(text=None, values='{ of = "language" }'), 9, 'a list "allowed"'),
        (entry() + "[own-rules.text.replace]\nx = 1\n", None, "not valid TOML"),
        (
            entry(text=None) + '[own-rules.text]\npattern = "a"\nreplace = 1\n',
            11,
            '"replace" must be a string',
        ),
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path, monkeypatch, text, line, complaint):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError) as caught:
        settings(tmp_path, text)
    assert complaint in str(caught.value)
    assert caught.value.path == "guidelint.toml"
    assert line in (None, caught.value.line)


def test_lines_in_pyproject(tmp_path):
    text = f'[project]\nname = "x"\n\n[tool.guidelint]\n{entry(severity=3)}'
    text = text.replace("[[own-rules]]", "[[tool.guidelint.own-rules]]")
    with pytest.raises(ConfigurationError) as caught:
        settings(tmp_path, text, "pyproject.toml")
    assert (caught.value.line, caught.value.reason) == (14, '"severity" must be a string')


def test_regular_expressions_need_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "re2", None)
    with pytest.raises(ConfigurationError, match=r"guidelint\[patterns\]"):
        settings(tmp_path, entry(text='{ regex = "pier|jetty" }'))


def test_codes_count_from_the_bottom_and_names_choose(tmp_path):
    base = entry(text='{ pattern = "pier" }')
    (tmp_path / "base.toml").write_text(base)
    found = settings(
        tmp_path,
        'extends = "base.toml"\nignore = ["no-dock"]\n[severity]\nOWN003 = "error"\n'
        + entry(name='"no-jetty"').replace("we say quay", "quay!"),
    )
    rules = {rule.name: rule for rule in found.extra_rules}
    assert {name: rule.code for name, rule in rules.items()} == {
        "no-dock": "OWN001", "no-pier": "OWN002", "no-jetty": "OWN003",
    }  # fmt: skip
    assert rules["no-dock"].check.__doc__ == "quay!"
    chosen = {rule.name for rule in found.choose(found.extra_rules)}
    assert chosen == {"no-pier", "no-jetty"}
    assert found.severity_of(rules["no-jetty"]) is Severity.ERROR
    assert {rule.family for rule in rules.values()} == {"own"}


def test_selectors_of_own_rules_know_the_codes_that_there_are(tmp_path):
    names = settings(tmp_path, FIRST.removesuffix("[[own-rules]]\n")).names
    assert [parse_selector(text, names).text for text in ("own", "OWN", "own0", "own001", "no-dock")] == [
        "own", "OWN", "OWN0", "OWN001", "no-dock",
    ]  # fmt: skip
    for unknown in ("OW", "OWN1", "OWN002", "no-dok"):
        with pytest.raises(UnknownSelectorError):
            parse_selector(unknown, names)
    weights = [Selector(text).specificity for text in ("ALL", "OWN", "OWN0", "OWN001", "no-dock")]
    assert weights == [0, 1, 2, 3, 3]


def test_a_selection_of_other_families_leaves_own_rules_out(tmp_path):
    found = settings(tmp_path, 'select = ["site-links"]\n' + FIRST.removesuffix("[[own-rules]]\n"))
    assert not set(found.extra_rules) & set(found.choose([*load_rules(), *found.extra_rules]))
    found = settings(tmp_path, 'select = ["own"]\n' + FIRST.removesuffix("[[own-rules]]\n"))
    assert set(found.extra_rules) <= set(found.choose([*load_rules(), *found.extra_rules]))


def test_an_isolated_run_reads_no_configuration(tmp_path):
    assert settings(tmp_path, entry(), isolated=True).extra == ()


@pytest.mark.parametrize("preset", preset_names())
def test_selectors_on_the_command_line_may_name_own_rules(tmp_path, preset):
    seen = []

    def overrides(names):
        seen.extend(names)
        return Layer(selection=Selection(select=(parse_selector("no-pier", names),)))

    found = settings(tmp_path, entry(), presets=[preset], overrides=overrides)
    assert {"no-dock", "no-pier", "OWN001", "OWN002", "link-anchor"} <= set(seen)
    assert [rule.name for rule in found.choose(found.extra_rules)] == ["no-pier"]
