"""Whatever befalls a run: a defined exit status, no traceback, pages whole, nothing left behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import (
    at_call,
    guidelint,
    is_quiet_about_itself,
    sending,
    small_files,
    without_powers,
)
from tests.sites import write_site

BAD = "# Home\n\n[a] (tides.md)\n\n[b](gone.md)\n"
MENDED = "# Home\n\n[a](tides.md)\n\n[b](gone.md)\n"
SIGNALS = [signal.SIGINT, signal.SIGTERM]
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
STAGES = {
    "start": "guidelint.cli.main:main",
    "configuration": "guidelint.cli.options:load_settings",
    "discovery": "guidelint.workspace:discover_pages",
    "reading": "guidelint.workspace:read_source",
    "parsing": "guidelint.markdown.parser:parse_page",
    "checking": "guidelint.pipeline:check_page",
    "mending": "guidelint.mending:mend",
    "writing": "guidelint.writing:_take_over",
    "replacing": "pathlib:Path.replace",
    "report": "guidelint.cli.printer:Printer.finish",
    "status": "guidelint.cli.check:exit_status",
}


@pytest.fixture
def folder(tmp_path):
    """A repository with a page that has a fix and a finding without one."""
    (tmp_path / ".git").mkdir()
    write_site(tmp_path, {"docs/index.md": BAD, "docs/tides.md": "# Tides\n"})
    return tmp_path


def page(folder):
    return (folder / "docs" / "index.md").read_text()


def leftovers(folder):
    return [path.name for path in folder.rglob(".guidelint-*")]


# -- signals


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
@pytest.mark.parametrize("stage", STAGES)
def test_a_signal_at_any_stage(folder, stage, number):
    result = at_call(STAGES[stage], sending(number), folder, "check", "--offline", "--no-cache", "--fix")
    assert result.returncode == 130, result.stderr
    assert is_quiet_about_itself(result), result.stderr
    assert page(folder) in (BAD, MENDED)
    assert leftovers(folder) == []


# -- standard streams


@needs_full
@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github"])
def test_a_full_disk_behind_standard_output(folder, form):
    with FULL.open("w") as full:
        result = guidelint(folder, "check", "--offline", "--output-format", form, stdout=full)
    assert result.returncode == 2
    assert "Error: the report cannot be written: No space left on device" in result.stderr
    assert is_quiet_about_itself(result), result.stderr


@needs_full
def test_a_full_disk_behind_standard_error(folder):
    with FULL.open("w") as full:
        result = guidelint(folder, "check", "--offline", "--output-format", "concise", stderr=full)
    assert result.returncode == 1
    assert "docs/index.md:5" in result.stdout


@pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl", "junit"])
def test_a_reader_who_leaves(folder, form):
    (folder / "docs" / "many.md").write_text("".join(f"[a](gone{n}.md)\n\n" for n in range(3000)))
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        result = guidelint(folder, "check", "--offline", "--output-format", form, stdout=pipe)
    assert result.returncode == 2
    assert is_quiet_about_itself(result), result.stderr
    assert "cannot" not in result.stderr


def test_a_reader_who_leaves_keeps_no_page_from_being_fixed(folder):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        result = guidelint(folder, "check", "--offline", "--fix", stdout=pipe)
    assert result.returncode == 2
    assert page(folder) == MENDED


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams(folder, closed):
    command = f'"{sys.executable}" -m guidelint check --offline --fix --output report.json {closed}'
    result = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert is_quiet_about_itself(result), result.stderr
    assert page(folder) == MENDED
    assert json.loads((folder / "report.json").read_text())["summary"]["errors"] == 1


def test_a_pipe_that_takes_no_more_for_a_while(folder):
    (folder / "docs" / "many.md").write_text("".join(f"[a](gone{n}.md)\n\n" for n in range(3000)))
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    command = [sys.executable, "-m", "guidelint", "check", "--offline", "--output-format", "concise"]
    with subprocess.Popen(command, cwd=folder, stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        with os.fdopen(reading) as pipe:
            lines = pipe.readlines()
        assert process.stderr is not None
        said = process.stderr.read().decode()
    assert process.returncode == 1, said
    assert len(lines) == 3002


# -- disks


def test_a_report_that_does_not_fit_leaves_the_former_one(folder):
    (folder / "report.json").write_text("{}")
    (folder / "docs" / "many.md").write_text("".join(f"[a](gone{n}.md)\n\n" for n in range(300)))
    command = ("check", "--offline", "--no-cache", "--output", "report.json")
    result = guidelint(folder, *command, before=small_files(2000))
    assert result.returncode == 2
    assert 'Error: cannot write "report.json": File too large' in result.stderr
    assert (folder / "report.json").read_text() == "{}"
    assert leftovers(folder) == []


def test_a_page_that_does_not_fit_is_left_as_it_is(folder):
    text = BAD + "word " * 2000 + "\n"
    (folder / "docs" / "index.md").write_text(text)
    result = guidelint(folder, "check", "--offline", "--no-cache", "--fix", before=small_files(2000))
    assert result.returncode == 2
    assert "error: docs/index.md: File too large; it is left as it is" in result.stderr
    assert page(folder) == text
    assert leftovers(folder) == []


def test_a_page_and_a_folder_that_may_not_be_read(folder):
    prefix = without_powers()
    if prefix is None:
        pytest.skip("nothing here takes root's powers away")
    (folder / "docs" / "shut.md").write_text("# Shut\n")
    (folder / "docs" / "shut").mkdir()
    (folder / "docs" / "shut" / "page.md").write_text("# Page\n")
    (folder / "docs" / "shut.md").chmod(0)
    (folder / "docs" / "shut").chmod(0)
    try:
        result = guidelint(folder, "check", "--offline", "--output-format", "concise", prefix=prefix)
    finally:
        (folder / "docs" / "shut").chmod(0o755)
    assert result.returncode == 1
    assert "docs/shut.md:1:1: error unreadable-file (GL001)" in result.stdout
    assert "Permission denied" in result.stdout
    assert "docs/index.md:5" in result.stdout
    assert is_quiet_about_itself(result), result.stderr


def test_a_folder_that_takes_no_files(folder):
    prefix = without_powers()
    if prefix is None:
        pytest.skip("nothing here takes root's powers away")
    (folder / "docs").chmod(0o555)
    try:
        result = guidelint(folder, "check", "--offline", "--fix", prefix=prefix)
    finally:
        (folder / "docs").chmod(0o755)
    assert result.returncode == 2
    assert "error: docs/index.md: Permission denied; it is left as it is" in result.stderr
    assert page(folder) == BAD


# -- files that change under the run


def test_a_page_that_goes_after_it_was_found(folder):
    fault = "os.remove('docs/index.md')"
    command = ("check", "--offline", "--no-cache", "--output-format", "concise")
    result = at_call("guidelint.pipeline:check_page", fault, folder, *command, "docs/tides.md", "docs")
    assert result.returncode in (0, 1)
    assert is_quiet_about_itself(result), result.stderr
    result = at_call("guidelint.cli.check:make_plan", "os.remove('docs/tides.md')", folder, *command)
    assert "docs/tides.md:1:1: error unreadable-file (GL001)" in result.stdout
    assert result.returncode == 1


def test_a_folder_that_goes_after_it_was_found(folder):
    fault = "import shutil; shutil.rmtree('docs')"
    result = at_call("guidelint.cli.check:make_plan", fault, folder, "check", "--offline", "--no-cache")
    assert result.returncode == 1
    assert result.stdout.count("unreadable-file") >= 1
    assert is_quiet_about_itself(result), result.stderr


def test_a_page_that_is_changed_before_its_fix_is_written(folder):
    fault = "open('docs/index.md', 'a').write('\\nmore\\n')"
    result = at_call("guidelint.mending:mend", fault, folder, "check", "--offline", "--no-cache", "--fix")
    assert result.returncode == 2
    assert "error: docs/index.md: the file has been changed since it was read" in result.stderr
    assert page(folder) == BAD + "\nmore\n"


def test_a_working_directory_that_is_gone(folder):
    (folder / "docs" / "gone").mkdir()
    command = f'rmdir "$PWD"; "{sys.executable}" -m guidelint check --offline'
    result = subprocess.run(
        ["sh", "-c", command], cwd=folder / "docs" / "gone", capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert is_quiet_about_itself(result), result.stderr


# -- several processes

MANY = 80
FORKS = "guidelint.cache.parallel:forks"
NO_PROCESS = "def no(): raise BlockingIOError(11, 'no more processes')\nos.fork = no"
KILLED = "import guidelint.cache.parallel as p; p._leave_interrupts = lambda: os.kill(os.getpid(), 9)"


@pytest.fixture
def many(tmp_path):
    """A repository with enough pages for several processes."""
    (tmp_path / ".git").mkdir()
    pages = {f"docs/page-{number:03}.md": f"[a](gone-{number}.md)\n" for number in range(MANY)}
    return write_site(tmp_path, pages)


@pytest.mark.parametrize("fault", [NO_PROCESS, KILLED], ids=["none can be started", "all are killed"])
def test_processes_that_cannot_help(many, fault):
    command = ("check", "--offline", "--output-format", "concise", "--cache-dir")
    expected = guidelint(many, *command, "first")
    result = at_call(FORKS, fault, many, *command, "second")
    assert is_quiet_about_itself(result), result.stderr
    assert (result.returncode, result.stdout) == (1, expected.stdout)
    assert result.stdout.count("gone-") == MANY


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_a_signal_while_several_processes_check(many, number):
    command = ("check", "--offline", "--cache-dir", "cache", "--jobs", "2")
    result = at_call("guidelint.cache.parallel:chunks_of", sending(number), many, *command)
    assert result.returncode == 130, result.stderr
    assert is_quiet_about_itself(result), result.stderr


# -- code of the checked repository


@pytest.mark.parametrize("name", ["yaml", "click", "re2", "rich", "jinja2", "aiohttp", "sitecustomize"])
def test_no_module_of_the_checked_repository_is_imported(folder, name):
    (folder / f"{name}.py").write_text("raise SystemExit('code of the repository ran')\n")
    (folder / "guidelint.toml").write_text("")
    for arguments in (["rules"], ["check", "--offline"], ["links", "check", "http://127.0.0.1:9/"]):
        result = guidelint(folder, *arguments, environment={"XDG_CACHE_HOME": str(folder / "cache")})
        assert "code of the repository ran" not in result.stderr
        assert result.returncode in (0, 1)


def test_nothing_that_a_site_names_is_run(folder):
    (folder / "hook.py").write_text("raise SystemExit('code of the repository ran')\n")
    extensions = "[hook, toc: {slugify: !!python/name:hook.x }, a: !!python/object/apply:os.abort []]"
    settings = f"hooks: [hook.py]\nplugins: [hook]\nmarkdown_extensions: {extensions}\n"
    (folder / "mkdocs.yml").write_text(f"site_name: A\n{settings}")
    result = guidelint(folder, "check", "--offline")
    assert result.returncode == 1, result.stderr
    assert "code of the repository ran" not in result.stderr


# -- the environment


def test_no_home_directory(folder, run, monkeypatch):
    def nobody(_number):
        raise KeyError("nobody")

    for name in ("HOME", "XDG_CACHE_HOME", "USERPROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    monkeypatch.chdir(folder)
    before = sorted(path.name for path in folder.iterdir())
    assert run("check", "--offline")[0] == 1
    status, out, _ = run("links", "check", "http://127.0.0.1:9/")
    assert (status, "skipped" in out) == (0, True)
    status, _, err = run("links", "history", "https://harbour.dev/")
    assert status == 2
    assert "there is no home directory to keep a history in" in err
    assert sorted(path.name for path in folder.iterdir()) == before  # nothing like "~" is made here


def test_a_defect_without_a_home_directory_is_still_a_report(folder, run, monkeypatch):
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr("pwd.getpwuid", lambda _number: 1 / 0)
    monkeypatch.setattr("pwd.getpwuid", lambda number: {}[number])
    monkeypatch.setattr("guidelint.cli.check.make_plan", lambda *_: 1 / 0)
    monkeypatch.setenv("GUIDELINT_TOKEN", "division by")  # as if the traceback held a token
    monkeypatch.chdir(folder)
    status, _, err = run("check", "--offline")
    assert status == 3
    assert "ZeroDivisionError: *** zero" in err
