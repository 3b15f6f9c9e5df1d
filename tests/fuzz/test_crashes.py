"""What once broke a target does so no more; and fuzzing itself works, for as long as CI has."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests.fuzz.targets import CRASHES, REPOSITORY, TARGETS, seeds_of

KEPT = sorted(path for path in CRASHES.glob("*/*") if path.is_file())
RUNS = 150


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_crash_of_the_past(path):
    TARGETS[path.parent.name].run(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_sound(name):
    for data in seeds_of(name)[:20]:
        TARGETS[name].run(data)


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not made for this Python")
@pytest.mark.parametrize("name", TARGETS)
def test_a_short_run(name, tmp_path):
    places = ("--corpus", str(tmp_path / "corpus"), "--found", str(tmp_path / "found"))
    command = [
        sys.executable,
        "-m",
        "tests.fuzz",
        name,
        "--runs",
        str(RUNS),
        "--seconds",
        "60",
        "--seed",
        "1",
    ]
    result = subprocess.run([*command, *places], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert f"{name}: " in result.stdout
