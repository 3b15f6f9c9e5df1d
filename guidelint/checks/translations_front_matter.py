"""Translated pages: values of the front matter that programs read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from guidelint.checks.front_matter_places import place_of
from guidelint.checks.registry import finding, rule
from guidelint.checks.translated import Translated, translated
from guidelint.checks.translations import is_localised
from guidelint.findings import Finding, Related, Severity
from guidelint.site.structure import single_values

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
PHRASE = re.compile(r"[^\W\d_]{2,}[.,:;!?]?\s+[^\W\d_]{2,}[.,:;!?]?\s+\S|[A-Z]\w+ [A-Z]\w+")
"""Text for people: three words, or two with capitals. What programs read is a word, a path, an address."""


class FrontMatterOptions(Struct, frozen=True):
    """What translations may change: the values of the keys in `text_keys`, at any depth."""

    text_keys: tuple[str, ...] = (
        *("title", "meta_title", "subtitle", "headline", "description", "summary", "excerpt", "abstract"),
        *("name", "alternateName", "alternativeHeadline", "caption", "text", "label", "alt", "keywords"),
        *("tags", "categories", "pros", "cons", "disambiguatingDescription", "slogan", "question", "answer"),
        *("nav_title", "sidebar_label", "date", "updated", "lang", "language", "inLanguage", "translators"),
    )


@rule("GL704", "translation-front-matter", severity=Severity.ERROR, options=FrontMatterOptions)
def translation_front_matter(page: Page, site: Site, options: FrontMatterOptions) -> Iterator[Finding]:
    """Report values of the front matter that are not for people, but have been translated."""
    pair = translated(page, site)
    if pair is None or page.front_matter.error:
        return
    theirs, ours = dict(pair.base.matter), dict(single_values(page.front_matter.data))
    texts = frozenset(options.text_keys)
    found: dict[str, list[Value]] = {}
    for key in [*theirs, *(key for key in ours if key not in theirs)]:
        before, after = theirs.get(key), ours.get(key)
        if before == after:
            continue
        path = tuple(key.split("\0"))
        value = Value(path, before, after)
        if not texts.intersection(path) and _is_defect(value, pair):
            found.setdefault(path[0], []).append(value)
    for values in found.values():
        yield _finding(page, pair, values)


class Value(NamedTuple):
    """A value of the front matter at a path of keys: in the source and in the translation."""

    path: tuple[str, ...]
    before: str | None
    after: str | None

    @property
    def is_address(self) -> bool:
        """Whether it is an address in both."""
        return all(value and ADDRESS.fullmatch(value) for value in (self.before, self.after))

    @property
    def keys(self) -> tuple[str | int, ...]:
        """The path as front matter has it, with numbers for the items of lists."""
        return tuple(int(part) if part.isdecimal() else part for part in self.path)

    def __str__(self) -> str:
        """Return what has become of it."""
        name = ".".join(self.path)
        if self.after is None:
            return f"{name} is missing; the source has {self.before}"
        if self.before is None:
            return f"the source has no {name}"
        return f"{name} is {self.after}, {self.before} in the source"


def _is_defect(value: Value, pair: Translated) -> bool:
    before, after = value.before, value.after
    if before is None or after is None:
        return True
    if value.is_address:
        return not is_localised(before, after, pair.language)
    return not PHRASE.search(before) and " ".join(before.split()) != " ".join(after.split())


def _finding(page: Page, pair: Translated, values: list[Value]) -> Finding:
    """Return the finding for all values below one key, which stands at that key."""
    first = values[0]
    places = [Related(page.location(place_of(page, value.keys, value=True)), str(value)) for value in values]
    many = (
        str(first)
        if len(values) == 1
        else f"{len(values)} values of {first.path[0]} are not as in the source"
    )
    return finding(
        page,
        place_of(page, first.path[:1]),
        f"{many}, which programs read",
        cause=f"{page.path}: {'; '.join(map(str, values))}",
        severity=Severity.WARNING if all(value.is_address for value in values) else Severity.ERROR,
        confidence=pair.confidence,
        related=tuple(places),
    )
