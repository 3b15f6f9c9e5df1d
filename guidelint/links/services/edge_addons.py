"""Edge add-ons: a page that scripts make for any id, and an address that its own pages ask.

No documentation specifies that address or what it answers, so this service is off unless it is switched on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from guidelint.links.services import store
from guidelint.links.services.chrome_store import ID
from guidelint.links.services.model import Claim, Question, Said, Service, batches

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context

NAME, LABEL = "edge-addons", "Edge Add-ons"


def claim(address: Address, base: str) -> Claim:
    """Claim the page of an add-on."""
    parts = address.segments
    if parts[:2] != ("addons", "detail") or not ID.fullmatch(parts[-1]):
        return SERVICE.plain(address, "no page of one add-on")
    return Claim(NAME, address, base, parts[-1])


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask about each add-on."""
    path = "addons/getproductdetailsbycrxid"
    return [
        Question(NAME, f"{group[0].base}/{path}/{group[0].subject}", group) for group in batches(claims, 1)
    ]


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read whether the add-on is there."""
    if answer.status == HTTPStatus.NOT_FOUND:
        return store.said_of(question.claims, store.missing(LABEL))
    if answer.data["crxId"] != question.claims[0].subject:
        raise ValueError("another add-on")
    return store.said_of(question.claims, store.PRESENT)


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=("microsoftedge.microsoft.com",),
    api="https://microsoftedge.microsoft.com",
    documented="",
    learns="the ids of the add-ons that are linked",
    claim=claim,
    questions=questions,
    read=read,
    kept=("crxId",),
)
