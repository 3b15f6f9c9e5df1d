"""The block parser: it asks only the rules that the first characters of a block allow."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from guidelint.markdown.block_state import TAB, BlockState

INDENTED = "\t"
NUMBER = "0"
ANYTHING = ""
MAX_REMEMBERED = 10_000

BlockRule = Callable[[BlockState, int, int], bool]
"""Reads a block, given its first line and the line after its last one; tells whether it has read any."""


class Dispatched(Struct, frozen=True):
    """A block rule and the characters of which one starts a line of a block it can match.

    `INDENTED` stands for a block indented by four spaces, `NUMBER` for a digit, `ANYTHING` for all.
    """

    name: str
    rule: BlockRule
    characters: str = ANYTHING


class BlockParser:
    """The block rules of a dialect, in the order in which the renderer applies them."""

    def __init__(self, rules: list[Dispatched]) -> None:
        self.rules = [(frozenset(item.characters), item.rule) for item in rules]
        self.triggers = frozenset().union(*(characters for characters, _ in self.rules))
        self.allowed: dict[tuple[str, bool, bool], list[BlockRule]] = {}

    def rules_for(self, first: str, text: str, start: str) -> list[BlockRule]:
        """Return the rules that can match `text`, in a block whose lines start with those of `first`.

        `start` is the first character of `text` that is no space.
        """
        key = (first, text.startswith(TAB), start.isdigit())
        rules = self.allowed.get(key)
        if rules is None:
            found = {*first} | ({INDENTED} if key[1] else set()) | ({NUMBER} if key[2] else set())
            rules = [rule for characters, rule in self.rules if not characters or characters & found]
            if len(self.allowed) < MAX_REMEMBERED:
                self.allowed[key] = rules
        return rules

    def tokenize(self, state: BlockState, start: int, end: int) -> None:
        """Read the lines from `start` to `end`; each rule moves `state.line` on, up to `state.end`."""
        line, known, first = start, -1, ""
        outer, state.end = state.end, end
        lines, triggers = state.lines, self.triggers
        while line < end:
            text = lines[line].text
            if not text:
                line += 1
                continue
            state.line = line
            stop = state.block_end(line, end)
            begin = text.lstrip(" ")[:1]
            if stop == line + 1 and line >= known:
                known, first = stop, begin if begin in triggers else ""
            elif line >= known:
                starts = [item.text.lstrip(" ")[:1] for item in lines[line:stop]]
                known, first = stop, "".join(sorted(triggers.intersection(starts)))
            for rule in self.rules_for(first, text, begin):
                if rule(state, line, stop):
                    break
            line = max(state.line, line + 1)
        state.line, state.end = line, outer
