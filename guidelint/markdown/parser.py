"""Reading a page: from a source and its dialect to what the site renders."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from guidelint.markdown.block_state import Document
from guidelint.markdown.blocks import read_blocks
from guidelint.markdown.collect import collect
from guidelint.markdown.critic import take_critic
from guidelint.markdown.fences import take_fenced_code, take_superfences
from guidelint.markdown.front_matter import KEY_LINE, read_front_matter
from guidelint.markdown.html_blocks import take_html
from guidelint.markdown.lines import Content, Line, expand_tabs, join_line, lines_at
from guidelint.markdown.page import Definition, Heading, Page, Problem
from guidelint.markdown.renderer_rules import inline_passes
from guidelint.markdown.slugs import slug_function, unique
from guidelint.markdown.snippet_files import SnippetFiles
from guidelint.markdown.snippets import SCISSORS, Includes, append_files, include_snippets
from guidelint.markdown.tab_ids import tab_anchors
from guidelint.markdown.taken import Stash
from guidelint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidelint.markdown.dialect import Dialect
    from guidelint.markdown.facts import Facts

META_MORE = re.compile(r"[ ]{4,}(.*)")
ONLY_SPACES = re.compile(r"\n +\n")
NO_MARKS = re.compile("[^\x02\x03]+")
META_BEGIN = re.compile(r"-{3}(\s.*)?$")
META_END = re.compile(r"(?:-{3}|\.{3})(\s.*)?$")


def parse_page(
    source: Source, dialect: Dialect, root: Path | None = None, files: SnippetFiles | None = None
) -> Page:
    """Read `source` as its site renders it.

    `root` is the directory that the paths of included files are shown relative to: the working
    directory, unless given. `files` are those that snippets have named on other pages, for as long as
    none of them moves. Never raises for anything that stands on a page; what could not be read is in
    `Page.problems`.
    """
    if dialect.name == "github":
        from guidelint.markdown.github import parse_github  # noqa: PLC0415 - most sites never need it

        return parse_github(source)
    front_matter, body = read_front_matter(source)
    includes = Includes(files or SnippetFiles(root or Path.cwd()))
    stash = Stash()
    content = _without_code(_prepared(source, body, dialect, includes), dialect, stash)
    lines = take_html(content, stash, markdown_in_html=dialect.has("markdown.extensions.md_in_html"))
    document = Document(dialect, stash)
    tokens = read_blocks(lines, document, includes.appended)
    facts = collect(tokens, document, inline_passes(dialect))
    headings, known = _with_ids(facts, dialect)
    anchors = [*facts.anchors, *tab_anchors(facts, headings, dialect)]
    problems = list(includes.problems)
    if document.too_deep is not None:
        path, offset = document.too_deep.place(0)
        problems.append(Problem("nested too deeply to be read", Span(path, offset, offset)))
    return Page(
        path=source.path,
        source=source,
        sources={source.path: source, **includes.sources},
        dialect=dialect.name,
        front_matter=front_matter,
        blocks=tuple([draft.finish() for draft in facts.blocks]),
        headings=headings,
        anchors=tuple(anchors),
        links=tuple(facts.links),
        images=tuple(facts.images),
        media=tuple(facts.media),
        footnote_references=tuple(facts.footnote_references),
        footnote_definitions=tuple(facts.footnote_definitions),
        icons=tuple(facts.icons),
        undefined=tuple(facts.undefined),
        definitions=tuple(_definitions(document, facts, includes.abbreviations)),
        tags=tuple(facts.tags),
        attribute_lists=tuple(facts.attribute_lists),
        texts=tuple(facts.texts),
        codes=tuple(facts.codes),
        problems=tuple(problems),
        ids_known=known,
    )


def _prepared(source: Source, body: int, dialect: Dialect, includes: Includes) -> Content:
    """Return the text of the page as it is before blocks are looked for."""
    first = source.position(body).line - 1
    offset = source.starts[first]
    lines = lines_at(source.lines[first:], source.path, source.starts[first:])
    if body > offset:
        lines[0] = lines[0].cut(body - offset)
    if dialect.has("pymdownx.snippets"):
        if SCISSORS in source.text:
            lines = include_snippets(lines, dialect.snippets, includes)
        lines = append_files(lines, dialect.snippets, includes)
    content = Content(lines)
    if dialect.has("pymdownx.critic"):
        content = take_critic(content, dialect.option("pymdownx.critic", "mode", "view"))
    if _is_unusual(content.text):
        content = Content([_normal(line, dialect.tab_length) for line in content.lines])
    if dialect.has("markdown.extensions.meta"):
        taken = _meta_lines(content.lines)
        content = Content(content.lines[taken:]) if taken else content
    return content


def _is_unusual(text: str) -> bool:
    """Tell whether a line of `text` has a tab, a mark or nothing but spaces."""
    if "\t" in text or "\x02" in text or "\x03" in text:
        return True
    return ONLY_SPACES.search(f"\n{text}\n") is not None


def _normal(line: Line, tab_length: int) -> Line:
    if "\t" in line.text:
        line = expand_tabs(line, tab_length)
    if "\x02" in line.text or "\x03" in line.text:
        line = join_line([line.cut(*kept.span()) for kept in NO_MARKS.finditer(line.text)])
    return line.cut(0, 0) if line.text.isspace() and not line.text.strip(" ") else line


def _meta_lines(lines: Sequence[Line]) -> int:
    """Count the lines at the top that the `meta` extension takes as metadata."""
    number, key = 0, False
    if lines and META_BEGIN.match(lines[0].text):
        number = 1
    while number < len(lines):
        text = lines[number].text
        if not text.strip() or META_END.match(text):
            return number + 1
        if KEY_LINE.match(text):
            key = True
        elif not key or not META_MORE.match(text):
            break
        number += 1
    return number


def _without_code(content: Content, dialect: Dialect, stash: Stash) -> Content:
    if dialect.has("pymdownx.superfences"):
        own = _own_fences(dialect.option("pymdownx.superfences", "custom_fences", "[]"))
        return take_superfences(content, stash, own.__contains__)
    if dialect.has("markdown.extensions.fenced_code"):
        return take_fenced_code(content, stash)
    return content


@lru_cache(maxsize=32)
def _own_fences(option: str) -> frozenset[str]:
    """Return the names of the fences that the site defines."""
    own = json.loads(option or "[]")
    items = own if isinstance(own, list) else []
    return frozenset(str(item.get("name")) for item in items if isinstance(item, dict) and "name" in item)


def _with_ids(facts: Facts, dialect: Dialect) -> tuple[tuple[Heading, ...], bool]:
    """Give every heading its id, and tell whether the site makes ids in a known way."""
    slugify = slug_function(dialect.toc)
    with_toc = dialect.has("markdown.extensions.toc")
    used = set(facts.element_ids)
    used.update(draft.id for draft in facts.headings if draft.id and draft.slugged)
    following: dict[str, int] = {}
    headings: list[Heading] = []
    for draft in facts.headings:
        identifier = draft.id
        if identifier is None:
            if not with_toc or slugify is None:
                identifier = ""
            else:
                identifier = unique(slugify(draft.text, dialect.toc.separator), used, following)
        explicit = draft.id is not None
        headings.append(Heading(draft.level, draft.text, identifier, draft.span, explicit, draft.block))
    return tuple(headings), slugify is not None or not with_toc


def _definitions(document: Document, facts: Facts, appended: list[Definition]) -> list[Definition]:
    """Mark the definitions that are used, and those that a later one replaces.

    `appended` ones come last, and nothing replaces them.
    """
    if not document.definitions:
        return appended
    last = {(item.kind, item.label): item for item in (*document.definitions, *appended)}
    footnotes = {reference.label for reference in facts.footnote_references}
    result = []
    for item in document.definitions:
        effective = last[item.kind, item.label] is item
        used = True
        if item.kind == "footnote":
            used = item.label in footnotes
        elif item.kind == "link":
            used = document.references[item.label].target_span in facts.references_used
        result.append(item if effective and used else item._replace(effective=effective, used=used))
    return [*result, *appended]
