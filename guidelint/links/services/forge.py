"""What code hosts have in common: what is said of a repository, and the places in its files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from guidelint.links.fragments import is_present, wanted
from guidelint.links.model import Evidence
from guidelint.links.services.model import Said
from guidelint.links.verdict import State, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection

    from guidelint.links.services.model import Address, Claim, Context

_LINES = re.compile(r"L(\d+)(?:C\d+)?(?:-L?(\d+)(?:C\d+)?)?")
_MARKDOWN = frozenset({".md", ".markdown", ".mkdn", ".mkd"})
README = "README.md"


def repository(
    label: str,
    *,
    archived: bool = False,
    since: str | None = None,
    changed: str | None = None,
    empty: bool = False,
) -> Evidence | None:
    """Give what is worth saying about a repository that is there, or None.

    `since` and `changed`, the time of the last change, begin with a date.
    """
    if archived:
        when = f" since {since[:10]}" if since else f", last changed on {changed[:10]}" if changed else ""
        return Evidence(label, State.ARCHIVED, f"archived{when}")
    return Evidence(label, State.EMPTY, "nothing is in it") if empty else None


def without_releases(label: str) -> Evidence:
    """Give what is said of a page of releases without any."""
    return Evidence(label, State.EMPTY, "there are no releases")


def renamed(label: str, name: str) -> Evidence:
    """Give what is said of a repository that has another name now."""
    return Evidence(label, State.RENAMED, f"renamed to {name}")


def missing(label: str, of: str = "repository") -> Said:
    """Leave what is not there to a plain request, as a reader makes it."""
    return Said(if_dead=Evidence(label, State.GONE, f"there is no such {of}, or it is not public"))


def is_another(name: str, asked: str) -> bool:
    """Tell whether a repository was found under another name than the one in the link."""
    return name.casefold() != asked.casefold()


def moved_address(address: Address, length: int, name: str) -> str:
    """Give the address with its first `length` path segments replaced by `name`."""
    rest = [part for part in address.url.raw_path.split("/")[1:] if part][length:]
    path = "/" + "/".join([name, *rest])
    return str(address.url.with_path(path, encoded=True).with_query(address.url.query_string or None))


def found(
    claim: Claim, evidence: Evidence | None, *, label: str, name: str, length: int, settled: bool
) -> Said:
    """Say that a repository is there, under `name`; `settled` tells whether that answers for the page."""
    if is_another(name, claim.subject):
        evidence = evidence if evidence and evidence.state is State.ARCHIVED else renamed(label, name)
        to = moved_address(claim.address, length, name)
        return Said(Verdict.MOVED if settled else None, f"renamed to {name}", moved_to=to, evidence=evidence)
    return Said(Verdict.OK if settled else None, evidence=evidence)


def places(
    fragments: Collection[str], text: str | None, name: str, context: Context
) -> Mapping[str, str | None]:
    """Look fragments up in a text file: lines, and in a Markdown file headings.

    A fragment that cannot be judged is left out; one that leads nowhere is mapped to the reason.
    """
    known: dict[str, str | None] = {}
    if text is None:
        return known
    ids: frozenset[str] | None = None
    for fragment in fragments:
        if lines := _LINES.fullmatch(fragment):
            count = text.count("\n") + (not text.endswith("\n"))
            last = int(lines[2] or lines[1])
            known[fragment] = None if last <= count else f"{name} has {count} lines"
        elif wanted(fragment) and context.heading_ids and PurePosixPath(name).suffix.lower() in _MARKDOWN:
            ids = context.heading_ids(text) if ids is None else ids
            there = is_present(unquote(fragment).lower(), ids) or is_present(fragment, ids)
            known[fragment] = None if there else f"no heading of {name} has the id {fragment!r}"
    return known


def text_of(value: Any) -> str | None:
    """Give the text of a file from a GraphQL blob, None where it is binary or cut off."""
    if not isinstance(value, dict) or value.get("isBinary") or value.get("isTruncated"):
        return None
    text = value.get("text")
    return text if isinstance(text, str) else None
