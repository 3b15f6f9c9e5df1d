"""Fuzz targets with coverage as the guide: ``python -m tests.fuzz TARGET… [--runs N] [--seconds S]``.

Without a target all are run, each in a process of its own. One line for each says how many executions
ran; an input that breaks one is written to `--found`, from where it belongs into ``tests/fuzz/crashes``.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

SLOW_SECONDS = 20
MEMORY = 2048


def main() -> int:
    """Run what the command line asks for; leave with 1 if a target broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--runs", type=int, default=0, help="executions for each target; 0 for no limit")
    parser.add_argument("--seconds", type=int, default=60, help="at most so long for each target")
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz/corpus"), help="where inputs are kept")
    parser.add_argument("--found", type=Path, default=Path(".fuzz/found"), help="where what broke is written")
    parser.add_argument("--seed", type=int, default=0, help="of random numbers; 0 for another one each time")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        _fuzz(options.targets[0], options)
        return 0
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - the process inside instruments it first

    failed = [name for name in options.targets or TARGETS if not _run(name)]
    return 1 if failed else 0


def _run(name: str) -> bool:
    arguments = [argument for argument in sys.argv[1:] if not _is_target(argument)]
    started = time.monotonic()
    command = [sys.executable, "-m", "tests.fuzz", name, "--inside", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    said = result.stdout + result.stderr
    counts = re.findall(r"^(?:#|Done |stat::number_of_executed_units:\s+)(\d+)", said, re.MULTILINE)
    executions = max(map(int, counts), default=0)
    sound = result.returncode == 0
    state = "sound" if sound else "BROKEN"
    seconds = time.monotonic() - started
    sys.stdout.write(f"{name}: {executions:,} executions in {seconds:.0f} s, {state}\n")
    if not sound:
        _, _, trace = said.partition("Uncaught Python exception")
        sys.stdout.write((trace[:6000] or said[-6000:]) + "\n")
    sys.stdout.flush()
    return sound


def _is_target(argument: str) -> bool:
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415 - as above

    return argument in TARGETS


def _fuzz(name: str, options: argparse.Namespace) -> None:
    import atheris  # noqa: PLC0415 - where it is not installed, crashes can still be tried

    with atheris.instrument_imports(include=["guidelint"]):
        from tests.fuzz.targets import TARGETS, seeds_of  # noqa: PLC0415 - instrumented on import

        target = TARGETS[name]
        target.run(b"")
    corpus, found = options.corpus / name, options.found / name
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds_of(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    flags = [
        f"-max_len={target.longest}",
        f"-max_total_time={options.seconds}",
        f"-timeout={SLOW_SECONDS}",
        f"-rss_limit_mb={MEMORY}",
        f"-artifact_prefix={found}/",
        "-print_final_stats=1",
    ]
    flags += [f"-runs={options.runs}"] if options.runs else []
    flags += [f"-seed={options.seed}"] if options.seed else []
    atheris.Setup([sys.argv[0], *flags, str(corpus)], target.run)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
