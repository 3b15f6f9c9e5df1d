"""Snippets: lines that name a file are replaced by that file, as `pymdownx.snippets` 10 does.

Addresses are never fetched.
"""

from __future__ import annotations

import re
from os.path import commonprefix
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint.markdown.appended import abbreviations_only, appended_lines
from guidelint.markdown.lines import Line, lines_of_source
from guidelint.markdown.page import Definition, Problem
from guidelint.source import Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidelint.markdown.dialect import SnippetOptions
    from guidelint.markdown.snippet_files import SnippetFiles

SCISSORS = "8<-"
NOTATION = re.compile(
    r"""(?P<space>[ \t]*)(?P<escape>;*)
    (?:-+8<-+[ \t]+(?P<quoted>"(?:\\"|[^"\n])+?"|'(?:\\'|[^'\n])+?')|(?P<block>-+8<-+))$""",
    re.VERBOSE,
)
SECTION = re.compile(
    r"(?<!;)(?!(?<=-)-)(?P<escape>;*)-+8<-+[ \t]+\[[ \t]*(?P<kind>start|end)[ \t]*:"
    r"[ \t]*(?P<name>[a-z][-\w]*)[ \t]*\]",
    re.IGNORECASE | re.ASCII,
)
SELECTION = re.compile(
    r"(?P<path>.*?)(?::(?P<ranges>-?\d*(?::-?\d*)?(?:,-?\d*(?::-?\d*)?)*)|:(?P<section>[a-z][-\w]*))?",
    re.IGNORECASE | re.ASCII,
)
MAX_LINES = 200_000


class Includes(Struct):
    """What snippets of `files` brought in: their texts by the names reports use, and what went wrong.

    `appended` is the last file that the site appends to the text of every page.
    """

    files: SnippetFiles
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    abbreviations: list[Definition] = field(default_factory=list)
    appended: Source | None = None
    lines_left: int = MAX_LINES

    def read(self, name: str, options: SnippetOptions) -> tuple[Path, Source] | None:
        """Return the path and the text of the file that a snippet names, None where it cannot be read."""
        found = self.files.read(name, options)
        if found is not None:
            self.sources[found[1].path] = found[1]
        return found


def include_snippets(lines: list[Line], options: SnippetOptions, includes: Includes) -> list[Line]:
    """Return `lines` with snippets replaced."""
    return _expand(lines, options, includes, ())


def append_files(lines: list[Line], options: SnippetOptions, includes: Includes) -> list[Line]:
    """Return `lines` with the `auto_append` files at the end, but for those of nothing but abbreviations."""
    for name in options.auto_append:
        found = includes.read(name, options)
        if found is None:
            continue
        path, source = found
        abbreviations = abbreviations_only(source)
        if abbreviations is not None:
            includes.abbreviations.extend(abbreviations)
            continue
        appended: Sequence[Line] = appended_lines(source)
        includes.appended = source
        if SCISSORS in source.text:
            appended = _expand(appended, options, includes, (path,))
        blank = Line("", source.path)
        lines = [*lines, blank, blank, *appended]
    return lines


def _expand(
    lines: Sequence[Line],
    options: SnippetOptions,
    includes: Includes,
    seen: tuple[Path, ...],
    *,
    is_section: bool = False,
) -> list[Line]:
    expanded: list[Line] = []
    in_block = False
    for line in lines:
        if SCISSORS not in line.text and not in_block:
            expanded.append(line)
            continue
        notation = NOTATION.match(line.text)
        if notation and notation["escape"]:
            at = notation.start("escape")
            expanded.append(Line(line.text[:at] + line.text[at + 1 :], *line.place(0)))
        elif notation and notation["block"]:
            in_block = not in_block
        elif notation and not in_block:
            name = notation["quoted"][1:-1].strip()
            named = line.cut(notation.start("quoted") + 1)
            expanded.extend(_included(name, notation["space"], named, options, includes, seen))
        elif notation:
            continue
        elif in_block:
            name = line.text.strip()
            space = line.text[: len(line.text) - len(line.text.lstrip(" \t"))]
            if name:
                named = line.cut(len(space))
                expanded.extend(_included(name, space, named, options, includes, seen))
            else:
                expanded.append(line.cut(0, 0))
        else:
            marker = SECTION.search(line.text)
            if not marker or is_section or marker["escape"]:
                expanded.append(line)
    return expanded


def _included(
    name: str, space: str, line: Line, options: SnippetOptions, includes: Includes, seen: tuple[Path, ...]
) -> list[Line]:
    selection = SELECTION.fullmatch(name)
    path_name = selection["path"].strip() if selection else name
    if name.startswith(";") or not path_name:
        return []
    span = Span(*line.place(0), line.place(0)[1] + len(name))
    found = includes.read(path_name, options)
    if found is None:
        if path_name.lower().startswith(("http://", "https://")):
            includes.problems.append(Problem(f"snippet {path_name} is not fetched", span))
        else:
            includes.problems.append(Problem(f"snippet {path_name} is not there", span))
        return []
    path, lines = found[0], list(lines_of_source(found[1]))
    if path in seen or len(seen) >= options.max_depth:
        return []
    if len(lines) > includes.lines_left:
        if includes.lines_left >= 0:
            includes.problems.append(Problem(f"snippets bring in more than {MAX_LINES:,} lines", span))
        includes.lines_left = -1
        return []
    includes.lines_left -= len(lines)
    section = selection["section"] if selection else None
    if selection and selection["ranges"] is not None:
        lines = _select_ranges(lines, selection["ranges"])
    elif section:
        lines = _select_section(lines, section)
    if options.dedent_subsections and selection and (section or selection["ranges"]):
        lines = _dedent(lines)
    nested = _expand(lines, options, includes, (*seen, path), is_section=section is not None)
    prefix = space.expandtabs(4)
    return [item.indented(prefix) for item in nested]


def _select_ranges(lines: list[Line], ranges: str) -> list[Line]:
    """Pick 1-based ranges ``first:last``, either end optional or negative."""
    chosen: list[Line] = []
    total = len(lines)
    for item in ranges.split(","):
        first, _, last = item.partition(":")
        start = int(first) if first not in ("", "-") else None
        end = int(last) if last not in ("", "-") else None
        if start is not None:
            start = max(total + start, 0) if start < 0 else max(start - 1, 0)
        if end is not None and end < 0:
            end = min(max(total + 1 + end, 0), total)
        chosen.extend(lines[start:end])
    return chosen


def _select_section(lines: list[Line], name: str) -> list[Line]:
    chosen: list[Line] = []
    inside = False
    for line in lines:
        marker = SECTION.search(line.text) if SCISSORS in line.text else None
        if marker and not marker["escape"]:
            if marker["name"] == name:
                if marker["kind"].lower() == "start":
                    inside = True
                else:
                    break
            continue
        if inside:
            chosen.append(line)
    return chosen


def _dedent(lines: list[Line]) -> list[Line]:
    margins = [
        line.text[: len(line.text) - len(line.text.lstrip(" \t"))] for line in lines if line.text.strip()
    ]
    margin = len(commonprefix(margins)) if margins else 0  # noqa: RUF071 - a prefix of characters is meant
    return [line.cut(min(margin, len(line.text))) for line in lines]
