"""The steps of action.yml, run in a repository with flaws, for every kind of event.

With ``GUIDELINT_FRESH=1`` in the environment everything is installed as on a new machine; otherwise
pip finds the dependencies of this environment, so that nothing is downloaded.
"""

import http.server
import json
import os
import re
import subprocess
import sysconfig
import threading
from pathlib import Path
from typing import ClassVar

import pytest

from tests.ci.forge import forge
from tests.ci.runner import ACTION, Job
from tests.conftest import REPOSITORY
from tests.sites import write_site

REPO = "harbour/guide"
FRESH = os.environ.get("GUIDELINT_FRESH") == "1"
PUSH = {"event_name": "push", "ref": "refs/heads/main"}
SCHEDULE = {"event_name": "schedule", "ref": "refs/heads/main"}
FULL_SHA = re.compile(r"[\w./-]+@[0-9a-f]{40}")


def pull_request(head, author="mate"):
    return {
        "event_name": "pull_request",
        "ref": "refs/pull/1/merge",
        "event": {"pull_request": {"head": {"repo": {"full_name": head}}, "user": {"login": author}}},
    }


OWN, FORK, BOT = pull_request(REPO), pull_request("stranger/guide"), pull_request(REPO, "dependabot[bot]")


class Nothing(http.server.BaseHTTPRequestHandler):
    """A server on which every page is gone; `asked` are the paths that were asked for."""

    asked: ClassVar[list[str]] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_error(410)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def dead_link():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Nothing)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/tables"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def repository(tmp_path_factory, dead_link):
    """A git repository with a dead link to a page of its own and one to a page elsewhere."""
    folder = tmp_path_factory.mktemp("checkout")
    files = {
        "docs/index.md": f"# Harbour\n\n[Tides](tide.md) and [tables]({dead_link}).\n",
        "docs/tides.md": "# Tides\n",
        "guidelint.toml": '[links]\nallow-network = ["127.0.0.0/8"]\n',
    }
    write_site(folder, files, "site_name: Harbour\n")
    git = ("git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.org")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "Begin")):
        subprocess.run([*git, *command], check=True)
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory, repository):
    """The first steps, up to the check: they are the same for every event."""
    variables = {} if FRESH else {"PYTHONPATH": sysconfig.get_path("purelib"), "PIP_NO_INDEX": "1"}
    temporary = tmp_path_factory.mktemp("runner")
    job = Job(repository, temporary, {"repository": REPO, **PUSH}, environment=variables).run(until="check")
    assert job.status == 0, job.log
    return job


@pytest.fixture
def run(installed, tmp_path):
    """Run the job for an event, with a GitHub of its own: the job, and that GitHub."""

    def run_job(event, **inputs):
        with forge() as github:
            context = {
                "repository": REPO,
                "sha": "0" * 40,
                "token": "secret",
                "api_url": github.address,
                **event,
            }
            context["event"] = {"repository": {"default_branch": "main"}, **event.get("event", {})}
            job = Job(
                installed.folder,
                tmp_path,
                context,
                {name.replace("_", "-"): value for name, value in inputs.items()},
                installed.environment | {"HOME": str(installed.temporary / "home")},
            )
            outputs = {**installed.steps["install"]["outputs"], "folder": str(tmp_path / "guidelint")}
            install = {"outputs": outputs}
            (tmp_path / "guidelint").mkdir(exist_ok=True)
            if not (tmp_path / "guidelint" / "venv").exists():
                (tmp_path / "guidelint" / "venv").symlink_to(installed.temporary / "guidelint" / "venv")
            return job.run(known={"install": install}), github

    return run_job


def names(job):
    return [name for name, _ in job.used]


def test_every_action_is_pinned_to_a_commit():
    used = [step["uses"] for step in ACTION["runs"]["steps"] if "uses" in step]
    assert used
    assert all(FULL_SHA.fullmatch(name) for name in used)


@pytest.mark.parametrize("event", [PUSH, SCHEDULE])
def test_on_push_and_schedule_all_is_saved_uploaded_and_kept(run, event):
    job, github = run(event)
    assert names(job) == [
        "actions/setup-python",
        "actions/cache/restore",
        "actions/cache/save",
        "github/codeql-action/upload-sarif",
    ]
    restored, saved = job.used[1][1], job.used[2][1]
    assert restored["key"] == saved["key"] == "guidelint-Linux-7-1"
    assert restored["restore-keys"] == "guidelint-Linux-"
    assert [Path(place).exists() for place in saved["path"].split()] == [True, True]
    sarif = json.loads(Path(job.used[3][1]["sarif_file"]).read_text())
    assert {result["ruleId"] for result in sarif["runs"][0]["results"]} == {"GL501", "GL601"}
    assert [issue["title"] for issue in github.issues] == ["1 dead link"]
    assert github.tokens == {"Bearer secret"}
    assert job.given["check"]["GITHUB_TOKEN"] == "secret"
    assert job.status == 1


@pytest.mark.parametrize(
    "event", [FORK, BOT, {"event_name": "pull_request_target", "ref": "refs/heads/main"}]
)
def test_a_stranger_gets_annotations_and_a_summary_and_no_more(run, event):
    Nothing.asked.clear()
    job, github = run(event)
    assert Nothing.asked == [], "the configuration of a stranger opens no private network"
    assert names(job) == ["actions/setup-python", "actions/cache/restore"]
    assert github.requests == []
    assert "::error file=docs/index.md,line=3," in job.log
    assert "link-file" in job.summary.read_text()
    assert job.given["check"]["GITHUB_TOKEN"] == ""
    assert job.status == 1


def test_a_pull_request_of_the_repository_is_uploaded_too(run):
    job, github = run(OWN)
    assert names(job)[-1] == "github/codeql-action/upload-sarif"
    assert "actions/cache/save" not in names(job)
    assert github.requests == []


def test_the_issue_is_about_the_default_branch(run):
    _, github = run({"event_name": "push", "ref": "refs/heads/draft"})
    assert github.requests == []


def test_offline_asks_nobody_and_keeps_nothing(run):
    job, github = run(PUSH, links="false", fail_on="never", sarif="false")
    assert names(job) == ["actions/setup-python"]
    assert github.requests == []
    assert job.status == 0
    assert json.loads((job.temporary / "guidelint" / "report.json").read_text())["links"] == []


@pytest.fixture
def change(repository):
    """Commit another text of a page: the pull request of a fork with this change."""
    git = ("git", "-C", repository, "-c", "user.name=a", "-c", "user.email=a@example.org")
    base = subprocess.run(
        [*git, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()

    def commit(page, text):
        (repository / page).write_text(text)
        subprocess.run([*git, "commit", "-qam", "Change"], check=True)
        return {**FORK, "event": {"pull_request": {**FORK["event"]["pull_request"], "base": {"sha": base}}}}

    yield commit
    subprocess.run([*git, "reset", "-q", "--hard", base], check=True)


def test_a_pull_request_answers_for_what_it_breaks(run, change):
    job, _ = run(change("docs/tides.md", "# Tides\n\nAsk the [pilot](pilot.md).\n"), links="false")
    assert job.status == 1
    assert "::error file=docs/tides.md,line=3," in job.log
    assert "docs/index.md" not in job.log


def test_a_pull_request_does_not_answer_for_what_was_broken_before(run, change):
    job, _ = run(change("docs/tides.md", "# Tides\n\nAll is well.\n"), links="false")
    assert job.status == 0
    job, _ = run(
        change("docs/tides.md", "# Tides\n\nAll is well now.\n"), links="false", changed_only="false"
    )
    assert job.status == 1


def test_a_baseline_holds_what_the_site_lives_with(run, repository, installed):
    program = installed.temporary / "guidelint" / "venv" / "bin" / "guidelint"
    command = [program, "baseline", "create", "--offline", "--file", "known.toml"]
    subprocess.run(command, cwd=repository, env=os.environ | installed.environment, check=True)
    try:
        job, _ = run(PUSH, links="false", baseline="known.toml")
    finally:
        (repository / "known.toml").unlink()
    assert job.status == 0


@pytest.mark.parametrize(("fail_on", "status"), [("error", 1), ("info", 1), ("never", 0), ("eror", 2)])
def test_fail_on_decides_about_the_status(run, fail_on, status):
    job, _ = run(FORK, links="false", fail_on=fail_on)
    assert job.status == status


def test_hostile_inputs_are_no_code(run, tmp_path):
    job, _ = run(
        FORK, links="false", paths="docs/$(touch pwned).md\n\n--fix;touch pwned\n", preset="`touch pwned`"
    )
    assert job.status == 2
    assert not list(tmp_path.rglob("pwned"))
    assert not list(job.folder.rglob("pwned"))


def test_paths_stand_one_on_a_line(run):
    job, _ = run(FORK, links="false", paths="docs/tides.md\ndocs/index.md")
    report = json.loads((job.temporary / "guidelint" / "report.json").read_text())
    assert report["summary"]["files"] == 2


def test_the_lock_of_the_action_is_a_part_of_that_of_developers():
    def pins(name):
        text = (REPOSITORY / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==([^\s;]+)", text, re.MULTILINE))

    ours, all_of_them = pins("ci/requirements.txt"), pins("requirements-dev.txt")
    assert {"aiohttp", "click", "hatchling"} <= set(ours)
    assert ours.items() <= all_of_them.items()
