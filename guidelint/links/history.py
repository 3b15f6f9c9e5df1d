"""What earlier runs learned about links: one SQLite file, made for a CI cache.

A rollback journal keeps it one file at rest, and consistent when the process is killed. Nothing in it is
secret: see `storable`. A file that is corrupt or of a newer guidelint is set aside, never fatal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict, astuple

from guidelint.links.domains import same_domain
from guidelint.links.model import Evidence, Hop, LinkResult, Past
from guidelint.links.verdict import FAILING, LIVING, State, Verdict

if TYPE_CHECKING:
    from types import TracebackType
from typing import Self

VERSION = 2
_APPLICATION = 0x676C6E74  # "glnt", where SQLite files say whose they are
_TABLES = {"links", "answers", "askings"}
_DAMAGED = (TypeError, ValueError, LookupError, ArithmeticError, OSError, AttributeError, RecursionError)
_FAILURES = (sqlite3.Error, UnicodeDecodeError)
_KEPT_ASKINGS = 20
_BUSY_SECONDS = 5.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS links (
    url TEXT PRIMARY KEY, verdict TEXT NOT NULL, reason TEXT NOT NULL, status INTEGER, final_url TEXT,
    hops TEXT NOT NULL, permanent_url TEXT, checked REAL NOT NULL, expires REAL NOT NULL,
    seconds REAL NOT NULL,
    last_good REAL, good_url TEXT, first_failure REAL, last_failure REAL, streak INTEGER NOT NULL,
    etag TEXT, last_modified TEXT, evidence TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    url TEXT PRIMARY KEY, etag TEXT NOT NULL, answer TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS askings (
    url TEXT NOT NULL, checked REAL NOT NULL, verdict TEXT NOT NULL, status INTEGER, reason TEXT NOT NULL,
    PRIMARY KEY (url, checked)
) WITHOUT ROWID;
"""
_MARKS = f"PRAGMA user_version = {VERSION}; PRAGMA application_id = {_APPLICATION};"
_SAVE = """
INSERT OR REPLACE INTO links VALUES (
    :url, :verdict, :reason, :status, :final_url, :hops, :permanent_url, :checked, :expires, :seconds,
    :last_good, :good_url, :first_failure, :last_failure, :streak, :etag, :last_modified, :evidence
)
"""
_FORGET = """
DELETE FROM askings WHERE url = :url AND checked NOT IN
    (SELECT checked FROM askings WHERE url = :url ORDER BY checked DESC LIMIT :kept)
"""


class Record(Struct, frozen=True):
    """One link as the history knows it. Times are seconds since the epoch; `hops` and `evidence` are JSON."""

    url: str
    verdict: str
    reason: str
    status: int | None
    final_url: str | None
    hops: str
    permanent_url: str | None
    checked: float
    expires: float
    seconds: float
    last_good: float | None = None
    good_url: str | None = None
    first_failure: float | None = None
    last_failure: float | None = None
    streak: int = 0
    etag: str | None = None
    last_modified: str | None = None
    evidence: str | None = None

    def past(self) -> Past:
        """Give what a report says about the link's past."""
        return Past(
            verdict=Verdict(self.verdict),
            checked=datetime.fromtimestamp(self.checked, UTC),
            last_good=_moment(self.last_good),
            first_failure=_moment(self.first_failure),
            last_failure=_moment(self.last_failure),
            streak=self.streak,
            final_url=self.good_url,
        )

    def validators(self) -> Mapping[str, str] | None:
        """Give the conditional headers that may save a good page from being sent again, or None."""
        if self.verdict != Verdict.OK or self.hops != "[]":
            return None
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value} or None

    def result(self, written: str) -> LinkResult:
        """Give the stored verdict as the result of the link `written`."""
        hops = tuple(Hop(*hop) for hop in json.loads(self.hops))
        return LinkResult(
            url=written,
            verdict=Verdict(self.verdict),
            reason=self.reason,
            status=self.status,
            final_url=self.final_url,
            seconds=self.seconds,
            hops=hops,
            permanent=bool(hops) and all(hop.permanent for hop in hops),
            permanent_url=self.permanent_url,
            from_history=True,
            past=self.past(),
            evidence=_evidence(self.evidence),
        )


class Episode(Struct, frozen=True):
    """One past verdict, for `guidelint links history`."""

    checked: datetime
    verdict: Verdict
    status: int | None
    reason: str


class History:
    """The records of one file. Use `History.open`; close it, or use it as a context manager.

    `warnings` are sentences about what was wrong with the file.
    """

    def __init__(self, connection: sqlite3.Connection, warnings: list[str]) -> None:
        self._connection = connection
        self._pending: dict[str, Record] = {}
        self._answers: dict[str, tuple[str, str]] = {}
        self.warnings = warnings

    @classmethod
    def open(cls, path: Path) -> History:
        """Open or make the file at `path`. Never fails: without a usable file, nothing is remembered."""
        warnings: list[str] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return cls(_connect(path), warnings)
            except _UnusableError as problem:
                aside = _set_aside(path, problem.suffix)
                warnings.append(f"{path}: the history of links {problem}; it was set aside as {aside.name}")
                return cls(_connect(path), warnings)
        except (*_FAILURES, OSError, _UnusableError) as problem:
            warnings.append(f"{path}: the history of links cannot be used ({problem})")
            return cls(_prepared(sqlite3.connect(":memory:")), warnings)

    def recall(self, url: str) -> Record | None:
        """Give what is known about a link, by its key."""
        try:
            row = self._connection.execute("SELECT * FROM links WHERE url = ?", (url,)).fetchone()
        except _FAILURES as problem:
            self._warn(problem)
            return None
        return _record(row) if row else None

    def episodes(self, url: str) -> list[Episode]:
        """Give the last verdicts on a link, the newest first."""
        query = "SELECT checked, verdict, status, reason FROM askings WHERE url = ? ORDER BY checked DESC"
        try:
            rows = self._connection.execute(query, (url,)).fetchall()
        except _FAILURES as problem:
            self._warn(problem)
            return []
        episodes = []
        for checked, verdict, status, reason in rows:
            with suppress(*_DAMAGED):
                moment = datetime.fromtimestamp(checked, UTC)
                episodes.append(Episode(moment, Verdict(verdict), _whole(status), str(reason)))
        return episodes

    def note(
        self, url: str, result: LinkResult, now: float, lifetime: float, validators: Mapping[str, str] | None
    ) -> None:
        """Remember a verdict at the time `now` for `lifetime` seconds; `save` writes it down.

        Undecided and skipped links leave the record as it was. `validators` are `etag` and `last-modified`.
        """
        if result.verdict in (Verdict.UNDECIDED, Verdict.SKIPPED):
            return
        before = self._pending.get(url) or self.recall(url)
        good, failing = result.verdict in LIVING, result.verdict in FAILING
        known = validators or {}
        self._pending[url] = Record(
            url=url,
            verdict=result.verdict,
            reason=result.reason,
            status=result.status,
            final_url=result.final_url,
            hops=json.dumps([[hop.url, hop.status, hop.target, hop.permanent] for hop in result.hops]),
            permanent_url=result.permanent_url,
            checked=now,
            expires=now + lifetime,
            seconds=result.seconds,
            last_good=now if good else before.last_good if before else None,
            good_url=_good_url(before, result, good=good),
            first_failure=_first_failure(before, now, good=good, failing=failing),
            last_failure=now if failing else before.last_failure if before else None,
            streak=0 if good else (before.streak if before else 0) + failing,
            etag=known.get("etag"),
            last_modified=known.get("last-modified"),
            evidence=json.dumps(astuple(result.evidence)) if result.evidence else None,
        )

    def recall_answer(self, url: str) -> tuple[str, str] | None:
        """Give the entity tag and the kept part, as JSON, of the last answer of an API."""
        try:
            row = self._connection.execute(
                "SELECT etag, answer FROM answers WHERE url = ?", (url,)
            ).fetchone()
        except _FAILURES as problem:
            self._warn(problem)
            return None
        sound = row is not None and all(isinstance(value, str) for value in row)
        return self._answers.get(url) or (tuple(row) if sound else None)

    def note_answer(self, url: str, etag: str, answer: str) -> None:
        """Remember the answer of an API; `save` writes it down."""
        self._answers[url] = etag, answer

    def save(self) -> None:
        """Write down what was noted, in one transaction. A file that stays locked costs a warning."""
        rows = [asdict(record) for record in self._pending.values()]
        try:
            with self._connection:
                self._connection.executemany(_SAVE, rows)
                self._connection.executemany(
                    "INSERT OR REPLACE INTO askings VALUES (:url, :checked, :verdict, :status, :reason)", rows
                )
                self._connection.executemany(
                    "INSERT OR REPLACE INTO answers VALUES (?, ?, ?)",
                    [(url, *answer) for url, answer in self._answers.items()],
                )
                self._connection.executemany(
                    _FORGET, [{"url": row["url"], "kept": _KEPT_ASKINGS} for row in rows]
                )
            self._pending.clear()
            self._answers.clear()
        except _FAILURES as problem:
            self._warn(problem)

    def pending(self) -> int:
        """How many verdicts wait for `save`."""
        return len(self._pending)

    def close(self) -> None:
        """Save and close."""
        self.save()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _warn(self, problem: Exception) -> None:
        warning = f"the history of links could not be read or written ({problem})"
        if warning not in self.warnings:
            self.warnings.append(warning)


def _record(row: Sequence[Any]) -> Record | None:
    """Return a row as a record, None for one that this program never wrote: a file may be damaged.

    Whatever the record is asked for later is tried once.
    """
    try:
        record = Record(*row)
        record.result("https://example.org/")
        times = (record.checked, record.expires, record.seconds)
        numbers = all(isinstance(value, int | float) and isfinite(value) for value in times)
        addresses = (record.final_url, record.permanent_url, record.good_url)
        texts = (record.reason, *addresses, record.etag, record.last_modified)
        sound = numbers and all(value is None or isinstance(value, str) for value in texts)
        _whole(record.status)
        _whole(record.streak)
    except _DAMAGED:
        return None
    return record if sound else None


def _whole(value: Any) -> int | None:
    if value is not None and not isinstance(value, int):
        raise TypeError(value)
    return value


class _UnusableError(Exception):
    def __init__(self, message: str, suffix: str) -> None:
        super().__init__(message)
        self.suffix = suffix


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    try:
        _inspect(connection)
        return _prepared(connection)
    except sqlite3.OperationalError:
        connection.close()
        raise
    except (sqlite3.DatabaseError, UnicodeDecodeError) as problem:
        connection.close()
        raise _UnusableError("is corrupt", "corrupt") from problem
    except _UnusableError:
        connection.close()
        raise


def _inspect(connection: sqlite3.Connection) -> None:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if owner != _APPLICATION and (owner or tables - _TABLES):
        raise sqlite3.OperationalError("it is a database of another program")
    if tables - _TABLES:
        raise _UnusableError("is corrupt", "corrupt")
    if connection.execute("PRAGMA user_version").fetchone()[0] > VERSION:
        raise _UnusableError("was written by a newer guidelint", "newer")
    if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise _UnusableError("is corrupt", "corrupt")


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA journal_mode = DELETE")
    columns = {row[1] for row in connection.execute("PRAGMA table_info(links)")}
    if columns and "evidence" not in columns:
        with connection:
            connection.execute("ALTER TABLE links ADD COLUMN evidence TEXT")
    with connection:
        connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {_MARKS} COMMIT;")
    connection.execute("SELECT * FROM links LIMIT 1").fetchone()
    return connection


def _set_aside(path: Path, suffix: str) -> Path:
    number = 0
    while (aside := path.with_name(f"{path.name}.{suffix}{f'-{number}' if number else ''}")).exists():
        number += 1
    path.rename(aside)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.rename(aside.with_name(f"{aside.name}-journal"))
    return aside


def _first_failure(before: Record | None, now: float, *, good: bool, failing: bool) -> float | None:
    if good:
        return None
    known = before.first_failure if before else None
    return known or (now if failing else None)


def _good_url(before: Record | None, result: LinkResult, *, good: bool) -> str | None:
    """Give where the link ended when it was last good; a move to another domain does not pass for good."""
    known = before.good_url if before else None
    if not good or (known and result.final_url and not same_domain(known, result.final_url)):
        return known
    return result.final_url or known


def _evidence(stored: str | None) -> Evidence | None:
    if stored is None:
        return None
    service, state, text, subject = json.loads(stored)
    if not all(isinstance(value, str | None) for value in (service, text, subject)):
        raise TypeError(stored)
    return Evidence(service, State(state), text, subject)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
