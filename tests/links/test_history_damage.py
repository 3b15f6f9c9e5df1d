"""A history that is damaged in any way is read as far as it can be, or set aside; a run never fails on it."""

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from guidelint.links.history import History
from guidelint.links.model import Hop, LinkResult
from guidelint.links.policy import FailurePolicy, is_settled
from guidelint.links.verdict import Verdict

URLS = [f"https://a{number}.example.org/" for number in range(40)]
NOW = 2_000_000_000.0
PLACES = 200
VALUES = ["", "x", "ok", -1, 0, 7, 10**30, 1e308, float("inf"), b"\xff\x00", None, "[[1]]", "{}", "[" * 9]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """The bytes of a history with forty links."""
    path = tmp_path_factory.mktemp("history") / "links.sqlite3"
    with History.open(path) as history:
        for number, url in enumerate(URLS):
            verdict = (Verdict.OK, Verdict.DEAD, Verdict.MOVED)[number % 3]
            hops = (Hop(url, 301, url + "a", permanent=True),) if number % 2 else ()
            result = LinkResult(url, verdict, "reason", 200, url, seconds=0.1, hops=hops)
            history.note(url, result, NOW + number, 86400.0, {"etag": "a", "last-modified": "b"})
    return path.read_bytes()


def use(path):
    """Do everything with a history that a run and `links history` do, and return its warnings."""
    with History.open(path) as history:
        for url in URLS:
            record = history.recall(url)
            if record is not None:
                record.validators()
                result = record.result(url)
                is_settled(result, FailurePolicy(), datetime.fromtimestamp(NOW, UTC))
                assert record.past().verdict in Verdict
            history.episodes(url)
            history.note(url, LinkResult(url, Verdict.DEAD, "404"), NOW + 99, 60.0, None)
        history.save()
        return history.warnings


def is_usable(path):
    with History.open(path) as history:
        history.note(URLS[0], LinkResult(URLS[0], Verdict.OK), NOW, 60.0, None)
        history.save()
        found = history.recall(URLS[0])
        return found is not None and found.verdict == "ok" and not history.warnings


@pytest.mark.parametrize("seed", range(4))
def test_two_hundred_flipped_bits(sound, tmp_path, seed):
    chance = random.Random(seed)
    path = tmp_path / "links.sqlite3"
    for _ in range(PLACES // 4):
        data = bytearray(sound)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        use(path)
        assert is_usable(path) or "another program" in "".join(use(path))
        for aside in tmp_path.iterdir():
            aside.unlink()


def test_two_hundred_truncations(sound, tmp_path):
    path = tmp_path / "links.sqlite3"
    for number in range(PLACES):
        path.write_bytes(sound[: len(sound) * number // PLACES])
        use(path)
        assert is_usable(path)
        for aside in tmp_path.iterdir():
            aside.unlink()


COLUMNS = (
    "verdict",
    "reason",
    "status",
    "final_url",
    "hops",
    "permanent_url",
    "checked",
    "expires",
    "seconds",
)
MORE = (
    "last_good",
    "good_url",
    "first_failure",
    "last_failure",
    "streak",
    "etag",
    "last_modified",
    "evidence",
)


@pytest.mark.parametrize("column", [*COLUMNS, *MORE])
def test_values_that_no_guidelint_writes(sound, tmp_path, column):
    path = tmp_path / "links.sqlite3"
    for value in VALUES:
        path.write_bytes(sound)
        with closing(sqlite3.connect(path)) as connection, connection:
            stored = str(value) if isinstance(value, int) and value > 2**63 else value
            try:
                connection.execute(f"UPDATE links SET {column} = ?", (stored,))
                if column in ("verdict", "reason", "status"):
                    connection.execute(f"UPDATE askings SET {column} = ?", (stored,))
            except sqlite3.IntegrityError:
                continue
        assert use(path) == []
        assert is_usable(path)


def test_a_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "accounts.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE accounts (name)")
        connection.execute("INSERT INTO accounts VALUES ('a')")
    before = path.read_bytes()
    assert "it is a database of another program" in use(path)[0]
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["accounts.db"]


def test_a_table_of_another_shape(sound, tmp_path):
    path = tmp_path / "links.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE links (url, other)")
        connection.execute("INSERT INTO links VALUES (?, 1)", (URLS[0],))
    assert use(path)


def test_a_clock_that_jumps_back(sound, tmp_path):
    path = tmp_path / "links.sqlite3"
    path.write_bytes(sound)
    with History.open(path) as history:
        url = URLS[1]
        history.note(url, LinkResult(url, Verdict.DEAD, "404"), NOW - 10 * 86400, 60.0, None)
        record = history.recall(url)
        assert record is not None
        past = record.result(url)
        earlier = datetime.fromtimestamp(NOW - 20 * 86400, UTC)
        assert is_settled(past, FailurePolicy(), earlier)  # never good before: nothing to soften
    assert is_usable(path)
