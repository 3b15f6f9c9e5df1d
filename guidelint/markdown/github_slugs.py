"""Ids of headings as GitHub makes them: the behaviour that the package github-slugger documents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

KEPT_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})
CIRCLED_LETTERS = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))


def github_slug(text: str) -> str:
    """Return the slug of the plain text of a heading, before it is made unique.

    Lower case; letters, marks, decimal digits, connector punctuation and hyphens of any script stay,
    each space becomes a hyphen, everything else goes: punctuation, emoji, line feeds, and the colons
    of an emoji shortcode.
    """
    return "".join("-" if character == " " else character for character in text.lower() if _kept(character))


def github_slugs(texts: Iterable[str]) -> list[str]:
    """Return the ids of the headings of one page, in order. Repeated ones end in ``-1``, ``-2``, etc."""
    used: dict[str, int] = {}
    slugs = []
    for text in texts:
        plain = github_slug(text)
        slug = plain
        while slug in used:
            used[plain] += 1
            slug = f"{plain}-{used[plain]}"
        used[slug] = 0
        slugs.append(slug)
    return slugs


def _kept(character: str) -> bool:
    if character in " -" or unicodedata.category(character) in KEPT_CATEGORIES:
        return True
    return any(first <= ord(character) <= last for first, last in CIRCLED_LETTERS)
