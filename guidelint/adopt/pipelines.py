"""Workflows and other files of continuous integration that call a link checker, read as data.

Taken are: the inputs of the checkers' GitHub actions, their hooks of pre-commit, their variables of
MegaLinter and super-linter, calls in shell scripts, and files that a script writes (here documents,
and JSON as markdown-link-check wants it). Nothing is run and no variable is filled in.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml
from msgspec import Struct

from guidelint.adopt.arguments import commands, split
from guidelint.adopt.collect import problem
from guidelint.adopt.lines import Lines
from guidelint.adopt.linkinator import read_values
from guidelint.adopt.markdown_link_check import read as read_markdown_link_check
from guidelint.adopt.model import Carried, Entry
from guidelint.adopt.tools import ACTIONS, ARGUMENTS, FILES
from guidelint.site.yaml import ConfigError, parse_yaml

if TYPE_CHECKING:
    from guidelint.site.yaml import Document

HERE_DOCUMENT = re.compile(r"<<-?\s*(['\"]?)(\w+)\1")
JSON_KEYS = frozenset({"ignorePatterns", "replacementPatterns", "aliveStatusCodes"})
MAX_OBJECTS = 200
LINTER_VARIABLE = re.compile(r"\w*?(MARKDOWN_LINK_CHECK|LYCHEE)_(CONFIG_FILE|ARGUMENTS)")
TOOL_OF_VARIABLE = {"MARKDOWN_LINK_CHECK": "markdown-link-check", "LYCHEE": "lychee"}


class Part(NamedTuple):
    """What one place of a file gives, for which tool."""

    tool: str
    carried: Carried


def read(text: str, name: str) -> Iterator[Part]:
    """Yield what the YAML `text` of the file `name` says about link checkers.

    Where the text is no YAML that can be read, the reason is what is left.
    """
    if not any(word in text for word in ("link", "lychee", "LINK", "LYCHEE")):
        return
    try:
        document = parse_yaml(Path(name), text, {})
    except ConfigError as error:
        yield Part("", problem(f"not valid YAML: {error.message}", error.line))
        return
    if document.node is not None:
        yield from _node(_File(document, text.split("\n")), document.node, set())


class _File(Struct, frozen=True):
    """A file as data, and its lines as they are written."""

    document: Document
    rows: Sequence[str]

    def line(self, node: yaml.Node) -> int:
        """Return the line of the first character of a value; that of a block stands below its mark."""
        is_block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return self.document.mark_of(node).line + is_block

    def lines(self, node: yaml.Node) -> Lines:
        """Return the text of a value as it is written."""
        first = self.line(node)
        return Lines("\n".join(self.rows[first - 1 : node.end_mark.line + 1]), first)


def _node(file: _File, node: yaml.Node, seen: set[int]) -> Iterator[Part]:
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        values = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        yield from _action(file, values)
        yield from _hook(file, values)
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield from _variable(file, key.value, value)
            yield from _node(file, value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _node(file, value, seen)
    elif isinstance(node, yaml.ScalarNode):
        yield from _script(file, node)


def _action(file: _File, values: Mapping[str, yaml.Node]) -> Iterator[Part]:
    """Read a step of a workflow that uses the GitHub action of a checker."""
    uses, inputs = values.get("uses"), values.get("with")
    if not isinstance(uses, yaml.ScalarNode) or not isinstance(inputs, yaml.MappingNode):
        return
    tool = ACTIONS.get(uses.value.partition("@")[0].rpartition("/")[2])
    if tool is None:
        return
    given = {key.value: value for key, value in inputs.value if isinstance(value, yaml.ScalarNode)}
    if tool == "linkinator":
        yield Part(tool, read_values({key: value.value for key, value in given.items()}, file.lines(inputs)))
        return
    if "config-file" in given:
        entry = Entry(given["config-file"].value, file.line(given["config-file"]))
        yield Part(tool, Carried(configs=(entry,)))
    if "args" in given:
        yield Part(tool, _arguments(file, tool, given["args"]))


def _hook(file: _File, values: Mapping[str, yaml.Node]) -> Iterator[Part]:
    """Read a hook of pre-commit."""
    name, words = values.get("id"), values.get("args")
    if isinstance(name, yaml.ScalarNode) and name.value in ARGUMENTS and isinstance(words, yaml.SequenceNode):
        yield Part(name.value, _arguments(file, name.value, words))


def _variable(file: _File, name: str, value: yaml.Node) -> Iterator[Part]:
    """Read a variable by which MegaLinter and super-linter are told about a checker."""
    found = LINTER_VARIABLE.fullmatch(name)
    if not found:
        return
    tool = TOOL_OF_VARIABLE[found[1]]
    if found[2] == "ARGUMENTS":
        yield Part(tool, _arguments(file, tool, value))
    elif isinstance(value, yaml.ScalarNode) and value.value != "LINTER_DEFAULT":
        yield Part(tool, Carried(configs=(Entry(value.value, file.line(value)),)))


def _arguments(file: _File, tool: str, node: yaml.Node) -> Carried:
    """Read options that stand in one text or in a list."""
    words: list[str] = []
    if isinstance(node, yaml.SequenceNode):
        words = [entry.value for entry in node.value if isinstance(entry, yaml.ScalarNode)]
    elif isinstance(node, yaml.ScalarNode):
        words = split(node.value.replace("\n", " "))
    return ARGUMENTS[tool](words, file.lines(node))


def _script(file: _File, node: yaml.ScalarNode) -> Iterator[Part]:
    """Read a shell script: the files that it writes, then the checkers that it calls."""
    rest, first_line = node.value.split("\n"), file.line(node)
    for name, start, end in _here_documents(rest):
        yield Part("", FILES[name]("\n".join(rest[start:end]), first_line + start))
        rest[start:end] = [""] * (end - start)
    script = "\n".join(rest)
    yield from _objects(script, first_line)
    for tool, words in commands(script, tuple(ARGUMENTS)):
        yield Part(tool, ARGUMENTS[tool](words, file.lines(node)))


def _here_documents(lines: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return the known files that here documents write, with the 0-based lines of what is in them."""
    rows: dict[str, list[int]] = {}
    for row, line in enumerate(lines):
        rows.setdefault(line.strip(), []).append(row)
    found, start = [], 0
    while start < len(lines):
        row, start = start, start + 1
        mark = HERE_DOCUMENT.search(lines[row])
        ends = rows.get(mark[2], []) if mark else []
        place = bisect_left(ends, start)
        if place < len(ends):
            end = ends[place]
            name = next((name for name in FILES if _names(lines[row], name)), None)
            found += [(name, start, end)] if name else []
            start = end + 1
    return found


def _names(command: str, name: str) -> bool:
    return re.search(rf"(?:^|[\s/\"'>]){re.escape(name)}(?:$|[\s\"'|;])", command) is not None


def _objects(text: str, first_line: int) -> Iterator[Part]:
    """Read JSON objects in a script that are settings of markdown-link-check."""
    if not any(f'"{key}"' in text for key in JSON_KEYS):
        return
    decoder, place = json.JSONDecoder(), text.find("{")
    for _ in range(MAX_OBJECTS):
        if place < 0:
            return
        end = place + 1
        try:
            value, after = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            value, after = None, end
        if isinstance(value, dict) and JSON_KEYS & set(value):
            line = first_line + text.count("\n", 0, place)
            yield Part("", read_markdown_link_check(text[place:after], line))
            end = after
        place = text.find("{", end)
