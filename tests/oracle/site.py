"""Compare all pages of a site, in several processes."""

from __future__ import annotations

import multiprocessing
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from guidelint.markdown.parser import parse_page
from guidelint.site.discover import load_site_config
from guidelint.source import NEWLINE, Source
from tests.oracle.cache import FactCache
from tests.oracle.compare import Difference, compare
from tests.oracle.mutate import mutate
from tests.oracle.positions import misplaced
from tests.oracle.render import OracleSite, load_site, read_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guidelint.markdown.page import Page
    from tests.oracle.facts import Fact


@dataclass(frozen=True)
class Options:
    """Which site is compared and how; see ``python -m tests.oracle --help``."""

    site: Path
    config: str = "mkdocs.yml"
    docs_dir: str | None = None
    environment: dict[str, str] = field(default_factory=dict)
    glob: str = "**/*.md"
    mutate: int | None = None
    limit: int | None = None
    jobs: int = 2
    cache: Path | None = Path("/tmp/guidelint-oracle")
    oracle_only: bool = False

    def load(self) -> OracleSite:
        """Load the site."""
        return load_site(self.site / self.config, self.docs_dir, self.environment)


@dataclass(frozen=True)
class PageResult:
    """What came out for the page at `path` (relative to the site) with the source `text`.

    `expected` are the oracle's facts, `places` the positions of the extra facts as
    ``path:line:column`` with the source line, `misplaced` says which facts have a span that does not
    hold them, `error` is a traceback of guidelint's parser, `seconds` its time.
    """

    path: str
    text: str
    expected: tuple[Fact, ...]
    difference: Difference = field(default_factory=Difference)
    places: tuple[tuple[str, str], ...] = ()
    misplaced: tuple[str, ...] = ()
    error: str | None = None
    seconds: float = 0.0

    @property
    def identical(self) -> bool:
        """Whether guidelint reads exactly what is rendered."""
        return not self.difference and self.error is None


class Comparison:
    """Compares pages of one site."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.site = options.load()
        self.cache = FactCache(self.site, options.cache)
        self.dialect = load_site_config(options.site / options.config, options.environment).dialect

    def pages(self) -> list[Path]:
        """Return the pages to compare, sorted."""
        return self.site.pages(self.options.glob)[: self.options.limit]

    def page(self, path: Path) -> PageResult:
        """Compare the page at `path`, mutated when the options say so."""
        name = path.relative_to(self.site.root).as_posix()
        text = read_page(path)
        if self.options.mutate is not None:
            text = mutate(text, self.options.mutate, name)
        return self.source(Source(name, text))

    def source(self, source: Source) -> PageResult:
        """Compare the page with the text of `source`, whatever its line ends are."""
        name, text = source.path, NEWLINE.sub("\n", source.text)
        expected = tuple(self.cache.facts(text))
        if self.options.oracle_only:
            return PageResult(name, text, expected)
        started = time.perf_counter()
        try:
            page = parse_page(source, self.dialect, self.site.root)
        except Exception:  # noqa: BLE001 - the comparison goes on with the other pages
            return PageResult(name, text, expected, error=traceback.format_exc())
        seconds = time.perf_counter() - started
        difference = compare(expected, page)
        places = tuple(_place(page, span.path, span.start) for _, span in difference.extra)
        return PageResult(name, text, expected, difference, places, tuple(misplaced(page)), seconds=seconds)


def compare_site(options: Options) -> Iterator[PageResult]:
    """Yield the result of every page, in the order of their paths."""
    comparison = Comparison(options)
    pages = comparison.pages()
    if options.jobs < 2 or len(pages) < 2:
        yield from map(comparison.page, pages)
        return
    with multiprocessing.get_context("fork").Pool(options.jobs, _start, (comparison,)) as pool:
        yield from pool.imap(_compare_one, pages, chunksize=4)


def totals(results: list[PageResult]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return the number of facts, missed facts and extra facts per kind."""
    facts: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for result in results:
        facts.update(fact.kind for fact in result.expected)
        missed.update(fact.kind for fact in result.difference.missed)
        extra.update(fact.kind for fact, _ in result.difference.extra)
    return facts, missed, extra


def _place(page: Page, path: str, offset: int) -> tuple[str, str]:
    source = page.sources[path]
    position = source.position(offset)
    return f"{path}:{position.line}:{position.column}", source.lines[position.line - 1]


_comparison: Comparison


def _start(comparison: Comparison) -> None:
    global _comparison  # noqa: PLW0603 - each worker process has one
    _comparison = comparison


def _compare_one(path: Path) -> PageResult:
    return _comparison.page(path)
