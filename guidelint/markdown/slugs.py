"""Ids of headings, made the way the site makes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import quote

if TYPE_CHECKING:
    from guidelint.markdown.dialect import TocOptions

NUMBERED = re.compile(r"^(.*)_([0-9]+)$")
NO_WORD = re.compile(r"[^\w\s-]")
TAGS = re.compile(r"</?[^>]*>")

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
Slugify = Callable[[str, str], str]


def slug_function(options: TocOptions) -> Slugify | None:
    """Return the function that `options` name, or None for one guidelint does not know."""
    name = options.slugify
    if name in ("markdown.extensions.toc.slugify", "markdown.extensions.headerid.slugify"):
        return toc_slug
    if name == "markdown.extensions.toc.slugify_unicode":
        return lambda text, separator: toc_slug(text, separator, keep_unicode=True)
    settings = dict(options.slugify_options)
    presets = {
        "pymdownx.slugs.slugify": settings,
        "pymdownx.slugs.uslugify": {"case": "lower"},
        "pymdownx.slugs.uslugify_encoded": {"case": "lower", "percent_encode": "true"},
        "pymdownx.slugs.uslugify_cased": {},
        "pymdownx.slugs.uslugify_cased_encoded": {"percent_encode": "true"},
        "pymdownx.slugs.gfm": {"case": "lower-ascii"},
        "pymdownx.slugs.gfm_encoded": {"case": "lower-ascii", "percent_encode": "true"},
    }
    if name not in presets:
        return None
    chosen = presets[name]
    return lambda text, separator: unicode_slug(text, separator, chosen)


def toc_slug(text: str, separator: str, *, keep_unicode: bool = False) -> str:
    """Return the slug that Python-Markdown's `toc` makes of `text` (version 3.11)."""
    if not keep_unicode and not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    text = NO_WORD.sub("", text).strip().lower()
    return _gaps(separator).sub(separator, text) if separator else text


@lru_cache(maxsize=8)
def _gaps(separator: str) -> re.Pattern[str]:
    return re.compile(rf"[{re.escape(separator)}\s]+")


def unicode_slug(text: str, separator: str, settings: dict[str, str]) -> str:
    """Return the slug that `pymdownx.slugs` makes of `text` with `settings`."""
    form = settings.get("normalize", "NFC")
    if form in ("NFC", "NFD", "NFKC", "NFKD"):
        text = unicodedata.normalize(cast("Form", form), text)
    last_end = text.rfind(">") + 1
    text = (TAGS.sub("", text[:last_end]) + text[last_end:]).strip()
    case = settings.get("case", "none")
    if case == "lower":
        text = text.lower()
    elif case == "lower-ascii":
        text = re.sub(r"[A-Z]", lambda match: match[0].lower(), text)
    elif case == "fold":
        text = text.casefold()
    slug = re.sub(r"[^\w\- ]", "", text).replace(" ", separator)
    return quote(slug) if settings.get("percent_encode", "false") == "true" else slug


def unique(slug: str, used: set[str], following: dict[str, int] | None = None) -> str:
    """Return `slug`, or the first of ``slug_1``, ``slug_2`` … not in `used`, and add it there.

    `following` remembers which number was free after a slug, so that many equal headings cost little.
    """
    if slug in used or not slug:
        following = {} if following is None else following
        match = NUMBERED.match(slug)
        base, number = (match[1], int(match[2])) if match else (slug, 0)
        passed = []
        while slug in used or not slug:
            passed.append(slug)
            number = following.get(slug, number + 1)
            slug = f"{base}_{number}"
        following.update(dict.fromkeys(passed, number))
    used.add(slug)
    return slug
