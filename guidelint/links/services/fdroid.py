"""F-Droid: apps of f-droid.org by its API, other people's repositories by the entry of their index.

Specified in https://f-droid.org/docs/All_our_APIs/: `/api/v1/packages/<id>` with its `packageName`, which
does not list archived apps, and `entry.json` of any repository, whose `index` is an object
(`org.fdroid.index.v2.Entry` of F-Droid's library). What is said of an app that is missing is specified
nowhere; 404 is evidence where a plain request finds the page dead, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from guidelint.links.services import store
from guidelint.links.services.model import Claim, Question, Said, Service, batches

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context

NAME, LABEL = "fdroid", "F-Droid"
HOST = "f-droid.org"
_ID = re.compile(r"[A-Za-z]\w*(?:\.\w+)+", re.ASCII)
_REPOSITORY = ("fdroid", "repo")


def recognises(address: Address) -> bool:
    """Tell a repository by the end of its address."""
    return address.segments[-2:] == _REPOSITORY


def claim(address: Address, base: str) -> Claim:
    """Claim the page of an app, or a repository."""
    parts = address.segments
    if recognises(address):
        where = str(address.url.with_query(None)).rstrip("/")
        return Claim(NAME, address, where, where, "index")
    if len(parts) in (2, 3) and parts[-2] == "packages" and _ID.fullmatch(parts[-1]):
        return Claim(NAME, address, base, parts[-1], "app")
    return SERVICE.plain(address, "a page of F-Droid itself")


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask about each app and each repository."""
    found = []
    for group in batches(claims, 1):
        first = group[0]
        path = "/entry.json" if first.part == "index" else f"/api/v1/packages/{first.subject}"
        found.append(Question(NAME, first.base + path, group))
    return found


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read whether the app is there, or an index."""
    first = question.claims[0]
    if first.part == "index":
        if not isinstance(answer.data["index"], dict):
            raise TypeError("index")
        return store.said_of(question.claims, store.PRESENT)
    if answer.status == HTTPStatus.NOT_FOUND:
        return store.said_of(question.claims, store.doubtful(LABEL))
    if answer.data["packageName"] != first.subject:
        raise ValueError("another app")
    return store.said_of(question.claims, store.PRESENT)


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=(HOST, f"www.{HOST}"),
    api=f"https://{HOST}",
    documented="https://f-droid.org/docs/All_our_APIs/",
    learns="the ids of the apps that are linked; other repositories only that they are",
    claim=claim,
    questions=questions,
    read=read,
    recognises=recognises,
    says_by_pages=True,
    kept=("packageName", "index"),
)
