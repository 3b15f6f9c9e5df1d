"""LinkChecker: `linkcheckerrc`, and the options of its command line."""

from __future__ import annotations

import configparser
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from guidelint.adopt.arguments import options
from guidelint.adopt.collect import Collector, problem
from guidelint.adopt.lines import Lines
from guidelint.adopt.regex import Flavour

if TYPE_CHECKING:
    from guidelint.adopt.model import Carried

KEYS = ("ignore", "ignoreerrors", "timeout")
REASONS = {
    "nofollow": "guidelint asks for the links on the pages and follows no others",
    "internlinks": "guidelint knows the pages of the site",
    "ignorewarnings": "set severities under [severity]; the names of warnings differ",
    "checkextern": "guidelint asks for external links unless told --offline",
    "threads": "guidelint adapts to what a host takes",
    "maxrequestspersecond": "guidelint adapts to what a host takes",
    "recursionlevel": "guidelint asks for the links on the pages and follows no others",
    "robotstxt": "guidelint asks for named addresses and crawls nothing",
    "sslverify": "a certificate that does not hold is a finding of its own",
}
SECTIONS = ("checking", "filtering")
AUTHENTICATION = "authentication"


def read(text: str, first_line: int = 1) -> Carried:
    """Return what the settings `text`, which begins on line `first_line` of its file, give."""
    lines = Lines(text, first_line)
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        number = getattr(error, "lineno", None) or 1
        return problem(f"not valid: {error.message.splitlines()[0]}", first_line + number - 1)
    found = Collector(lines, Flavour.PYTHON)
    for pattern in _values(parser, "filtering", "ignore"):
        _ignore(found, pattern, lines.find("ignore"))
    for entry in _values(parser, "filtering", "ignoreerrors"):
        pattern, *message = entry.split(maxsplit=1)
        if message:
            found.leave(f"the ignored error {entry}", "guidelint cannot tell errors by their words",
                        lines.find(entry))  # fmt: skip
        else:
            _ignore(found, pattern, lines.find("ignoreerrors"))
    for seconds in _values(parser, "checking", "timeout"):
        _timeout(found, seconds, lines.find("timeout"))
    for section in SECTIONS:
        if parser.has_section(section):
            found.leave_keys(parser.options(section), KEYS, REASONS)
    if parser.has_section(AUTHENTICATION):
        why = "it may hold secrets, which do not belong in a file that is committed"
        found.leave(f"[{AUTHENTICATION}]", why, lines.find(f"[{AUTHENTICATION}]"))
    return found.carried()


def read_arguments(words: Sequence[str], lines: Lines) -> Carried:
    """Return what the options `words` of its command, which stand in `lines`, give."""
    found = Collector(lines, Flavour.PYTHON)
    for name, value in options(words, {"-f": "--config"}):
        if name == "--config":
            found.config(value)
        elif name == "--ignore-url":
            _ignore(found, value, 0)
        elif name == "--timeout":
            _timeout(found, value, lines.find(name))
    return found.carried()


def _ignore(found: Collector, pattern: str, after: int) -> None:
    if pattern.startswith("!"):
        line = found.lines.find(pattern, after)
        found.leave(f"the ignored link {pattern}", "it covers what does not match; write what does", line)
    else:
        found.ignore(pattern, after)


def _timeout(found: Collector, value: str, line: int) -> None:
    if value.isdecimal() and len(value) < 10:
        found.timeout(float(value), line)
    else:
        found.leave("timeout", "it is no number of seconds", line)


def _values(parser: configparser.RawConfigParser, section: str, option: str) -> Iterator[str]:
    for line in parser.get(section, option, fallback="").splitlines():
        if line.strip() and not line.strip().startswith("#"):
            yield line.strip()
