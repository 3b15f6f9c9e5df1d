"""What a server answered to one request, reduced to what a verdict needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from http.cookies import SimpleCookie

    from yarl import URL


class Answer(Struct, frozen=True):
    """One answer.

    `headers` has lower-case names. `location` is the header as sent. `refresh` is a refresh of page or
    header: seconds and address. `title` and `heading` are those of an HTML page. `ids` is None where the
    page was not read for fragments; `complete` says that it was read to its end; `shell` that scripts
    make it. `empty` is set for a body known to be empty, `hung_up` where we closed the connection before
    the end of the body.
    """

    url: URL
    status: int
    headers: Mapping[str, str]
    seconds: float
    location: str | None = None
    cookies: SimpleCookie | None = None
    refresh: tuple[float, str] | None = None
    title: str = ""
    heading: str = ""
    ids: frozenset[str] | None = None
    complete: bool = True
    shell: bool = False
    empty: bool = False
    hung_up: bool = False
