"""Characters that look like markup and are none, and characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from guidelint.checks.marked import marked_texts
from guidelint.checks.markup import before_opening
from guidelint.checks.places import around
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.checks.spans import code_spans
from guidelint.findings import Edit, Finding, Fix, Severity
from guidelint.fixes import replacement
from guidelint.source import Source, Span

if TYPE_CHECKING:
    from guidelint.findings import Construct
    from guidelint.markdown.page import Page, Text
    from guidelint.site.index import Site

FILE = r"[\w./-]+\.(?:md|html?|png|jpe?g|svg|webp|gif|pdf)\b"
TARGET = rf"(?:https?[:：]//|mailto:|[＃#]|\.{{0,2}}/|{FILE})[^（）()\s]*"
LINK = re.compile(rf"[\]］](?P<open>[（(])(?P<target>{TARGET})(?P<close>[）)])")
BOLD = re.compile(r"＊＊(?=[^\s＊][^＊]*＊＊)|(?<=[^\s＊])＊＊")
ATTRIBUTES = re.compile(r"｛[:：]?[ \t]*[.#＃][^｛｝{}]*[｝}]")
ICON = re.compile(r"[:：](?P<name>(?:material|octicons|simple|fontawesome)-[a-z0-9-]+)[:：]")
HEADING = re.compile(r"[#＃]*＃[#＃]*[ \t\u3000]+\S")
SIGNS = re.compile(r"[\]］][（(]|[:：][mofs]|[｛＊＃]")
"""What a text must hold to have any markup in full-width characters."""
FULLWIDTH_SIGNS = "］：｛＊＃"
"""Those of them that are no ASCII."""
IMAGE_TARGET = re.compile(r"\.(?:png|jpe?g|svg|webp|gif|avif)(?:[#?]|\Z)", re.IGNORECASE)
PAGE_TARGET = re.compile(r"\.(?:md|html?)/?＃")
ASCII = str.maketrans("（）［］｛｝＃＊！：\u3000", "()[]{}#*!: ")
HIDDEN = re.compile(
    r"[\u200b\ufeff\u2028\u2029\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]+"
)
WORD_BREAKING = ("KHMER", "THAI", "LAO", "MYANMAR", "TIBETAN", "JAVANESE", "BALINESE", "TAI", "NEW TAI")
OPENING, CLOSING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u202c\u2069"
LINE_SEPARATORS = "\u2028\u2029"
NAMES = {"\ufeff": "BYTE ORDER MARK"}


@rule("GL806", "fullwidth-markup", severity=Severity.ERROR, fixable=True)
def fullwidth_markup(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report full-width characters where only the ASCII ones are markup."""
    for text in page.texts if _holds(page, FULLWIDTH_SIGNS) else marked_texts(page):
        if text.value.isascii() or not SIGNS.search(text.value):
            continue
        for span, what, adds in _in_text(page, text):
            yield _fullwidth(page, span, what, adds)
        if HEADING.match(text.value) and _begins_line(page, text):
            yield _fullwidth(page, _part(text, 0, len(text.value.split()[0])), "a heading", None)
    exclaims = _holds(page, "！")
    for link in page.links:
        if exclaims and link.span.start and IMAGE_TARGET.search(link.target):
            before = Span(link.span.path, link.span.start - 1, link.span.start)
            if page.text(before) == "！":
                swapped = (("link", link.target), ("image", link.target))
                yield _fullwidth(page, before, "an image", swapped[1:], swapped[:1])
        if "＃" in link.target and PAGE_TARGET.search(link.target):
            yield _fullwidth(page, link.target_span, "a link")


def _holds(page: Page, signs: str) -> bool:
    """Tell whether one of `signs` stands anywhere in what makes up `page`."""
    return any(sign in source.text for source in page.sources.values() for sign in signs)


def _in_text(page: Page, text: Text) -> Iterator[tuple[Span, str, tuple[Construct, ...]]]:
    """Yield what is almost markup in a text, what it is meant to be, and what the page would gain."""
    for match in LINK.finditer(text.value):
        if not match[0].isascii():
            span = _part(text, *match.span())
            sign = before_opening(page.sources[span.path].text, span.start)
            kind = "image" if sign == "!" else "link"
            yield span, f"{'an' if kind == 'image' else 'a'} {kind}", ((kind, unescape(match["target"])),)
    for match in ICON.finditer(text.value):
        if "：" in match[0]:
            yield _part(text, *match.span()), "an icon", (("icon", match["name"]),)
    for match in ATTRIBUTES.finditer(text.value):
        yield _part(text, *match.span()), "an attribute list", ()
    stars = list(BOLD.finditer(text.value))
    for match in stars if len(stars) % 2 == 0 else ():
        yield _part(text, *match.span()), "emphasis", ()


def _fullwidth(
    page: Page,
    span: Span,
    what: str,
    adds: tuple[Construct, ...] | None = (),
    removes: tuple[Construct, ...] = (),
) -> Finding:
    written = page.text(span)
    edits = tuple(_ascii_edits(page, span, written))
    return finding(
        page,
        span,
        f"full-width characters make no markup: {what} is meant",
        cause=f"{page.path}: {written}",
        apart=True,
        label="write it in ASCII",
        help=f"write {written.translate(ASCII)}",
        fix=Fix(edits, adds=adds, removes=removes) if edits and adds is not None else None,
    )


def _ascii_edits(page: Page, span: Span, written: str) -> Iterator[Edit]:
    for offset, character in enumerate(written):
        plain = character.translate(ASCII)
        if plain != character:
            start = span.start + offset
            yield replacement(page, Span(span.path, start, start + 1), plain)


def _begins_line(page: Page, text: Text) -> bool:
    source = page.sources[text.span.path]
    place = source.position(text.span.start)
    return not source.lines[place.line - 1][: place.column - 1].strip()


@rule("GL811", "invisible-character", severity=Severity.WARNING, fixable=True)
def invisible_character(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report characters without a shape that no language needs where they stand."""
    for source in page.sources.values():
        for span in hidden_characters(source):
            if code_spans(page).touch(span):
                continue
            characters = page.text(span)
            names = ", ".join(dict.fromkeys(_name(character) for character in characters))
            kept = " " if set(characters) <= set(LINE_SEPARATORS) else ""
            yield finding(
                page,
                span,
                f"an invisible character: {names}",
                cause=f"{span.path}: {names}: {around(page, span)}",
                apart=True,
                label="remove it",
                fix=Fix((replacement(page, span, kept),)),
            )


@lru_cache(maxsize=16)
def hidden_characters(source: Source) -> tuple[Span, ...]:
    """Return the runs of invisible characters in a text that are mistakes.

    Bidirectional controls that are paired within their line are meant, and a zero-width space
    separates words in the scripts of South-East Asia.
    """
    if source.text.replace("\n", "").isprintable():
        return ()
    found = []
    for match in HIDDEN.finditer(source.text):
        span = Span(source.path, *match.span())
        if not (_separates_words(source.text, span) or _is_paired(source, span)):
            found.append(span)
    return tuple(found)


def _separates_words(text: str, span: Span) -> bool:
    if set(text[span.start : span.end]) != {"\u200b"}:
        return False
    around = text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]
    return any(unicodedata.name(character, "").startswith(WORD_BREAKING) for character in around)


def _is_paired(source: Source, span: Span) -> bool:
    """Tell whether a run is of bidirectional controls, and its line closes as many as it opens."""
    if not set(source.text[span.start : span.end]) <= set(OPENING + CLOSING):
        return False
    line = source.lines[source.position(span.start).line - 1]
    depth = 0
    for character in line:
        depth += (character in OPENING) - (character in CLOSING)
        if depth < 0:
            return False
    return depth == 0


def _name(character: str) -> str:
    known = NAMES.get(character) or unicodedata.name(character, "")
    return f"{known or 'control character'} (U+{ord(character):04X})"


def _part(text: Text, start: int, end: int) -> Span:
    return Span(text.span.path, text.span.start + start, text.span.start + end)
