"""How two addresses differ, and how one is written in the place of another."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from guidelint.findings import Edit, Fix, Safety

if TYPE_CHECKING:
    from guidelint.occurrences import Occurrence

DEFAULT_DOCUMENT = re.compile(r"(?:index|default|home|welcome)\.[a-z]{3,5}", re.IGNORECASE)
LOCALE = (
    r"[a-z]{2,3}[-_](?:[a-z]{2}|[a-z]{4}|\d{3})"
    r"|a[fmrz]|b[egns]|c[asy]|d[ae]|e[lnstu]|f[air]|g[alu]|h[eiruy]|i[dst]|ja|k[akmnoy]|l[botv]|m[klnrsty]"
    r"|n[belno]|p[alst]|r[ou]|s[iklqrvw]|t[aehlr]|u[krz]|vi|zh"
    r"|a[tu]|br|c[hn]|gb|hk|jp|kr|mx|nz|tw|us"
)
IN_FRAGMENT = "!$%&'()*+,-./:;=?@_~"
ENTITY = re.compile(r"&(?=#?\w+;)")
BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")


def differs_in_substance(first: str, second: str) -> bool:
    """Tell whether two addresses differ in more than scheme, fragment, and what teams leave out on purpose.

    That is a slash at the end, ``www.``, a locale segment, a default document such as ``index.html``, and
    the case of letters.
    """
    return _substance(first) != _substance(second)


def is_upgrade(first: str, second: str) -> bool:
    """Tell whether `second` is `first` with https instead of http."""
    schemes = scheme_of(first), scheme_of(second)
    return schemes == ("http", "https") and not differs_in_substance(first, second)


def scheme_of(url: str) -> str:
    """Return what stands before the colon, in lower case."""
    return url.partition(":")[0].lower()


def _substance(url: str) -> tuple[str, tuple[str, ...], str]:
    from guidelint.links.urls import MalformedUrlError, http_target  # noqa: PLC0415 - few links have moved

    try:
        parts = urlsplit(http_target(url).key)
    except (MalformedUrlError, ValueError):
        return url, (), ""
    segments = [segment for segment in parts.path.casefold().split("/") if segment]
    if segments and DEFAULT_DOCUMENT.fullmatch(segments[-1]):
        segments.pop()
    place = parts.netloc.rpartition("@")[2].removeprefix("www.")
    return place, tuple(segment for segment in segments if not _is_locale(segment)), parts.query


def _is_locale(segment: str) -> bool:
    return re.fullmatch(LOCALE, segment, re.IGNORECASE) is not None


def rewritten(occurrence: Occurrence, url: str, new: str, safety: Safety) -> Fix | None:
    """Return the fix that writes `new` for the address `url` at `occurrence`, keeping the author's fragment.

    None where the source does not show the address as it is, and where `new` may hold a secret.
    """
    from guidelint.links.policy import carries_secret  # noqa: PLC0415 - few links are rewritten
    from guidelint.links.urls import MalformedUrlError, http_target  # noqa: PLC0415

    _, hash_sign, fragment = occurrence.written.partition("#")
    if not _shows(occurrence.written, url) or not _shows(fragment, url.partition("#")[2]):
        return None
    try:
        has_password = http_target(new).credentials is not None
    except MalformedUrlError:
        return None
    if has_password or carries_secret(new):
        return None
    page, own_sign, own = destination(new).partition("#")
    tail = f"#{fragment}" if hash_sign else own_sign + _in_source(own, occurrence.form)
    return Fix((Edit(occurrence.target, _in_source(page, occurrence.form) + tail),), safety)


def destination(url: str) -> str:
    """Return an address that a server named, with everything escaped that may not stand in one."""
    from guidelint.links.urls import MalformedUrlError, http_target  # noqa: PLC0415 - few links have moved

    try:
        target = http_target(url)
    except MalformedUrlError:
        return url
    return str(target.url) + (f"#{quote(target.fragment, IN_FRAGMENT)}" if target.fragment else "")


def _shows(written: str, text: str) -> bool:
    shown = unescape(written)
    return text in (shown, BACKSLASH.sub(r"\1", shown))


def _in_source(url: str, form: str) -> str:
    """Write an address so that it is read as it is.

    In HTML with entities, else without lone brackets, and without quotes, which could open a title.
    """
    if form == "html":
        return escape(url)
    url = url.replace("'", "%27").replace('"', "%22")
    bare = url if _is_balanced(url) else url.replace("(", "%28").replace(")", "%29")
    return ENTITY.sub("&amp;", bare)


def _is_balanced(url: str) -> bool:
    depth = 0
    for character in url:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0
