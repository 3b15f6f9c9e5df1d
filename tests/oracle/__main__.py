"""``python -m tests.oracle SITE_DIR``: where guidelint's reading differs from what is rendered.

Prints the differences page by page with the source lines they come from, then totals: ``-`` is rendered
but not seen, ``+`` seen but not rendered, ``@`` seen at a wrong place. Exits with 1 when a page differs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from click import echo

from tests.oracle.report import facts_text, page_text, totals_text
from tests.oracle.site import Options, compare_site


def main() -> int:
    """Compare, print, and return the exit status."""
    arguments = _arguments()
    environment = dict(pair.split("=", 1) for pair in arguments.env)
    if arguments.abbreviations:
        environment["BUILD_ABBREVIATIONS"] = arguments.abbreviations
    options = Options(
        site=arguments.site,
        config=arguments.config,
        docs_dir=arguments.docs_dir,
        environment=environment,
        glob=arguments.glob,
        mutate=arguments.mutate,
        limit=arguments.limit,
        jobs=arguments.jobs,
        cache=arguments.cache,
        oracle_only=arguments.oracle_only,
    )
    results = []
    for result in compare_site(options):
        results.append(result)
        if arguments.facts:
            echo(facts_text(result))
        difference = page_text(result, verbose=arguments.verbose)
        if difference and not arguments.quiet:
            echo(difference)
    echo(totals_text(results, oracle_only=options.oracle_only))
    return 0 if all(result.identical for result in results) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("site", type=Path, help="folder of the configuration file")
    parser.add_argument("--config", default="mkdocs.yml")
    parser.add_argument("--docs-dir", help="instead of the configured one, relative to the configuration")
    parser.add_argument("--abbreviations", help="value of BUILD_ABBREVIATIONS")
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--glob", default="**/*.md", help="pages in the docs folder (default: all)")
    parser.add_argument("--mutate", type=int, metavar="SEED", help="compare mutated pages")
    parser.add_argument("--limit", type=int, help="compare the first LIMIT pages only")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--cache", type=Path, default=Options.cache, help="folder for the oracle's facts")
    parser.add_argument("--oracle-only", action="store_true", help="render and count, compare nothing")
    parser.add_argument("--facts", action="store_true", help="print the oracle's facts of each page")
    parser.add_argument("-q", "--quiet", action="store_true", help="print the totals only")
    parser.add_argument("-v", "--verbose", action="store_true", help="print differing classes and tracebacks")
    arguments: argparse.Namespace = parser.parse_args()
    return arguments


if __name__ == "__main__":
    sys.exit(main())
