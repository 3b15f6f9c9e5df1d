"""Matrix links: their meaning is in the fragment of matrix.to, which no server sees. Their form is checked.

Specified in https://spec.matrix.org/latest/appendices/#matrixto-navigation and #identifier-grammar, for
links with the scheme `matrix:` in https://spec.matrix.org/latest/appendices/#matrix-uri-scheme. The part of
an identifier before the server is anything without a colon. The types `user`, `room` and `event` and the
identifiers of groups, with a plus sign, are no longer made, but may still be read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from guidelint.links.services.model import Claim, Said, Service
from guidelint.links.verdict import Verdict

if TYPE_CHECKING:
    from guidelint.links.services.model import Address

NAME, LABEL = "matrix", "Matrix"
LONGEST = 255
_SERVER = r"(?:\[[0-9A-Fa-f:.]{2,45}\]|[\w.-]{1,255})(?::\d{1,5})?"
_LOCAL = r"[^:\0]+"
_IDENTIFIER = re.compile(rf"(?:[@#+]{_LOCAL}:{_SERVER}|!{_LOCAL}(?::{_SERVER})?)", re.ASCII)
_EVENT = re.compile(rf"\${_LOCAL}(?::{_SERVER})?", re.ASCII)
_BEFORE_EVENT = re.compile(r"/(?=\$|%24)")
_KINDS = {"u": "@", "user": "@", "r": "#", "room": "#", "roomid": "!"}
_EVENTS = frozenset({"e", "event"})


def claim(address: Address, base: str) -> Claim:  # noqa: ARG001 - of the interface
    """Claim all links to matrix.to; what is behind the `#` decides."""
    if not any(address.fragments):
        return SERVICE.plain(address, "names no room and nobody")
    fragments = {fragment: fragment_problem(fragment) for fragment in address.fragments}
    return Claim(
        NAME, address, said=Said(Verdict.OK, "the form is right; nobody was asked", fragments=fragments)
    )


def fragment_problem(fragment: str) -> str | None:
    """Say what is wrong with the fragment of a link to matrix.to, None if nothing is."""
    path = fragment.partition("?")[0].strip("/")
    identifier, *event = _BEFORE_EVENT.split(path, maxsplit=1)
    return identifier_problem(unquote(identifier), unquote("".join(event)))


def scheme_problem(rest: str) -> str | None:
    """Say what is wrong with the part behind `matrix:` of a link, None if nothing is."""
    path = rest.partition("?")[0]
    if path.startswith("//"):
        path = path[2:].partition("/")[2]
    kinds = [unquote(part) for part in path.split("/") if part]
    if len(kinds) not in (2, 4) or kinds[0] not in _KINDS:
        return "a matrix: link is written matrix:r/room:server or matrix:u/name:server"
    if len(kinds) == 4 and kinds[2] not in _EVENTS:
        return f"{kinds[2]!r} is no part of a matrix: link"
    return identifier_problem(_KINDS[kinds[0]] + kinds[1], f"${kinds[3]}" if len(kinds) == 4 else "")


def identifier_problem(identifier: str, event: str = "") -> str | None:
    """Say what is wrong with an identifier and that of an event in its room, None if nothing is."""
    if len(identifier.encode()) > LONGEST or not _IDENTIFIER.fullmatch(identifier):
        return f"{identifier[:40]!r} is no Matrix identifier such as #room:server"
    if event and not _EVENT.fullmatch(event):
        return f"{event[:40]!r} is no Matrix event"
    return None


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=("matrix.to", "www.matrix.to"),
    documented="https://spec.matrix.org/latest/appendices/#matrixto-navigation",
    claim=claim,
)
