"""The source of translations as it was when they were made, read from the translations themselves.

Translation platforms export every language from one version of the source, line by line, with what is
not translated left in the source language. So the lines that most languages share, and the markup they
share where the words differ, show that version, and what the export itself did to it.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

MIN_VOTERS = 3
MAX_VOTERS = 9
TELLING = 24
"""How long a line that is no heading has to be for one language to prove that the source had it."""
START = re.compile(r"\s*(?:#+|[-*+]|\d+[.)]|>|\||===|!!!|\?\?\?) ?")
"""What makes a line a heading, an item, a quote, a row or the like."""
MARKUP = re.compile(
    r"""
    \]\s?\([^\s()]*            # a link or an image
    | \[\^[^\]\s]+\]           # a footnote
    | :[a-z0-9]+(?:-[a-z0-9]+)+:
    | \{[^{}"]*                # an attribute list
    | </?[a-z][a-z0-9]*        # a tag
    | \*\\?\*
    | \\\*\\?\*
    | !\[
    """,
    re.VERBOSE,
)
SPACES = re.compile(r"\s*([{}])\s*|\s+")
MATTER = re.compile(r"---[ \t]*\n(.*?)\n---[ \t]*\n", re.DOTALL)
TEXTS = re.compile(r"(?:meta_)?title:|description:")


Version = TypeVar("Version")


def voters(versions: Sequence[Version]) -> list[Version]:
    """Return which of the `versions` are asked: not more than nine, spread evenly."""
    count = min(len(versions), MAX_VOTERS)
    return [versions[number * len(versions) // count] for number in range(count)]


def common_text(source: Sequence[str], versions: Sequence[Sequence[str]]) -> str | None:
    """Return the text that most `versions` of a page show, of the lines of each and of its `source`.

    None where they do not agree about the number of lines, or are too few to tell anything.
    """
    lengths = Counter(map(len, versions))
    if not lengths:
        return None
    length, agreeing = max(lengths.items(), key=lambda item: (item[1], item[0] == len(source)))
    if agreeing < MIN_VOTERS or agreeing * 2 < len(versions):
        return None
    voting = [lines for lines in versions if len(lines) == length]
    vote = _Vote(source)
    return "\n".join(vote.line(lines) for lines in zip(*voting, strict=True))


class _Vote:
    """Decides which line most languages show; `source` are the lines of the page that they translate."""

    def __init__(self, source: Sequence[str]) -> None:
        self.source = source
        self.known = frozenset(line for line in source if len(line) >= TELLING or line.startswith("#"))

    @cached_property
    def shapes(self) -> frozenset[tuple[str, ...]]:
        return frozenset(map(_shape, self.source))

    def line(self, lines: Sequence[str]) -> str:
        most = max(lines, key=lines.count)
        if lines.count(most) * 2 > len(lines):
            return most
        proven = next((line for line in lines if line in self.known), None)
        if proven is not None:
            return proven
        shapes = list(map(_shape, lines))
        known = [shape for shape in shapes if shape in self.shapes]
        best = max(known or shapes, key=lambda shape: (shapes.count(shape), len(shape)))
        return lines[shapes.index(best)]


def _shape(line: str) -> tuple[str, ...]:
    start = START.match(line)
    inside = MARKUP.findall(line, start.end() if start else 0)
    return tuple(sorted([start[0], *inside] if start else inside))


def is_same(text: str, source: str) -> bool:
    """Tell whether `text` is built as `source` is: the markup of each line is the same, and the front matter.

    White space, empty titles and the words of the usual texts in the front matter make no difference.
    """
    if text == source:
        return True
    (matter, lines), (other_matter, other_lines) = _parts(text), _parts(source)
    return (
        matter == other_matter
        and len(lines) == len(other_lines)
        and all(
            one == other or _is_built_alike(one, other) for one, other in zip(lines, other_lines, strict=True)
        )
    )


def _is_built_alike(line: str, other: str) -> bool:
    if bool(line.strip()) != bool(other.strip()) or _indent(line) != _indent(other):
        return False
    plain, other_plain = _plain(line), _plain(other)
    return plain == other_plain or _shape(plain) == _shape(other_plain)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line[:1] in " \t" else 0


def _plain(line: str) -> str:
    """Return a line without what exports write in another way: spaces, empty titles."""
    return SPACES.sub(lambda found: found[1] or " ", line.replace(' ""', "").rstrip())


def _parts(text: str) -> tuple[str, list[str]]:
    """Return the front matter without its texts for people, and the lines of what follows it."""
    matter, body = "", text
    found = MATTER.match(text)
    if found:
        kept = (line for line in found[1].split("\n") if not TEXTS.match(line))
        matter, body = re.sub(r"[\s\"'\[\],-]+", "", "".join(kept)), text[found.end() :]
    return matter, body.strip("\n").split("\n")
