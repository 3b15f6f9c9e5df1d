"""From the lines of a page to the tokens of its blocks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.markdown.appended import appended_lines
from guidelint.markdown.block_state import BlockState, BlockToken, Document
from guidelint.markdown.renderer_rules import block_parser
from guidelint.markdown.taken import Stash

if TYPE_CHECKING:
    from guidelint.markdown.dialect import Dialect
    from guidelint.markdown.lines import Line
    from guidelint.markdown.page import Definition
    from guidelint.source import Source

ABOUT_WHAT_IS_BEFORE = (" ", ":")
"""How a line begins that may go on with what stands before its block."""


def read_blocks(lines: list[Line], document: Document, appended: Source | None = None) -> list[BlockToken]:
    """Return the tokens of `lines`, those of footnotes last.

    What counts for the whole page goes into `document`. `appended` is a file that may stand at the end.
    """
    known = _read_alone(appended, document.dialect) if appended is not None else None
    if known is not None and known.ends(lines):
        state = _read(lines[: -len(known.lines)], document)
        state.tokens.extend(known.tokens)
        document.definitions.extend(known.definitions)
    else:
        state = _read(lines, document)
    for footnote in list(document.footnotes.values()):
        opened = state.open("footnote", "li", footnote.lines[0])
        opened.footnote = (footnote.label, footnote.span)
        state.read(footnote.lines, "div")
        _end_footnote(state)
        state.close(opened)
    return state.tokens


class _Alone(Struct, frozen=True):
    """What the lines of a file are read as, whatever stands before them."""

    lines: list[Line]
    tokens: list[BlockToken]
    definitions: list[Definition]

    def ends(self, lines: list[Line]) -> bool:
        """Tell whether `lines` end with those of the file, after a blank one."""
        count = len(self.lines)
        return len(lines) > count and not lines[-count - 1].text and lines[-count:] == self.lines


@lru_cache(maxsize=32)
def _read_alone(source: Source, dialect: Dialect) -> _Alone | None:
    """Read a file that sites append to every page, once for all; None where that depends on the page."""
    lines = list(appended_lines(source))
    if not lines or any(line.text.startswith(ABOUT_WHAT_IS_BEFORE) for line in lines):
        return None
    document = Document(dialect, Stash())
    tokens = _read(lines, document).tokens
    only_paragraphs = all(token.type == "element" and token.info == "paragraph" for token in tokens)
    if not only_paragraphs or any(item.kind != "abbreviation" for item in document.definitions):
        return None
    return _Alone(lines, tokens, document.definitions)


def _read(lines: list[Line], document: Document) -> BlockState:
    parser = block_parser(document.dialect)
    state = BlockState(lines, parser, document, [])
    parser.tokenize(state, 0, len(lines))
    return state


def _end_footnote(state: BlockState) -> None:
    """The last paragraph of a footnote ends with its back link, so it takes no attribute list."""
    last = state.last_child()
    if last is not None and state.tag_at(last) == "p":
        token = state.tokens[last]
        text = state.tokens[last - 1] if token.nesting < 0 else token
        text.ends_footnote = True
