"""Bare addresses that GitHub turns into links (GFM specification, "Autolinks (extension)").

Where the specification and GitHub's renderer cmark-gfm differ, this follows the renderer: an
``http`` address may follow any character but an ASCII letter, and brackets and quotes at its end
are not part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

START = re.compile(r"https?://|ftp://|www\.", re.IGNORECASE)
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*+")
REST = re.compile(r"[^\s<]*+")
TRAILING = frozenset("?!.,:*_~'\"[]")
ENTITY_END = re.compile(r"&[A-Za-z0-9]+;\Z")
LONGEST_ENTITY = 40
BEFORE_WWW = frozenset("*_~([")
MAIL_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_")
MAIL_DOMAIN = re.compile(r"[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)++")


def bare_address_end(text: str, start: int, end: int) -> int | None:
    """Return where the bare web address that starts at `start` ends, None where there is none."""
    match = START.match(text, start, end)
    if match is None or not _may_start(text, start, www=match[0][:3].lower() == "www"):
        return None
    www = match[0][:3].lower() == "www"
    domain = DOMAIN.match(text, match.end(), end)
    if domain is None or (www and domain.end() == match.end()):
        return None
    parts = domain[0].split(".")
    if any("_" in part for part in parts[-2:]):
        return None
    rest = REST.match(text, domain.end(), end)
    return _without_trailing(text, domain.start(), rest.end() if rest else domain.end())


def _may_start(text: str, start: int, *, www: bool) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if www:
        return before.isspace() or before in BEFORE_WWW
    return not (before.isascii() and before.isalpha())


def _without_trailing(text: str, floor: int, end: int) -> int | None:
    """Take punctuation, an entity and unpaired parentheses off the end."""
    surplus = text.count(")", floor, end) - text.count("(", floor, end)
    while end > floor:
        last = text[end - 1]
        if last in TRAILING:
            end -= 1
        elif last == ";":
            entity = ENTITY_END.search(text[max(floor, end - LONGEST_ENTITY) : end])
            end -= len(entity[0]) if entity else 1
        elif last == ")" and surplus > 0:
            surplus -= 1
            end -= 1
        else:
            return end
    return None


def bare_mails(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of the bare mail addresses in `text[start:end]`."""
    floor = start
    sign = text.find("@", start, end)
    while sign >= 0:
        first = sign
        while first > floor and text[first - 1] in MAIL_LOCAL:
            first -= 1
        domain = MAIL_DOMAIN.match(text, sign + 1, end)
        floor = sign + 1
        if domain is not None and first < sign and text[domain.end() - 1] not in "-_":
            yield first, domain.end()
            floor = domain.end()
        sign = text.find("@", floor, end)
