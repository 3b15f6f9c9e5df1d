from datetime import date
from pathlib import Path

import pytest

from guidelint.checks.catalogue import load_rules
from guidelint.config.errors import ConfigurationError
from guidelint.config.links import IgnoredLink
from guidelint.config.load import find_configuration, load_settings, suggested_preset
from guidelint.findings import Severity
from guidelint.rulebook import preset_names


def settings(folder, text, name="guidelint.toml", **more):
    (folder / name).write_text(text, encoding="utf-8")
    return load_settings(folder, **more)


def names(found):
    return {rule.name for rule in found.choose(load_rules())}


def test_without_a_file_the_defaults_hold(tmp_path):
    found = load_settings(tmp_path)
    assert (found.file, found.root, found.presets) == (None, tmp_path.resolve(), ())
    assert "front-matter-syntax" in names(found)


def test_the_nearest_file_up_to_the_top_of_the_repository(tmp_path):
    (tmp_path / "guidelint.toml").write_text("")
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "docs" / "deep").mkdir(parents=True)
    assert find_configuration(tmp_path / "repository" / "docs") is None
    (tmp_path / "repository" / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert find_configuration(tmp_path / "repository" / "docs") is None
    nearest = tmp_path / "repository" / "docs" / "pyproject.toml"
    nearest.write_text("[tool.guidelint]\n")
    assert find_configuration(tmp_path / "repository" / "docs" / "deep") == nearest.resolve()


def test_every_key(tmp_path):
    found = settings(
        tmp_path,
        """
preset = "privacy-guides"
ignore = ["engine"]
exclude = ["docs/generated/"]
absent = ["theme/brand/"]
runtime-anchors = ["cal-.*"]
[severity]
front-matter-syntax = "warning"
[per-file-ignores]
"blog/**" = ["GL5"]
[aliases]
"https://blog.example.org/" = "https://example.org/articles/"
[env]
BUILD_DOCS_DIR = "i18n/fr"
OFFLINE = true
[rules.link-anchor]
nearest = 2
[links]
timeout = 4.5
max-time = 60
allow-network = ["10.1.0.0/16"]
accept = [418]
[[links.ignore]]
pattern = "https://example.org/*"
reason = "needs an account"
until = 2030-12-31
""",
    )
    assert found.presets == ("mkdocs-material", "privacy-guides")
    assert found.absent[-1] == "theme/brand/"
    assert found.runtime_anchors[-1] == "cal-.*"
    assert found.env == {"BUILD_DOCS_DIR": "i18n/fr", "OFFLINE": "true"}
    assert found.aliases["https://blog.example.org/"] == "https://example.org/articles/"
    assert found.rule_options["link-anchor"]["nearest"].value == 2
    assert (found.links.timeout, found.links.max_time) == (4.5, 60)
    assert found.links.allow_network == ("10.1.0.0/16",)
    assert 418 in found.links.accept
    assert IgnoredLink("https://example.org/*", "needs an account", date(2030, 12, 31)) in found.links.ignore
    assert found.excludes("docs/generated/a.md")
    assert not found.excludes("docs/a.md")
    assert "unreadable-file" not in names(found)
    [rule] = [rule for rule in load_rules() if rule.name == "front-matter-syntax"]
    assert found.severity_of(rule) is Severity.WARNING


def test_extends_lies_below_the_file_that_names_it(tmp_path):
    (tmp_path / "base.toml").write_text('ignore = ["engine"]\nexclude = ["a"]\n[links]\ntimeout = 3\n')
    found = settings(tmp_path, 'extends = "base.toml"\nextend-select = ["GL001"]\nexclude = ["b"]\n')
    assert found.exclude == ("a", "b")
    assert found.links.timeout == 3
    assert names(found) >= {"unreadable-file"}
    assert "unused-suppression" not in names(found)


@pytest.mark.parametrize(
    ("text", "line", "complaint"),
    [
        ('selct = ["ALL"]', 1, 'unknown key "selct" (did you mean "select"?)'),
        ('\nselect = [\n  "ALL",\n  "link-ancor",\n]', 4, 'did you mean "link-anchor"'),
        ('[severity]\nlink-anchor = "eror"', 2, '"eror" is no severity (did you mean "error"?)'),
        ('[severity]\nlink-ancor = "error"', 2, 'did you mean "link-anchor"'),
        ('[per-file-ignores]\n"a/**" = ["GL9"]', 2, "GL9"),
        ("\n[rules.link-ancor]\nx = 1", 2, 'did you mean "link-anchor"'),
        ("[links]\ntimeot = 4", 2, 'did you mean "timeout"'),
        ("[links]\ntimeout = 0", 2, "greater than 0"),
        ('[links]\nallow-network = ["10.0.0"]', 2, "10.0.0"),
        ("[links]\naccept = [42]", 2, '"42" is no HTTP status'),
        ('[links]\n[[links.ignore]]\npattern = "a"', 3, 'has a "pattern" and a "reason"'),
        ('[[links.ignore]]\nreason = "b"\npatern = "a"', 1, 'unknown key "patern"'),
        ('[[links.ignore]]\npattern = "a"\nreason = "b"\nuntil = "tomorrow"', 2, "must be a date"),
        ("[links]\nglobal-limit = 1.5", 2, "whole number"),
        ("exclude = 3", 1, "list of strings"),
        ("severity = 3", 1, "must be a table"),
        ('runtime-anchors = ["("]', 1, "no regular expression"),
        ("[env]\nA = [1]", 2, 'value of "A"'),
        ('[aliases]\n"ftp://a/" = "b"', 2, "no http address"),
        ('preset = "privacy-guide"', None, 'did you mean "privacy-guides"'),
        ("a = 1\nselect = [", 2, "not valid TOML"),
        ('extends = "none.toml"', None, '"extends" names "none.toml", which is no file'),
        ('extends = "guidelint.toml"', None, "leads back"),
        ('suggest = "x"', 1, 'unknown key "suggest"'),
    ],
)
def test_mistakes_are_named_with_their_line(tmp_path, monkeypatch, text, line, complaint):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError) as caught:
        settings(tmp_path, text)
    place = f"guidelint.toml:{line}: " if line else "guidelint.toml: "
    assert str(caught.value).startswith(place)
    assert complaint in str(caught.value)


def test_lines_in_pyproject(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = '[project]\nselct = 1\n\n[tool.guidelint]\nselect = ["ALL"]\nselct = 3\n'
    with pytest.raises(ConfigurationError, match=r"pyproject.toml:6: unknown key"):
        settings(tmp_path, text, "pyproject.toml")


def test_a_file_that_is_not_utf_8(tmp_path):
    (tmp_path / "guidelint.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        load_settings(tmp_path)


@pytest.mark.parametrize("preset", preset_names())
def test_every_preset_can_be_used(tmp_path, preset):
    assert preset in load_settings(tmp_path, presets=[preset]).presets


def test_the_most_demanding_preset_is_suggested():
    material = "theme:\n  name: material\n"
    assert suggested_preset(material) == "mkdocs-material"
    assert suggested_preset(f"{material}extra:\n  privacy_guides:\n    a: b\n") == "privacy-guides"
    assert suggested_preset("theme: readthedocs\n") is None


def test_the_process_environment_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setenv("BUILD_DOCS_DIR", "elsewhere")
    assert "BUILD_DOCS_DIR" not in load_settings(tmp_path).env
    assert Path(load_settings(tmp_path).root) == tmp_path.resolve()
