"""Firefox add-ons: the API of addons.mozilla.org.

Specified in https://mozilla.github.io/addons-server/topics/api/addons.html#detail
(`docs/topics/api/addons.rst`): 401 or 403 with `is_disabled_by_developer` and `is_disabled_by_mozilla` for
an add-on that is not public, `status` and `is_disabled` for one that is. 404, and 451 where the law forbids
an add-on, are those of the page `overview.html` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from guidelint.links.services import store
from guidelint.links.services.model import Claim, Question, Said, Service, batches

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context

NAME, LABEL = "firefox-addons", "Firefox Add-ons"
_APPLICATIONS = frozenset({"firefox", "android"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


def claim(address: Address, base: str) -> Claim:
    """Claim the page of an add-on."""
    parts = address.segments
    if parts and parts[0] not in _APPLICATIONS and _LANGUAGE.fullmatch(parts[0]):
        parts = parts[1:]
    if len(parts) != 3 or parts[0] not in _APPLICATIONS or parts[1] != "addon":
        return SERVICE.plain(address, "no page of one add-on")
    return Claim(NAME, address, base, parts[2])


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask about each add-on."""
    found = []
    for group in batches(claims, 1):
        slug = quote(group[0].subject, safe="")
        found.append(Question(NAME, f"{group[0].base}/addons/addon/{slug}/", group))
    return found


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read whether the add-on is there for everybody."""
    data = answer.data
    if answer.status == HTTPStatus.NOT_FOUND:
        return store.said_of(question.claims, store.doubtful(LABEL, "not among the add-ons"))
    if answer.status in _REFUSED:
        return store.said_of(question.claims, _disabled(data))
    if data["is_disabled"] or data["status"] in ("deleted", "disabled"):
        return store.said_of(question.claims, store.missing(LABEL, "disabled"))
    return store.said_of(question.claims, store.PRESENT)


def _disabled(data: Mapping[str, object]) -> Said:
    if data["is_disabled_by_mozilla"]:
        return store.missing(LABEL, "disabled by Mozilla")
    if data["is_disabled_by_developer"]:
        return store.missing(LABEL, "disabled by its developer")
    return store.missing(LABEL, "not public")


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=("addons.mozilla.org",),
    api="https://addons.mozilla.org/api/v5",
    documented="https://mozilla.github.io/addons-server/topics/api/addons.html#detail",
    learns="the names of the add-ons that are linked",
    claim=claim,
    questions=questions,
    read=read,
    kept=("id", "is_disabled", "status"),
)
