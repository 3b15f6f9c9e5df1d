"""Links that are never fetched: their syntax is all there is to check."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

_MAILBOX = re.compile(r"[^\s@<>\"(),;:\\\[\]]+@[^\s@<>\"(),;:\\\[\]]+", re.ASCII)
_PHONE = re.compile(r"\+?[\d\-.() ]*\d[\d\-.() ]*(?:;.*)?|\*?[\d*#]+", re.ASCII)
_MAGNET = re.compile(r"\?(?:.*&)?xt(?:\.\d+)?=urn:.+")
_DATA = re.compile(r"[^,]*,.*", re.DOTALL)

# Addresses that name a vocabulary and are not meant to be opened.
_IDENTIFIERS = re.compile(
    r"https?://(?:"
    r"www\.w3\.org/(?:1999/(?:xhtml|xlink|XSL/Transform|02/22-rdf-syntax-ns#)|2000/(?:svg|xmlns/|01/rdf-schema#)|"
    r"XML/1998/namespace|1998/Math/MathML|2005/Atom|2001/XMLSchema(?:-instance)?|2002/07/owl#|ns/.*)"
    r"|schema\.org/?|ogp\.me/ns#?.*|xmlns\.com/foaf/0\.1/|purl\.org/(?:dc|rss)/.*"
    r"|(?:www\.)?json-schema\.org/draft[-/].*schema#?|www\.sitemaps\.org/schemas/.*"
    r"|schemas\.(?:microsoft|openxmlformats|xmlsoap|android)\.(?:com|org)/.*)"
)


def is_identifier(url: str) -> bool:
    """Say whether `url` is the name of a vocabulary (an XML namespace, a JSON-LD context), not a page."""
    return _IDENTIFIERS.fullmatch(url) is not None


def syntax_problem(scheme: str, rest: str) -> str | None:
    """Check the part behind `scheme:` of a link that is not fetched. Give what is wrong, or None.

    Schemes without a rule of their own are fine as they are.
    """
    check = _CHECKS.get(scheme)
    return check(rest) if check else None


def onion_problem(host: str) -> str | None:
    """Check the checksum of a v3 onion address offline (Tor rend-spec-v3, [ONIONADDRESS]).

    `host` is a name under `.onion`, in lower case, subdomains allowed. Gives what is wrong, or None.
    """
    from base64 import b32decode  # noqa: PLC0415 - few pages have such an address
    from hashlib import sha3_256  # noqa: PLC0415 - as above

    label = host.rstrip(".").removesuffix(".onion").rpartition(".")[2]
    if len(label) == 16:
        return "a version 2 onion address, which the Tor network dropped in 2021"
    if len(label) != 56:
        return f"an onion address has 56 characters, this has {len(label)}"
    try:
        raw = b32decode(label.upper())
    except ValueError:
        return "an onion address is written in a-z and 2-7"
    key, checksum, version = raw[:32], raw[32:34], raw[34:]
    if version != b"\x03":
        return "not a version 3 onion address"
    if sha3_256(b".onion checksum" + key + version).digest()[:2] != checksum:
        return "the checksum of the onion address is wrong"
    return None


def _matrix(rest: str) -> str | None:
    from guidelint.links.services.matrix import scheme_problem  # noqa: PLC0415 - few pages have such a link

    return scheme_problem(rest)


def _mailto(rest: str) -> str | None:
    addresses, _, query = rest.partition("?")
    mailboxes = [unquote(part).strip() for part in addresses.split(",") if part.strip()]
    if not mailboxes and not re.search(r"(?:^|&)(?:to|subject|body)=", query, re.IGNORECASE):
        return "no mail address"
    wrong = next((mailbox for mailbox in mailboxes if not _MAILBOX.fullmatch(mailbox)), None)
    return f"{wrong!r} is no mail address" if wrong is not None else None


def _phone(rest: str) -> str | None:
    number = unquote(rest).partition("?")[0]
    return (
        None
        if all(_PHONE.fullmatch(part) for part in number.split(","))
        else f"{number!r} is no phone number"
    )


def _jabber(rest: str) -> str | None:
    name = unquote(rest.removeprefix("//").partition("?")[0])
    return None if name and not re.search(r"\s", name) else "no address"


def _matching(pattern: re.Pattern[str], message: str) -> Callable[[str], str | None]:
    return lambda rest: None if pattern.fullmatch(rest) else message


_CHECKS: dict[str, Callable[[str], str | None]] = {
    "mailto": _mailto,
    "tel": _phone,
    "sms": _phone,
    "xmpp": _jabber,
    "matrix": _matrix,
    "magnet": _matching(_MAGNET, "a magnet link needs xt=urn:..."),
    "data": _matching(_DATA, "a data URL needs a comma before the data"),
}
