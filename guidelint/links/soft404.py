"""Pages that say "not found" with status 200: a suspicion, and a control that confirms it."""

from __future__ import annotations

import posixpath
import re
import secrets
from typing import TYPE_CHECKING

from msgspec import Struct
from yarl import URL

from guidelint.links.phrases import NOT_FOUND
from guidelint.links.redirects import REDIRECTS, resolve_or_none
from guidelint.links.urls import MalformedUrlError, http_target

if TYPE_CHECKING:
    from guidelint.links.answer import Answer

_FRONT = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?)?(?:(?:index|default|home|welcome)(?:\.\w{2,5})?/?)?", re.IGNORECASE
)


class Suspicion(Struct, frozen=True):
    """Why a page may be an error page, and the sibling address that tells.

    `front` is the final URL of a redirect to the front page, None where the title made us think.
    """

    reason: str
    control: URL
    front: URL | None = None


def suspicion(start: URL, redirecting: URL | None, answer: Answer) -> Suspicion | None:
    """Look at a page with status 200 for a first signal: a redirect to the front page, or a title.

    `start` is the link, `redirecting` the address whose redirect led to the page, None without redirects.
    """
    if redirecting is not None and is_front(answer.url) and not is_front(start) and not is_front(redirecting):
        return Suspicion("redirects to the front page", _sibling(redirecting), answer.url)
    if answer.status == 200:
        for words in (answer.title, answer.heading):
            if NOT_FOUND.search(words):
                return Suspicion(f"the page says {words[:80]!r}", _sibling(answer.url))
    return None


def confirms(doubt: Suspicion, control: Answer) -> bool:
    """Say whether an address that cannot exist is answered in the same way."""
    if doubt.front is None:
        return control.status == 200 and bool(
            NOT_FOUND.search(control.title) or NOT_FOUND.search(control.heading)
        )
    if control.status not in REDIRECTS or not control.location:
        return False
    try:
        destination = http_target(resolve_or_none(control.url, control.location) or "").url
    except MalformedUrlError:
        return False
    return destination.raw_host == doubt.front.raw_host and is_front(destination)


def is_front(url: URL) -> bool:
    """Say whether a URL is a front page: the root, a locale, an index document."""
    return _FRONT.fullmatch(url.raw_path) is not None and not url.raw_query_string


def _sibling(url: URL) -> URL:
    """Give an address beside `url` that nobody has ever made."""
    folder, name = posixpath.split(url.raw_path.rstrip("/"))
    suffix = posixpath.splitext(name)[1]
    suffix = suffix if re.fullmatch(r"\.\w{2,5}", suffix) else ""
    slash = "/" if url.raw_path.endswith("/") else ""
    path = f"{folder.rstrip('/')}/{secrets.token_hex(8)}{suffix}{slash}"
    return URL(f"{url.origin()}{path}", encoded=True)
