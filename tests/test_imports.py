"""What each command imports: nothing that it does not use."""

import os
import subprocess
import sys

import pytest

HEAVY = {
    *(
        "aiohttp",
        "asyncio",
        "concurrent",
        "difflib",
        "email",
        "frontmatter",
        "guidelint.asking",
        "importlib.metadata",
    ),
    *(
        "guidelint.links.check",
        "guidelint.links.engine",
        "guidelint.mending",
        "jinja2",
        "jsonschema",
        "markdown_it",
    ),
    *(
        "mdit_py_plugins",
        "multiprocessing",
        "pathspec",
        "platformdirs",
        "rich",
        "sqlite3",
        "ssl",
        "subprocess",
        "yaml",
    ),
}
"""Modules that take long to import, or that bring others which do."""

PAGE = "# Tides\n\nThe [guide](guide.md#high-water) of `HW`.\n"
SITE = {"docs/index.md": PAGE, "docs/guide.md": "# Guide\n\n## High water\n"}
RUN = """
import sys
from guidelint.__main__ import run
try:
    run()
finally:
    sys.stderr.write("\\n" + "\\n".join(sys.modules))
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in SITE.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "site"


def imported(folder, *arguments):
    """Return which of the heavy modules a command imports."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder.parent / "cache"), "COVERAGE_PROCESS_START": ""}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        cwd=folder,
        env={name: value for name, value in environment.items() if not name.startswith("COV")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return HEAVY & set(done.stderr.split("\n"))


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("schema",), ("cache", "path")])
def test_a_light_command_imports_nothing_heavy(folder, arguments):
    assert imported(folder, *arguments) == set()


@pytest.mark.parametrize("arguments", [("rules",), ("explain", "link-anchor")])
def test_the_rule_book_needs_no_parser(folder, arguments):
    assert imported(folder, *arguments) <= {"difflib"}


def test_a_page_without_a_site_needs_the_parser(folder):
    arguments = ("check", "--offline", "--no-cache", "docs/index.md")
    assert imported(folder, *arguments) <= {"difflib", "markdown_it", "mdit_py_plugins"}


def test_a_page_of_a_site_needs_yaml_for_its_configuration(folder):
    (folder / "mkdocs.yml").write_text("site_name: Tides\n")
    arguments = ("check", "--offline", "docs/index.md")
    assert imported(folder, *arguments) <= {"difflib", "markdown_it", "yaml"}


def test_a_run_that_is_shown_again_needs_nothing(folder):
    (folder / "mkdocs.yml").write_text("site_name: Tides\n")
    arguments = ("check", "--offline", "docs/index.md")
    imported(folder, *arguments)
    assert imported(folder, *arguments) == set()


def test_known_pages_are_not_parsed(folder):
    (folder / "mkdocs.yml").write_text("site_name: Tides\n")
    imported(folder, "check", "--offline")
    assert imported(folder, "check", "--offline", "--output-format", "json") <= {"difflib"}
