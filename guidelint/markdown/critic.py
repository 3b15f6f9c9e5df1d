"""Critic marks ``{++added++}``, replaced by the HTML they stand for before anything is parsed.

Follows `pymdownx.critic` in its default `view` mode, and in `accept` and `reject`.
"""

from __future__ import annotations

import re

from guidelint.markdown.lines import Content
from guidelint.markdown.pieces import Piece, lines_of

CLOSERS = {"++": "++}", "--": "--}", "==": "==}", ">>": "<<}", "~~": "~~}"}
OPENER = re.compile(r"\{(?:\+\+|--|==|>>|~~)")
BLANK_LINES = re.compile(r"\n{2,}")
CRITIC_MARK = "\x01"

Range = tuple[int, int]
Mark = tuple[int, int, str, Range, Range | None]


def take_critic(content: Content, mode: str) -> Content:
    """Return `content` without critic marks; in `view` mode `CRITIC_MARK` stands for each tag."""
    text = content.text
    if not OPENER.search(text):
        return content
    pieces: list[Piece] = []
    position = 0
    for start, end, kind, inner, inserted in _marks(text):
        pieces.append((position, start))
        pieces.extend(_shown(text, kind, inner, inserted, mode))
        position = end
    if not position:
        return content
    pieces.append((position, len(text)))
    return Content(lines_of(content, pieces))


def _marks(text: str) -> list[Mark]:
    found: list[Mark] = []
    without_end: set[str] = set()
    position = text.find("{")
    while position >= 0:
        kind, inner = text[position + 1 : position + 3], position + 3
        if kind not in CLOSERS or kind in without_end:
            position = text.find("{", position + 1)
            continue
        middle = text.find("~>", inner) if kind == "~~" else inner
        end = text.find(CLOSERS[kind], middle + 2 if kind == "~~" else inner) if middle >= 0 else -1
        if end < 0:
            without_end.add(kind)
            position = text.find("{", inner)
            continue
        if kind == "~~":
            found.append((position, end + 3, kind, (inner, middle), (middle + 2, end)))
        else:
            found.append((position, end + 3, kind, (inner, end), None))
        position = text.find("{", end + 3)
    return found


def _shown(
    text: str, kind: str, inner: tuple[int, int], inserted: tuple[int, int] | None, mode: str
) -> list[Piece]:
    if mode != "view":
        return _decided(kind, inner, inserted, accept=mode == "accept")
    if kind == ">>":
        return [CRITIC_MARK]
    shown: list[Piece] = []
    for part in (inner, inserted):
        if part is None:
            continue
        if (
            kind in ("++", "~~")
            and BLANK_LINES.fullmatch(text[slice(*part)])
            and (kind == "++" or part is inserted)
        ):
            shown.append(f"\n\n{CRITIC_MARK}\n\n")
        elif kind in ("--", "~~") and BLANK_LINES.fullmatch(text[slice(*part)]):
            shown.append(CRITIC_MARK)
        else:
            shown.extend((CRITIC_MARK, part, CRITIC_MARK))
    return shown


def _decided(
    kind: str, inner: tuple[int, int], inserted: tuple[int, int] | None, *, accept: bool
) -> list[Piece]:
    if kind == "==":
        return [inner]
    if kind == ">>":
        return []
    if inserted is not None:
        return [inserted if accept else inner]
    return [inner] if (kind == "++") == accept else []
