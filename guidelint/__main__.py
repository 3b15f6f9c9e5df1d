"""``python -m guidelint``."""

from __future__ import annotations

import sys

from guidelint.cli.main import main


def run() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
