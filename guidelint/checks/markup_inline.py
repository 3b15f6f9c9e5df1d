"""Signs in running text that opened something and never closed it, or that nothing fills."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from guidelint import disk
from guidelint.checks.places import around
from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Finding, Severity
from guidelint.site.generated import fills_placeholders
from guidelint.source import Span

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.markdown.page import Page, Text
    from guidelint.site.index import Site

STARS = re.compile(r"\*+")
GLOB = re.compile(r"\*\*(?:[/\\*]|\.\w)|[/\\.]\*\*")
KEYWORDS = re.compile(r"\*\*(?:kw\w*|options|params|extra|opts|data|attrs)\b|(?<=[(,])\s?\*\*\w")
NEAR = 40
POWER = re.compile(r"[A-Za-z\d_)]\*\*[\d(]")


@rule("GL812", "emphasis-unbalanced", severity=Severity.WARNING)
def emphasis_unbalanced(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report asterisks of emphasis that the reader sees, because they do not pair."""
    for text in page.texts:
        if text.raw or "*" not in text.value:
            continue
        source = page.sources[text.span.path].text
        for match in STARS.finditer(text.value):
            start, end = text.span.start + match.start(), text.span.start + match.end()
            run = _run(source, start, end)
            if len(run) < 2 or len(run) > 3 or _is_meant(source, start):
                continue
            span = Span(text.span.path, start, end)
            yield finding(
                page,
                span,
                f"{match[0]} is shown as text: the emphasis does not end as it began",
                cause=f"{page.path}: {around(page, span)}",
                label="not paired",
                help="give both ends of the emphasis the same asterisks, without a space inside them",
            )
            break


def _run(source: str, start: int, end: int) -> str:
    """Return the whole run of asterisks around `start` to `end`; empty if a backslash shields it."""
    while start and source[start - 1] == "*":
        start -= 1
    while end < len(source) and source[end] == "*":
        end += 1
    return "" if start and source[start - 1] == "\\" else source[start:end]


def _is_meant(source: str, start: int) -> bool:
    """Tell asterisks that are no emphasis: patterns of file names, ``**kwargs``, powers."""
    line = (
        source[max(0, start - NEAR) : start].rpartition("\n")[2]
        + source[start : start + NEAR].partition("\n")[0]
    )
    around = source[max(0, start - 2) : start + 4]
    return bool(GLOB.search(around) or POWER.search(around) or KEYWORDS.search(line))


PLACEHOLDER = re.compile(r"\{\{-?\s*(?P<name>[A-Za-z_][\w.]*)\s*-?\}\}|\$\{(?P<shell>[A-Za-z_][\w.]*)\}")
MACROS = "macros"
OWN_MACROS = frozenset(
    {
        *("config", "environment", "plugin", "git", "page", "files", "navigation", "macros_info", "now"),
        *("context", "to_yaml", "fix_url", "extra", "nav", "env", "base_url", "loop", "self", "super"),
    }
)


@rule("GL814", "template-placeholder", severity=Severity.WARNING, default=False)
def template_placeholder(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report placeholders that nothing fills."""
    place = site.place(site.path(page.path))
    if place is None:
        return
    config = place.root.config
    if MACROS in config.plugins:
        if _knows_variables(config.plugins[MACROS], config.build_dir) and not config.has_hooks:
            yield from _undefined(page, config.variables)
    elif not fills_placeholders(config):
        for text in page.texts:
            for match in PLACEHOLDER.finditer(text.value) if "{" in text.value else ():
                start = text.span.start + match.start()
                span = Span(text.span.path, start, start + len(match[0]))
                yield _placeholder(page, span, "nothing fills this placeholder; the reader sees it as it is")


def _knows_variables(options: Mapping[str, Any], folder: Path) -> bool:
    """Tell whether all variables of the macros plugin stand in the configuration."""
    module = str(options.get("module_name") or "main")
    has_module = disk.exists(folder / f"{module}.py") or disk.is_dir(folder / module)
    return not has_module and not options.get("include_yaml") and not options.get("modules")


def _undefined(page: Page, variables: frozenset[str]) -> Iterator[Finding]:
    """Yield the placeholders of a page, in code too, for which the macros plugin has no variable."""
    if page.front_matter.data.get("render_macros") is False or "{%" in page.source.text:
        return
    known = variables | OWN_MACROS | set(page.front_matter.data)
    for match in PLACEHOLDER.finditer(page.source.text):
        name = match["name"]
        if name and name.partition(".")[0] not in known:
            span = Span(page.path, *match.span())
            yield _placeholder(page, span, f'there is no variable "{name}"; the placeholder leaves a gap')


def _placeholder(page: Page, span: Span, message: str) -> Finding:
    return finding(page, span, message, cause=f"{page.path}: {page.text(span)}", label="not filled")


BRACKET = re.compile(r"[()\[\]]")
PAIRS = {"(": ")", "[": "]"}
MIN_WORDS = 4
MAX_DEPTH = 100
MAX_BRACKETED = 2_000


class Opened(NamedTuple):
    """A bracket in running text: the sign and its offset in the source."""

    sign: str
    offset: int


@rule("GL815", "brackets-unbalanced", severity=Severity.WARNING, default=False)
def brackets_unbalanced(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
    """Report brackets around or before links that never close, or that were to be a link themselves."""
    linked: dict[int, list[int]] = {}
    for link in page.links:
        if link.span.path == page.path and link.form != "html":
            linked.setdefault(link.block, []).append(link.span.start)
    by_block: dict[int, list[Text]] = {}
    for text in page.texts:
        if text.block in linked and not text.raw and text.span.path == page.path:
            by_block.setdefault(text.block, []).append(text)
    for block, texts in by_block.items():
        ordered = sorted(texts, key=lambda text: text.span.start)
        yield from _brackets(page, ordered, linked[block])


def _brackets(page: Page, texts: list[Text], links: list[int]) -> Iterator[Finding]:
    opened: list[Opened] = []
    for text in texts:
        for found in BRACKET.finditer(text.value):
            sign, offset = found[0], text.span.start + found.start()
            if sign in PAIRS and len(opened) < MAX_DEPTH and not _is_escaped(page, offset):
                opened.append(Opened(sign, offset))
            elif sign in PAIRS.values():
                match = next((one for one in reversed(opened) if PAIRS[one.sign] == sign), None)
                if match:
                    del opened[opened.index(match) :]
                    if sign == "]" and _wraps_links(page, match.offset, offset, links):
                        yield _bracket(page, match, "these brackets hold links, but no link text")
    for one in opened:
        if max(links) > one.offset:
            yield _bracket(page, one, f'this "{one.sign}" is never closed')


def _is_escaped(page: Page, offset: int) -> bool:
    return offset > 0 and page.source.text[offset - 1] == "\\"


def _wraps_links(page: Page, start: int, end: int, links: list[int]) -> bool:
    """Tell whether square brackets hold a link and several words around it."""
    if end - start > MAX_BRACKETED:
        return False
    words = re.sub(r"\[[^\[\]]*\]\([^()]*\)", "", page.source.text[start + 1 : end]).split()
    return any(start < link < end for link in links) and len(words) >= MIN_WORDS


def _bracket(page: Page, one: Opened, message: str) -> Finding:
    return finding(
        page,
        Span(page.path, one.offset, one.offset + 1),
        message,
        cause=f"{page.path}: {page.source.text[one.offset : one.offset + 40]}",
        help=f'close it with "{PAIRS[one.sign]}", or remove it',
    )
