"""What a page links to, and where findings about a link stand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from guidelint.checks.spans import Spans
from guidelint.site.resolution import Kind
from guidelint.site.resolve import resolve
from guidelint.source import NEWLINE, Source, Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site
    from guidelint.site.resolution import Resolution


CONTRIBUTORS = re.compile(
    r"<!-- ALL-CONTRIBUTORS-LIST:START(?:(?!<!-- ALL-CONTRIBUTORS-LIST:).)*+", re.DOTALL
)
NEAR = 24
MISSING = frozenset({Kind.MISSING_FILE, Kind.MISSING_ANCHOR})


class Target(NamedTuple):
    """Something a page refers to: `kind` is ``link``, ``image`` or ``media``.

    `construct` is the span of the whole construct where it is used, `span` that of the target;
    `number` is its place among the constructs of its kind on the page.
    """

    kind: str
    text: str
    construct: Span
    span: Span
    form: str
    number: int


@lru_cache(maxsize=2)
def resolved(page: Page, site: Site) -> tuple[tuple[Target, Resolution], ...]:
    """Return what `page` refers to with what each leads to; several rules ask for it in a row."""
    base = site.path(page.path)
    targets = [
        *(
            Target("link", item.target, item.span, item.target_span, item.form, n)
            for n, item in enumerate(page.links)
        ),
        *(
            Target("image", item.target, item.span, item.target_span, item.form, n)
            for n, item in enumerate(page.images)
        ),
        *(
            Target("media", item.target, item.span, item.target_span, "html", n)
            for n, item in enumerate(page.media)
        ),
    ]
    return tuple(
        [(target, resolve(site, base, target.text, raw_html=target.form == "html")) for target in targets]
    )


@lru_cache(maxsize=2)
def broken(page: Page, site: Site) -> tuple[tuple[Target, Resolution], ...]:
    """Return those of `resolved` that lead to no file, or to no anchor of one."""
    return tuple([entry for entry in resolved(page, site) if entry[1].kind in MISSING])


def whole(page: Page, target: Target) -> Span:
    """Return the span a finding about `target` stands at.

    It is the whole construct, unless the target stands on another line than the construct starts
    on, as in a definition; then it is the target.
    """
    construct, span = target.construct, target.span
    if construct.path != span.path:
        return span
    source = page.sources[span.path]
    same_line = source.position(construct.start).line == source.position(span.start).line
    return construct if same_line else span


def highlighted(page: Page, target: Target) -> Span:
    """Return the span of the fragment of a target, or of all of it."""
    hash_sign = page.text(target.span).find("#")
    if hash_sign < 0 or hash_sign + 1 >= target.span.end - target.span.start:
        return target.span
    return Span(target.span.path, target.span.start + hash_sign + 1, target.span.end)


def around(page: Page, span: Span) -> str:
    """Return what stands in `span` and near it in its line: what tells a place from others, for causes."""
    text = page.sources[span.path].text
    before = NEWLINE.split(text[max(0, span.start - NEAR) : span.start])[-1]
    after = NEWLINE.split(text[span.end : span.end + NEAR])[0]
    return f"{before}{text[span.start : span.end]}{after}".strip()


def made_by_a_bot(page: Page, span: Span) -> bool:
    """Tell what stands in the table of contributors that the All Contributors bot writes, in its own way."""
    return _bot_tables(page.sources[span.path]).touch(span)


@lru_cache(maxsize=8)
def _bot_tables(source: Source) -> Spans:
    return Spans(Span(source.path, *found.span()) for found in CONTRIBUTORS.finditer(source.text))
