"""Measure guidelint beside other tools and write a table and a plot.

benchmarks/rivals/install.sh /tmp/rivals
python -m benchmarks.rivals --rivals /tmp/rivals --site path/to/a/site [--simnet folder] --output FOLDER

`--site` is a repository with mkdocs.yml, docs/ and perhaps blog/ and i18n/. Without `--simnet` no links are
asked for.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.rivals.links import score_all
from benchmarks.rivals.offline import offline
from benchmarks.rivals.plot import plot
from benchmarks.rivals.scaling import scaling
from benchmarks.rivals.sites import copied
from benchmarks.rivals.table import document
from benchmarks.rivals.tools import Programs


def main() -> None:
    """Run the parts that were asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.rivals",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rivals", type=Path, help="the folder that install.sh was given")
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--simnet", type=Path)
    parser.add_argument("--links", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, nargs="*", default=[1_000, 4_000, 16_000])
    parser.add_argument(
        "--output", type=Path, required=True, help="the folder of benchmarks.md and benchmarks.svg"
    )
    arguments = parser.parse_args()
    programs = Programs(arguments.rivals and arguments.rivals.resolve())
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="guidelint-rivals-") as folder:
        scratch = Path(folder)
        os.environ["XDG_CACHE_HOME"] = str(scratch / "cache")
        comparisons = offline(copied(arguments.site, scratch), programs, arguments.rounds)
        sizes = scaling(scratch, programs, arguments.pages, max(1, arguments.rounds // 2))
        scores = (
            score_all(arguments.simnet.resolve(), scratch, programs, arguments.links)
            if arguments.simnet
            else []
        )
    page = document(comparisons, sizes, scores, programs)
    (arguments.output / "benchmarks.md").write_text(page, "utf-8")
    plot(comparisons[0], arguments.output / "benchmarks.svg")
    print(page)


if __name__ == "__main__":
    main()
