"""Flathub: a page that scripts make for any id, and an API that knows which apps there are.

Specified in https://flathub.org/api/v2/docs, which is made of `backend/app/routes/apps.py` and
`backend/app/api_models.py`. An app that is missing or at the end of its life is answered with 404 by `GET
/appstream/{app_id}`. `GET /eol/rebase/{app_id}` then gives its new id and `GET /eol/message/{app_id}` the
last words about it, or null. The page of the app leads to the new one, shows the words, or says that there
is no such app (`frontend/app/[locale]/apps/[appId]/page.tsx`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from guidelint.links.model import Evidence
from guidelint.links.services import forge, store
from guidelint.links.services.model import Claim, Question, Said, Service, batches
from guidelint.links.verdict import State, Verdict

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context

NAME, LABEL = "flathub", "Flathub"
_ID = re.compile(r"[A-Za-z_][\w.-]{5,254}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?")
_APP, _NEW_ID, _LAST_WORDS = "appstream", "eol/rebase", "eol/message"
_NO_SUCH_ROUTE = "Not Found"


def claim(address: Address, base: str) -> Claim:
    """Claim the page of an app, in its present and in its former form."""
    parts = address.segments
    if len(parts) > 2 and parts[0] != "apps" and _LANGUAGE.fullmatch(parts[0]):
        parts = parts[1:]
    if parts[:1] == ("apps",) and parts[1:2] == ("details",):
        parts = (parts[0], *parts[2:])
    if len(parts) != 2 or parts[0] != "apps" or not _is_app(parts[1]):
        return SERVICE.plain(address, "a page of the store itself")
    return Claim(NAME, address, base, parts[1])


def _is_app(name: str) -> bool:
    return bool(_ID.fullmatch(name)) and "." in name and not name.endswith(".flatpakref")


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask about each app."""
    return [_about(_APP, group) for group in batches(claims, 1)]


def _about(what: str, claims: tuple[Claim, ...]) -> Question:
    return Question(NAME, f"{claims[0].base}/{what}/{claims[0].subject}", claims)


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read whether the app is there, and of one that is not, whether it has a new id or ended with words."""
    found = _found(answer)
    said = _of_app
    if question.url == _about(_NEW_ID, question.claims).url:
        said = _of_new_id
    elif question.url == _about(_LAST_WORDS, question.claims).url:
        said = _of_last_words
    return {claim: said(claim, found) for claim in question.claims}


def _found(answer: ApiAnswer) -> Any:
    """Give what was found, None where nothing was."""
    if answer.status != HTTPStatus.NOT_FOUND:
        return json.loads(answer.text)
    if answer.data["detail"] == _NO_SUCH_ROUTE:
        raise ValueError("the API has other addresses now")
    return None


def _of_app(claim: Claim, found: Any) -> Said:
    if found is None:
        return Said(then=_about(_NEW_ID, (claim,)))
    if found["id"].removesuffix(".desktop") != claim.subject.removesuffix(".desktop"):
        raise ValueError("another app")
    return store.PRESENT


def _of_new_id(claim: Claim, found: Any) -> Said:
    if found is None:
        return Said(then=_about(_LAST_WORDS, (claim,)))
    if not _ID.fullmatch(found):
        raise ValueError("no id")
    evidence = forge.renamed(LABEL, found)
    to = forge.moved_address(claim.address, len(claim.address.segments), f"apps/{found}")
    return Said(Verdict.MOVED, evidence.text, moved_to=to, evidence=evidence)


def _of_last_words(claim: Claim, found: Any) -> Said:  # noqa: ARG001 - as above
    if found is None:
        return store.missing(LABEL)
    if not isinstance(found, str):
        raise TypeError("no words")
    evidence = Evidence(LABEL, State.ARCHIVED, "at the end of its life in the store")
    return Said(Verdict.OK, evidence=evidence)


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
    kept=("id",),
)
