"""The file of a baseline: TOML, one table an entry, sorted, so that changes to it read well."""

from __future__ import annotations

import json
import os
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from guidelint import disk
from guidelint.baseline.model import Baseline, Entry
from guidelint.config.errors import ConfigurationError
from guidelint.config.table import EntryReader, TableReader

if TYPE_CHECKING:
    from typing import IO

VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
HEADER = """\
# Findings that were there already: `guidelint check --baseline` leaves them out.
# Add a reason or a day to an entry (until = 2030-12-31, the last one on which it holds); both are kept.
# Renew the file with: guidelint baseline update
"""
TOP_KEYS = ("version", "directory", "finding")
KEYS = ("path", "rule", "message", "count", "fingerprint", "until", "reason")
FINGERPRINT = re.compile(r"[0-9a-f]{16}")
LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_baseline(path: Path, name: str) -> Baseline:
    """Read the baseline at `path`, which messages call `name`. Raises `ConfigurationError` with the line."""
    try:
        data = disk.read_bytes(path, MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ConfigurationError(f"larger than the limit of {MAX_BYTES:,} bytes", name)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = LINE.search(str(error))
        reason = LINE.sub("", str(error)).strip()
        raise ConfigurationError(
            f"not valid TOML: {reason}", name, int(place[1]) if place else None
        ) from error
    except RecursionError as error:
        raise ConfigurationError("not valid TOML: nested too deeply", name) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else "not UTF-8"
        raise ConfigurationError(reason, name) from error
    except ValueError as error:
        raise ConfigurationError(f"not valid TOML: {error}", name) from error
    reader = TableReader(name, text, table)
    reader.only(TOP_KEYS)
    if reader.get("version") != VERSION:
        raise reader.error(f"this guidelint knows baselines of version {VERSION} only", "version")
    entries = tuple(_entry(found) for found in reader.entries("finding"))
    _refuse_twins(reader, entries)
    return Baseline(entries, reader.string("directory") or "")


def _entry(reader: EntryReader) -> Entry:
    reader.only(KEYS)
    texts = {key: reader.string(key) or "" for key in ("path", "rule", "message", "fingerprint", "reason")}
    for key in ("path", "rule"):
        if not texts[key]:
            raise reader.error(f'"{key}" is missing', key)
    if not FINGERPRINT.fullmatch(texts["fingerprint"]):
        raise reader.error('"fingerprint" must be 16 hexadecimal digits', "fingerprint")
    count, until = reader.get("count"), reader.get("until")
    if count is not None and (isinstance(count, bool) or not isinstance(count, int) or count < 1):
        raise reader.error('"count" must be a whole number greater than 0', "count")
    if until is not None and (isinstance(until, datetime) or not isinstance(until, date)):
        raise reader.error('"until" must be a day, as in 2030-12-31', "until")
    return Entry(count=1 if count is None else count, until=until, **texts)


def _refuse_twins(reader: TableReader, entries: tuple[Entry, ...]) -> None:
    seen = set[Any]()
    for number, entry in enumerate(entries):
        if entry.key in seen:
            twin = reader.entries("finding")[number]
            raise twin.error(f"{entry.path} has an entry with this fingerprint already", "fingerprint")
        seen.add(entry.key)


def render(baseline: Baseline) -> str:
    """Return the text of the file."""
    lines = [HEADER + f"version = {VERSION}"]
    if baseline.directory:
        lines.append(f"directory = {quoted(baseline.directory)}")
    for entry in sorted(baseline.entries, key=lambda entry: entry.order):
        lines += ["", "[[finding]]", *_lines(entry)]
    return "\n".join(lines) + "\n"


def _lines(entry: Entry) -> Iterator[str]:
    yield f"path = {quoted(entry.path)}"
    yield f"rule = {quoted(entry.rule)}"
    yield f"message = {quoted(entry.message)}"
    if entry.count > 1:
        yield f"count = {entry.count}"
    yield f"fingerprint = {quoted(entry.fingerprint)}"
    if entry.until is not None:
        yield f"until = {entry.until}"
    if entry.reason:
        yield f"reason = {quoted(entry.reason)}"


def quoted(text: str) -> str:
    """Return `text` as a TOML string, with everything that does not show escaped."""
    plain = json.dumps(text, ensure_ascii=False)
    return "".join(
        _escaped(character)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        else character
        for character in plain
    )


def _escaped(character: str) -> str:
    number = ord(character)
    if 0xD800 <= number < 0xE000:  # half a character, which TOML cannot say
        return "\ufffd"
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Replace the file at `path` in one step. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file: IO[bytes]
    with NamedTemporaryFile(dir=path.parent, prefix=".guidelint-", delete=False) as file:
        file.write(render(baseline).encode())
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        os.chmod(file.name, mode)  # noqa: PTH101 - a name of the temporary file
        os.replace(file.name, path)  # noqa: PTH105 - as above
    except OSError:
        os.unlink(file.name)  # noqa: PTH108 - as above
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
