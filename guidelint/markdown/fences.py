"""Fenced code, found before anything else is read.

Two renderers are followed: `pymdownx.superfences` (fences anywhere, in lists and quotes too) and
Python-Markdown's own `fenced_code` (at the start of a line only).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from msgspec import Struct

from guidelint.markdown.lines import Content, Line, join_line, standing_at
from guidelint.markdown.taken import Stash, TakenCode

SUPERFENCE_START = re.compile(
    r"""(?P<fence>~{3,}|`{3,})
    (?:[ \t]*\.?(?P<language>[\w\#.+-]+)(?=[\t ]|$))?
    (?:[ \t]*\{(?P<attributes>[^\n]*)\}
      |(?P<options>(?:[ \t]*[a-zA-Z][a-zA-Z0-9_]*(?:=(?P<quote>"|').*?(?P=quote))?(?=[\t ]|$))+))?
    [ \t]*$""",
    re.VERBOSE,
)
OPTION_NAME = re.compile(r"""([a-zA-Z][a-zA-Z0-9_]*)(?:=(?:".*?"|'.*?'))?""")
CODE_OPTIONS = frozenset({"hl_lines", "linenums", "title", "title_mode"})
FENCED_CODE_START = re.compile(
    r"""(?P<fence>~{3,}|`{3,})[ ]*+
    (?:\{(?P<attributes>.*)\}|(?:\.?(?P<language>[\w\#.+-]*)[ ]*+)?
       (?:hl_lines=(?P<quote>"|')(?P<lines>.*?)(?P=quote)[ ]*)?)""",
    re.VERBOSE,
)
FENCED_CODE_END = re.compile(r"(~{3,}|`{3,})[ ]*")
IDENTIFIER = re.compile(r"(?:^|[ ])\#([^\s}]+)")
CLASS = re.compile(r"(?:^|[ ])\.([^\s}]+)")


class _Fence(Struct):
    start: int
    prefix: str
    width: int
    fence: str
    language: str
    identifier: str
    quotes: int
    blank_lines: int = 0


def take_superfences(content: Content, stash: Stash, known: Callable[[str], bool]) -> Content:
    """Return `content` with each fenced block replaced by a mark, indented as its fence.

    `known` tells which languages the site defines fences of its own for; those take any option.
    """
    if "```" not in content.text and "~~~" not in content.text:
        return content
    lines = content.lines
    taken: list[tuple[int, int, _Fence]] = []
    current: _Fence | None = None
    for number, line in enumerate(lines):
        if current is None:
            if "```" in line.text or "~~~" in line.text:
                current = _start(line.text, number, known)
        else:
            ended = _follow(current, line.text)
            if ended == "end":
                taken.append((current.start, number + 1, current))
            if ended:
                current = None
    if not taken:
        return content
    result: list[Line] = []
    position = 0
    for start, end, fence in taken:
        code = TakenCode(lines[start:end], fence.language, fence.identifier, len(fence.prefix))
        prefix = lines[start].cut(0, len(fence.prefix))
        result.extend(lines[position:start])
        mark = standing_at(stash.add(code), *lines[start].place(len(fence.prefix)))
        result.append(join_line([prefix, mark]))
        position = end
    return Content([*result, *lines[position:]])


def _start(text: str, number: int, known: Callable[[str], bool]) -> _Fence | None:
    prefix = text[: len(text) - len(text.lstrip("> \t"))]
    match = SUPERFENCE_START.match(text, len(prefix))
    if not match:
        return None
    language, attributes = match["language"] or "", match["attributes"] or ""
    if match["options"] and not known(language):
        names = {name.lower() for name in OPTION_NAME.findall(match["options"])}
        if names - CODE_OPTIONS:
            return None
    if attributes and not language:
        first = CLASS.search(attributes)
        language = first[1] if first else ""
    found = IDENTIFIER.search(attributes)
    identifier = found[1] if found else ""
    return _Fence(number, prefix, len(prefix), match["fence"], language, identifier, prefix.count(">"))


def _follow(fence: _Fence, text: str) -> str:
    """Read one more line of an open fence: ``end`` closes it, ``broken`` gives it up."""
    width = 0
    while width < min(fence.width, len(text)) and text[width] in "> \t":
        width += 1
    prefix, content = text[:width], text[width:]
    quotes = prefix.count(">")
    closes = content.startswith(fence.fence) and not content[len(fence.fence) :].strip(" \t")
    if fence.quotes:
        return _follow_quoted(fence, prefix, content, quotes, closes=closes)
    if quotes:
        return "broken"
    if not text.strip():
        return ""
    if width != fence.width and content:
        return "broken"
    return "end" if closes else ""


def _follow_quoted(fence: _Fence, prefix: str, content: str, quotes: int, *, closes: bool) -> str:
    if quotes > fence.quotes:
        return "broken"
    if not content:
        fence.blank_lines += 1
        return ""
    if len(prefix) < fence.width or (fence.blank_lines and quotes < fence.quotes):
        return "broken"
    fence.blank_lines = 0
    return "end" if closes else ""


def take_fenced_code(content: Content, stash: Stash) -> Content:
    """Return `content` with the blocks of Python-Markdown's own `fenced_code` replaced by marks."""
    lines = content.lines
    if not any(line.text.startswith(("```", "~~~")) for line in lines):
        return content
    closings: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if match := FENCED_CODE_END.fullmatch(line.text):
            closings.setdefault(match[1], []).append(number)
    result: list[Line] = []
    number = 0
    while number < len(lines):
        match = FENCED_CODE_START.fullmatch(lines[number].text)
        ends = closings.get(match["fence"], []) if match else []
        at = bisect_right(ends, number)
        if match is None or at == len(ends):
            result.append(lines[number])
            number += 1
            continue
        attributes = match["attributes"] or ""
        found, first = IDENTIFIER.search(attributes), CLASS.search(attributes)
        language = match["language"] or (first[1] if first else "")
        code = TakenCode(lines[number : ends[at] + 1], language, found[1] if found else "")
        result.extend((Line(""), standing_at(stash.add(code), *lines[number].place(0)), Line("")))
        number = ends[at] + 1
    return Content(result)
