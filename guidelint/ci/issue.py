"""The text of the issue about dead links, made of the JSON report.

What comes from a page or a server is escaped: it makes no link, mention or cross-reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from guidelint.findings import Standing
from guidelint.report.markdown import escape
from guidelint.report.model import plural

MARK = "<!-- guidelint: dead links -->"
RULES = ("link-dead", "link-soft-404", "link-fragment")
MAX_LENGTH = 60_000
"""GitHub takes 65,536 characters."""
MAX_PLACES = 20

Finding = Mapping[str, Any]


class Commit(Struct, frozen=True):
    """The commit whose pages were checked: the address of its repository, and its hash."""

    repository: str
    sha: str

    def place(self, path: str, line: int) -> str:
        """Return a Markdown link to a line of a page, as it was in this commit."""
        address = f"{self.repository}/blob/{quote(self.sha)}/{quote(path)}?plain=1#L{line}"
        return f"[{escape(path)}:{line}]({address})"


class Issue(Struct, frozen=True):
    """What the issue should be. `settled` tells that no link was left undecided."""

    title: str
    body: str
    count: int
    settled: bool = True


def issue_of(report: Mapping[str, Any], commit: Commit) -> Issue:
    """Return the issue that `report`, version 1 of the JSON format, asks for.

    What a baseline holds is left out: the site lives with it.
    """
    findings = [
        finding
        for finding in report["findings"]
        if finding["rule"] in RULES and finding["standing"] == Standing.NEW
    ]
    errors = [finding for finding in findings if finding["severity"] == "error"]
    others = [finding for finding in findings if finding["severity"] != "error"]
    count = len(errors)
    title = f"{plural(count, 'dead link')}" if count else "No dead links"
    lines = [MARK, "", _introduction(count, commit), ""]
    lines += _listed("", errors, commit)
    if others:
        lines += _listed("### Failing, but good before or not certain", others, commit)
    return Issue(title, _cut(lines), count, not report["summary"]["links"].get("undecided"))


def _introduction(count: int, commit: Commit) -> str:
    where = f"the pages at [{commit.sha[:7]}]({commit.repository}/commit/{quote(commit.sha)})"
    if not count:
        return f"There are no dead links on {where}."
    return f"There {'is' if count == 1 else 'are'} {plural(count, 'dead link')} on {where}."


def _listed(heading: str, findings: Sequence[Finding], commit: Commit) -> list[str]:
    lines = [heading, ""] if heading else []
    for finding in findings:
        lines += _item(finding, commit)
    return [*lines, ""]


def _item(finding: Finding, commit: Commit) -> Iterator[str]:
    yield f"- [ ] {escape(finding['message'])}"
    for note in (*finding["notes"], *([finding["help"]] if finding["help"] else [])):
        yield f"  - {escape(note)}"
    places = [finding, *finding["related"]]
    shown = ", ".join(commit.place(place["path"], place["line"]) for place in places[:MAX_PLACES])
    more = len(places) - MAX_PLACES
    yield f"  - on {shown}" + (f" and {plural(more, 'more place')}" if more > 0 else "")


def _cut(lines: Sequence[str]) -> str:
    """Return as many of `lines` as an issue takes."""
    text, length = [], 0
    for line in lines:
        length += len(line) + 1
        if length > MAX_LENGTH:
            text.append("- and more: see the report of the job")
            break
        text.append(line)
    return "\n".join(text).rstrip() + "\n"
