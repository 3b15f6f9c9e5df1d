"""The issue about dead links, from the report to what a small GitHub keeps."""

import json
import re

import pytest

from guidelint.ci.github import main
from guidelint.ci.issue import MARK, MAX_LENGTH, Commit, issue_of
from tests.ci.forge import forge

SHA = "0123456789abcdef0123456789abcdef01234567"
PAGES = f"https://forge.example/harbour/guide/blob/{SHA}/docs"
COMMIT = Commit("https://forge.example/harbour/guide", SHA)
BODY = rf"""<!-- guidelint: dead links -->

There is 1 dead link on the pages at [0123456](https://forge.example/harbour/guide/commit/{SHA}).

- [ ] https\://lab.example/8 is dead: 404, not found
  - failing since 2026-11-10
  - on [docs/high tide.md:35]({PAGES}/high%20tide.md?plain=1#L35), [docs/low.md:2]({PAGES}/low.md?plain=1#L2)

### Failing, but good before or not certain

- [ ] https\://lab.example/7 is dead: 500
  - on [docs/low.md:3]({PAGES}/low.md?plain=1#L3)
"""


def finding(url, reason="404, not found", **more):
    return {
        "rule": "link-dead",
        "severity": "error",
        "message": f"{url} is dead: {reason}",
        "path": "docs/low.md",
        "line": 3,
        "notes": [],
        "help": None,
        "related": [],
        "standing": "new",
        **more,
    }


def report(*findings, **verdicts):
    return {"version": 1, "findings": findings, "summary": {"links": verdicts}}


DEAD = report(
    finding(
        "https://lab.example/8",
        path="docs/high tide.md",
        line=35,
        notes=["failing since 2026-11-10"],
        related=[{"path": "docs/low.md", "line": 2}],
    ),
    finding("https://lab.example/7", "500", severity="warning"),
    finding("x", rule="link-file"),
)


@pytest.fixture
def github():
    with forge() as running:
        yield running


@pytest.fixture
def keep(github, tmp_path, capsys):
    """Keep the issue for a report: what the log of the job says."""

    def run(data):
        (tmp_path / "report.json").write_text(json.dumps(data))
        environment = {
            "GITHUB_REPOSITORY": "harbour/guide",
            "GITHUB_SERVER_URL": "https://forge.example",
            "GITHUB_API_URL": github.address,
            "GITHUB_SHA": SHA,
            "GITHUB_TOKEN": "secret",
        }
        assert main([str(tmp_path / "report.json")], environment) == 0
        return capsys.readouterr().out.strip()

    return run


def test_the_whole_text():
    issue = issue_of(DEAD, COMMIT)
    assert (issue.title, issue.count, issue.settled) == ("1 dead link", 1, True)
    assert issue.body == BODY


def test_hostile_text_is_inert():
    text = "@harbour/all #1 https://github.com/x/y/issues/2 <img src=x> [a](b) `c` \u202e\x1b[31m -->"
    body = issue_of(report(finding(text)), COMMIT).body
    assert body.startswith(MARK)
    shown = re.sub(r"\\.|<!-- -->", "·", body[len(MARK) :])
    for risky in ("@h", "#1", "https://github.com/x", "<img", "[a](", "`c`", "\u202e", "\x1b", "-->"):
        assert risky not in shown


def test_what_a_baseline_holds_is_left_out():
    issue = issue_of(report(finding("https://lab.example/8", standing="baselined")), COMMIT)
    assert (issue.title, issue.count) == ("No dead links", 0)


def test_a_very_long_list_is_cut_at_a_line():
    many = report(*(finding(f"https://lab.example/{number}") for number in range(2000)))
    issue = issue_of(many, COMMIT)
    assert issue.title == "2,000 dead links"
    assert MAX_LENGTH - 1000 < len(issue.body) < MAX_LENGTH + 100
    assert issue.body.endswith("\n- and more: see the report of the job\n")


def test_one_issue_is_opened_kept_and_closed(github, keep):
    assert keep(DEAD) == "opened issue 1: 1 dead link"
    assert keep(DEAD) == "issue 1 is up to date"
    assert keep(report(finding("https://a.example/"), finding("https://b.example/"))) == (
        "updated issue 1: 2 dead links"
    )
    assert keep(report(ok=3)) == "updated issue 1: No dead links"
    assert [(issue["number"], issue["state"]) for issue in github.issues] == [(1, "closed")]
    assert keep(DEAD) == "updated issue 1: 1 dead link"
    assert [(issue["number"], issue["state"]) for issue in github.issues] == [(1, "open")]
    assert github.tokens == {"Bearer secret"}


def test_without_dead_links_nothing_is_opened(github, keep):
    assert keep(report(ok=3)) == "there are no dead links, and no issue about any"
    assert [method for method, *_ in github.requests] == ["GET"]


def test_undecided_links_keep_it_open(github, keep):
    keep(DEAD)
    keep(report(undecided=1))
    assert github.issues[0]["state"] == "open"
    assert github.issues[0]["title"] == "No dead links"


def test_what_a_person_closed_as_not_planned_stays_closed(github, keep):
    keep(DEAD)
    github.issues[0].update(state="closed", state_reason="not_planned")
    keep(report(finding("https://a.example/"), finding("https://b.example/")))
    assert github.issues[0]["state"] == "closed"
    assert github.issues[0]["title"] == "2 dead links"


def test_an_issue_of_a_stranger_is_left_alone(github, keep):
    github.issues.append({"number": 9, "state": "open", "body": MARK, "title": "mine", "labels": []})
    github.issues.append(
        {"number": 8, "state": "open", "body": None, "title": "ours", "labels": ["dead links"]}
    )
    keep(DEAD)
    assert {issue["number"]: issue["title"] for issue in github.issues} == {
        9: "mine",
        8: "ours",
        3: "1 dead link",
    }


@pytest.mark.parametrize(("status", "why"), [(403, "issues: write"), (410, "no issues"), (500, "500")])
def test_a_refusal_is_a_warning_that_says_why(github, keep, status, why):
    github.refusal = (status, {})
    said = keep(DEAD)
    assert said.startswith("::warning::the issue about dead links is not up to date: ")
    assert why in said


def test_a_forge_that_is_down_is_a_warning(github, keep):
    github.address = "http://127.0.0.1:1"
    assert keep(DEAD).startswith("::warning::")
