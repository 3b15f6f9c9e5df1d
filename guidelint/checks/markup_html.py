"""HTML tags that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Finding, Fix, Related, Severity
from guidelint.fixes import replacement
from guidelint.markdown.html_tags import VOID_TAGS
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Page, Tag
    from guidelint.site.index import Site

OPTIONAL_END = frozenset(
    [
        "body",
        "caption",
        "colgroup",
        "dd",
        "dt",
        "head",
        "html",
        "li",
        "optgroup",
        "option",
        "p",
        "rp",
        "rt",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ]
)
SELF_CLOSED = frozenset({"svg", "path", "circle", "rect", "g", "use", "line", "polygon"})


@rule("GL803", "html-balance", severity=Severity.ERROR, fixable=True)
def html_balance(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report closing tags that close nothing, and elements that are never closed."""
    by_path: dict[str, list[Tag]] = {}
    for tag in page.tags:
        if tag.kind != "empty" and tag.name not in VOID_TAGS and tag.name not in OPTIONAL_END:
            by_path.setdefault(tag.span.path, []).append(tag)
    for tags in by_path.values():
        yield from _unbalanced(page, sorted(set(tags), key=lambda tag: tag.span.start))


def _unbalanced(page: Page, tags: list[Tag]) -> Iterator[Finding]:
    opened: list[Tag] = []
    for tag in tags:
        if tag.kind == "open":
            opened.append(tag)
        elif any(other.name == tag.name for other in opened):
            while (other := opened.pop()).name != tag.name:
                yield _unclosed(page, other, tag)
        else:
            yield _stray(page, tag)
    for tag in opened:
        yield _unclosed(page, tag, None)


def _stray(page: Page, tag: Tag) -> Finding:
    return finding(
        page,
        tag.span,
        f"</{tag.name}> closes nothing",
        cause=f"{page.path}: </{tag.name}>: line {_line_text(page, tag.span)}",
        apart=True,
        label="no such element is open here",
        help="remove the tag",
        fix=Fix((replacement(page, _with_line(page, tag.span), ""),), removes=(("tag", f"/{tag.name}"),)),
    )


def _unclosed(page: Page, tag: Tag, ended_by: Tag | None) -> Finding:
    related: tuple[Related, ...] = ()
    if ended_by is not None:
        related = (Related(page.location(ended_by.span), f"</{ended_by.name}> ends it"),)
    return finding(
        page,
        tag.span,
        f"<{tag.name}> is never closed",
        cause=f"{page.path}: <{tag.name}>: {_line_text(page, tag.span)}",
        apart=True,
        label="opened here",
        help=f"add </{tag.name}>",
        related=related,
    )


def _line_text(page: Page, span: Span) -> str:
    source = page.sources[span.path]
    return source.lines[source.position(span.start).line - 1].strip()


def _with_line(page: Page, span: Span) -> Span:
    """Return the span of a tag, with its line and line end where it stands alone on one."""
    source = page.sources[span.path]
    line = source.position(span.start).line
    if source.lines[line - 1].strip() != page.text(span) or line >= len(source.starts):
        return span
    return Span(span.path, source.starts[line - 1], source.starts[line])
