"""Find texts in time proportional to what is searched, whatever the pattern and the page are.

A literal is searched by the standard library. A regular expression comes from a configuration that
may be anybody's, so RE2 searches for it: it knows no look-around and no back-references, and cannot
be made to run for long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from guidelint.own_rules.model import TextShape

MAX_LENGTH = 1_000
REFERENCE = re.compile(r"\\(?:(?P<number>\d)|g<(?P<name>\w+)>)")


class PatternError(ValueError):
    """A pattern or replacement that cannot be used; `key` is where it stands in the declaration."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


class Occurrence(NamedTuple):
    """A place in a text, and what to write there instead, None without a replacement."""

    start: int
    end: int
    replacement: str | None


Finder = Callable[[str], Iterator[Occurrence]]


@lru_cache(maxsize=256)
def compile_text(shape: TextShape) -> Finder:
    """Return what finds the text of `shape`; raise `PatternError` for a pattern that cannot be used."""
    find = _literal(shape) if shape.regex is None else _regular(shape, shape.regex)
    exceptions = [re.compile(_words("except", text), _flags(shape)) for text in shape.exceptions]

    def search(text: str) -> Iterator[Occurrence]:
        found = list(find(text))
        passed = [match.span() for pattern in exceptions if found for match in pattern.finditer(text)]
        for hit in found:
            if not any(start <= hit.start and hit.end <= end for start, end in passed):
                yield hit

    return search


def _literal(shape: TextShape) -> Finder:
    words = _words("pattern", shape.pattern or "")
    pattern = re.compile(rf"(?<!\w){words}(?!\w)" if shape.whole_words else words, _flags(shape))

    def find(text: str) -> Iterator[Occurrence]:
        for match in pattern.finditer(text):
            yield Occurrence(match.start(), match.end(), shape.replace)

    return find


def _words(key: str, text: str) -> str:
    if not text.strip():
        raise PatternError(key, f'"{key}" is empty')
    return r"\s+".join(re.escape(word) for word in text.split())


def _flags(shape: TextShape) -> re.RegexFlag:
    return re.IGNORECASE if shape.ignore_case else re.NOFLAG


def _regular(shape: TextShape, regex: str) -> Finder:
    try:
        import re2  # noqa: PLC0415 - an extra, for those who declare such rules
    except ImportError as error:
        reason = 'regular expressions need google-re2: install "guidelint[patterns]"'
        raise PatternError("regex", reason) from error
    if len(regex) > MAX_LENGTH:
        raise PatternError("regex", f'"regex" is longer than {MAX_LENGTH:,} characters')
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not shape.ignore_case
    try:
        pattern = re2.compile(regex, options)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace") if error.args else "not valid"
        raise PatternError("regex", f'"{regex}" is no regular expression of RE2: {reason}') from error
    if pattern.search("") is not None:
        raise PatternError("regex", f'"{regex}" matches the empty text')
    pieces = _template(shape.replace, pattern.groups, pattern.groupindex)

    def find(text: str) -> Iterator[Occurrence]:
        for match in pattern.finditer(text):
            start, end = match.span()
            if start < end:
                yield Occurrence(start, end, None if pieces is None else _expand(pieces, match.group))

    return find


def _template(replace: str | None, groups: int, names: dict[str, int]) -> list[str | int] | None:
    r"""Return a replacement with references such as ``\1`` and ``\g<name>`` as texts and group numbers."""
    if replace is None:
        return None
    pieces: list[str | int] = []
    end = 0
    for reference in REFERENCE.finditer(replace):
        name = reference["name"] or reference["number"]
        number = int(name) if name.isdecimal() else names.get(name, groups + 1)
        if number > groups:
            raise PatternError(
                "replace", f'"replace" refers to the group {name}, which "regex" does not have'
            )
        pieces += [replace[end : reference.start()], number]
        end = reference.end()
    return [*pieces, replace[end:]]


def _expand(pieces: list[str | int], group: Callable[[int], str | None]) -> str:
    return "".join(piece if isinstance(piece, str) else group(piece) or "" for piece in pieces)
