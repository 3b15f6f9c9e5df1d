"""The package as a stranger gets it: from a wheel, an editable installation and a checkout."""

import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from guidelint.rulebook import preset_names, rule_names
from tests.conftest import REPOSITORY

EXPLAINED = "# link-anchor\n"


def call(*command, cwd=None, **environment):
    """Standard output of a command that must succeed, with no trace of this checkout in its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def install(environment, *what):
    call(
        sys.executable,
        "-m",
        "pip",
        "--python",
        environment,
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        *what,
    )


@pytest.fixture
def environment(tmp_path):
    """A new virtual environment that sees the dependencies of this one, but not its guidelint."""
    call(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv")
    [packages] = (tmp_path / "venv").glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return tmp_path / "venv"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel."""
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=REPOSITORY)
    [built] = folder.glob("guidelint-*.whl")
    return built


def test_the_wheel_has_the_rule_book_and_nothing_else_besides_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"guidelint/rules/{name}.md" for name in rule_names()} <= names
    assert {f"guidelint/rules/presets/{name}.toml" for name in preset_names()} <= names
    assert "guidelint/py.typed" in names
    assert "guidelint/report/report-schema.json" in names
    assert {f"guidelint/report/template/report.{ending}" for ending in ("css", "js", "html.jinja")} <= names
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"guidelint"}


def test_from_a_wheel(wheel, environment, tmp_path):
    install(environment, wheel)
    command = environment / "bin" / "guidelint"
    assert call(command, "explain", "link-anchor", cwd=tmp_path).startswith(EXPLAINED)
    where = call(
        environment / "bin" / "python", "-c", "import guidelint; print(guidelint.__file__)", cwd=tmp_path
    )
    assert Path(where).is_relative_to(environment)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Home\n\n[up](#home)\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: A\n")
    assert call(command, "check", "--offline", cwd=tmp_path) == ""


def test_from_an_editable_installation(environment, tmp_path):
    install(environment, "--no-build-isolation", "-e", REPOSITORY)
    python = environment / "bin" / "python"
    assert call(environment / "bin" / "guidelint", "explain", "link-anchor", cwd=tmp_path).startswith(
        EXPLAINED
    )
    where = call(python, "-c", "import guidelint; print(guidelint.__file__)", cwd=tmp_path)
    assert Path(where.strip()) == REPOSITORY / "guidelint" / "__init__.py"


def test_from_a_checkout():
    assert call(sys.executable, "-m", "guidelint", "explain", "link-anchor", cwd=REPOSITORY).startswith(
        EXPLAINED
    )


def test_the_lock_file_has_hashes_and_names_no_host():
    text = (REPOSITORY / "requirements-dev.txt").read_text()
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash)", text, re.MULTILINE)
    pins = re.findall(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==\S+(?: ; .*)? \\$", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\S", text, re.MULTILINE)) > 50


def test_continuous_integration_runs_both_commands_of_the_readme():
    commands = re.findall(r"^python3 -m venv .*$", (REPOSITORY / "README.md").read_text(), re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        assert command in (REPOSITORY / ".ci" / "run").read_text()
