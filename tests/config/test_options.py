"""Options of rules in several layers: tables add up entry by entry, everything else is replaced."""

from dataclasses import dataclass, field

import pytest

from guidelint.checks.registry import rule
from guidelint.config.errors import ConfigurationError
from guidelint.config.load import load_settings
from guidelint.findings import Severity


@dataclass(frozen=True)
class Options:
    titles: dict = field(default_factory=dict)
    order: tuple[str, ...] = ()

    def __post_init__(self):
        if "forbidden" in self.titles:
            raise ValueError("forbidden is no title")


@rule("GL302", "card-link-vocabulary", severity=Severity.ERROR, options=Options)
def vocabulary(page, site, options):
    """A rule with the name of a real one, whose options are simpler."""
    yield from ()


def options(folder, base, own):
    (folder / "base.toml").write_text(base)
    (folder / "guidelint.toml").write_text(f'extends = "base.toml"\n{own}')
    return load_settings(folder).options_of(vocabulary)


def test_a_table_changes_single_entries_of_the_table_below(tmp_path):
    base = '[rules.card-link-vocabulary.titles]\na = ["A"]\nb = ["B"]\nc = { d = 1, e = 2 }\n'
    own = '[rules.card-link-vocabulary.titles]\nb = ["Better"]\nc = { d = 3 }\n'
    assert options(tmp_path, base, own).titles == {"a": ["A"], "b": ["Better"], "c": {"d": 3, "e": 2}}


def test_a_list_takes_the_place_of_the_list_below(tmp_path):
    base = '[rules.card-link-vocabulary]\norder = ["a", "b"]\n'
    assert options(tmp_path, base, '[rules.card-link-vocabulary]\norder = ["c"]\n').order == ("c",)


def test_a_value_that_the_rule_refuses_is_an_error_of_the_configuration(tmp_path):
    own = "\n[rules.card-link-vocabulary]\ntitles = { forbidden = 1 }\n"
    with pytest.raises(ConfigurationError, match=r"guidelint\.toml:4: .*forbidden is no title"):
        options(tmp_path, "", own)


def test_a_value_of_another_kind_is_an_error_at_its_line(tmp_path):
    base = '[rules.card-link-vocabulary.titles]\na = ["A"]\n'
    with pytest.raises(ConfigurationError, match=r"guidelint\.toml:3: .*of the kind of its default"):
        options(tmp_path, base, "[rules.card-link-vocabulary]\ntitles = 3\n")
