"""Limits on YAML that strangers write: nesting, and aliases that multiply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

MAX_DEPTH = 100
MAX_NODES = 200_000


def refuse_bombs(events: Iterable[yaml.Event]) -> None:
    """Raise for nesting deeper than MAX_DEPTH or aliases that stand for more than MAX_NODES nodes.

    The composers of PyYAML are recursive: libyaml's ends the process on very deep nesting.
    """
    sizes: dict[str | None, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, total))
            if len(open_nodes) > MAX_DEPTH:
                raise _error(f"nested deeper than {MAX_DEPTH} levels", event)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor is not None:
                sizes[anchor] = total - before
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in open_nodes):
                raise _error(f"the alias *{event.anchor} contains itself", event)
            total += sizes.get(event.anchor, 0)
            if total > MAX_NODES:
                raise _error(f"aliases stand for more than {MAX_NODES:,} values", event)
        total += 1


def _error(message: str, place: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=message, problem_mark=place.start_mark)


def may_be_deep(text: str) -> bool:
    """Tell whether a text can hold deep nesting or aliases at all; few do."""
    openings = text.count("[") + text.count("{") + text.count("- ") + text.count("? ")
    return openings >= MAX_DEPTH // 2 or " " * (MAX_DEPTH // 2) in text or ("&" in text and "*" in text)
