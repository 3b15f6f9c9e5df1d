"""`guidelint config` says where each value comes from."""

import json
import tomllib

import pytest

CONFIGURATION = """\
preset = "mkdocs-material"
extends = "base.toml"
exclude = ["docs/generated/"]

[severity]
link-anchor = "warning"

[links]
timeout = 20

[[links.ignore]]
pattern = "https://example.org/members/*"
reason = "needs an account"
until = 2030-12-31

[links.hosts."https://x.example"]
token = "${GUIDELINT_TOKEN}"
headers = { X-Key = "in plain sight" }

[links.proxy]
https = "http://me:secret@proxy.example:3128"
"""
BASE = 'exclude = ["old/"]\nignore = ["link-form"]\n\n[links]\ntimeout = 5\n'


@pytest.fixture
def configured(site):
    (site / "guidelint.toml").write_text(CONFIGURATION)
    (site / "base.toml").write_text(BASE)
    return site


def values(run, *arguments):
    status, out, _ = run("config", "--output-format", "json", *arguments)
    assert status == 0
    return {
        ".".join(entry["keys"]): (entry["value"], entry["origin"], entry["line"])
        for entry in json.loads(out)["values"]
    }


def test_every_value_has_an_origin(configured, run):
    found = values(run)
    assert found["links.timeout"] == (20, "guidelint.toml", 9)
    assert found["links.max-time"] == (600.0, "default", None)
    assert found["severity.link-anchor"] == ("warning", "guidelint.toml", 6)
    assert found["ignore"] == (["link-form"], "base.toml", 2)
    assert found["runtime-anchors"][1] == "preset mkdocs-material"


def test_the_text_is_toml_with_the_origins_behind_it(configured, run):
    status, out, _ = run("config")
    parsed = tomllib.loads(out)
    assert status == 0
    assert out.startswith("# guidelint.toml; paths are relative to .\n")
    assert parsed["exclude"] == ["old/", "docs/generated/"]
    assert parsed["links"]["timeout"] == 20
    assert str(parsed["links"]["ignore"][-1]["until"]) == "2030-12-31"
    lines = {line.partition("  #")[0].strip(): line.partition("# ")[2] for line in out.splitlines()}
    assert lines['"old/",'] == "base.toml:1"
    assert lines['"docs/generated/",'] == "guidelint.toml:3"


def test_no_secret_is_shown(configured, run):
    for form in ("text", "json"):
        out = run("config", "--output-format", form)[1]
        assert "secret@" not in out
        assert "in plain sight" not in out
        assert "${GUIDELINT_TOKEN}" in out


def test_a_selection_replaces_what_is_below(configured, run):
    (configured / "guidelint.toml").write_text('extends = "base.toml"\nselect = ["badges"]\n')
    found = values(run)
    assert "ignore" not in found
    assert found["select"] == (["badges"], "guidelint.toml", 2)


def test_presets_of_the_command_line(site, run):
    assert values(run, "--preset", "mkdocs-material")["preset"] == (
        ["mkdocs-material"], "command line", None
    )  # fmt: skip
    assert run("config")[1].startswith("# no configuration file; paths are relative to .\n")


def test_in_pyproject(site, run):
    (site / "pyproject.toml").write_text('[project]\nname = "a"\n\n[tool.guidelint]\nignore = ["GL9"]\n')
    assert run("config")[0] == 2
    (site / "pyproject.toml").write_text('[project]\nname = "a"\n\n[tool.guidelint]\nignore = ["GL8"]\n')
    assert values(run)["ignore"] == (["GL8"], "pyproject.toml", 5)
    assert "ignore" not in values(run, "--isolated")


def test_which_rules_are_on(site, run):
    (site / "guidelint.toml").write_text('ignore = ["link-form"]\n[severity]\nlink-anchor = "info"\n')
    rules = {line.split()[1]: line.split()[2] for line in run("config", "--rules")[1].splitlines()}
    assert (rules["link-form"], rules["link-anchor"], rules["link-file"]) == ("off", "info", "error")
    listed = json.loads(run("config", "--rules", "--output-format", "json")[1])["rules"]
    assert {"code": "GL502", "name": "link-anchor", "on": True, "severity": "info"} in listed


def test_a_mistake_is_said_as_in_a_run(site, run):
    (site / "guidelint.toml").write_text('ignor = ["link-form"]\n')
    status, out, err = run("config")
    assert (status, out) == (2, "")
    assert 'guidelint.toml:1: unknown key "ignor" (did you mean "ignore"?)' in err
