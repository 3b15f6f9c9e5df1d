"""A run that would be the same is shown again: what it is kept for, and what it is not."""

import shutil
import subprocess
from pathlib import Path

import pytest

from guidelint.cache import store
from guidelint.cache.replay import SECONDS, Record
from tests.cache.runs import runs_in

SHOWN = "cache: shown again, because nothing has changed since the last run\n"


@pytest.fixture
def runs(tmp_path):
    return runs_in(tmp_path, racy=0)


def record_at(path):
    """Return the record of a run that was kept."""
    record, _ = store.read(str(path.parent), path.name, Record)
    return record


@pytest.mark.parametrize("name", sorted(SECONDS))
def test_every_format_is_shown_again_byte_by_byte(runs, name):
    first = runs.check("--output-format", name, "-v")
    again = runs.check("--output-format", name, "-v")
    notes = "".join(line for line in first.err.splitlines(keepends=True) if not line.startswith("cache: "))
    assert "cache: not shown again: there is no earlier run like this one\n" in first.err
    assert notes.startswith("Material · docs/")
    assert again == first._replace(err=notes + SHOWN)


def test_it_takes_its_own_time(runs):
    runs.check("--output-format", "json")
    path = next(path for path in runs.files if path.name.startswith("run-"))
    before, after = record_at(path).output
    assert before.endswith('"seconds": ')
    assert after.startswith("\n")


def test_a_miss_says_why(runs):
    assert "cache: not shown again: there is no earlier run like this one\n" in runs.check("-v").err
    page = runs.write("docs/index.md", "# Tides\n")
    assert f"cache: not shown again: {page} has changed\n" in runs.check("-v").err


@pytest.mark.parametrize("arguments", [("--no-cache",), ("--fix",), ("--diff",), ("--output", "report.txt")])
def test_what_does_more_than_to_print_is_not_kept(runs, arguments):
    runs.write("docs/index.md", "# Tides\n")
    runs.check(*arguments)
    assert [path for path in runs.files if path.name.startswith("run-")] == []


def test_a_run_that_fails_is_not_kept(runs):
    runs.run("check", "--offline", "nowhere", status=(2,))
    runs.write("mkdocs.yml", "docs_dir: [\n")
    runs.run("check", "--offline", status=(2,))
    assert [path for path in runs.files if path.name.startswith("run-")] == []


def test_other_arguments_are_another_run(runs):
    assert runs.check("docs/guide.md").out == ""
    assert "gone.md" in runs.check("docs/index.md").out
    assert runs.check("docs/guide.md").out == ""


def test_colour_is_another_run(runs):
    assert "\x1b[" not in runs.check().out
    assert "\x1b[" in runs.check(FORCE_COLOR="1").out
    assert "\x1b[" not in runs.check().out


def test_a_cache_of_ones_own(runs):
    shutil.rmtree(runs.folder / ".git")
    subprocess.run(["git", "init", "-q"], cwd=runs.folder, check=True)
    runs.check("--cache-dir", "here", "-v")  # makes the folder, which is a change
    runs.check("--cache-dir", "here", "-v")
    assert runs.check("--cache-dir", "here", "-v").err.endswith(SHOWN)
    assert runs.files == []
    assert (runs.folder / "here" / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    "forge",
    [
        lambda key: (key,),
        lambda key: (key, ({},) * 5, "0", (), ()),
        lambda key: (key, ({},) * 5, 0, (1,), ("",)),
        lambda key: (key, ({"a": 1},) * 5, 0, ("",), ("",)),
        lambda key: (key, ({1: ((), b"")}, {}, {}, {}, {}), 0, ("",), ("",)),
        lambda key: (key, ({}, {}, {}, {}, {1.5: "x"}), 0, ("",), ("",)),
        lambda _: (b"other", ({},) * 5, 0, ("forged",), ("",)),
        lambda _: {"a": "b"},
    ],
)
def test_a_forged_record_is_a_fresh_run(runs, forge):
    first = runs.check()
    path = next(path for path in runs.files if path.name.startswith("run-"))
    key = record_at(path).key
    store.write(str(path.parent), path.name, forge(key))
    assert runs.check() == first


def test_a_damaged_record_is_a_fresh_run(runs):
    first = runs.check()
    for path in runs.files:
        path.write_bytes(path.read_bytes()[:-1])
    assert runs.check() == first


def test_a_cache_that_cannot_be_written_is_no_harm(runs, tmp_path):
    (tmp_path / "file").write_text("")
    runs.cache = tmp_path / "file"
    assert runs.check() == runs.fresh()


def test_a_new_release_of_what_guidelint_uses_is_a_change(runs):
    runs.check()
    path = next(path for path in runs.files if path.name.startswith("run-"))
    folders = record_at(path).asked.folders
    assert any(Path(folder, "markdown_it").is_dir() for folder in folders)
