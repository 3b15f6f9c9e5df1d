"""What once broke a target does so no more; and fuzzing itself works, for as long as CI has."""

import random
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.fuzz.targets import CRASHES, REPOSITORY, TARGETS, seeds_of

KEPT = sorted(path for path in CRASHES.glob("*/*") if path.is_file())
RUNS = {"page": 60, "fix": 30, "history": 40, "facts": 40, "adopt": 60}
MOST_RUNS = 300
GUIDED = ("url", "configuration")


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_crash_of_the_past(path):
    TARGETS[path.parent.name].run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_sound(name):
    for data in seeds_of(name)[:12]:
        TARGETS[name].run(data)


def mutated(data, chance):
    """`data` with a few bytes changed, taken out, put in or repeated."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        start, end = sorted(chance.choices(range(len(changed) + 1), k=2))
        piece = changed[start : min(end, start + 40)]
        random_bytes = bytes(chance.choices(range(256), k=chance.randint(0, 4)))
        changed[start : start + len(piece)] = chance.choice(
            [b"", piece * 2, random_bytes, piece + random_bytes]
        )
    return bytes(changed)


@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run(name):
    chance = random.Random(name)
    seeds = [b"", *seeds_of(name)]
    for _ in range(RUNS.get(name, MOST_RUNS)):
        data = mutated(chance.choice(seeds), chance)[: TARGETS[name].longest]
        TARGETS[name].run(data)


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not made for this Python")
@pytest.mark.parametrize("name", GUIDED)
def test_a_run_that_coverage_guides(name, tmp_path):
    limits = ("--runs", "200", "--seconds", "60", "--seed", "1")
    places = ("--corpus", str(tmp_path / "corpus"), "--found", str(tmp_path / "found"))
    command = [sys.executable, "-m", "tests.fuzz", name, *limits]
    result = subprocess.run([*command, *places], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert f"{name}: " in result.stdout
