"""Whether a fragment leads somewhere on a page (HTML standard, "find a potential indicated element")."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote

# Line numbers and comments that code hosts add by script, positions in documents and media.
_BY_SCRIPT = re.compile(
    r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|L?\d+-L?\d+|lines?-\d+(?:[-:]\d+)*|diff-.+|note_\d+|"
    r"(?:issue|issuecomment|discussion_r|discussioncomment|pullrequestreview|commitcomment|event|ref-commit|ref-pullrequest)-?\w*|"
    r"page=\d+.*|t=.+|xywh=.+|svgView\(.*|__\w+",
    re.IGNORECASE,
)
_STATE = re.compile(r"[/!?=&]")


def wanted(fragment: str | None) -> str | None:
    """Give the part of a fragment that must be an id or name on the page, or None if there is none.

    Nothing: no fragment, `#`, `#top`, text fragments (`#:~:text=`), routes and states of scripts (`#!/`,
    `#/`, `#narrow/...`, `#a=b`), line numbers and comments of code hosts.
    """
    if not fragment:
        return None
    name = fragment.partition(":~:")[0]
    if not name or name.lower() == "top" or _STATE.search(name) or _BY_SCRIPT.fullmatch(name):
        return None
    return name


def is_present(name: str, ids: Collection[str]) -> bool:
    """Say whether `name` indicates one of `ids`.

    As written, percent-decoded, or with `user-content-` before it, as code hosts write ids.
    """
    decoded = unquote(name)
    return any(
        form in ids for form in (name, decoded, f"user-content-{decoded}", f"user-content-{decoded.lower()}")
    )


def near_miss(name: str, ids: Collection[str]) -> str | None:
    """Give an id that differs from `name` in letter case alone, or None."""
    folded = unquote(name).casefold()
    return min((found for found in ids if found.casefold() == folded), default=None)
