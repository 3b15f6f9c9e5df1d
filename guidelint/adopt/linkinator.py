"""linkinator: `linkinator.config.json`, its GitHub action, and the options of its command line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from guidelint.adopt.arguments import options
from guidelint.adopt.collect import Collector, problem
from guidelint.adopt.json_settings import JsonError, read_object
from guidelint.adopt.lines import Lines
from guidelint.adopt.regex import Flavour

if TYPE_CHECKING:
    from guidelint.adopt.model import Carried

SKIPS = ("skip", "linksToSkip")
KEYS = (*SKIPS, "timeout", "statusCodes", "urlRewriteSearch", "urlRewriteReplace", "config")
SEPARATOR = re.compile(r"[\s,]+")
ABOUT_OUTPUT = "it is about output"
KNOWN_PAGES = "guidelint knows the pages of the site"
REASONS = {
    "include": "guidelint asks for all links that are not ignored",
    "concurrency": "guidelint adapts to what a host takes",
    "recurse": "guidelint asks for the links on the pages and follows no others",
    "retry": "guidelint waits and asks again without being told",
    "retryErrors": "guidelint asks again without being told",
    "retryErrorsCount": "guidelint asks again without being told",
    "retryErrorsJitter": "guidelint asks again without being told",
    "markdown": KNOWN_PAGES,
    "path": KNOWN_PAGES,
    "paths": KNOWN_PAGES,
    "serverRoot": KNOWN_PAGES,
    "directoryListing": KNOWN_PAGES,
    "format": ABOUT_OUTPUT,
    "silent": ABOUT_OUTPUT,
    "verbosity": ABOUT_OUTPUT,
}
NOT_FAILING = frozenset({"ok", "skip", "warn"})


def read(text: str, first_line: int = 1) -> Carried:
    """Return what the settings `text`, which begins on line `first_line` of its file, give."""
    try:
        data = read_object(text)
    except JsonError as error:
        return problem(error.reason, first_line + error.line - 1)
    return read_values(data, Lines(text, first_line))


def read_values(data: Mapping[str, Any], lines: Lines) -> Carried:
    """Return what the settings `data`, which stand in `lines`, give."""
    found = Collector(lines, Flavour.JAVASCRIPT)
    for key in SKIPS:
        value = data.get(key)
        patterns = value if isinstance(value, list) else SEPARATOR.split(str(value)) if value else []
        for pattern in patterns:
            if pattern != "":
                found.ignore(pattern, lines.find(key))
    if data.get("timeout"):
        _timeout(found, data["timeout"], lines.find("timeout"))
    codes = data.get("statusCodes")
    for status, action in codes.items() if isinstance(codes, dict) else ():
        if action in NOT_FAILING:
            found.accept(status, lines.find("statusCodes"))
        else:
            why = "severities go by verdict, under [severity]"
            found.leave(f"the status {status}", why, lines.find("statusCodes"))
    if "urlRewriteSearch" in data:
        found.replace(data["urlRewriteSearch"], data.get("urlRewriteReplace"))
    found.config(data.get("config"))
    found.leave_keys(data, KEYS, REASONS)
    return found.carried()


def read_arguments(words: Sequence[str], lines: Lines) -> Carried:
    """Return what the options `words` of its command, which stand in `lines`, give."""
    names = {
        "--skip": "skip",
        "--timeout": "timeout",
        "--config": "config",
        "--url-rewrite-search": "urlRewriteSearch",
        "--url-rewrite-replace": "urlRewriteReplace",
    }
    data: dict[str, Any] = {"skip": []}
    for name, value in options(words, {"-s": "--skip"}):
        if name == "--skip":
            data["skip"] += [part for part in SEPARATOR.split(value) if part]
        elif name in names:
            data[names[name]] = value
    return read_values(data, lines)


def _timeout(found: Collector, milliseconds: Any, line: int) -> None:
    try:
        found.timeout(float(str(milliseconds)) / 1000, line)
    except ValueError:
        found.leave("timeout", "it is no number of milliseconds", line)
