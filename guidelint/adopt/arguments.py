"""Command lines of link checkers, read and never run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

CONTINUATION = re.compile(r"\\\r?\n")
WORKSPACE = re.compile(r"(?:\$\{\{\s*github\.workspace\s*\}\}|\$\{?GITHUB_WORKSPACE\}?)/")
ENDS = frozenset({";", "&&", "||", "|", "&", ">", ">>", ")"})


def options(words: Sequence[str], short: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the options in `words` with the value that follows each, empty where none does.

    `short` gives the long names of short ones.
    """
    for number, word in enumerate(words):
        name, equals, value = word.partition("=")
        if word.startswith("--") and equals:
            yield name, value
        elif word.startswith("-"):
            following = words[number + 1] if number + 1 < len(words) else ""
            yield short.get(word, word), following


def split(text: str) -> list[str]:
    """Return the words of a command line as a shell divides it; of a broken one, those between spaces.

    Paths below the workspace of a workflow become relative to it.
    """
    text = WORKSPACE.sub("", text)
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    try:
        return list(lexer)
    except ValueError:
        return text.split()


def commands(script: str, tools: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each call of one of `tools` in a shell script, with the words after the tool's name."""
    if not any(tool in script for tool in tools):
        return
    for line in CONTINUATION.sub(" ", script).splitlines():
        if not any(tool in line for tool in tools):
            continue
        yield from _calls(split(line), tools)


def _calls(words: Sequence[str], tools: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the calls in one line; what follows a tool's name belongs to it up to the next command."""
    tool, own = "", list[str]()
    for word in words:
        if tool and word not in ENDS:
            own.append(word)
        elif tool:
            yield tool, own
            tool, own = "", []
        elif PurePosixPath(word).name in tools:
            tool = PurePosixPath(word).name
    if tool:
        yield tool, own
