"""What is hidden is not there: all answers are those of a directory that does not have it."""

import errno
import os
import random
import shutil
from itertools import product
from pathlib import Path

import pytest

from guidelint import disk
from guidelint.cache import inputs
from guidelint.hiding import Hidden

NAMES = ("a", "b", "c")
TARGETS = ("a", "../b", "c/a", "../../a", "{top}/b", ".", "b/../c", "nowhere")


def grow(folder, top, chance, depth=0):
    """Fill `folder` with files, folders and links."""
    for name in NAMES:
        place, kind = folder / name, chance.choice("-ffdddl")
        if kind == "f" or (kind == "d" and depth == 2):
            place.write_text(f"{place.relative_to(top)}")
        elif kind == "d":
            place.mkdir()
            grow(place, top, chance, depth + 1)
        elif kind == "l":
            place.symlink_to(chance.choice(TARGETS).format(top=top))


def everything_below(top):
    return [f"{folder}/{name}" for folder, folders, files in os.walk(top) for name in folders + files]


def is_loop(path):
    """Tell whether links lead from `path` around for ever: releases of Python differ on what is real then."""
    try:
        Path(path).stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def told(question, path, top):
    try:
        answer = question(path)
    except OSError as error:
        return None if error.errno else error
    return os.path.relpath(answer, top) if question is disk.real else answer


QUESTIONS = (
    *(disk.read_bytes, disk.is_file, disk.is_dir, disk.exists, disk.lexists, disk.is_symlink, disk.real),
    lambda path: sorted(disk.names(path)),
    lambda path: sorted(entry.name for entry in disk.entries(path) if disk.leads_to_folder(entry)),
)
REAL = QUESTIONS.index(disk.real)


def recorded(paths):
    with disk.recording() as asked:
        for question, path in product(QUESTIONS, paths):
            told(question, path, "/")
    return asked


@pytest.mark.parametrize("seed", range(40))
def test_it_is_as_if_it_were_deleted(tmp_path, seed):
    chance, top = random.Random(seed), tmp_path / "top"
    top.mkdir()
    grow(top, top, chance)
    there = everything_below(top)
    hidden = chance.sample(there, min(len(there), 3))
    ways = ["/".join(way) for length in (1, 2, 3) for way in product((*NAMES, ".."), repeat=length)]
    asked = [f"{top}/{way}" for way in (*ways, "", "a/", "b/.", "c/a/") if not way.startswith("..")]
    with disk.hiding(Hidden(hidden)):
        shown = [[told(question, path, top) for question in QUESTIONS] for path in asked]
        again = recorded(path for path in asked if not is_loop(path))
        assert inputs.first_change(again) is None
    for path in map(Path, hidden):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path, answers in zip(asked, shown, strict=True):
        expected = [told(question, path, top) for question in QUESTIONS]
        if is_loop(path):
            answers[REAL] = expected[REAL]
        assert answers == expected, path
    assert inputs.first_change(again) in (None, *filter(is_loop, asked))


def test_everything_is_there_again_afterwards(tmp_path):
    (tmp_path / "a").write_text("")
    with disk.hiding(Hidden([f"{tmp_path}/a"])):
        assert disk.names(tmp_path) == []
        with disk.hiding(None):
            assert disk.names(tmp_path) == ["a"]
        assert not disk.exists(tmp_path / "a")
    assert disk.exists(tmp_path / "a")


def test_the_times_of_a_folder_do_not_tell_what_is_hidden_in_it(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "RACY", 0)
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text("")
    one, other = Hidden([f"{tmp_path}/a"]), Hidden([f"{tmp_path}/b"])
    for first, second in ((one, other), (one, None), (None, one)):
        with disk.hiding(first), disk.recording() as asked:
            disk.names(tmp_path)
        for _ in range(2):
            with disk.hiding(first):
                assert inputs.first_change(asked) is None
        with disk.hiding(second):
            assert inputs.first_change(asked) == str(tmp_path)


def test_what_is_hidden_comes_and_goes_without_a_change(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "RACY", 0)
    (tmp_path / "a").write_text("")
    with disk.hiding(Hidden([])), disk.recording() as asked:
        disk.names(tmp_path)
        disk.is_file(tmp_path / "b")
    (tmp_path / "b").write_text("")
    with disk.hiding(Hidden([f"{tmp_path}/b"])):
        assert inputs.first_change(asked) is None
    (tmp_path / "b").unlink()
    with disk.hiding(Hidden([])):
        assert inputs.first_change(asked) is None
