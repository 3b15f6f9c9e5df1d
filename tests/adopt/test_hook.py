"""guidelint's entry in configurations of pre-commit that hold other things."""

import re

import pytest
import yaml

from guidelint import REPOSITORY, __version__
from guidelint.adopt.hook import HookError, has_hook, with_hook
from tests.conftest import REPOSITORY as REPOSITORY_FOLDER

ENTRY = {"repo": REPOSITORY, "rev": f"v{__version__}", "hooks": [{"id": "guidelint"}]}
OTHERS = """\
# what we check
default_stages: [pre-commit]
repos:  # the list
-   repo: https://example.org/tides
    rev: v1
    hooks:
    -   id: tides   # high water only

# the rest
fail_fast: true
"""


def test_a_new_configuration():
    assert yaml.safe_load(with_hook("")) == {"repos": [ENTRY]}


def test_the_documentation_shows_what_is_written():
    page = (REPOSITORY_FOLDER / "docs" / "how-to" / "hooks.md").read_text(encoding="utf-8")
    assert f'title=".pre-commit-config.yaml"\n{with_hook("")}```' in page
    named = set(re.findall(r"^\| `(guidelint[\w-]*)` \|", page, re.MULTILINE))
    manifest = yaml.safe_load((REPOSITORY_FOLDER / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert named == {hook["id"] for hook in manifest}


def test_everything_else_stays_as_it_is():
    text = with_hook(OTHERS)
    assert yaml.safe_load(text)["repos"] == [*yaml.safe_load(OTHERS)["repos"], ENTRY]
    kept = [line for line in text.splitlines() if line in OTHERS.splitlines()]
    assert kept == OTHERS.splitlines()


def test_line_ends_stay_as_they_are():
    text = with_hook(OTHERS.replace("\n", "\r\n"))
    assert text.count("\n") == text.count("\r\n")
    assert text.replace("\r\n", "\n") == with_hook(OTHERS)


def test_a_list_without_entries():
    assert yaml.safe_load(with_hook("repos:\nfail_fast: true\n")) == {"repos": [ENTRY], "fail_fast": True}


@pytest.mark.parametrize(
    "text",
    [
        "repos: []\n",
        "repos: [{repo: local, hooks: []}]\n",
        "- repo: local\n",
        "fail_fast: true\n",
        "repos:\n  - repo: 'local\n",
        'a: "\nrepos:\n"\n',
    ],
)
def test_what_cannot_be_added_to_is_refused(text):
    with pytest.raises(HookError):
        with_hook(text)


@pytest.mark.parametrize(
    "line", ["      - id: guidelint", "      - {id: guidelint-fix}", "- id: 'guidelint'"]
)
def test_a_hook_that_is_there(line):
    assert has_hook(f"repos:\n{line}\n")
    assert not has_hook(f"repos:\n# {line}\n")
