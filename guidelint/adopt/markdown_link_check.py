"""markdown-link-check: a JSON file, and the options of its command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from guidelint.adopt.arguments import options
from guidelint.adopt.collect import Collector, as_list, problem
from guidelint.adopt.json_settings import JsonError, read_object
from guidelint.adopt.lines import Lines
from guidelint.adopt.regex import Flavour

if TYPE_CHECKING:
    from guidelint.adopt.model import Carried

KEYS = ("ignorePatterns", "replacementPatterns", "aliveStatusCodes", "timeout")
REASONS = {
    "retryOn429": "guidelint waits and asks again without being told",
    "retryCount": "guidelint asks again without being told",
    "fallbackRetryDelay": "guidelint waits as long as the server asks for",
    "httpHeaders": "headers may hold secrets, which do not belong in a file that is committed",
    "projectBaseUrl": "guidelint takes the address of the site from its configuration",
    "baseUrl": "guidelint takes the address of the site from its configuration",
    "ignoreDisable": "comments of markdown-link-check mean nothing to guidelint",
}
DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|m)?")
SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, None: 0.001}


def read(text: str, first_line: int = 1) -> Carried:
    """Return what the settings `text`, which begins on line `first_line` of its file, give."""
    lines = Lines(text, first_line)
    try:
        data = read_object(text)
    except JsonError as error:
        return problem(error.reason, first_line + error.line - 1)
    found = Collector(lines, Flavour.JAVASCRIPT)
    place = {key: lines.find(key) for key in KEYS}
    for entry in as_list(data.get("ignorePatterns")):
        pattern = entry.get("pattern") if isinstance(entry, dict) else entry
        found.ignore(pattern, place["ignorePatterns"])
    for status in as_list(data.get("aliveStatusCodes")):
        found.accept(status, place["aliveStatusCodes"])
    for entry in as_list(data.get("replacementPatterns")):
        values = entry if isinstance(entry, dict) else {}
        found.replace(values.get("pattern"), values.get("replacement"), place["replacementPatterns"])
    if "timeout" in data:
        _timeout(found, data["timeout"], place["timeout"])
    found.leave_keys(data, KEYS, REASONS)
    return found.carried()


def read_arguments(words: Sequence[str], lines: Lines) -> Carried:
    """Return what the options `words` of its command, which stand in `lines`, give."""
    found = Collector(lines, Flavour.JAVASCRIPT)
    for name, value in options(words, {"-c": "--config", "-a": "--alive"}):
        if name == "--config":
            found.config(value)
        elif name == "--alive":
            found.accept(value)
    return found.carried()


def _timeout(found: Collector, value: Any, line: int) -> None:
    parts = DURATION.fullmatch(str(value).strip())
    if parts:
        found.timeout(float(parts[1]) * SECONDS[parts[2]], line)
    else:
        found.leave("timeout", "it is no duration", line)
