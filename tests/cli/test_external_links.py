"""A whole check of a page whose every external link is answered: the report is what stands beside the page."""

import shutil

import pytest

from tests.conftest import REPOSITORY
from tests.links.internet import internet, remember

FIXTURE = REPOSITORY / "fixtures" / "external-links"
HISTORY = ".cache/links.sqlite3"


@pytest.fixture
def harbour(tmp_path, monkeypatch):
    """A copy of the fixture, the working directory, with its internet running and its history written."""
    folder = tmp_path / "site"
    shutil.copytree(FIXTURE, folder)
    monkeypatch.chdir(folder)
    with internet(folder, tmp_path, monkeypatch) as running:
        remember(folder / HISTORY, running.description)
        yield running


def test_the_whole_report(harbour, run):
    status, out, err = run("check", "--color", "never")
    assert out == (FIXTURE / "report.txt").read_text(encoding="utf-8")
    assert status == 1
