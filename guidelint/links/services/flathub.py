"""Flathub: a page that scripts make for any id, and an API that knows which apps there are.

Specified in https://flathub.org/api/v2/docs, `GET /appstream/{app_id}`: 404 where there is no such app,
`is_eol` for one whose life is over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from guidelint.links.model import Evidence
from guidelint.links.services import store
from guidelint.links.services.model import Claim, Question, Said, Service, batches
from guidelint.links.verdict import State, Verdict

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context

NAME, LABEL = "flathub", "Flathub"
_ID = re.compile(r"[A-Za-z_][\w.-]{5,254}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")


def claim(address: Address, base: str) -> Claim:
    """Claim the page of an app, in its present and in its former form."""
    parts = address.segments
    if len(parts) > 2 and parts[0] != "apps" and _LANGUAGE.fullmatch(parts[0]):
        parts = parts[1:]
    if parts[:1] == ("apps",) and parts[1:2] == ("details",):
        parts = (parts[0], *parts[2:])
    if len(parts) != 2 or parts[0] != "apps" or "." not in parts[1] or not _ID.fullmatch(parts[1]):
        return SERVICE.plain(address, "a page of the store itself")
    return Claim(NAME, address, base, parts[1])


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask about each app."""
    return [
        Question(NAME, f"{group[0].base}/appstream/{group[0].subject}", group) for group in batches(claims, 1)
    ]


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read whether the app is there, and still cared for."""
    if answer.status == HTTPStatus.NOT_FOUND:
        return store.said_of(question.claims, store.missing(LABEL))
    if answer.data["id"].removesuffix(".desktop") != question.claims[0].subject.removesuffix(".desktop"):
        raise ValueError("another app")
    if answer.data.get("is_eol"):
        evidence = Evidence(LABEL, State.ARCHIVED, "at the end of its life in the store")
        return store.said_of(question.claims, Said(Verdict.OK, evidence=evidence))
    return store.said_of(question.claims, store.PRESENT)


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=("flathub.org", "www.flathub.org"),
    api="https://flathub.org/api/v2",
    documented="https://flathub.org/api/v2/docs",
    learns="the ids of the apps that are linked",
    claim=claim,
    questions=questions,
    read=read,
    kept=("id", "is_eol"),
)
