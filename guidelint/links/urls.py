"""The normal form of a link: what is requested, what counts as the same page, and what may be shown.

Follows the WHATWG URL standard as browsers do, with one restraint: what the author percent-encoded stays so.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import unquote, urljoin

from msgspec import Struct
from yarl import URL

from guidelint.links.schemes import is_identifier, onion_problem, syntax_problem

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_HTTP = re.compile(
    r"(?P<scheme>https?):[/\\]{2}(?P<authority>[^/\\?#]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?:#(?P<fragment>.*))?",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_HOST = re.compile(r"[a-z0-9_.\-]+")
_IPV4_NUMBER = re.compile(r"[0-9]{1,40}|0x[0-9a-f]{0,40}")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNSAFE = re.compile(r"[^\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+")
_DOT_SEGMENT = re.compile(r"(?:^|/)(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LINE_BREAKS = str.maketrans("", "", "\t\r\n")
_DEFAULT_PORT = {"http": 80, "https": 443}
_LEADING_SECRET = re.compile(r"^(\s*(?:[a-z][a-z0-9+.\-\s]*:)?\s*[/\\]\s*[/\\])[^/\\?#]*@", re.IGNORECASE)
_SECRET = re.compile(r"//[^/?#\s@]*@")


class MalformedUrlError(ValueError):
    """Raised for a text that no browser could request."""


class Target(Struct, frozen=True):
    """A page to request.

    `url` holds neither fragment nor credentials. `key` is equal for all spellings of one page: host in
    lower case, default port dropped, escapes in upper case, unreserved characters decoded. `fragment` is
    as written, None without a `#`. `credentials` are user and password of the URL.
    """

    url: URL
    key: str
    fragment: str | None = None
    credentials: tuple[str, str] | None = None

    def __repr__(self) -> str:
        """Show everything but the credentials."""
        return f"Target(url={self.url!r}, key={self.key!r}, fragment={self.fragment!r})"

    @property
    def host(self) -> str:
        """The host in normal form, IPv6 without brackets."""
        return self.url.raw_host or ""

    @property
    def record_key(self) -> str:
        """The name under which a history keeps the link: the page, and the fragment if there is one."""
        return f"{self.key}#{self.fragment}" if self.fragment else self.key

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in `https://example.net:8443`."""
        return str(self.url.origin())


class Skip(Struct, frozen=True):
    """A link that is not requested, and why."""

    reason: str


def read(written: str) -> Target | Skip:
    """Read a link as written on a page, entities already decoded.

    Links to other schemes are syntax-checked, links that name a vocabulary are left alone; `//host/path`
    is read as https. Raises MalformedUrlError for what no browser could request: no host, port 0 or
    99999, a broken address, `http:/x`.
    """
    text = written.strip(" \t\r\n\f").translate(_LINE_BREAKS)
    if text.startswith("//"):
        text = "https:" + text
    match = _SCHEME.match(text)
    if match is None:
        raise MalformedUrlError("not a full address: no scheme")
    scheme = match[1].lower()
    if scheme not in _DEFAULT_PORT:
        problem = syntax_problem(scheme, text[match.end() :])
        return Skip(
            f"malformed {scheme}: link: {problem}" if problem else f"{scheme}: links are not requested"
        )
    if is_identifier(text):
        return Skip("names a vocabulary, not a page")
    target = http_target(text)
    if target.host.rstrip(".").endswith(".onion") and (problem := onion_problem(target.host)):
        return Skip(problem)
    return target


def page_key(written: str) -> str:
    """Give what is equal for all links to one page, whatever their fragments; for other texts themselves."""
    try:
        target = read(written)
    except MalformedUrlError:
        return written
    return written if isinstance(target, Skip) else target.key


def http_target(text: str) -> Target:
    """Read an absolute http or https URL. Raises MalformedUrlError."""
    match = _HTTP.fullmatch(text)
    if match is None:
        raise MalformedUrlError("not a web address: // is missing after the scheme")
    scheme = match["scheme"].lower()
    userinfo, _, place = match["authority"].rpartition("@")
    host, port = _host_and_port(place)
    netloc = host if port is None or port == _DEFAULT_PORT[scheme] else f"{host}:{port}"
    path = _encode(_remove_dot_segments(match["path"].replace("\\", "/"))) or "/"
    query = _encode((match["query"] or "").replace("\\", "%5C"))
    query = "" if query == "?" else query
    user, _, password = userinfo.partition(":")
    auth = f"{userinfo}@" if userinfo else ""
    key = f"{scheme}://{auth}{netloc.rstrip('.')}{_comparable(path)}{_comparable(query)}"
    return Target(
        url=URL(f"{scheme}://{netloc}{path}{query}", encoded=True),
        key=key,
        fragment=match["fragment"],
        credentials=(unquote(user), unquote(password)) if userinfo else None,
    )


def resolve(base: URL, location: str) -> str:
    """Resolve a `Location` header against the URL that sent it, as a browser does.

    Raises MalformedUrlError.
    aiohttp hands bytes beyond ASCII over as surrogates where they are not UTF-8; `_encode` turns both to
    escapes.
    """
    try:
        return urljoin(str(base), location.strip().replace("\\", "/"))
    except ValueError as problem:
        raise MalformedUrlError(str(problem)) from problem


def scheme_of(text: str) -> str:
    """Give the scheme of an absolute URL in lower case, or an empty text."""
    match = _SCHEME.match(text)
    return match[1].lower() if match else ""


def mask(text: str) -> str:
    """Hide user names and passwords of every URL in a text; of one at its start whatever they hold."""
    if "@" not in text:
        return text
    return _SECRET.sub("//***@", _LEADING_SECRET.sub(r"\1***@", text))


def _host_and_port(place: str) -> tuple[str, int | None]:
    if place.startswith("["):
        host, bracket, rest = place.partition("]")
        host += bracket
    else:
        host, colon, digits = place.partition(":")
        rest = colon + digits
    if rest and not rest.startswith(":"):
        raise MalformedUrlError(f"{place!r} is no host")
    digits = rest[1:]
    if digits and not (digits.isascii() and digits.isdigit() and 0 < int(digits[:9]) < 65536):
        raise MalformedUrlError(f"{digits[:20]} is no port")
    return host_form(host), int(digits) if digits else None


@lru_cache(maxsize=4096)
def host_form(host: str) -> str:
    """Bring a host to its normal form.

    Lower case, punycode, IPv4 in dotted decimals, IPv6 compressed in brackets.
    IPv4 is read as browsers and `inet_aton` do (`2130706433`, `0x7f.1`, `0177.0.0.1`). Raises
    MalformedUrlError.
    """
    if host.startswith("["):
        if not host.endswith("]"):
            raise MalformedUrlError(f"{host} is no IPv6 address")
        try:
            return f"[{ipaddress.IPv6Address(host[1:-1].partition('%')[0])}]"
        except ValueError as problem:
            raise MalformedUrlError(f"{host} is no IPv6 address") from problem
    name = unquote(host).lower()
    if not _PLAIN_HOST.fullmatch(name):
        try:
            name = (URL.build(scheme="http", host=name).raw_host or "").lower()
        except ValueError as problem:
            raise MalformedUrlError(f"{host!r} is no host name") from problem
    if not name.strip(".") or not _PLAIN_HOST.fullmatch(name) or ".." in name or name.startswith("."):
        raise MalformedUrlError(f"{host!r} is no host name" if host else "no host")
    if max(map(len, name.split("."))) > 63 or len(name) > 254:
        raise MalformedUrlError("the host name is too long")
    return _ipv4_form(name)


def _ipv4_form(name: str) -> str:
    parts = name.rstrip(".").split(".")
    if not re.fullmatch(r"\d+|0x[0-9a-f]*", parts[-1]):
        return name
    try:
        numbers = [_ipv4_number(part) for part in parts]
    except ValueError as problem:
        raise MalformedUrlError(f"{name} is no IPv4 address") from problem
    if (
        len(numbers) > 4
        or any(number > 255 for number in numbers[:-1])
        or numbers[-1] >= 256 ** (5 - len(numbers))
    ):
        raise MalformedUrlError(f"{name} is no IPv4 address")
    high = sum(number << (8 * (3 - index)) for index, number in enumerate(numbers[:-1]))
    return str(ipaddress.IPv4Address(high + numbers[-1]))


def _ipv4_number(part: str) -> int:
    """Read a number as `inet_aton` does; raise ValueError for what is none, such as one with a sign."""
    if not _IPV4_NUMBER.fullmatch(part):
        raise ValueError(part)
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if len(part) > 1 and part.startswith("0") else int(part, 10)


def _remove_dot_segments(path: str) -> str:
    if not _DOT_SEGMENT.search(path):
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for position, segment in enumerate(segments):
        plain = segment.lower().replace("%2e", ".")
        last = position == len(segments) - 1
        if plain == "..":
            kept[-1:] = []
        elif plain != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept)


def _encode(text: str) -> str:
    """Escape what may not stand in a request line; leave every `%` alone, valid escape or not."""
    return _UNSAFE.sub(_escape_bytes, text)


def _escape_bytes(match: re.Match[str]) -> str:
    try:
        data = match[0].encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = match[0].encode("utf-8", "replace")
    return "".join(f"%{byte:02X}" for byte in data)


def _comparable(text: str) -> str:
    return _ESCAPE.sub(_comparable_escape, text) if "%" in text else text


def _comparable_escape(match: re.Match[str]) -> str:
    byte = int(match[0][1:], 16)
    return chr(byte) if byte in _UNRESERVED else match[0].upper()
