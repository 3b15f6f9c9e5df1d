"""``python -m guidelint``."""

from __future__ import annotations

import sys

from guidelint.collector import fewer_collections


def run() -> None:
    """Run the command line and leave with its exit status."""
    with fewer_collections():
        from guidelint.cli.main import main  # noqa: PLC0415 - importing makes much and throws nothing away

        status = main(sys.argv[1:])
    sys.exit(status)


if __name__ == "__main__":
    run()
