"""External links and changes: a dead link that a change adds fails the run, an old one does not."""

import json
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from guidelint.cli.main import main
from guidelint.links.history import History
from guidelint.links.model import LinkResult
from guidelint.links.urls import read
from guidelint.links.verdict import Verdict
from tests.links.internet import in_a_thread
from tests.links.servers import Reply, Server, page
from tests.sites import write_site

HISTORY = ".cache/links.sqlite3"
SETTINGS = f'[links]\nhistory = "{HISTORY}"\nallow-network = ["127.0.0.0/8"]\ntimeout = 5\n'


@pytest.fixture
def server():
    """A server with one page; everything else is not there."""
    running = Server({"/here": Reply(body=page())})
    with in_a_thread(running):
        yield running


@pytest.fixture
def site(server, tmp_path, monkeypatch):
    """A repository whose page has one living and one dead link, in one commit; the working directory."""
    text = f"# Home\n\n[a]({server.url}/here) and [b]({server.url}/dead)\n"
    files = {"docs/index.md": text, "docs/tides.md": "# Tides\n", "guidelint.toml": SETTINGS}
    folder = write_site(tmp_path / "site", {**files, ".gitignore": ".cache/\n"})
    monkeypatch.chdir(folder)
    for command in (["init", "-q"], ["add", "--all"], [*AUTHOR, "commit", "-q", "-m", "begin"]):
        subprocess.run(["git", *command], check=True)
    return folder


AUTHOR = ["-c", "user.name=Author", "-c", "user.email=author@example.org"]


@pytest.fixture
def check(capsys):
    """Run `check` on what has changed: its status, and the dead links as path, line, severity, standing."""

    def run(*options):
        status = main(["check", "--only", "link-dead", "--quiet", "--output-format", "json", *options])
        return status, json.loads(capsys.readouterr().out)["findings"]

    return run


def shown(findings):
    return [(found["path"], found["line"], found["severity"], found["standing"]) for found in findings]


def test_a_link_that_was_dead_before_is_shown_and_does_not_fail(site, check):
    assert check()[0] == 1
    status, findings = check("--changed-since", "HEAD")
    assert (status, shown(findings)) == (0, [("docs/index.md", 3, "warning", "known")])
    assert "the change did not bring it, so it fails no run" in findings[0]["notes"]
    assert check("--changed-since", "HEAD", "--fail-on", "info")[0] == 0


def test_a_dead_link_that_the_change_adds(site, check, server):
    (site / "docs/tides.md").write_text(f"# Tides\n\n[c]({server.url}/gone)\n")
    status, findings = check("--changed-since", "HEAD")
    assert status == 1
    assert shown(findings) == [
        ("docs/index.md", 3, "warning", "known"),
        ("docs/tides.md", 3, "error", "new"),
    ]


def test_a_check_that_was_kept_offline_knows_no_links(site, check, server):
    (site / "docs/tides.md").write_text(f"# Tides\n\n[c]({server.url}/gone)\n")
    main(["check", "--only", "link-dead", "--offline", "--quiet", "--changed-since", "HEAD"])
    for _ in range(2):
        status, findings = check("--changed-since", "HEAD")
        assert (status, [found["standing"] for found in findings]) == (1, ["known", "new"])
    main(["check", "--only", "link-dead", "--offline", "--quiet", "--changed-since", "HEAD"])
    assert [found["standing"] for found in check("--changed-since", "HEAD")[1]] == ["known", "new"]


def test_a_further_link_to_a_page_that_was_dead_before(site, check, server):
    (site / "docs/tides.md").write_text(f"# Tides\n\n[c]({server.url}/dead)\n")
    status, [found] = check("--changed-since", "HEAD")
    assert (status, shown([found])) == (1, [("docs/tides.md", 3, "error", "new")])
    [before] = found["related"]
    assert (before["path"], before["line"], before["message"]) == ("docs/index.md", 3, "here too, as before")


def test_a_link_that_moves_to_another_page_is_not_added(site, check):
    text = (site / "docs/index.md").read_text()
    (site / "docs/index.md").write_text("# Home\n")
    (site / "docs/tides.md").write_text(text.replace("Home", "Tides"))
    status, findings = check("--changed-since", "HEAD")
    assert (status, shown(findings)) == (0, [("docs/tides.md", 3, "warning", "known")])


def test_an_added_link_fails_although_it_was_good_not_long_ago(site, check, server):
    """Without the change the history would wait whether it comes back."""
    url = f"{server.url}/lately"
    target = read(url)
    with History.open(site / HISTORY) as history:
        then = (datetime.now(UTC) - timedelta(days=30)).timestamp()
        history.note(target.record_key, LinkResult(url, Verdict.OK, "", final_url=url), then, 60, None)
        history.save()
    (site / "docs/tides.md").write_text(f"# Tides\n\n[c]({url})\n")
    assert ("docs/tides.md", 3, "warning", "new") in shown(check("--no-cache")[1])
    status, findings = check("--changed-since", "HEAD")
    assert status == 1
    assert ("docs/tides.md", 3, "error", "new") in shown(findings)


def test_a_dead_link_in_the_baseline(site, check):
    assert main(["baseline", "create", "--only", "link-dead"]) == 0
    assert check("--baseline", "guidelint-baseline.toml") == (0, [])
