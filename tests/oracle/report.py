"""Results as text, for the command line and for failing tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.site import totals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.facts import Fact
    from tests.oracle.site import PageResult

LINES_SHOWN = 3
WIDTH = 150


def facts_text(result: PageResult) -> str:
    """Return the oracle's facts of a page, one on a line."""
    return "\n".join([f"== {result.path}", *(f"   {_describe(fact)}" for fact in result.expected)])


def page_text(result: PageResult, *, verbose: bool = False) -> str:
    """Return how a page differs: ``-`` rendered but not seen, ``+`` seen but not rendered.

    ``@`` is a fact whose span does not hold it. Each fact comes with the source lines it may stand
    on. `verbose` adds link classes and the whole traceback of an error. The text is empty when
    nothing differs.
    """
    difference = result.difference
    if result.identical and not result.misplaced and not (verbose and difference.classes_differ):
        return ""
    return "\n".join(
        [
            f"{result.path}: {len(difference.missed)} missed, {len(difference.extra)} extra",
            *_error_lines(result, verbose=verbose),
            *_difference_lines(result),
            *(f"  @ {line}" for line in result.misplaced),
            *(_class_lines(result) if verbose else ()),
        ]
    )


def totals_text(results: list[PageResult], *, oracle_only: bool = False) -> str:
    """Return counts per kind and the total line."""
    facts, missed, extra = totals(results)
    lines = [f"{'kind':<14}{'facts':>9}" + ("" if oracle_only else f"{'missed':>9}{'extra':>9}")]
    for kind in sorted(facts | extra):
        more = "" if oracle_only else f"{missed[kind]:>9}{extra[kind]:>9}"
        lines.append(f"{kind:<14}{facts[kind]:>9}{more}")
    lines.append(f"{len(results)} pages, {facts.total()} facts")
    if oracle_only:
        return "\n".join(lines)
    differing = sum(not result.identical for result in results)
    misplaced = sum(len(result.misplaced) for result in results)
    crashed = sum(result.error is not None for result in results)
    classes = sum(result.difference.classes_differ for result in results)
    identical = 100 * (1 - differing / len(results)) if results else 100.0
    lines[-1] += (
        f", {missed.total()} missed, {extra.total()} extra, {differing} pages differing, "
        f"{identical:.1f} % identical; {classes} link classes differing, "
        f"{misplaced} misplaced, {crashed} crashes, "
        f"parser {sum(result.seconds for result in results):.2f} s"
    )
    return "\n".join(lines)


def _error_lines(result: PageResult, *, verbose: bool) -> Iterator[str]:
    if result.error:
        yield result.error if verbose else f"  ! {result.error.splitlines()[-1]}"


def _difference_lines(result: PageResult) -> Iterator[str]:
    for fact in result.difference.missed:
        yield f"  - {_describe(fact)}"
        yield from _candidates(fact, result.text)
    for (fact, _), (place, line) in zip(result.difference.extra, result.places, strict=True):
        yield f"  + {_describe(fact)}"
        yield f"      {place}: {line[:WIDTH]}"


def _class_lines(result: PageResult) -> Iterator[str]:
    difference = result.difference
    for sign, facts in (("-", difference.missed_classes), ("+", difference.extra_classes)):
        for fact in facts:
            yield f"  {sign} classes of {fact.target}: {' '.join(fact.classes)!r}"


def _describe(fact: Fact) -> str:
    if fact.kind == "heading":
        return f"h{fact.level} #{fact.target} {fact.text!r}" + " (doubtful)" * fact.doubtful
    classes = f" .{'.'.join(fact.classes)}" if fact.classes else ""
    return f"{fact.kind} {fact.target!r}{classes}"


def _candidates(fact: Fact, text: str) -> list[str]:
    """Return the source lines that may hold a missed fact."""
    wanted = fact.target if fact.target in text else fact.text
    lines = enumerate(text.split("\n"), 1)
    found = [f"      line {number}: {line[:WIDTH]}" for number, line in lines if wanted and wanted in line]
    return found[:LINES_SHOWN]
