"""Apple's App Store: the lookup API, asked about many apps of one country at once.

Specified in
https://developer.apple.com/library/archive/documentation/AudioVideo/Conceptual/iTuneSearchAPI/LookupExamples.html
and in the pages of the same guide about searching and about results: `lookup?id=`, `country`, `resultCount`,
`results` with a `trackId`, 50 results unless more are asked for, and about 20 questions a minute. Commas are
specified there between ids of artists and albums only, so an app that is missing from an answer about
several is asked about alone. One that is not for sale in a country may be in others, so a plain request then
decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from guidelint.links.services import store
from guidelint.links.services.model import Claim, Question, Said, Service, batches

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context

NAME, LABEL = "app-store", "App Store"
AT_ONCE = 50
_ID = re.compile(r"(?:id)?(\d{6,12})")
_COUNTRY = re.compile(r"[a-z]{2}")


def claim(address: Address, base: str) -> Claim:
    """Claim a page of the store. The country stands in the address, or it is that of the run."""
    parts = address.segments
    country = parts[0] if parts and _COUNTRY.fullmatch(parts[0]) else ""
    rest = parts[1:] if country else parts
    match = _ID.fullmatch(rest[-1]) if len(rest) in (2, 3) and rest[0] == "app" else None
    if match is None:
        return SERVICE.plain(address, "no page of one app")
    return Claim(NAME, address, base, match[1], part=country)


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:
    """Ask about the apps of each country together."""
    found: list[Question] = []
    placed = [replace(claim, part=claim.part or context.country) for claim in claims]
    for country in dict.fromkeys(claim.part for claim in placed):
        groups = batches([claim for claim in placed if claim.part == country], AT_ONCE)
        found += map(_about, groups)
    return found


def _about(claims: tuple[Claim, ...]) -> Question:
    """Ask about apps of one country."""
    ids = ",".join(dict.fromkeys(claim.subject for claim in claims))
    return Question(NAME, f"{claims[0].base}/lookup?id={ids}&country={claims[0].part}", claims)


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read which apps were found."""
    if not isinstance(answer.data["resultCount"], int):
        raise TypeError("resultCount")
    known = {str(entry["trackId"]) for entry in answer.data["results"] if "trackId" in entry}
    is_alone = len({claim.subject for claim in question.claims}) == 1
    return {
        claim: store.PRESENT if claim.subject in known else _missing(claim, is_alone=is_alone)
        for claim in question.claims
    }


def _missing(claim: Claim, *, is_alone: bool) -> Said:
    """Ask once more about an app that is missing among several: only the form for one app is specified."""
    if not is_alone:
        return Said(then=_about((claim,)))
    return Said(evidence=store.gone(LABEL, f"not in the store of {claim.part.upper()}"))


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=("apps.apple.com", "itunes.apple.com"),
    api="https://itunes.apple.com",
    documented="https://performance-partners.apple.com/search-api",
    learns="the ids of the apps that are linked",
    claim=claim,
    questions=questions,
    read=read,
)
