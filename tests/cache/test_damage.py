"""A cache that is damaged, full or read-only costs time and nothing else."""

import random
import re
from contextlib import suppress

import pytest

from guidelint.cache import store
from guidelint.cache.replay import Record
from tests.faults import guidelint, is_quiet_about_itself, small_files, without_powers
from tests.sites import write_site

PLACES = 200
COMMAND = ("check", "--offline", "--output-format", "concise", "--cache-dir", "cache")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".git").mkdir()
    return write_site(tmp_path, {"docs/index.md": "[a](gone.md)\n"})


def shown(result):
    """What a run says, apart from how long it took."""
    return result.returncode, result.stdout, re.sub(r"\d+\.\d s", "", result.stderr)


def test_a_damaged_cache_is_of_no_use_and_does_no_harm(folder):
    first = shown(guidelint(folder, *COMMAND))
    (path,) = (folder / "cache").glob("run-*.cache")
    sound = path.read_bytes()
    chance = random.Random(0)
    damaged = [sound[: len(sound) * number // PLACES] for number in range(PLACES)]
    for _ in range(PLACES):
        data = bytearray(sound)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        damaged.append(bytes(data))
    for data in damaged:
        path.write_bytes(data)
        with pytest.raises(store.Unusable):
            store.read(str(folder / "cache"), path.name, Record)
    for data in (damaged[100], damaged[-1], b"", store.MAGIC):
        path.write_bytes(data)
        assert shown(guidelint(folder, *COMMAND)) == first
    assert shown(guidelint(folder, *COMMAND)) == first


def test_a_cache_that_cannot_be_written(folder):
    first = shown(guidelint(folder, "check", "--offline", "--output-format", "concise", "--no-cache"))
    assert shown(guidelint(folder, *COMMAND, before=small_files(300))) == first
    prefix = without_powers()
    if prefix is None:
        return
    with suppress(FileExistsError):
        (folder / "cache").mkdir()
    (folder / "cache").chmod(0o555)
    result = guidelint(folder, *COMMAND, prefix=prefix)
    (folder / "cache").chmod(0o755)
    assert shown(result) == first
    assert is_quiet_about_itself(result)
