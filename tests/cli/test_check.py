"""What `check` prints and leaves with."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from msgspec.structs import replace

from guidelint.checks.catalogue import load_rules
from guidelint.cli import check
from guidelint.external import Answers
from guidelint.markdown import parser
from guidelint.markdown.parser import parse_page
from tests.sites import write_site


def test_findings_go_to_standard_output_and_the_rest_to_standard_error(site, run):
    status, out, err = run("check", "--offline")
    assert status == 1
    assert out.startswith("docs/broken.md:")
    assert "error front-matter-syntax (GL101)" in out
    assert err.splitlines()[0] == (
        "Material · docs/ · 2 pages · preset mkdocs-material suggested (guidelint init)"
    )
    assert err.splitlines()[1].startswith("1 error, 0 warnings in ")


def test_a_sound_page_is_silent(site, run):
    status, out, err = run("check", "--offline", "--quiet", "docs/index.md")
    assert (status, out, err) == (0, "", "")


def test_json_is_the_contract(site, run):
    status, out, _ = run("check", "--offline", "--output-format", "json")
    report = json.loads(out)
    [finding] = report["findings"]
    assert report["version"] == 1
    assert finding["path"] == "docs/broken.md"
    assert {"rule", "code", "severity", "line", "column", "end_line", "end_column", "message"} <= set(finding)
    assert (finding["help"], finding["related"], finding["fix"]) == (None, [], None)
    assert report["links"] == []
    seconds = report["summary"].pop("seconds")
    assert seconds >= 0
    assert report["summary"] == {
        "files": 2, "errors": 1, "warnings": 0, "infos": 0, "suppressed": 0, "links": {}
    }  # fmt: skip
    assert status == 1


def test_two_runs_print_the_same_bytes(site, run):
    first, second = (run("check", "--offline", "--output-format", "concise")[1] for _ in range(2))
    assert first == second != ""


def test_exit_zero_and_statistics(site, run):
    status, _, err = run("check", "--offline", "--exit-zero", "--statistics")
    assert status == 0
    assert err.splitlines()[-1] == "     1  GL101  front-matter-syntax"


def test_a_report_can_go_to_a_file(site, run):
    status, out, _ = run("check", "--offline", "--output", "report.txt", "--color", "always")
    assert (status, out) == (1, "")
    text = (site / "report.txt").read_text(encoding="utf-8")
    assert text.startswith("docs/broken.md:")
    assert "\x1b" not in text


def test_a_file_that_cannot_be_written_is_wrong_usage(site, run):
    status, _, err = run("check", "--offline", "--output", "nowhere/report.txt")
    assert status == 2
    assert 'cannot write "nowhere/report.txt"' in err


@pytest.mark.parametrize(
    ("options", "environment", "coloured"),
    [
        (["--color", "always"], {}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ([], {}, False),
    ],
)
def test_colour(site, run, monkeypatch, options, environment, coloured):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("check", "--offline", *options)[1]) is coloured


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--only", "front-mater"], '"front-mater" (did you mean "front-matter"?)'),
        (["--ignore", "GL9"], '"GL9"'),
        (["--preset", "privacy-guide"], '(did you mean "privacy-guides"?)'),
        (["--config", "none.toml"], 'the configuration "none.toml" does not exist'),
        (["--offlin"], "Did you mean"),
        (["doc"], 'the path "doc" does not exist (did you mean "docs"?)'),
        (["docs/indx.md"], '(did you mean "docs/index.md"?)'),
        (["docs/index.md/x"], "does not exist"),
        (["--output-format", "jsn"], "jsn"),
        (["--timeout", "0"], "0"),
        (["--allow-network", "10.0.0.0/40"], "10.0.0.0/40"),
    ],
)
def test_wrong_usage(site, run, arguments, complaint):
    status, out, err = run("check", *arguments)
    assert (status, out) == (2, "")
    assert complaint in err


def test_selection(site, run):
    assert run("check", "--offline", "--only", "engine")[0] == 0
    assert run("check", "--offline", "--ignore", "front-matter-syntax")[0] == 0
    assert run("check", "--offline", "--only", "engine,GL101")[0] == 1


def test_rules_about_the_site_are_for_whole_directories(site, run):
    (site / "mkdocs.yml").write_text("site_name: A\nnav:\n  - Gone: gone.md\n")
    assert "nav-file" in run("check", "--offline", "docs")[1]
    assert run("check", "--offline", "docs/index.md")[:2] == (0, "")


def test_a_directory_without_pages_is_said(site, run):
    (site / "empty").mkdir()
    status, _, err = run("check", "--offline", "empty")
    assert status == 2
    assert "no Markdown pages in empty" in err


def test_pages_that_the_configuration_excludes_are_no_mistake(site, run):
    (site / "guidelint.toml").write_text('exclude = ["docs/broken.md"]\n')
    status, _, err = run("check", "--offline", "docs/broken.md")
    assert status == 0
    assert "1 excluded" in err


def test_outside_of_a_site_pages_are_read_as_github_does(tmp_path, monkeypatch, run):
    (tmp_path / "README.md").write_text("# Read me\n\nText\n")
    monkeypatch.chdir(tmp_path)
    status, out, err = run("check", "--offline")
    assert (status, out) == (0, "")
    assert err.startswith("GitHub Markdown · 1 page\n")


def test_a_defect_is_a_report_to_paste(site, run, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(check, "check_pages", fail)
    status, _, err = run("check", "--offline")
    assert status == 3
    assert "Please report it" in err
    assert "ZeroDivisionError" in err
    assert "command: guidelint check --offline" in err


def test_a_page_that_breaks_the_parser_keeps_no_other_from_being_checked(site, run, monkeypatch):
    def parse(source, *rest):
        if source.path == "docs/index.md":
            raise ZeroDivisionError
        return parse_page(source, *rest)

    monkeypatch.setattr(parser, "parse_page", parse)
    status, out, err = run("check", "--offline")
    assert status == 3
    assert "docs/broken.md" in out
    assert "where: parser on docs/index.md" in err


def test_a_check_that_raises_keeps_no_other_from_running(site, run, monkeypatch):
    def fail(*_):
        """Raise."""
        raise ZeroDivisionError
        yield

    rules = [replace(rule, check=fail) if rule.name == "link-file" else rule for rule in load_rules()]
    monkeypatch.setattr(check, "load_rules", lambda _: rules)
    status, out, err = run("check", "--offline")
    assert status == 3
    assert "docs/broken.md" in out
    assert "where: link-file on docs/broken.md" in err


def test_an_interrupt(site, run, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "check_pages", interrupt)
    assert run("check", "--offline")[0] == 130


@pytest.fixture
def linked(site):
    """The site with an external link on its sound page."""
    (site / "docs" / "index.md").write_text("[a](http://127.0.0.1:9/)\n")
    return site


def test_findings_are_printed_before_the_first_request(linked, run, monkeypatch, capsys):
    printed = []

    def ask(*_):
        printed.append(capsys.readouterr().out)
        return Answers()

    monkeypatch.setattr(check, "ask", ask)
    assert run("check")[1] == ""
    assert "docs/broken.md" in printed[0]


@pytest.mark.parametrize(
    ("answers", "paths", "status"),
    [
        (Answers(network_down="no server can be reached"), ["docs/index.md"], 4),
        (Answers(network_down="no server can be reached"), [], 1),
        (Answers(interrupted=True), [], 130),
    ],
)
def test_what_the_network_does_to_the_exit_status(linked, run, monkeypatch, answers, paths, status):
    monkeypatch.setattr(check, "ask", lambda *_: answers)
    found, _, err = run("check", *paths)
    assert found == status
    assert (answers.network_down or "") in err


class _Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/there" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    """The address of a web server that has one page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


def test_external_links_are_asked_and_stand_in_the_report(tmp_path, monkeypatch, run, server):
    text = f"[a]({server}/there) and [b]({server}/there), [c](http://u:pw@10.0.0.1/)\n"
    monkeypatch.chdir(write_site(tmp_path, {"docs/index.md": text}))
    status, out, err = run(
        "check", "--output-format", "json", "--allow-network", "127.0.0.0/8", "--no-history", "--no-cache"
    )
    there, private = json.loads(out)["links"]
    assert (there["verdict"], there["status"], len(there["occurrences"])) == ("ok", 200, 2)
    assert (private["url"], private["verdict"]) == ("http://***@10.0.0.1/", "skipped")
    assert "Asking 2 hosts about 2 links (--offline to skip) …" in err
    assert status == 0


def test_no_server_is_asked_for_rules_that_need_none(tmp_path, monkeypatch, run):
    monkeypatch.chdir(write_site(tmp_path, {"docs/index.md": "[a](http://127.0.0.1:9/)\n"}))
    for only in ("front-matter", "front-matter-syntax", "GL1"):
        assert "Asking" not in run("check", "--only", only)[2]
