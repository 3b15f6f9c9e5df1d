"""Over a long history, every commit gets exactly the findings that it brings, none missing, none more."""

import json
import subprocess
import tempfile

import pytest

from guidelint.cli.main import main
from guidelint.overlap import KNOWN
from tests.changes.history import commits, write_history

LENGTH = 301
CHUNK = 50
SEED = 20_26
GROUPED = {"link-anchor", "link-file", "image-file", "footnote-undefined", "link-undefined"}


@pytest.fixture(scope="module")
def history():
    return list(commits(SEED, LENGTH))


@pytest.fixture(scope="module")
def clone(history, tmp_path_factory):
    folder = tmp_path_factory.mktemp("history")
    write_history(folder / "origin", history)
    subprocess.run(["git", "clone", "-q", str(folder / "origin"), str(folder / "clone")], check=True)
    subprocess.run(["git", "checkout", "-q", "--detach"], cwd=folder / "clone", check=True)
    return folder / "clone"


def reported(capsys, *options):
    """Every place that the report calls new: rule, path and line."""
    status = main(["check", "--offline", "--quiet", "--output-format", "json", *options])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert status == any(finding["severity"] == "error" for finding in findings)
    places = set()
    for finding in findings:
        places.add((finding["rule"], finding["path"], finding["line"]))
        if finding["rule"] in GROUPED:
            places |= {
                (finding["rule"], place["path"], place["line"])
                for place in finding["related"]
                if place["message"] != KNOWN
            }
    return places


def test_the_history_begins_without_findings(clone, monkeypatch, capsys):
    monkeypatch.chdir(clone)
    subprocess.run(["git", "checkout", "-q", "step-0"], check=True)
    assert reported(capsys) == set()


def wrong(history, number, found):
    expected = history[number].expected
    return [] if found == expected else [(number, history[number].said, found - expected, expected - found)]


@pytest.mark.parametrize("first", range(1, LENGTH, CHUNK))
def test_each_commit_gets_what_it_brings(first, history, clone, monkeypatch, capsys):
    monkeypatch.chdir(clone)
    mistakes = []
    for number in range(first, min(first + CHUNK, LENGTH)):
        subprocess.run(["git", "reset", "-q", "--hard", f"step-{number}"], check=True)
        mistakes += wrong(history, number, reported(capsys, "--changed-since", "HEAD~1"))
        if number % 4 == 0:  # what was before the change is known now, and nothing is read from a copy
            with monkeypatch.context() as patched:
                patched.setattr(tempfile, "tempdir", str(clone / "no-such-directory"))
                mistakes += wrong(history, number, reported(capsys, "--changed-since", "HEAD~1"))
    assert mistakes == []


def test_each_staged_change_is_compared_with_what_was_found_when_the_last_one_was_staged(
    history, clone, monkeypatch, capsys
):
    monkeypatch.chdir(clone)
    mistakes = []
    for number in range(1, 81):
        subprocess.run(["git", "reset", "-q", "--hard", f"step-{number}"], check=True)
        subprocess.run(["git", "reset", "-q", "--soft", f"step-{number - 1}"], check=True)
        leave(clone, history, number)
        mistakes += wrong(history, number, reported(capsys, "--staged"))
        monkeypatch.setattr(tempfile, "tempdir", str(clone / "no-such-directory"))
        subprocess.run(["git", "clean", "-q", "--force", "-d"], check=True)
    assert mistakes == []
    assert sum(1 for number in range(1, 81) if gone(history, number)) > 10


def gone(history, number):
    """The files that a commit takes away, with their texts."""
    present = history[number].files
    return {path: text for path, text in history[number - 1].files.items() if path not in present}


def leave(clone, history, number):
    """Let files lie about that git does not know: mostly a draft, and always what was staged away."""
    left = (
        {f"docs/draft-{number % 2}.md": "# Draft\n\nA </div> tag, a [link](gone.md).\n"} if number % 3 else {}
    )
    for path, text in {**left, **gone(history, number)}.items():
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_text(text)


def test_the_history_is_worth_something(history):
    said = [commit.said for commit in history if commit.expected]
    assert len(set(said)) >= 12
    assert sum(len(commit.expected) for commit in history) > 150
    assert sum(not commit.expected for commit in history) > 80
