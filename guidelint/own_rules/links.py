"""Links whose host, icon, class or title must match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from guidelint.checks.card_model import title_of
from guidelint.fixes import replacement
from guidelint.own_rules.model import Conditions, Hit, LinkShape
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.findings import Construct, Edit
    from guidelint.markdown.page import Link, Page


def find_links(shape: LinkShape, page: Page) -> Iterator[Hit]:
    """Yield the links that meet the conditions `when` of `shape` and not those of `then`."""
    for link in page.links:
        if _broken(shape.when, link) is not None:
            continue
        wrong = _broken(shape.then, link) if shape.then else None
        if wrong is None and shape.then:
            continue
        hit = Hit(link.span, link.target, f"{link.target} {title_of(link)} {link.text}")
        if wrong is not None:
            found = ", ".join(_values(link, wrong))
            hit = hit._replace(
                found=found,
                label=f"not this {wrong}" if found else f"no {wrong}",
                help=f"its {wrong} should be {' or '.join(dict(shape.then)[wrong])}",
            )
        edits, adds, removes = _fix(shape, page, link)
        yield hit._replace(edits=edits, adds=adds, removes=removes)


def _broken(conditions: Conditions, link: Link) -> str | None:
    """Return the first property that does not meet its condition, None if all do."""
    for name, patterns in conditions:
        values = _values(link, name)
        if not any(fnmatchcase(value, pattern) for value in values for pattern in patterns):
            return name
    return None


def _values(link: Link, name: str) -> Sequence[str]:
    """Return what a link has of a property; one empty text where it has none."""
    if name == "icon":
        return link.icons or ("",)
    if name == "class":
        return link.classes or ("",)
    if name == "title":
        return (title_of(link),)
    if name == "host":
        return (host_of(link.target),)
    return (link.text.strip() if name == "text" else link.target,)


def host_of(target: str) -> str:
    """Return the host of an address in lower case, an empty text for a link inside the site."""
    try:
        return urlsplit(target).hostname or ""
    except ValueError:
        return ""


def _fix(
    shape: LinkShape, page: Page, link: Link
) -> tuple[tuple[Edit, ...], tuple[Construct, ...], tuple[Construct, ...]]:
    """Return the edits that give a link other properties, and the constructs that it gains and loses by them.

    There are none where one of the properties cannot be placed.
    """
    edits: list[Edit] = []
    adds: list[Construct] = []
    removes: list[Construct] = []
    for name, value in shape.replace.items():
        if value in _values(link, name):
            continue
        place = _place(page, link, name)
        if place is None:
            return (), (), ()
        edits.append(replacement(page, place, value))
        if name == "icon":
            adds.append(("icon", value))
            removes.append(("icon", link.icons[0]))
    return tuple(edits), tuple(adds), tuple(removes)


def _place(page: Page, link: Link, name: str) -> Span | None:
    if name == "target":
        return link.target_span
    values = _values(link, name)
    if len(values) != 1 or not values[0]:
        return None
    if name == "host":
        return _only(page, link.target_span, f"//{values[0]}", 2, 0)
    if name == "icon":
        return _only(page, link.span, f":{values[0]}:", 1, 1)
    for around in (link.attributes_span, link.span):
        for quote in "\"'":
            place = around and _only(page, around, f"{quote}{values[0]}{quote}", 1, 1)
            if place:
                return place
    return None


def _only(page: Page, around: Span, text: str, before: int, after: int) -> Span | None:
    """Return the place of `text` without its first and last characters, None if it stands there not once."""
    written = page.text(around)
    folded = written.lower() if len(written.lower()) == len(written) else written
    if folded.count(text.lower()) != 1:
        return None
    start = around.start + folded.index(text.lower())
    return Span(around.path, start + before, start + len(text) - after)
