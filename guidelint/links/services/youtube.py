"""YouTube: its page of a video that was removed has status 200, its oEmbed answer has not.

Specified in https://oembed.com/#section2.3 (404 where there is nothing, 401 where it is not public,
`version`) and, for the address of the endpoint and the forms of links, in the list of providers at
https://oembed.com/#section7 (`providers/youtube.yml`). The player also takes lists and channels in place of
a video (https://developers.google.com/youtube/player_parameters); they are left to a plain request. So is
what is answered with 401 or 403, because that is also said of videos that may not be embedded.
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

NAME, LABEL = "youtube", "YouTube"
_ID = re.compile(r"[\w-]{11}", re.ASCII)
_LIST = re.compile(r"[\w-]{12,64}", re.ASCII)
_PLAYERS = frozenset({"shorts", "embed", "live", "v"})
_NO_VIDEOS = frozenset({"videoseries", "live_stream"})
_SHORT = "youtu.be"


def claim(address: Address, base: str) -> Claim:
    """Claim the page of a video or a list of videos."""
    parts, query = address.segments, address.url.query
    video = ""
    if address.host.endswith(_SHORT) and len(parts) == 1:
        video = parts[0]
    elif parts == ("watch",):
        video = query.get("v", "")
    elif len(parts) == 2 and parts[0] in _PLAYERS:
        video = parts[1]
    elif parts == ("playlist",) and _LIST.fullmatch(query.get("list", "")):
        return Claim(NAME, address, base, f"playlist?list={query['list']}")
    if not _ID.fullmatch(video) or video in _NO_VIDEOS:
        return SERVICE.plain(address, "no page of one video")
    return Claim(NAME, address, base, f"watch?v={video}")


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask about each video."""
    found = []
    for group in batches(claims, 1):
        page = quote(f"https://www.youtube.com/{group[0].subject}", safe="")
        found.append(Question(NAME, f"{group[0].base}/oembed?format=json&url={page}", group))
    return found


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read whether the video is there."""
    if answer.status == HTTPStatus.NOT_FOUND:
        return store.said_of(question.claims, store.missing(LABEL, "there is no such video"))
    if answer.status != HTTPStatus.OK or not answer.data["version"]:
        return {}
    return store.said_of(question.claims, store.PRESENT)


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=("www.youtube.com", "youtube.com", "m.youtube.com", _SHORT, "www.youtube-nocookie.com"),
    api="https://www.youtube.com",
    documented="https://oembed.com/#section2.3",
    learns="the ids of the videos that are linked",
    claim=claim,
    questions=questions,
    read=read,
)
