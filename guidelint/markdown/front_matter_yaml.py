"""Front matter that is YAML between ``---`` lines, and where each key stands."""

from __future__ import annotations

import re
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from guidelint.markdown.front_matter import EMPTY_LINES
from guidelint.markdown.page import FrontMatter
from guidelint.source import Source, Span
from guidelint.yaml_limits import may_be_deep, refuse_bombs

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""The ends of lines that YAML counts."""

KeyPath = tuple[str | int, ...]


def read_block(source: Source, match: re.Match[str]) -> tuple[FrontMatter, int]:
    """Return the front matter of `source` that `match` found, and the offset at which the body starts."""
    text, start = match["yaml"], match.start("yaml")
    span = Span(source.path, 0, match.end())
    starts = [start, *(start + end.end() for end in LINE_END.finditer(text))]
    try:
        if may_be_deep(text):
            refuse_bombs(yaml.parse(text, SafeLoader))
        loader = _Loader(text)
        data: Any = YAMLHandler().load(text, Loader=lambda _: loader)
        nodes = _Nodes(source.path, starts)
        nodes.walk(loader.root, ())
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message, error_span = _explain(error, source, starts)
        return FrontMatter(span=span, error=message, error_span=error_span), 0
    if not isinstance(data, dict):
        if data is None:
            return FrontMatter(span=span), 0
        message = "front matter is not a mapping of keys to values"
        return FrontMatter(span=span, error=message, error_span=Span(source.path, start, start)), 0
    blank = EMPTY_LINES.match(source.text, match.end())
    body = blank.end() if blank else match.end()
    return FrontMatter(data, nodes.keys, nodes.values, tuple(nodes.duplicates), span), body


class _Loader(SafeLoader):
    """A loader that keeps the nodes of its document, so that no second reading has to find the keys."""

    root: yaml.Node | None = None

    def get_single_node(self) -> yaml.Node | None:
        self.root = super().get_single_node()
        return self.root


class _Nodes:
    """Collects where the keys and values of a YAML document stand."""

    def __init__(self, path: str, starts: list[int]) -> None:
        self.path = path
        self.starts = starts
        self.keys: dict[KeyPath, Span] = {}
        self.values: dict[KeyPath, Span] = {}
        self.duplicates: list[tuple[str, Span]] = []

    def span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        first = self.starts[start.line] + start.column
        last = self.starts[end.line] + end.column
        return Span(self.path, first, max(first, last))

    def walk(self, node: yaml.Node | None, path: KeyPath) -> None:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = (*path, str(key.value))
                if inner in self.keys:
                    self.duplicates.append((str(key.value), self.span(key)))
                self.keys[inner] = self.span(key)
                self.values[inner] = self.span(value)
                self.walk(value, inner)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                inner = (*path, index)
                self.values[inner] = self.span(value)
                self.walk(value, inner)


def _explain(error: Exception, source: Source, starts: list[int]) -> tuple[str, Span]:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    context = getattr(error, "context", None)
    message = f"{context}: {problem}" if context else str(problem)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    offset = min(starts[min(line, len(starts) - 1)] + column, len(source.text))
    return message, Span(source.path, offset, min(offset + 1, len(source.text)))
