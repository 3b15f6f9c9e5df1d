"""Snippets: lines that name a file are replaced by that file, as `pymdownx.snippets` 10 does.

Files outside the base paths are not read, symbolic links included. Addresses are never fetched.
"""

from __future__ import annotations

import os
import re
from os.path import commonprefix
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from guidelint import disk
from guidelint.markdown.appended import abbreviations_only, read_snippet
from guidelint.markdown.lines import Line, lines_at
from guidelint.markdown.page import Definition, Problem
from guidelint.reach import lies_outside
from guidelint.source import Source, Span

if TYPE_CHECKING:
    from guidelint.markdown.dialect import SnippetOptions

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
NETWORK_PATHS = ("//", "\\\\", "/\\", "\\/")


class Includes(Struct):
    """What snippets brought in: the files by the name reports use, and what went wrong.

    `root` is the directory that names are relative to.
    """

    root: Path
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    abbreviations: list[Definition] = field(default_factory=list)
    lines_left: int = MAX_LINES


def include_snippets(lines: list[Line], options: SnippetOptions, includes: Includes) -> list[Line]:
    """Return `lines` with snippets replaced and the `auto_append` files at the end."""
    expanded = lines
    if any("8<-" in line.text for line in lines):
        expanded = _expand(lines, options, includes, ())
    for name in options.auto_append:
        found = _read(name, options, includes)
        if found is None:
            continue
        abbreviations = abbreviations_only(found[1])
        if abbreviations is not None:
            includes.abbreviations.extend(abbreviations)
        else:
            appended = _expand(_lines(found[1]), options, includes, (found[0],))
            blank = Line("", found[1].path)
            expanded = [*expanded, blank, blank, *appended]
    return expanded


def _expand(
    lines: list[Line],
    options: SnippetOptions,
    includes: Includes,
    seen: tuple[Path, ...],
    *,
    is_section: bool = False,
) -> list[Line]:
    expanded: list[Line] = []
    in_block = False
    for line in lines:
        if "8<-" not in line.text and not in_block:
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
    found = _read(path_name, options, includes)
    if found is None:
        if path_name.lower().startswith(("http://", "https://")):
            includes.problems.append(Problem(f"snippet {path_name} is not fetched", span))
        else:
            includes.problems.append(Problem(f"snippet {path_name} is not there", span))
        return []
    path, lines = found[0], _lines(found[1])
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
        marker = SECTION.search(line.text) if "8<-" in line.text else None
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


def _read(name: str, options: SnippetOptions, includes: Includes) -> tuple[Path, Source] | None:
    path = _find(name, options)
    source = read_snippet(path, _shown(path, includes.root)) if path is not None else None
    if path is None or source is None:
        return None
    includes.sources[source.path] = source
    return path, source


def _lines(source: Source) -> list[Line]:
    if not source.text:
        return []
    return lines_at(source.lines, source.path, source.starts)


def _find(name: str, options: SnippetOptions) -> Path | None:
    if name.startswith(NETWORK_PATHS) or "\0" in name:
        return None
    for base_name in options.base_paths:
        base = Path(base_name)
        if disk.is_file(base):
            if disk.real(base.parent / name) == disk.real(base):
                return base
            continue
        path = disk.real(base / name)
        inside = path.is_relative_to(disk.real(base))
        if disk.is_file(path) and (inside or not (options.restrict_base_path or lies_outside(path, base))):
            return path
    return None


def _shown(path: Path, root: Path) -> str:
    try:
        return Path(os.path.relpath(path, disk.real(root))).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()
