"""Reading a page the way GitHub renders it: README, CONTRIBUTING and what stands in ``.github/``.

GitHub Flavored Markdown 0.29 as its renderer cmark-gfm reads it: CommonMark with tables,
strikethrough, task lists and bare addresses, and GitHub's footnotes, alerts and ids of headings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from guidelint.markdown.front_matter import BLOCK, read_front_matter
from guidelint.markdown.github_blocks import BlockParser, BlockState, References, read_body
from guidelint.markdown.github_facts import Facts, collect
from guidelint.markdown.github_inline import InlineParser, InlineState
from guidelint.markdown.github_slugs import github_slugs
from guidelint.markdown.lines import Content
from guidelint.markdown.page import Definition, FrontMatter, Heading, Page, Problem
from guidelint.source import Source, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

CHECKBOX = re.compile(r"\[[ xX]\][ \t]+(?=\S)")
MAX_BLOCK_NESTING = 100
MAX_INLINE_NESTING = 20
OPTIONS = {
    "html": True,
    "store_labels": True,
    "strikethrough_single_tilde": True,
}


class GithubMarkdown(MarkdownIt):
    """markdown-it-py with GitHub's rules, and targets as they are written, of any scheme."""

    inline: InlineParser

    def __init__(self, max_nesting: int) -> None:
        super().__init__("commonmark", {**OPTIONS, "maxNesting": max_nesting})
        self.block = BlockParser()
        self.inline = InlineParser()

    def normalizeLink(self, url: str) -> str:  # noqa: N802 (overrides)
        """Return `url` as it is."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 (overrides)
        """Return `link` as it is."""
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 (overrides)
        """Accept every target: what is wrong with one is for checks to say."""
        return True


def parse_github(source: Source) -> Page:
    """Read `source` as GitHub renders it.

    Never raises for anything that stands on a page; what is nested too deeply to be read is in
    `Page.problems`.
    """
    front_matter, offset = FrontMatter(), 0
    if BLOCK.match(source.text):
        front_matter, offset = read_front_matter(source)
    md, references = GithubMarkdown(MAX_BLOCK_NESTING), References()
    state = BlockState(read_body(source, offset), md, references, [])
    md.block.tokenize(state, 0, state.lineMax)
    problems = []
    if state.too_deep is not None:
        problems.append(_too_deep(Span(source.path, state.too_deep, state.too_deep)))
    problems.extend(_read_inline(state))
    cited = _cited_footnotes(state.tokens)
    facts = collect(_as_rendered(state.tokens, cited), source, references, md)
    return Page(
        path=source.path,
        source=source,
        sources={source.path: source},
        dialect="github",
        front_matter=front_matter,
        blocks=tuple(draft.finish() for draft in facts.blocks),
        headings=_headings(facts),
        anchors=tuple(facts.anchors),
        links=tuple(facts.links),
        images=tuple(facts.images),
        media=tuple(facts.media),
        footnote_references=tuple(facts.footnote_references),
        footnote_definitions=tuple(facts.footnote_definitions),
        undefined=tuple(facts.undefined),
        definitions=_definitions(references, facts.labels_used, cited),
        tags=tuple(facts.tags),
        texts=tuple(facts.texts),
        codes=tuple(facts.codes),
        problems=tuple(problems),
    )


def _too_deep(span: Span) -> Problem:
    return Problem("nested too deeply to be read", span)


def _read_inline(state: BlockState) -> list[Problem]:
    """Read the text of every block; task list items lose their check box first."""
    md = GithubMarkdown(MAX_INLINE_NESTING)
    problems = []
    tokens = state.tokens
    for index, token in enumerate(tokens):
        if token.type != "inline":
            continue
        content: Content = token.meta["content"]
        if index > 1 and tokens[index - 2].type == "list_item_open":
            box = CHECKBOX.match(content.lines[0].text)
            if box:
                tokens[index - 2].attrs = {"class": "task-list-item"}
                content = Content([content.lines[0].cut(box.end()), *content.lines[1:]])
                token.meta["content"] = content
        md.inline.too_deep = False
        inline = InlineState(content.text, md, state.env, state.references.footnotes)
        token.children = md.inline.read(inline)
        token.meta["undefined"] = inline.undefined
        if md.inline.too_deep:
            problems.append(_too_deep(content.span(0, 0)))
    return problems


def _cited_footnotes(tokens: list[Token]) -> list[str]:
    """Return the labels, in normal form, of the footnotes that the page refers to, in order."""
    cited: dict[str, None] = {}
    for token in tokens:
        for child in token.children or ():
            if child.type == "footnote_ref":
                cited[child.meta["key"]] = None
    return list(cited)


def _as_rendered(tokens: list[Token], cited: list[str]) -> list[Token]:
    """Move the footnotes behind the rest, as GitHub shows them; those without reference are not shown."""
    footnotes: dict[str, list[Token]] = {}
    body: list[Token] = []
    stack = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            stack.append([])
            if token.meta["effective"]:
                footnotes[token.meta["key"]] = stack[-1]
        stack[-1].append(token)
        if token.type == "footnote_reference_close":
            stack.pop()
    return [*body, *(token for key in cited for token in footnotes[key])]


def _headings(facts: Facts) -> tuple[Heading, ...]:
    slugs = github_slugs(draft.raw.strip() for draft in facts.headings)
    return tuple(
        Heading(draft.level, " ".join(draft.raw.split()), slug, draft.span, block=draft.block)
        for draft, slug in zip(facts.headings, slugs, strict=True)
    )


def _definitions(references: References, labels: set[str], cited: list[str]) -> tuple[Definition, ...]:
    """Mark the definitions that nothing refers to. The first of several with one label counts."""
    used = {"link": labels, "footnote": set(cited)}
    return tuple(
        item._replace(used=key in used[item.kind])
        for item, key in zip(references.definitions, references.keys, strict=True)
    )
