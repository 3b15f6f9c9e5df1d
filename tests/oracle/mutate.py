"""Pages that nobody wrote: small, repeatable damage to the body of a page."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from mkdocs.utils.meta import YAML_RE

if TYPE_CHECKING:
    from collections.abc import Callable

TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
MUTATIONS_PER_PAGE = 8

Lines = list[str]


def mutate(text: str, seed: int, name: str) -> str:
    """Return `text` with a few mutations that depend on `seed` and `name` (of the page) alone.

    Lines are indented and dedented, blank lines, HTML tags and lines dropped. The front matter
    stays as it is.
    """
    chance = random.Random(f"{seed}:{name}")
    front = YAML_RE.match(text)
    start = front.end() if front else 0
    lines = text[start:].split("\n")
    for _ in range(chance.randint(3, MUTATIONS_PER_PAGE)):
        chance.choice(MUTATIONS)(lines, chance)
    return text[:start] + "\n".join(lines)


def _indent(lines: Lines, chance: random.Random) -> None:
    index = _pick(lines, chance, lambda line: bool(line.strip()))
    if index is not None:
        lines[index] = " " * chance.randint(1, 5) + lines[index]


def _dedent(lines: Lines, chance: random.Random) -> None:
    index = _pick(lines, chance, lambda line: line.startswith((" ", "\t")) and bool(line.strip()))
    if index is not None:
        width = len(lines[index]) - len(lines[index].lstrip())
        lines[index] = lines[index][chance.randint(1, width) :]


def _drop_blank_line(lines: Lines, chance: random.Random) -> None:
    index = _pick(lines, chance, lambda line: not line.strip())
    if index is not None:
        del lines[index]


def _drop_tag(lines: Lines, chance: random.Random) -> None:
    index = _pick(lines, chance, lambda line: bool(TAG.search(line)))
    if index is not None:
        tag = chance.choice(list(TAG.finditer(lines[index])))
        lines[index] = lines[index][: tag.start()] + lines[index][tag.end() :]


def _drop_line(lines: Lines, chance: random.Random) -> None:
    index = _pick(lines, chance, lambda line: bool(line.strip()))
    if index is not None:
        del lines[index]


def _pick(lines: Lines, chance: random.Random, fits: Callable[[str], bool]) -> int | None:
    fitting = [index for index, line in enumerate(lines) if fits(line)]
    return chance.choice(fitting) if fitting else None


MUTATIONS = (_indent, _dedent, _drop_blank_line, _drop_tag, _drop_line)
