"""Apple's App Store: the lookup API, asked about many apps of one country at once.

Specified in https://performance-partners.apple.com/search-api and
https://developer.apple.com/library/archive/documentation/AudioVideo/Conceptual/iTuneSearchAPI/LookupExamples.html:
ids with commas between them, `country`, `resultCount`, `results`. An app that is not for sale in a country is
not among the results; as it may be in others, a plain request then decides.
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
AT_ONCE = 100
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
    found = []
    placed = [replace(claim, part=claim.part or context.country) for claim in claims]
    for country in dict.fromkeys(claim.part for claim in placed):
        for group in batches([claim for claim in placed if claim.part == country], AT_ONCE):
            ids = ",".join(dict.fromkeys(claim.subject for claim in group))
            found.append(Question(NAME, f"{group[0].base}/lookup?id={ids}&country={country}", group))
    return found


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read which apps were found."""
    if not isinstance(answer.data["resultCount"], int):
        raise TypeError("resultCount")
    known = {str(entry["trackId"]) for entry in answer.data["results"] if "trackId" in entry}
    return {claim: store.PRESENT if claim.subject in known else _missing(claim) for claim in question.claims}


def _missing(claim: Claim) -> Said:
    evidence = store.gone(LABEL, f"not in the store of {claim.part.upper()}")
    return Said(evidence=evidence)


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
