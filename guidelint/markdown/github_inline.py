"""Inline constructs of GitHub Markdown: the rules of markdown-it-py, each token with its range.

A rule that matched has moved the state from the start to the end of its construct, so wrapping the
rules gives exact ranges. Nothing is searched for afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, MutableMapping
from html import unescape
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from markdown_it.common.utils import normalizeReference
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline

from guidelint.markdown.github_autolinks import bare_address_end

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TEXT_END = re.compile(r"[\n!&*:<>@\[\\\]^_`~]|(?<![A-Za-z])(?:https?|ftp)://|www\.", re.IGNORECASE)
FOOTNOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
LABEL = re.compile(r"\[((?:[^\[\]\\`<]|\\.)*+)\]", re.DOTALL)
DELIMITERS = ("emphasis", "strikethrough")
LOCATED = ("link", "image", "autolink", "html_inline", "backticks", "escape", "entity", "newline")

InlineRule = Callable[[StateInline, bool], bool]


class Undefined(NamedTuple):
    """A reference without definition; `label_start` is where its last pair of brackets starts."""

    label: str
    form: str
    start: int
    label_start: int
    end: int


class InlineState(StateInline):
    """The state of the inline rules for text of the page (the text of an image has a plain one)."""

    def __init__(
        self, text: str, md: MarkdownIt, env: MutableMapping[str, Any], footnotes: Container[str]
    ) -> None:
        super().__init__(text, md, env, [])
        self.footnotes = footnotes
        self.undefined: list[Undefined] = []
        self.last_label = text.rfind("][")

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Push a token; one that closes a link knows where the text of the link ends."""
        token = super().push(ttype, tag, nesting)
        if ttype == "link_close":
            token.meta["text_end"] = self.posMax
        return token


class InlineParser(ParserInline):
    """The inline rules of GitHub."""

    def __init__(self) -> None:
        super().__init__()
        rules = self.ruler
        rules.after("image", "footnote_ref", located(footnote_reference))
        rules.push("undefined", undefined_reference)
        rules.disable("linkify")
        rules.at("text", plain_text)
        rules.after("text", "bare_address", located(bare_address))
        originals = dict(zip(rules.get_active_rules(), rules.getRules(""), strict=True))
        for name in LOCATED:
            rules.at(name, located(originals[name]))
        for name in DELIMITERS:
            rules.at(name, located_delimiters(originals[name]))
        self.too_deep = False

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 (overrides)
        """Step over one construct; at the limit on nesting the rest of the text is left out."""
        if state.level >= state.md.options["maxNesting"]:
            self.too_deep = True
        super().skipToken(state)

    def read(self, state: InlineState) -> list[Token]:
        """Return the tokens of the text of `state`."""
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def located(rule: InlineRule) -> InlineRule:
    """Return `rule` with the range of its construct on the tokens that it pushes."""

    def wrapped(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent and len(state.tokens) > count:
            for token in state.tokens[count:]:
                if token.type != "text":
                    token.meta.setdefault("range", (start, state.pos))
        return True

    return wrapped


def located_delimiters(rule: InlineRule) -> InlineRule:
    """Return `rule` with its range on each of the delimiters that it pushes as text."""

    def wrapped(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        end = state.pos
        for token in reversed(state.tokens[count:]):
            low = end - len(token.content)
            if low < start:
                break
            token.meta["range"] = (low, end)
            end = low
        return True

    return wrapped


def plain_text(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Take text up to the next character that may start a construct, or to a bare address."""
    found = TEXT_END.search(state.src, state.pos, state.posMax)
    stop = found.start() if found else state.posMax
    if stop == state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : stop]
    state.pos = stop
    return True


def bare_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Make a bare address a link, outside of links."""
    if silent or state.linkLevel > 0 or state.src[state.pos] not in "hHfFwW":
        return False
    end = bare_address_end(state.src, state.pos, state.posMax)
    if end is None:
        return False
    written = state.src[state.pos : end]
    target = unescape(written)
    token = state.push("link_open", "a", 1)
    token.markup = "magic"
    token.attrs = {"href": f"http://{target}" if written[:3].lower() == "www" else target}
    state.push("text", "", 0).content = written
    state.push("link_close", "a", -1).markup = "magic"
    state.pos = end
    return True


def footnote_reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Read ``[^label]`` where a footnote has that label, upper and lower case being equal."""
    match = FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None or not isinstance(state, InlineState):
        return False
    key = normalizeReference(match[1])
    if key not in state.footnotes:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"key": key, "label": match[1]}
    state.pos = match.end()
    return True


def undefined_reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Note a reference that no other rule took. It stays text, so this never matches."""
    character = state.src[state.pos]
    if silent or character not in "![" or not isinstance(state, InlineState):
        return False
    footnote = FOOTNOTE.match(state.src, state.pos, state.posMax)
    if footnote:
        found = Undefined(footnote[1], "footnote", footnote.start(), footnote.start(), footnote.end())
        state.undefined.append(found)
        return False
    bracket = state.pos + (character == "!")
    if not state.src.startswith("[", bracket) or state.last_label < bracket:
        return False
    text_end = state.md.helpers.parseLinkLabel(state, bracket)
    label = LABEL.match(state.src, text_end + 1, state.posMax) if text_end >= 0 else None
    if label is None or label[1].startswith("^"):
        return False
    name = label[1] if label[1].strip() else state.src[bracket + 1 : text_end]
    form = "image" if character == "!" else "link"
    if name.strip() and not (form == "link" and state.src.startswith("!", bracket - 1) and bracket):
        state.undefined.append(Undefined(name, form, state.pos, text_end + 1, label.end()))
    return False
