"""A page whose links belong to services: its report, what was asked, and where a token went."""

import shutil

import pytest

from tests.conftest import REPOSITORY
from tests.links.internet import internet

FIXTURE = REPOSITORY / "fixtures" / "services"
PAGE = "docs/index.md"


@pytest.fixture
def harbour(tmp_path, monkeypatch):
    """A copy of the fixture, the working directory, with its internet running."""
    folder = tmp_path / "site"
    shutil.copytree(FIXTURE, folder)
    monkeypatch.chdir(folder)
    with internet(folder, tmp_path, monkeypatch) as running:
        yield running


def test_the_whole_report(harbour, run):
    status, out, _ = run("check", "--color", "never")
    assert out == (FIXTURE / "report.txt").read_text(encoding="utf-8")
    assert status == 1


def test_each_page_or_its_api_is_asked_but_not_both_without_need(harbour, run):
    run("check")
    hosts = [url.split("/")[2] for url in harbour.asked]
    assert {host: hosts.count(host) for host in hosts} == {
        "api.github.com": 4,
        "github.com": 2,
        "play.google.com": 2,
        "itunes.apple.com": 1,
        "apps.apple.com": 1,
        "flathub.org": 3,
        "addons.mozilla.org": 2,
        "codeberg.org": 1,
        "www.youtube.com": 1,
    }
