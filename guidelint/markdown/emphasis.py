"""Emphasis and its kin: ``*``, ``_``, ``^``, ``~`` and ``=``.

Runs of a delimiter pair up by the rules of CommonMark, which Python-Markdown 3.11 and PyMdown
Extensions follow; each dialect sets which delimiters there are and what one or two of them mean.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import partial

from msgspec import Struct

from guidelint.markdown.inline import Inline, Node, Pass

SPACE = re.compile(r"\s")

_Kind = tuple[str, bool, int, bool]


class Delimiter(Struct, frozen=True):
    """What one (`single`) and two (`double`) of a character mean; an empty name means nothing.

    `smart` delimiters do not work inside words; between `no_space` ones there is no white space.
    """

    character: str
    single: str
    double: str
    smart: bool = False
    no_space: bool = False


class _Run(Struct):
    delimiter: Delimiter
    start: int
    end: int
    length: int
    opens: bool
    closes: bool
    space_before: int = -1


def emphasis(delimiters: tuple[Delimiter, ...]) -> Pass:
    """Return the pass that pairs `delimiters`."""
    characters = "".join(re.escape(item.character) for item in delimiters)
    pattern = re.compile(rf"([{characters}])\1*")
    table = {delimiter.character: delimiter for delimiter in delimiters}
    return partial(_emphasis, pattern, table)


def _emphasis(
    pattern: re.Pattern[str], table: dict[str, Delimiter], inline: Inline, start: int, end: int
) -> list[Node]:
    text = inline.masked
    found: list[Node] = []
    stack: list[_Run] = []
    bottoms: dict[_Kind, int] = {}
    spaces: list[int] | None = None
    for match in pattern.finditer(text, start, end):
        low, high = match.span()
        run = _flanks(table[text[low]], text, low, high, start, end)
        if run.closes and stack:
            if run.delimiter.no_space:
                if spaces is None:
                    spaces = [space.start() for space in SPACE.finditer(text, start, end)]
                before = bisect_left(spaces, low)
                run.space_before = spaces[before - 1] if before else -1
            opener = stack[-1]
            if _fits(opener, run):
                found.append(_node(opener, run, run.length))
                stack.pop()
                continue
            _close(run, stack, found, bottoms)
        if run.opens and run.end > run.start:
            stack.append(run)
    inline.nodes.extend(found)
    return []


def _flanks(delimiter: Delimiter, text: str, start: int, stop: int, low: int, high: int) -> _Run:
    before = text[start - 1] if start > low else " "
    after = text[stop] if stop < high else " "
    opens, closes = not after.isspace(), not before.isspace()
    if delimiter.smart:
        word_before = before.isalnum() or before == "_"
        word_after = after.isalnum() or after == "_"
        opens, closes = opens and not word_before, closes and not word_after
    return _Run(delimiter, start, stop, stop - start, opens, closes)


def _close(run: _Run, stack: list[_Run], found: list[Node], bottoms: dict[_Kind, int]) -> None:
    """Pair `run` with what opens it.

    `bottoms` keeps, for each kind of run, up to where no opener was found, so that no stretch is
    searched twice (the `openers_bottom` of CommonMark's algorithm).
    """
    kind = (run.delimiter.character, run.opens, run.length % 3, run.length > 1)
    bottom = bottoms.get(kind, -1)
    before = len(found)
    index = len(stack) - 1
    while index >= 0 and run.end > run.start and stack[index].start > bottom:
        opener = stack[index]
        if opener.delimiter is not run.delimiter or _unpaired(opener, run):
            index -= 1
            continue
        size = _size(opener, run)
        if not size:
            index -= 1
            continue
        found.append(_node(opener, run, size))
        opener.end -= size
        run.start += size
        del stack[index + 1 :]
        if opener.end == opener.start:
            stack.pop()
            index -= 1
    if len(found) == before:
        bottoms[kind] = stack[-1].start if stack else bottom


def _node(opener: _Run, run: _Run, size: int) -> Node:
    name = run.delimiter.double if size == 2 else run.delimiter.single
    return Node(name, opener.end - size, run.start + size, (opener.end, run.start))


def _fits(opener: _Run, run: _Run) -> bool:
    """Tell whether `opener` only opens, `run` only closes, and each is used up by the other."""
    delimiter, length = run.delimiter, run.length
    return (
        opener.delimiter is delimiter
        and opener.end - opener.start == length
        and not (run.opens or opener.closes)
        and bool(delimiter.double if length == 2 else length == 1 and delimiter.single)
        and not delimiter.no_space
    )


def _unpaired(opener: _Run, run: _Run) -> bool:
    """The "rule of three" of CommonMark, for runs that could open and close."""
    both = (opener.opens and opener.closes) or (run.opens and run.closes)
    return both and (opener.length + run.length) % 3 == 0 and (opener.length % 3 != 0 or run.length % 3 != 0)


def _size(opener: _Run, run: _Run) -> int:
    available = min(opener.end - opener.start, run.end - run.start)
    delimiter = run.delimiter
    if available >= 2 and delimiter.double:
        return 2
    if delimiter.single and not (delimiter.no_space and opener.end <= run.space_before):
        return 1
    return 0
