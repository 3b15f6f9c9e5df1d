"""The way of a newcomer: each command is printed by the one before, from the installation to the hook."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from guidelint import REPOSITORY as ADDRESS
from guidelint.cli.fixes import FixOptions
from guidelint.cli.next_step import after_check
from tests.conftest import REPOSITORY
from tests.sites import write_site

FIRST = "guidelint"  # what the command of the README that installs it ends with
NEXT = re.compile(r"^ *Next: (.+?)(?:  # .*)?$", re.MULTILINE)
MKDOCS = "site_name: Harbour\ntheme: material\n"
PAGES = {
    "docs/index.md": "# Harbour\n\nThe ropes were [tested] (tides.md) last year.\n",
    "docs/tides.md": "# Tides\n\nHigh water is at noon.\n",
}


@pytest.fixture
def shell(tmp_path):
    """Run a line in a repository with a flaw that has a fix: its standard output and standard error."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    write_site(tmp_path, PAGES, MKDOCS)
    kept = {name: value for name, value in os.environ.items() if name not in {"CI", "FORCE_COLOR"}}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    environment = kept | {"PATH": path, "PRE_COMMIT_HOME": str(tmp_path / ".cache")}

    def run_line(line):
        done = subprocess.run(
            line, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr
        return done

    return run_line


@pytest.mark.parametrize("page", ["README.md", "docs/index.md", "docs/tutorial.md"])
def test_the_installation_ends_with_the_first_command(page):
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    assert f'pip install pre-commit "git+{ADDRESS}" && {FIRST}\n' in text


def test_five_commands_from_the_installation_to_the_hook(shell, tmp_path):
    commands = [FIRST]
    while found := NEXT.search((done := shell(commands[-1])).stderr):
        commands.append(found[1])
        assert len(commands) <= 5, commands
    assert commands == [
        "guidelint",
        "guidelint init",
        "guidelint check --offline",
        "guidelint check --offline --fix",
        "guidelint init --hook",
    ]
    assert done.returncode == 0
    assert "[tested](tides.md)" in (tmp_path / "docs" / "index.md").read_text()
    assert (tmp_path / ".git" / "hooks" / "pre-commit").exists()


def test_where_nothing_can_be_fixed_the_rule_is_explained(shell):
    shell("echo '# Tides ![x](no.png)' > docs/tides.md; rm docs/index.md")
    found = NEXT.search(shell("guidelint check --offline").stderr)
    assert found[1] == "guidelint explain image-file"
    assert "# image-file" in shell(found[1]).stdout


def test_arguments_are_kept_and_quoted(shell):
    shell("mv docs/index.md 'docs/the harbour.md'")
    found = NEXT.search(shell("guidelint check --offline 'docs/the harbour.md'").stderr)
    assert found[1] == "guidelint check --offline 'docs/the harbour.md' --fix"
    assert NEXT.search(shell(found[1]).stderr)[1] == "guidelint init --hook"


def test_a_diff_is_followed_by_the_fix(shell):
    assert (
        NEXT.search(shell("guidelint check --offline --diff").stderr)[1] == "guidelint check --offline --fix"
    )


def test_what_is_staged_is_mended_in_the_work_tree(shell):
    done = shell("git add . && guidelint check --offline --staged docs/index.md")
    assert NEXT.search(done.stderr)[1] == "guidelint check --offline docs/index.md --fix"


def test_standard_input_cannot_be_mended(shell):
    done = shell("guidelint check --offline - --stdin-filename docs/index.md < docs/index.md")
    assert "1 fixable" in done.stderr
    assert not NEXT.search(done.stderr)


def test_quiet_and_in_a_ci_job_nothing_is_suggested(shell):
    assert not NEXT.search(shell("guidelint check --offline --quiet").stderr)
    assert not NEXT.search(shell("CI=true guidelint check --offline").stderr)


def test_a_clean_site_with_the_hook_has_no_next_step(shell, tmp_path):
    shell("guidelint check --offline --fix")
    assert NEXT.search(shell("guidelint check --offline").stderr)[1] == "guidelint init --hook"
    shell("guidelint init --hook")
    assert not NEXT.search(shell("guidelint check --offline").stderr)
    assert after_check((), FixOptions(), tmp_path / "docs", ("check",), {}) == ""
