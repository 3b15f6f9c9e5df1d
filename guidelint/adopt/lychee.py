"""lychee: `lychee.toml`, `.lycheeignore`, and the options of its command line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from guidelint.adopt.arguments import options
from guidelint.adopt.collect import Collector, as_list, problem
from guidelint.adopt.lines import Lines
from guidelint.adopt.regex import Flavour

if TYPE_CHECKING:
    from guidelint.adopt.model import Carried

KEYS = ("exclude", "accept", "remap", "timeout")
PRIVATE = "it may hold secrets, which do not belong in a file that is committed"
WITHOUT_BEING_TOLD = "guidelint does so without being told"
REASONS = {
    "include": "nothing overrides an ignored link",
    "exclude_path": 'name such pages under "exclude", or under [per-file-ignores] with "links"',
    "exclude_mail": WITHOUT_BEING_TOLD,
    "exclude_private": WITHOUT_BEING_TOLD,
    "exclude_link_local": WITHOUT_BEING_TOLD,
    "exclude_loopback": WITHOUT_BEING_TOLD,
    "exclude_all_private": WITHOUT_BEING_TOLD,
    "max_retries": "guidelint asks again without being told",
    "retry_wait_time": "guidelint waits as long as the server asks for",
    "max_concurrency": "guidelint adapts to what a host takes",
    "max_redirects": "guidelint follows redirects as browsers do",
    "base": "guidelint takes the address of the site from its configuration",
    "base_url": "guidelint takes the address of the site from its configuration",
    "root_dir": "guidelint takes the docs root from the configuration of the site",
    "basic_auth": PRIVATE,
    "header": PRIVATE,
    "headers": PRIVATE,
    "github_token": PRIVATE,
    "insecure": "a certificate that does not hold is a finding of its own",
    "verbose": "it is about output",
    "no_progress": "it is about output",
    "output": "it is about output",
    "format": "it is about output",
    "mode": "it is about output",
}
TOML_PLACE = re.compile(r"\(at line (\d+), column \d+\)")


def read(text: str, first_line: int = 1) -> Carried:
    """Return what the settings `text`, which begins on line `first_line` of its file, give."""
    lines = Lines(text, first_line)
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        place = TOML_PLACE.search(str(error))
        reason = TOML_PLACE.sub("", str(error)).strip()
        row = int(place[1]) - 1 if place else text.count("\n")
        return problem(f"not valid TOML: {reason}", first_line + row)
    found = Collector(lines, Flavour.RUST)
    place_of = {key: _key_line(lines, key) for key in KEYS}
    for pattern in as_list(data.get("exclude")):
        found.ignore(pattern, place_of["exclude"])
    for status in as_list(data.get("accept")):
        found.accept(status, place_of["accept"])
    for rule in as_list(data.get("remap")):
        _remap(found, rule, place_of["remap"])
    if "timeout" in data:
        _timeout(found, data["timeout"], place_of["timeout"])
    found.leave_keys(data, KEYS, REASONS)
    return found.carried()


def read_ignore_file(text: str, first_line: int = 1) -> Carried:
    """Return what `.lycheeignore` gives: a regular expression on each line, comments begin with #."""
    found = Collector(Lines(text, first_line), Flavour.RUST)
    for number, line in enumerate(text.splitlines(), first_line):
        if line.strip() and not line.startswith("#"):
            found.ignore(line.strip(), number)
    return found.carried()


def read_arguments(words: Sequence[str], lines: Lines) -> Carried:
    """Return what the options `words` of its command, which stand in `lines`, give."""
    found = Collector(lines, Flavour.RUST)
    for name, value in options(words, {"-c": "--config", "-a": "--accept", "-t": "--timeout"}):
        match name:
            case "--config":
                found.config(value)
            case "--exclude":
                found.ignore(value)
            case "--accept":
                found.accept(value)
            case "--timeout":
                _timeout(found, value, lines.find(name))
            case "--remap":
                _remap(found, value, lines.find(name))
            case "--include" | "--exclude-path" | "--basic-auth" | "--header":
                found.leave(name, REASONS[name[2:].replace("-", "_")], lines.find(name))
    return found.carried()


def _key_line(lines: Lines, key: str) -> int:
    """Return the line of `key = …`, not of a longer key or of a comment that names it."""
    pattern = re.compile(rf"""\s*["']?{key}["']?\s*=""")
    numbered = enumerate(lines.text.splitlines(), lines.first)
    return next((number for number, line in numbered if pattern.match(line)), lines.first)


def _remap(found: Collector, rule: object, line: int) -> None:
    pattern, _, text = rule.strip().rpartition(" ") if isinstance(rule, str) else ("", "", "")
    if pattern:
        found.replace(pattern.strip(), text, line)
    else:
        found.leave("a remap rule", "it is not a pattern and an address", line)


def _timeout(found: Collector, value: object, line: int) -> None:
    try:
        found.timeout(float(str(value)), line)
    except ValueError:
        found.leave("timeout", "it is no number of seconds", line)
