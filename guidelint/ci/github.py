"""One issue about dead links, found by its label and its mark, and kept up to date in place.

``python -m guidelint.ci.github REPORT`` runs in a job of GitHub Actions, whose variables say where
the repository is; ``GITHUB_TOKEN`` must be allowed to write issues.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from guidelint.ci.issue import MARK, Commit, Issue, issue_of

LABEL = "dead links"
SECONDS = 30
EXISTS = 422
ADVICE = {
    401: "the token is not valid",
    403: 'the job needs "permissions: issues: write"',
    404: 'the job needs "permissions: issues: write"',
    410: "the repository has no issues",
}


class RefusedError(Exception):
    """GitHub has not done what it was asked for, and why; `status` is that of its answer, 0 without one."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class GitHub(Struct, frozen=True):
    """The API of a repository: its address, and the token for it."""

    address: str
    token: str

    def call(self, method: str, path: str, data: object = None) -> Any:
        """Ask for `path` below the repository and return the answer; raise `RefusedError` for any other."""
        request = urllib.request.Request(  # noqa: S310 - the address comes from the runner
            f"{self.address}{path}",
            method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
                "User-Agent": "guidelint",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            reason = ADVICE.get(error.code, error.reason)
            raise RefusedError(
                f"{method} {path.partition('?')[0]}: {error.code}, {reason}", error.code
            ) from error
        except (OSError, ValueError) as error:
            raise RefusedError(f"{method} {path.partition('?')[0]}: {error}") from error


def keep(github: GitHub, issue: Issue) -> str:
    """Make the issue of the repository what `issue` says; return what was done.

    Without dead links it is closed, unless some links could not be decided. What people closed as
    not planned stays closed.
    """
    found = _find(github)
    if found is None:
        if not issue.count:
            return "there are no dead links, and no issue about any"
        made = github.call(
            "POST", "/issues", {"title": issue.title, "body": issue.body, "labels": [_label(github)]}
        )
        return f"opened issue {made['number']}: {issue.title}"
    changes = _changes(found, issue)
    if not changes:
        return f"issue {found['number']} is up to date"
    github.call("PATCH", f"/issues/{found['number']}", changes)
    return f"updated issue {found['number']}: {issue.title}"


def _find(github: GitHub) -> Mapping[str, Any] | None:
    """Return the newest issue that this program has made; only members can give it the label."""
    query = f"/issues?state=all&labels={LABEL.replace(' ', '%20')}&per_page=100"
    issues = github.call("GET", query)
    return next((one for one in issues if MARK in (one["body"] or "") and "pull_request" not in one), None)


def _label(github: GitHub) -> str:
    try:
        github.call("POST", "/labels", {"name": LABEL, "description": "Kept up to date by guidelint"})
    except RefusedError as error:
        if error.status != EXISTS:
            raise
    return LABEL


def _changes(found: Mapping[str, Any], issue: Issue) -> dict[str, Any]:
    wanted: dict[str, Any] = {"title": issue.title, "body": issue.body}
    if issue.count and found.get("state_reason") != "not_planned":
        wanted["state"] = "open"
    elif not issue.count and issue.settled:
        wanted["state"] = "closed"
    kept = {**found, "body": (found["body"] or "").replace("\r\n", "\n")}
    return wanted if any(kept[name] != value for name, value in wanted.items()) else {}


def main(arguments: list[str], environment: Mapping[str, str]) -> int:
    """Read the report, keep the issue, say what was done; a refusal is a warning of the job."""
    [name] = arguments
    repository = environment["GITHUB_REPOSITORY"]
    commit = Commit(f"{environment['GITHUB_SERVER_URL']}/{repository}", environment["GITHUB_SHA"])
    report = json.loads(Path(name).read_text(encoding="utf-8"))
    github = GitHub(f"{environment['GITHUB_API_URL']}/repos/{repository}", environment["GITHUB_TOKEN"])
    try:
        print(keep(github, issue_of(report, commit)))  # noqa: T201 - the log of the job
    except RefusedError as error:
        print(f"::warning::the issue about dead links is not up to date: {error}")  # noqa: T201 - as above
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
