import json
import re
import subprocess
import sys

import pytest

from guidelint import __version__
from guidelint.checks.catalogue import load_rules
from tests.sites import write_site


def test_version(run):
    assert run("--version") == (0, f"guidelint {__version__}\n", "")


def test_help_lists_the_commands(run):
    status, out, _ = run("--help")
    assert status == 0
    for name in ("check", "explain", "inspect", "rules"):
        assert re.search(rf"^  {name} ", out, re.MULTILINE)


def test_a_mistyped_command(run):
    status, _, err = run("chek")
    assert status == 2
    assert 'no command is called "chek" (did you mean "check"?)' in err


@pytest.mark.parametrize("name", ["link-anchor", "GL001", "gl001"])
def test_explain(run, name):
    status, out, _ = run("explain", name)
    assert status == 0
    assert "## What it checks" in out


def test_explain_shows_what_the_rule_declares(run):
    assert (
        "GL002 · warning · family engine · since 0.1.0 · has a fix" in run("explain", "unused-suppression")[1]
    )


def test_explain_suggests(run):
    status, _, err = run("explain", "link-ancor")
    assert status == 2
    assert '(did you mean "link-anchor"?)' in err


def test_rules(run):
    _, out, _ = run("rules")
    listed = json.loads(run("rules", "--output-format", "json")[1])["rules"]
    assert [line.split()[:2] for line in out.splitlines()] == [
        [rule.code, rule.name] for rule in load_rules()
    ]
    assert [rule["name"] for rule in listed] == [rule.name for rule in load_rules()]
    assert all(rule["summary"] for rule in listed)


PAGE = """\
# Tides { #tides }

See [the *tables*](tables.md#spring){ .button } and ![a pier](img/pier.svg).[^1]

[^1]: A note.
"""


def test_inspect_is_the_contract(tmp_path, monkeypatch, run):
    monkeypatch.chdir(write_site(tmp_path, {"docs/index.md": PAGE}))
    status, out, _ = run("inspect", "--output-format", "json")
    [page] = json.loads(out)["pages"]
    assert status == 0
    assert page["path"] == "docs/index.md"
    facts = {(fact["kind"], fact["target"]): fact for fact in page["facts"]}
    assert facts["link", "tables.md#spring"] == {
        "kind": "link", "target": "tables.md#spring", "line": 3, "column": 5, "text": "the tables",
        "classes": ["button"],
    }  # fmt: skip
    heading = facts["heading", "tides"]
    assert (heading["level"], heading["text"], heading["line"], heading["column"]) == (1, "Tides", 1, 1)
    assert {("image", "img/pier.svg"), ("footnote-ref", "1"), ("footnote-def", "1")} <= set(facts)


def test_inspect_for_people(tmp_path, monkeypatch, run):
    monkeypatch.chdir(write_site(tmp_path, {"docs/index.md": PAGE}))
    status, out, _ = run("inspect", "docs/index.md")
    assert status == 0
    assert '       3:5  link          tables.md#spring  "the tables"' in out


def test_completion(site):
    environment = {
        "_GUIDELINT_COMPLETE": "bash_complete",
        "COMP_WORDS": "guidelint explain link-an",
        "COMP_CWORD": "2",
    }
    done = subprocess.run(
        [sys.executable, "-m", "guidelint"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout == "plain,link-anchor\n"


HEAVY = {"aiohttp", "rich", "asyncio", "ssl", "sqlite3", "jsonschema"}


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--version"], HEAVY | {"yaml", "markdown_it", "guidelint.checks.registry", "pathspec"}),
        (["check", "--offline", "docs/index.md"], HEAVY | {"guidelint.links.check"}),
        (["rules"], HEAVY | {"markdown_it"}),
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(site, arguments, absent):
    code = f"import sys; from guidelint.cli.main import main; main({arguments!r})"
    code += "; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "guidelint.cli.main" in loaded
    assert loaded & absent == set()
