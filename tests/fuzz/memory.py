"""What earlier runs left behind: histories and caches, damaged in any way."""

from __future__ import annotations

import io
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from functools import cache
from pathlib import Path
from zlib import crc32

from guidelint.cache import inputs, replay, store
from guidelint.cache.codec import decode
from guidelint.cli.main import main
from guidelint.links.history import History
from guidelint.links.model import Hop, LinkResult
from guidelint.links.verdict import Verdict
from tests.fuzz.places import file, folder
from tests.sites import write_site

URLS = [f"https://a{number}.example.org/" for number in range(5)]
NOW = 2_000_000_000.0


@cache
def _sound_history() -> bytes:
    path = folder() / "sound.sqlite3"
    with History.open(path) as history:
        for number, url in enumerate(URLS):
            verdict = (Verdict.OK, Verdict.DEAD, Verdict.MOVED)[number % 3]
            hops = (Hop(url, 301, url + "a", permanent=True),) if number % 2 else ()
            result = LinkResult(url, verdict, "reason", 200, url, seconds=0.1, hops=hops)
            history.note(url, result, NOW + number, 86400.0, {"etag": "a", "last-modified": "b"})
    return path.read_bytes()


def _altered(sound: bytes, data: bytes) -> bytes:
    """`sound` with bytes replaced at places that `data` tells, four bytes for each."""
    altered = bytearray(sound)
    for start in range(0, len(data) - 3, 4):
        place = int.from_bytes(data[start : start + 3], "big") % len(altered)
        altered[place] = data[start + 3]
    return bytes(altered[: len(altered) - (data[0] if len(data) % 4 == 1 else 0)])


def history(data: bytes) -> None:
    """Use a history of any bytes: nothing raises, and afterwards there is one that remembers."""
    path = file("history/links.sqlite3", _altered(_sound_history(), data))
    for attempt in range(2):
        with History.open(path) as used:
            for url in URLS:
                record = used.recall(url)
                if record is not None:
                    record.result(url)
                    record.validators()
                used.episodes(url)
                used.recall_answer(url)
            used.note(URLS[0], LinkResult(URLS[0], Verdict.OK), NOW + attempt, 60.0, None)
            used.save()
            found = used.recall(URLS[0])
            assert used.warnings or (found is not None and found.verdict == "ok")
    for other in path.parent.iterdir():
        other.unlink()


def _sealed(data: bytes) -> bytes:
    return store.MAGIC + crc32(data).to_bytes(4, "big") + bytes(4) + data


def cache_file(data: bytes) -> None:
    """Read a cache file whose checksum is right and whose content is anything: it is of use, or not."""
    made = replay.Attempt(str(folder() / "cache"), ("key",))
    name = store.file_name(replay.KIND, made.key)
    file(f"cache/{name}", _sealed(data))
    with suppress(store.Unusable, ValueError):
        record, _ = store.read(made.folder, name, replay.Record)
        inputs.first_change(record.asked)
    with suppress(store.Unusable):
        replay._earlier(made)


def _check(top: Path) -> tuple[int, str]:
    output = io.StringIO()
    command = ["check", "--offline", "--output-format", "concise", "--cache-dir", "cache"]
    with chdir(top), redirect_stdout(output), redirect_stderr(io.StringIO()):
        status = main(command)
    return status, output.getvalue()


@cache
def _sound_facts() -> tuple[Path, bytes, tuple[int, str]]:
    """A site with a cache: its folder, the content of the file of facts, and what a check says."""
    top = folder() / "cached"
    top.mkdir()
    (top / ".git").mkdir()
    write_site(top, {"docs/index.md": "[a](b.md#x) [c](gone.md)\n", "docs/b.md": "# B\n\n[d](index.md)\n"})
    said = _check(top)
    (path,) = (top / "cache").glob("*.cache")
    return path, path.read_bytes()[len(store.MAGIC) + 4 :], said


def facts(data: bytes) -> None:
    """Check a site whose cache was altered by somebody who knows its form: no defect, and no other status."""
    path, sound, said = _sound_facts()
    altered = _altered(sound, data)
    path.write_bytes(store.MAGIC + crc32(altered[4:]).to_bytes(4, "big") + altered)
    status, _ = _check(path.parent.parent)
    assert status in (0, 1)
    if altered == sound:
        assert _check(path.parent.parent) == said


def unpacked(data: bytes) -> None:
    """Decode any bytes: a value or `ValueError`."""
    with suppress(ValueError):
        decode(data, object)
