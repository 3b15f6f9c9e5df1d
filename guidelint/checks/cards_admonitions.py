"""Admonitions: their types and their titles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from guidelint.checks.card_model import CARD, DOWNLOADS
from guidelint.checks.registry import finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.findings import Finding, Fix, Severity
from guidelint.fixes import replacement
from guidelint.source import Span, UnreadableError, read_source
from guidelint.suggest import closest

if TYPE_CHECKING:
    from guidelint.markdown.page import Block, Page, Tag
    from guidelint.site.docs_root import DocsRoot
    from guidelint.site.index import Site

    Box = tuple[Block, Tag | None]

ADMONITION = "admonition"
TYPES = (
    *("note", "abstract", "summary", "tldr", "info", "todo", "tip", "hint", "important", "success", "check"),
    *("done", "question", "help", "faq", "warning", "caution", "attention", "failure", "fail", "missing"),
    *("danger", "error", "bug", "example", "quote", "cite"),
)
MODIFIERS = frozenset({ADMONITION, "inline", "end", "annotate", "admonition-title"})
THEMES = frozenset({"material", "zensical"})
CLASS_NAME = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
CLASS_VALUE = re.compile(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


class Styles(NamedTuple):
    """The classes in the style sheets of a site; `complete` tells whether all of these could be read."""

    classes: frozenset[str]
    complete: bool


class TypeOptions(Struct, frozen=True):
    """`types` are the types that a site has besides those of the theme, of cards and of its style sheets."""

    types: tuple[str, ...] = ()


@rule("GL321", "admonition-type", severity=Severity.ERROR, fixable=True, options=TypeOptions)
def admonition_type(page: Page, site: Site, options: TypeOptions) -> Iterator[Finding]:
    """Report admonitions of a type that neither the theme nor the site has a style for."""
    root = site.root_of(site.path(page.path))
    boxes = _boxes(page)
    if not boxes or root is None or not {root.config.generator, root.config.theme} & THEMES:
        return
    styles = _styles(root)
    known = _known_types(styles.classes, options.types)
    for block, tag in boxes:
        names = [name for name in block.classes if name not in MODIFIERS]
        cause = f"{source_name(page, site)}: {' '.join(names)}"
        if names and not any(name in known for name in names):
            yield from _unknown_type(page, (block, tag), names[0], known, cause, styles)
        elif tag and names and block.tag == "details" and ADMONITION in block.classes:
            yield finding(
                page,
                _class_span(page, tag, ADMONITION),
                f'a details element has its type alone as class: "{" ".join(names)}"',
                cause=cause,
                severity=Severity.WARNING,
                apart=True,
            )


@lru_cache(maxsize=16)
def _known_types(classes: frozenset[str], types: tuple[str, ...]) -> frozenset[str]:
    return frozenset((*classes, *TYPES, CARD, DOWNLOADS, *types))


def _unknown_type(
    page: Page, box: Box, name: str, known: Collection[str], cause: str, styles: Styles
) -> Iterator[Finding]:
    block, tag = box
    near = closest(name, sorted(known), cutoff=0.7)
    differs_in_case = near == name.lower()
    is_admonition = ADMONITION in block.classes or tag is None
    if not differs_in_case and not (styles.complete and is_admonition):
        return
    span = _class_span(page, tag, name) if tag else _opening(page, block)
    is_name = page.text(span) == name
    yield finding(
        page,
        span,
        f'there is no admonition of the type "{name}"',
        cause=cause,
        apart=True,
        label="no such type",
        help=f"did you mean {near}?" if near else None,
        fix=Fix((replacement(page, span, near),)) if near and differs_in_case and is_name else None,
    )


class TitleOptions(Struct, frozen=True):
    """`untitled` are the types whose admonitions have no title."""

    untitled: tuple[str, ...] = ()


@rule("GL322", "admonition-title", severity=Severity.ERROR, default=False, options=TitleOptions)
def admonition_title(page: Page, site: Site, options: TitleOptions) -> Iterator[Finding]:
    """Report admonitions in HTML that lack a title, and those of a type without titles that have one."""
    for block, tag in _boxes(page):
        if tag is None:
            continue
        title = _title(page, block, tag)
        is_untitled = block.tag != "details" and any(name in options.untitled for name in block.classes)
        if is_untitled == (title is None):
            continue
        kind = next((name for name in block.classes if name not in MODIFIERS), ADMONITION)
        missing = "a <summary>" if block.tag == "details" else 'a <p class="admonition-title">'
        yield finding(
            page,
            title.span if title else tag.span,
            f"an admonition of the type {kind} has no title" if title else f"the {kind} has no title",
            cause=f"{source_name(page, site)}: title of {kind}",
            apart=True,
            help="remove the title" if title else f"begin it with {missing}",
        )


@lru_cache(maxsize=2)
def _boxes(page: Page) -> list[Box]:
    """Return the admonitions and details of a page, with the tag of those that are written in HTML."""
    blocks = [
        block
        for block in page.blocks
        if block.tag == "details" or (block.attributes and ADMONITION in block.classes)
    ]
    if not blocks:
        return []
    tags = {tag.span: tag for tag in page.tags if tag.kind == "open" and tag.name in ("div", "details")}
    starts = {(span.path, span.start): tag for span, tag in tags.items()}
    boxes: list[Box] = []
    for block in blocks:
        tag = starts.get((block.span.path, block.span.start)) if block.markup == "html" else None
        if tag or block.markup in (ADMONITION, "details"):
            boxes.append((block, tag))
    return boxes


def _title(page: Page, block: Block, tag: Tag) -> Tag | None:
    """Return the tag of the title of an admonition, not looking into those that it holds."""
    for inner in page.tags:
        if inner.kind != "open" or inner.span.path != block.span.path:
            continue
        if not tag.span.end <= inner.span.start < block.span.end:
            continue
        classes = dict(inner.attributes).get("class", "").split()
        if inner.name == "summary" if block.tag == "details" else "admonition-title" in classes:
            return inner
        if inner.name == "details" or ADMONITION in classes:
            return None
    return None


def _opening(page: Page, block: Block) -> Span:
    first = page.text(block.span).split("\n", 1)[0].rstrip("\r")
    return Span(block.span.path, block.span.start, block.span.start + len(first))


def _class_span(page: Page, tag: Tag, name: str) -> Span:
    """Return where a class stands in a tag, all of the tag where that cannot be told."""
    for value in CLASS_VALUE.finditer(page.text(tag.span)):
        for word in re.finditer(r"\S+", value[1] or value[2] or value[3] or ""):
            if word[0] == name:
                start = tag.span.start + value.start(value.lastindex or 0) + word.start()
                return Span(tag.span.path, start, start + len(name))
    return tag.span


@lru_cache(maxsize=64)
def _styles(root: DocsRoot) -> Styles:
    classes: set[str] = set()
    complete = True
    for name in root.config.extra_css:
        file = root.files.get(name.partition("?")[0].removeprefix("./"))
        try:
            text = read_source(file.path, name).text if file else None
        except UnreadableError:
            text = None
        complete = complete and text is not None
        classes |= _classes_in(text or "")
    return Styles(frozenset(classes), complete)


@lru_cache(maxsize=16)
def _classes_in(text: str) -> frozenset[str]:
    """Return the classes in a style sheet, which translated trees have in common."""
    return frozenset(CLASS_NAME.findall(text))
