"""``python -m guidelint``."""

from __future__ import annotations

import sys

from guidelint.cache import replay
from guidelint.collector import fewer_collections


def run() -> None:
    """Run the command line and leave with its exit status."""
    arguments = sys.argv[1:]
    attempt = replay.attempt(arguments)
    if isinstance(attempt, int):
        sys.exit(attempt)
    with fewer_collections():
        from guidelint.cli.main import main  # noqa: PLC0415 - importing makes much and throws nothing away

        status = replay.observed(attempt, lambda: main(arguments)) if attempt else main(arguments)
    sys.exit(status)


if __name__ == "__main__":
    run()
