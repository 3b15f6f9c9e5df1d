"""markdown-it-py's block parser, asking only the rules that a block's first characters allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it.parser_block import ParserBlock

from guidelint.markdown.block_state import TAB, BlockState

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

INDENTED = "\t"
NUMBER = "0"
ANYTHING = ""
MAX_REMEMBERED = 10_000

BlockRule = Callable[[BlockState, int, int], bool]


@dataclass(frozen=True)
class Dispatched:
    """A block rule and the characters of which one starts a line of a block it can match.

    `INDENTED` stands for a block indented by four spaces, `NUMBER` for a digit, `ANYTHING` for all.
    """

    name: str
    rule: BlockRule
    characters: str = ANYTHING


class RendererBlocks(ParserBlock):
    """The block rules of a dialect, in the order in which the renderer applies them."""

    def __init__(self, rules: list[Dispatched]) -> None:
        super().__init__()
        for item in rules:
            self.ruler.push(item.name, item.rule)  # type: ignore[arg-type]
        self.ruler.enableOnly([item.name for item in rules])
        self.rules = [(frozenset(item.characters), item.rule) for item in rules]
        self.triggers = frozenset().union(*(characters for characters, _ in self.rules))
        self.allowed: dict[frozenset[str], list[BlockRule]] = {}

    def rules_for(self, first: set[str]) -> list[BlockRule]:
        """Return the rules that a block can match whose lines start with the characters `first`."""
        key = self.triggers.intersection(first)
        rules = self.allowed.get(key)
        if rules is None:
            rules = [
                rule for characters, rule in self.rules if not characters or not characters.isdisjoint(key)
            ]
            if len(self.allowed) < MAX_REMEMBERED:
                self.allowed[key] = rules
        return rules

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - its name there
        """Read the lines from `startLine` to `endLine`; each rule moves `state.line` on."""
        if not isinstance(state, BlockState):
            raise TypeError("the rules of a renderer need its own state")
        line, stop = startLine, -1
        in_block: set[str] = set()
        while line < endLine:
            if not state.lines[line].text:
                line += 1
                continue
            state.line = line
            if line >= stop:
                stop = state.block_end(line, endLine)
                in_block = {text[:1] for text in (item.text.lstrip(" ") for item in state.lines[line:stop])}
            for rule in self.rules_for(in_block | _first_of_line(state.lines[line].text)):
                if rule(state, line, endLine):
                    break
            line = max(state.line, line + 1)
        state.line = line


def _first_of_line(text: str) -> set[str]:
    found = {INDENTED} if text.startswith(TAB) else set()
    if text.lstrip(" ")[:1].isdigit():
        found.add(NUMBER)
    return found
