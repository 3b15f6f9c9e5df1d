"""The passes that find code, escapes, maths, HTML, icons, footnote references and keys."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import partial
from itertools import accumulate

from guidelint.markdown.inline import Inline, Node, Pass, Undefined

MARK = re.compile("\x02[0-9]+\x03|\x01")
TICKS = re.compile(r"`+")
ESCAPED_TICKS = re.compile(r"(?<!\\)((?:\\{2})+)(?=`)")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
SMART_DOLLAR = re.compile(r"(?<!\\)\$(?!\s)((?:\\.|[^\\$\x02\x03])+?)(?<!\s)\$", re.DOTALL)
DOLLAR = re.compile(r"(?<!\\)\$((?:\\.|[^\\$\x02\x03])+?)\$", re.DOTALL)
ROUND_PARTS = re.compile(r"\\(?P<escaped>.)|[\x02\x03]", re.DOTALL)
FOOTNOTE = re.compile(r"\[\^([^\]]*)\]")
HTML = re.compile(
    r"""<(?:/?+[a-zA-Z][^\s"'<>@]*+(?:\s+[^\s"'=<>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>]++))?+)*+\s*+/?
    |!--(?:(?!<!--|-->).)*--
    |[?](?:(?!<[?]|[?]>).)*[?]
    |!\[CDATA\[(?:(?!<!\[CDATA\[|\]\]>).)*\]\])>""",
    re.DOTALL | re.VERBOSE,
)
ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);")
ICON = re.compile(r":([+\-\w]+):")
BREAK = re.compile(r" {2}\n")
KEYS = re.compile(r"\+{2}([\w\-]+(?:\+[\w\-]+)*?)\+{2}")
QUOTED_KEYS = re.compile(
    r"""(?<!\\)\+{2}((?:(?:[\w\-]+|"(?:\\.|[^\\"])+"|'(?:\\.|[^\\'])+')\+(?!\+))*?
        (?:[\w\-]+|"(?:\\.|[^\\"])+"|'(?:\\.|[^\\'])+'))\+{2}""",
    re.VERBOSE | re.DOTALL,
)


def taken(inline: Inline, start: int, end: int) -> list[Node]:
    """Marks of HTML and code that were taken out of the text."""
    return [
        Node("taken", match.start(), match.end(), value=match[0][1:-1])
        for match in MARK.finditer(inline.masked, start, end)
    ]


def code(inline: Inline, start: int, end: int) -> list[Node]:
    """Code spans: a run of backticks up to the next run of the same length."""
    text = inline.masked
    runs = [match.span() for match in TICKS.finditer(text, start, end)]
    by_length: dict[int, list[int]] = {}
    for begin, stop in runs:
        by_length.setdefault(stop - begin, []).append(begin)
    longest = list(accumulate((stop - begin for begin, stop in reversed(runs)), max, initial=0))[::-1]
    found: list[Node] = []
    position = start
    for number, (begin, stop) in enumerate(runs):
        slashes = begin - len(text[start:begin].rstrip("\\")) - start
        first = begin + slashes % 2
        if begin < position or first == stop:
            continue
        node = _code_span(by_length, longest[number + 1], first, stop)
        if node:
            found.append(node)
            position = node.end
    return found


def _code_span(by_length: dict[int, list[int]], longest: int, start: int, stop: int) -> Node | None:
    """Close the run from `start` to `stop`, of which a part opens where only shorter ones follow."""
    length = stop - start
    closing = _next_run(by_length.get(length, []), stop)
    if closing is not None:
        return Node("code", start, closing + length, inner=(stop, closing))
    closing = _next_run(by_length.get(longest, []), stop)
    if closing is None or longest >= length:
        return None
    return Node("code", start, closing + longest, inner=(stop - (length - longest), closing))


def _next_run(starts: list[int], position: int) -> int | None:
    at = bisect_left(starts, position)
    return starts[at] if at < len(starts) else None


def escapes(characters: str) -> Pass:
    """Return the pass that finds a backslash before one of `characters`."""
    return partial(_escapes, frozenset(characters))


def _escapes(characters: frozenset[str], inline: Inline, start: int, end: int) -> list[Node]:
    return [
        Node("escape", match.start(), match.end(), value=match[1])
        for match in ESCAPE.finditer(inline.masked, start, end)
        if match[1] in characters
    ]


def maths(dollar: re.Pattern[str]) -> Pass:
    r"""Return the pass that finds inline maths, between what `dollar` says or ``\(`` and ``\)``."""
    return partial(_maths, dollar)


def _maths(dollar: re.Pattern[str], inline: Inline, start: int, end: int) -> list[Node]:
    text = inline.masked
    last_dollar = text.rfind("$", start, end) + 1
    dollars = [match.span(1) for match in dollar.finditer(text, start, max(start, last_dollar))]
    found: list[Node] = []
    position = start
    for low, high, width in sorted([*((*span, 1) for span in dollars), *_rounds(text, start, end)]):
        if low - width >= position:
            position = high + width
            found.append(Node("math", low - width, position, value=f"\\({text[low:high]}\\)"))
    return found


def _rounds(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    r"""Yield the range inside each ``\(`` and ``\)``, and their width; no hidden text is between."""
    opened = -1
    for match in ROUND_PARTS.finditer(text, start, end):
        if match["escaped"] is None:
            opened = -1
        elif match["escaped"] == "(" and opened < 0 and text[match.start() - 1 : match.start()] != "\\":
            opened = match.end()
        elif match["escaped"] == ")":
            if 0 <= opened < match.start():
                yield opened, match.start(), 2
            opened = -1


def footnotes(inline: Inline, start: int, end: int) -> list[Node]:
    """``[^label]`` where the footnote is defined."""
    found = []
    last_end = inline.masked.rfind("]", start, end) + 1
    for match in FOOTNOTE.finditer(inline.masked, start, max(start, last_end)):
        if match[1] in inline.document.footnotes:
            found.append(Node("footnote", match.start(), match.end(), value=match[1]))
        else:
            inline.undefined.append(Undefined(match[1], "footnote", match.start(), match.end()))
    return found


def html(inline: Inline, start: int, end: int) -> list[Node]:
    """Tags, comments and the like inside a text."""
    return [Node("html", *match.span()) for match in HTML.finditer(inline.masked, start, end)]


def entities(inline: Inline, start: int, end: int) -> list[Node]:
    """Character references."""
    return [Node("entity", *match.span()) for match in ENTITY.finditer(inline.masked, start, end)]


def breaks(inline: Inline, start: int, end: int) -> list[Node]:
    """Two spaces at the end of a line."""
    return [Node("break", *match.span()) for match in BREAK.finditer(inline.masked, start, end)]


def icons(inline: Inline, start: int, end: int) -> list[Node]:
    """Icon shortcodes; a name that no icon has stays text."""
    names = inline.document.icons
    found = []
    for match in ICON.finditer(inline.masked, start, end):
        if names.known(match[1]):
            found.append(Node("icon", match.start(), match.end(), value=match[1]))
        else:
            found.append(Node("literal", match.start(), match.end(), value=match[0]))
    return found


def quoted_keys(inline: Inline, start: int, end: int) -> list[Node]:
    """``++ctrl+"own text"++``, which hides its text from everything else."""
    return [
        Node("keys", *match.span(), value=match[1].replace('"', "").replace("'", ""))
        for match in QUOTED_KEYS.finditer(inline.masked, start, end)
        if '"' in match[1] or "'" in match[1]
    ]


def keys(inline: Inline, start: int, end: int) -> list[Node]:
    """``++ctrl+alt++``."""
    return [
        Node(
            "keys",
            *match.span(),
            value="+".join(part.replace("-", " ").title() for part in match[1].split("+")),
        )
        for match in KEYS.finditer(inline.masked, start, end)
    ]
