"""The documentation site: it builds, guidelint finds nothing, and no list in it is out of date."""

import re
import shlex
import subprocess
import sys

import click
import pytest

from guidelint.cli import status
from guidelint.cli.main import COMMANDS, cli
from guidelint.config.load import settings_of
from guidelint.links.verdict import Verdict
from guidelint.report.formats import FORMATS
from guidelint.rulebook import FENCE, rule_names
from tests.conftest import REPOSITORY
from tests.sites import check_site

DOCS = REPOSITORY / "docs"
PAGES = sorted(
    path.relative_to(REPOSITORY).as_posix() for path in [*DOCS.rglob("*.md"), REPOSITORY / "README.md"]
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The documentation with its generated pages, as files."""
    folder = tmp_path_factory.mktemp("documentation")
    subprocess.run([sys.executable, "tools/docs_pages.py", folder], cwd=REPOSITORY, check=True)
    return folder


def cells(page):
    """The first column of the tables of a page."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(r"^\| `?([\w-]+)`? \|", text, re.MULTILINE)


def test_guidelint_finds_nothing(whole):
    shown = [f"{entry.location.path}:{entry.location.line} {entry.message}" for entry in check_site(whole)]
    assert shown == []


def test_it_builds_without_a_warning(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "reference" / "rules" / "link-spacing" / "index.html").read_text(encoding="utf-8")
    assert "Reported" in html
    assert "markdown bad" not in html
    assert not re.search(r'<(?:script|link|img)[^>]+(?:src|href)="https?://(?!example\.github\.io)', html)


def test_configurations_on_generated_pages_can_be_used(whole):
    text = (whole / "docs" / "reference" / "services.md").read_text(encoding="utf-8")
    bodies = [fence["body"] for fence in FENCE.finditer(text) if "guidelint.toml" in fence["info"]]
    assert bodies
    for body in bodies:
        settings_of(body, whole / "guidelint.toml")


def test_all_rules_commands_and_keys_have_their_place(whole):
    reference = whole / "docs" / "reference"
    assert {path.stem for path in (reference / "rules").glob("*.md")} - {"index"} == set(rule_names())
    commands = (reference / "commands.md").read_text(encoding="utf-8")
    assert all(f"## guidelint {name} {{" in commands for name in COMMANDS)
    assert "| `--changed-since REV` |" in commands or "--changed-since" not in commands
    configuration = (reference / "configuration.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \|.*\|(.*)\|$", configuration, re.MULTILINE)
    assert {"timeout", "hosts.*.token", "ignore.reason", "text.pattern"} <= {key for key, _ in rows}


def test_verdicts_formats_and_statuses_are_all_there():
    assert set(cells("reference/verdicts.md")) - {"verdict"} == {verdict.value for verdict in Verdict}
    assert set(cells("reference/output-formats.md")) - {"format"} == set(FORMATS)
    statuses = {value for name, value in vars(status).items() if name.isupper()}
    assert {int(cell) for cell in cells("reference/exit-statuses.md") if cell.isdecimal()} == statuses


def command_lines(page):
    for fence in FENCE.finditer((REPOSITORY / page).read_text(encoding="utf-8")):
        language = fence["info"].split()[0] if fence["info"].split() else ""
        for line in fence["body"].splitlines():
            plain = line.removeprefix("$ ").partition(" # ")[0]
            if language in {"sh", "console"} and plain.startswith("guidelint "):
                yield plain


@pytest.mark.parametrize("page", [page for page in PAGES if [*command_lines(page)]])
def test_commands_have_the_options_that_they_are_given(page):
    for line in command_lines(page):
        words = shlex.split(line.split("|")[0].split("&&")[0].split(">")[0])[1:]
        try:
            context = cli.make_context("guidelint", words)
            while isinstance(context.command, click.Group):
                name, command, words = context.command.resolve_command(
                    context, [*context._protected_args, *context.args]
                )
                context = command.make_context(name, words, parent=context)
        except click.exceptions.Exit:
            continue
        except click.UsageError as error:
            pytest.fail(f"{line}: {error.format_message()}")
