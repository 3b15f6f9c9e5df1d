"""The workflow for GitHub, the job for GitLab and the container recipe, as far as they run here."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from guidelint.cli.check import command
from guidelint.config.layer import Layer
from guidelint.config.links import LinkSettings
from guidelint.config.load import load_settings
from tests.ci.runner import ACTION
from tests.conftest import REPOSITORY
from tests.sites import write_site

WORKFLOWS = ("ci/github.yml", ".github/workflows/ci.yml")
GITLAB = yaml.safe_load((REPOSITORY / "ci" / "gitlab.yml").read_text(encoding="utf-8"))["guidelint"]
DIGEST = re.compile(r"python:3\.\d+-slim@sha256:[0-9a-f]{64}")
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")
BIN = Path(sys.executable).parent


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_are_pinned_and_may_read_only(name):
    workflow = yaml.safe_load((REPOSITORY / name).read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    for step in steps:
        assert "uses" not in step or step["uses"] == "./" or PINNED.fullmatch(step["uses"])
        assert "${{" not in step.get("run", "")
        if step.get("uses", "").startswith(("./", "example/guidelint@")):
            assert set(step.get("with", {})) <= set(ACTION["inputs"])


def test_zizmor_finds_nothing():
    done = subprocess.run(
        [BIN / "zizmor", "--offline", "--quiet", "action.yml", *WORKFLOWS],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def gitlab(tmp_path):
    """Run the script of the job for GitLab in a site with a dead link: the finished process."""
    files = {"docs/index.md": "# Harbour\n\n[Tides](tide.md)\n", "docs/low tide.md": "# Low tide\n"}
    write_site(tmp_path, files, "site_name: Harbour\n")

    def run(**variables):
        environment = os.environ | {
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "GUIDELINT_LINKS": "false",
        }
        given = {
            name: str(value) for name, value in GITLAB["variables"].items() if name.startswith("GUIDELINT_")
        }
        return subprocess.run(
            ["sh", "-eu", "-c", "\n".join(GITLAB["script"])],
            cwd=tmp_path,
            env=environment | given | {"GUIDELINT_LINKS": "false"} | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_gitlab_gets_its_reports(gitlab, tmp_path):
    assert gitlab().returncode == 1
    reports = GITLAB["artifacts"]["reports"]
    [finding] = json.loads((tmp_path / reports["codequality"]).read_text())
    assert finding["location"]["path"] == "docs/index.md"
    assert "link-file" in (tmp_path / reports["junit"]).read_text()


def test_gitlab_takes_paths_and_never_fails_if_so_told(gitlab, tmp_path):
    done = gitlab(GUIDELINT_PATHS="docs/low tide.md\n\ndocs/index.md", GUIDELINT_FAIL_ON="never")
    assert done.returncode == 0
    assert "2 pages" in done.stderr


@pytest.mark.parametrize(("source", "allowed"), [("7", ["10.0.0.0/8"]), ("9", ["192.0.2.0/24"])])
def test_on_gitlab_a_fork_opens_no_private_network(gitlab, tmp_path, source, allowed):
    (tmp_path / "guidelint.toml").write_text('[links]\nallow-network = ["10.0.0.0/8"]\n')
    (tmp_path / "guidelint").write_text('#!/bin/sh\nprintf "%s " "$@"\n')
    (tmp_path / "guidelint").chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    ids = {"CI_MERGE_REQUEST_PROJECT_ID": "7", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": source}
    options = gitlab(PATH=path, **ids).stdout.split(" -- ")[0].split()[1:]
    context = command.make_context("check", options)
    given = LinkSettings(allow_network=context.params["allow_network"])
    settings = load_settings(tmp_path, overrides=Layer(links=given))
    assert list(settings.links.allow_network) == allowed


def test_gitlab_takes_a_baseline(gitlab, tmp_path):
    subprocess.run([BIN / "guidelint", "baseline", "create", "--offline"], cwd=tmp_path, check=True)
    assert gitlab(GUIDELINT_BASELINE="guidelint-baseline.toml").returncode == 0


def test_what_gitlab_is_given_is_no_code(gitlab, tmp_path):
    done = gitlab(GUIDELINT_PATHS="$(touch pwned)\n--fix", GUIDELINT_PRESET="`touch pwned`")
    assert done.returncode == 2
    assert not (tmp_path / "pwned").exists()


def test_gitlab_keeps_the_history_of_the_default_branch_alone():
    policies = [rule["variables"]["GUIDELINT_CACHE_POLICY"] for rule in GITLAB["rules"]]
    assert policies == ["pull", "pull-push"]
    assert DIGEST.fullmatch(GITLAB["image"])


def test_the_container_has_all_that_its_last_step_needs(tmp_path):
    text = (REPOSITORY / "Containerfile").read_text(encoding="utf-8")
    [image] = re.findall(r"^FROM (.+)$", text, re.MULTILINE)
    assert DIGEST.fullmatch(image)
    assert re.search(r"^USER 65534", text, re.MULTILINE)
    for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE):
        *sources, target = line.split()
        for source in sources:
            place = tmp_path / target.removeprefix("/tmp/")
            place = place / source if target.endswith("/") else place
            place.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (REPOSITORY / source).is_dir() else shutil.copy
            copy(REPOSITORY / source, place)
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    subprocess.run([*command, "--target", tmp_path / "packages", tmp_path / "guidelint"], check=True)
    path = os.pathsep.join([str(tmp_path / "packages"), sysconfig.get_path("purelib")])
    done = subprocess.run(
        [sys.executable, "-m", "guidelint", "explain", "link-file"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("# link-file\n")
