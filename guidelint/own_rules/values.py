"""Values that must be of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from guidelint.checks.cards_admonitions import MODIFIERS
from guidelint.checks.front_matter_places import place_of
from guidelint.fixes import replacement
from guidelint.own_rules.model import Hit, ValuesShape
from guidelint.source import Span
from guidelint.suggest import closest

if TYPE_CHECKING:
    from guidelint.markdown.page import Page

OPENING = re.compile(r"\s*[!?`~]{3,}\+?[ \t]*(\S+)")


class Value(NamedTuple):
    """A value, and the place it is written in."""

    text: str
    around: Span


def find_values(shape: ValuesShape, page: Page) -> Iterator[Hit]:
    """Yield the values that `shape` does not allow."""
    for value in READERS[shape.of](page, shape.name):
        if any(fnmatchcase(value.text, pattern) for pattern in shape.allowed):
            continue
        place = _place(page, value)
        new = shape.replace.get(value.text)
        near = closest(value.text, shape.allowed)
        yield Hit(
            span=place or value.around,
            found=value.text,
            context="",
            label="not allowed",
            help=f"did you mean {near}?" if near else f"allowed: {', '.join(shape.allowed)}",
            edits=(replacement(page, place, new),) if place and new is not None else (),
            apart=True,
        )


def _place(page: Page, value: Value) -> Span | None:
    """Return where a value stands, None where that cannot be told."""
    written = page.text(value.around)
    if not value.text or written.count(value.text) != 1:
        return None
    start = value.around.start + written.index(value.text)
    return Span(value.around.path, start, start + len(value.text))


def _front_matter(page: Page, name: str) -> Iterator[Value]:
    where: tuple[Any, ...] = tuple(name.split("."))
    value: Any = page.front_matter.data
    for key in where:
        value = value.get(key) if isinstance(value, Mapping) else None
    entries = value if isinstance(value, list) else [value]
    for number, entry in enumerate(entries):
        if entry is None or isinstance(entry, Mapping | list):
            continue
        path = (*where, number) if isinstance(value, list) else where
        text = str(entry).lower() if isinstance(entry, bool) else str(entry)
        yield Value(text, place_of(page, path, value=True))


def _attribute(page: Page, name: str) -> Iterator[Value]:
    written: Iterable[tuple[Span, tuple[tuple[str, str], ...]]] = chain(
        ((entry.span, entry.attributes) for entry in page.attribute_lists),
        ((tag.span, tag.attributes) for tag in page.tags if tag.kind != "close"),
    )
    for span, attributes in written:
        for key, value in attributes:
            if key.lower() == name.lower():
                for text in value.split() if key.lower() == "class" else [value]:
                    yield Value(text, span)


def _admonition(page: Page, _name: str) -> Iterator[Value]:
    for block in page.blocks:
        if block.markup in ("admonition", "details") and block.span.path in page.sources:
            yield from _typed(block.classes, _first_word(page, block.span))
    for tag in page.tags:
        classes = dict(tag.attributes).get("class", "").split()
        if tag.kind == "open" and (tag.name == "details" or "admonition" in classes):
            yield from _typed(classes, tag.span)


def _typed(classes: Sequence[str], place: Span) -> Iterator[Value]:
    kind = next((name for name in classes if name not in MODIFIERS), None)
    if kind:
        yield Value(kind, place)


def _language(page: Page, _name: str) -> Iterator[Value]:
    for code in page.codes:
        if code.language and not code.inline:
            yield Value(code.language, _first_word(page, code.span))


def _first_word(page: Page, span: Span) -> Span:
    """Return the place of what follows the marks that open a block, up to the next white space."""
    line = _first_line(page, span)
    match = OPENING.match(page.text(line))
    return Span(line.path, line.start + match.start(1), line.start + match.end(1)) if match else line


def _first_line(page: Page, span: Span) -> Span:
    text = page.text(span)
    end = min((text.find(newline) for newline in "\r\n" if newline in text), default=len(text))
    return Span(span.path, span.start, span.start + end)


READERS: Mapping[str, Callable[[Page, str], Iterator[Value]]] = {
    "front-matter": _front_matter,
    "attribute": _attribute,
    "admonition": _admonition,
    "language": _language,
}
