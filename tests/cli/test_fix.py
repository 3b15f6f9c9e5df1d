"""`check --fix`, `--unsafe-fixes` and `--diff`: whole files in, whole files out."""

import json
import stat
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from guidelint import mending
from guidelint.checks.registry import Scope, finding_at, rule
from guidelint.cli import check
from guidelint.findings import Edit, Fix, Severity
from tests.sites import write_site

BAD = "# Home\n\nA [table] (tides.md) and [the same](./tides.md).\n\n</div>\n"
MENDED = "# Home\n\nA [table](tides.md) and [the same](tides.md).\n\n"
TIDES = "# Tides\n\nThe water rises twice a day.\n"


@pytest.fixture
def bad_site(tmp_path, monkeypatch):
    """A repository with three defects on one page that have a fix; the working directory."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(write_site(tmp_path, {"docs/index.md": BAD, "docs/tides.md": TIDES}))
    return tmp_path


def test_without_fix_the_summary_says_what_could_be(bad_site, run):
    status, out, err = run("check", "--offline")
    assert status == 1
    assert out.count("[fix available]") == 3
    *_, summary, step = err.splitlines()
    assert summary.endswith(" s. [*] 3 fixable with --fix.")
    assert step.startswith("Next: guidelint check --offline --fix  #")
    assert (bad_site / "docs/index.md").read_text() == BAD


def test_fix_writes_the_page_and_counts(bad_site, run):
    status, out, err = run("check", "--offline", "--fix")
    assert (status, out) == (0, "")
    assert (bad_site / "docs/index.md").read_text() == MENDED
    assert err.splitlines()[-2].startswith("0 errors, 0 warnings, 3 fixed in ")
    status, out, err = run("check", "--offline", "--fix")
    assert (status, out) == (0, "")
    assert "0 fixed" in err


def test_line_ends_mark_and_mode_stay(bad_site, run):
    page = bad_site / "docs/index.md"
    page.write_bytes(b"\xef\xbb\xbf" + BAD.replace("\n", "\r\n").encode())
    page.chmod(0o600)
    assert run("check", "--offline", "--fix")[0] == 0
    assert page.read_bytes() == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_a_page_behind_a_symbolic_link_is_fixed_once(bad_site, run):
    (bad_site / "docs/index.md").rename(bad_site / "docs/home.md")
    (bad_site / "docs/index.md").symlink_to("home.md")
    assert run("check", "--offline", "--fix")[0] == 0
    assert (bad_site / "docs/index.md").is_symlink()
    assert (bad_site / "docs/home.md").read_text() == MENDED


def test_a_symbolic_link_out_of_the_repository_is_not_followed(bad_site, run, tmp_path_factory, monkeypatch):
    outside = tmp_path_factory.mktemp("outside") / "page.md"
    outside.write_text(BAD)
    monkeypatch.setenv("GUIDELINT_ALLOW_PATHS", str(outside.parent))
    (bad_site / "docs/index.md").unlink()
    (bad_site / "docs/index.md").symlink_to(outside)
    status, out, _ = run("check", "--offline", "--fix")
    assert status == 1
    assert "not fixed: the symbolic link leads out of ." in out
    assert outside.read_text() == BAD


def test_only_the_named_page_is_written(bad_site, run):
    (bad_site / "docs/tides.md").write_text("[b] (index.md)\n")
    assert run("check", "--offline", "--fix", "docs/index.md")[0] == 0
    assert (bad_site / "docs/tides.md").read_text() == "[b] (index.md)\n"
    assert (bad_site / "docs/index.md").read_text() == MENDED


def test_a_read_only_page_is_said_and_is_left(bad_site, run):
    (bad_site / "docs/index.md").chmod(0o444)
    status, out, err = run("check", "--offline", "--fix")
    assert status == 2
    assert "not fixed: the file is read-only" in out
    assert "error: docs/index.md: the file is read-only; it is left as it is" in err
    assert (bad_site / "docs/index.md").read_text() == BAD


def test_a_page_that_changes_while_it_is_checked_is_left(bad_site, run, monkeypatch):
    page = bad_site / "docs/index.md"
    rewrite = mending.rewrite

    def saved_meanwhile(*files):
        page.write_text("# Saved by an editor\n")
        rewrite(*files)

    monkeypatch.setattr(mending, "rewrite", saved_meanwhile)
    status, _, err = run("check", "--offline", "--fix")
    assert status == 2
    assert "docs/index.md: the file has been changed since it was read; it is left as it is" in err
    assert page.read_text() == "# Saved by an editor\n"


def test_what_remains_is_reported_with_the_reason(bad_site, run):
    (bad_site / "docs/index.md").write_text("[a] (none.md) [b] (tides.md)\n")
    status, out, _ = run("check", "--offline", "--fix", "--output-format", "json")
    report = json.loads(out)
    [left] = report["findings"]
    assert (left["rule"], left["fix"]) == ("link-spacing", None)
    assert left["notes"] == [
        "not fixed: the page would have a new error: no such file: docs/none.md (link-file)"
    ]
    assert report["summary"]["fixed"] == 1
    assert status == 1
    assert (bad_site / "docs/index.md").read_text() == "[a] (none.md) [b](tides.md)\n"


def test_json_holds_the_edits(bad_site, run):
    report = json.loads(run("check", "--offline", "--only", "link-spacing", "--output-format", "json")[1])
    assert [entry["fix"] for entry in report["findings"]] == [
        {
            "safety": "safe",
            "edits": [
                {
                    "path": "docs/index.md",
                    "line": 3,
                    "column": 10,
                    "end_line": 3,
                    "end_column": 11,
                    "text": "",
                }
            ],
        }
    ]
    assert "fixed" not in report["summary"]


def test_diff_shows_and_writes_nothing(bad_site, run):
    status, out, err = run("check", "--offline", "--diff")
    assert status == 1
    assert out == (
        "--- docs/index.md\n+++ docs/index.md\n@@ -1,5 +1,4 @@\n # Home\n \n"
        "-A [table] (tides.md) and [the same](./tides.md).\n+A [table](tides.md) and [the same](tides.md).\n"
        " \n-</div>\n"
    )
    assert "3 would be fixed" in err
    assert (bad_site / "docs/index.md").read_text() == BAD
    assert run("check", "--offline", "--diff", "--exit-zero")[0] == 0
    assert run("check", "--offline", "--fix", "--diff")[1] == out


def test_diff_of_sound_pages_is_empty(bad_site, run):
    assert run("check", "--offline", "--diff", "docs/tides.md")[:2] == (0, "")


ENDS = {
    "plain": BAD,
    "crlf": BAD.replace("\n", "\r\n"),
    "bom": "\ufeff" + BAD,
    "no-end": f"{BAD}[a] (tides.md)",
}


@pytest.mark.parametrize("text", ENDS.values(), ids=ENDS.keys())
def test_git_takes_the_diff_and_makes_what_fix_makes(bad_site, run, text):
    page = bad_site / "docs/index.md"
    page.write_bytes(text.encode())
    (bad_site / "a.patch").write_bytes(run("check", "--offline", "--diff")[1].encode())
    run("check", "--offline", "--fix")
    fixed = page.read_bytes()
    page.write_bytes(text.encode())
    subprocess.run(["git", "init", "-q", "."], cwd=bad_site, check=True)
    subprocess.run(["git", "apply", "-p0", "a.patch"], cwd=bad_site, check=True)
    assert page.read_bytes() == fixed != text.encode()


@pytest.mark.parametrize("options", [["--output", "report.txt"], ["--output-format", "json"]])
def test_a_diff_is_no_report(bad_site, run, options):
    status, out, err = run("check", "--offline", "--diff", *options)
    assert (status, out) == (2, "")
    assert "--diff prints a diff and no report" in err
    assert not (bad_site / "report.txt").exists()


def test_nothing_is_fixed_while_the_site_cannot_be_read(bad_site, run):
    (bad_site / "mkdocs.yml").write_text("site_name: [\n")
    status, _, err = run("check", "--offline", "--fix", "docs/index.md")
    assert status == 2
    assert "nothing is fixed before the configuration of the site can be read" in err
    assert (bad_site / "docs/index.md").read_text() == BAD


def test_coloured_diffs_hold_no_control_characters_of_the_page(bad_site, run):
    (bad_site / "docs/index.md").write_text("[a] (tides.md) \x1b[2J\n")
    _, out, _ = run("check", "--offline", "--only", "link-spacing", "--diff", "--color", "always")
    assert "\x1b[2J" not in out
    assert "\x1b[32m+[a](tides.md) \\x1b[2J" in out


class _Moved(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(301 if self.path == "/old" else 200)
        self.send_header("Location", "/new")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@rule("GL698", "link-form", severity=Severity.WARNING, scope=Scope.LINKS, fixable=True)
def moved_link(results, _options):
    """Finds links whose answer came from another address."""
    for link in results:
        new = link.result.final_url
        for occurrence in link.occurrences if new and new != link.result.url else ():
            place = occurrence.target
            yield finding_at(place, "moved", cause=f"{place.path} {new}", fix=Fix((Edit(place, new),)))


def test_links_that_have_moved_are_fixed_when_the_network_has_answered(bad_site, run, monkeypatch):
    """What else is found on the page is reported where it stands afterwards."""
    monkeypatch.setattr(check, "load_rules", lambda *_: (moved_link,))
    page = bad_site / "docs/index.md"
    with ThreadingHTTPServer(("127.0.0.1", 0), _Moved) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        page.write_text(f"[a]({url}/old) [b]({url}/there)\n")
        options = ("--allow-network", "127.0.0.0/8", "--no-history", "--no-cache", "--output-format", "json")
        shown = run("check", *options)[1]
        status, out, err = run("check", "--fix", *options)
        server.shutdown()
    assert [entry["rule"] for entry in json.loads(shown)["findings"]] == ["link-form"]
    assert page.read_text() == f"[a]({url}/new) [b]({url}/there)\n"
    report = json.loads(out)
    assert (status, report["findings"], report["summary"]["fixed"]) == (0, [], 1)
    assert [link["url"] for link in report["links"]] == [f"{url}/there"]
    assert "1 fixed" in err
