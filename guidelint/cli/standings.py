"""Which findings of a run are new: not those that a change did not bring, nor those in a baseline."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint import disk
from guidelint.checks.registry import Scope
from guidelint.cli.changes import usage_problems
from guidelint.cli.options import UsageProblem
from guidelint.cli.output import note
from guidelint.cli.pages import directory_in_repository
from guidelint.config.errors import ConfigurationError
from guidelint.report.model import plural
from guidelint.report.plain import inert

if TYPE_CHECKING:
    from guidelint.baseline.model import Baseline, Entry, Match
    from guidelint.changes.comparison import Comparison, Sides
    from guidelint.changes.kept import Kept
    from guidelint.checks.registry import Rule
    from guidelint.cli.caching import Caching
    from guidelint.engine import Crash, Plan, Run, Sift
    from guidelint.external import Answers
    from guidelint.findings import Finding
    from guidelint.occurrences import Occurrence
    from guidelint.pipeline import Outcome
    from guidelint.workspace import Workspace

MAX_NAMED = 5


class Standings(Struct, frozen=True):
    """Gives findings their standing.

    `comparison` tells what was there before a change, `match` what stands in the baseline `file`. `kept` is
    where this run is kept for a later one, whose change begins with what is there now.
    """

    comparison: Comparison | None = None
    match: Match | None = None
    file: Path | None = None
    kept: Kept | None = None

    def keep(self, workspace: Workspace, outcome: Outcome) -> None:
        """Keep the outcome of the run as it is before anything is sifted."""
        if self.kept and not self.kept.has(()):
            self.kept.save((), workspace, outcome)

    @property
    def sift(self) -> Sift | None:
        """What marks the findings of a run, None where all are new."""
        return self._sift if self.comparison or self.match else None

    def _sift(self, found: Sequence[Finding]) -> list[Finding]:
        with usage_problems() if self.comparison else nullcontext():
            marked = self.comparison.sift(found) if self.comparison else list(found)
        return self.match.sift(marked) if self.match else marked

    @property
    def crashes(self) -> list[Crash]:
        """The checks that raised on what was before the change."""
        return self.comparison.outcome.run.crashes if self.comparison else []

    def known(self, run: Run) -> int | None:
        """Return how many findings were there before, None for a run that is about no change."""
        return run.known if self.comparison else None

    def baselined(self, run: Run) -> int | None:
        """Return how many findings the baseline covers, None for a run without one."""
        return run.baselined if self.match else None

    def parts(self, run: Run) -> tuple[str, ...]:
        """Return what the summary says of findings that are not shown."""
        known = (f"{run.known:,} known before",) if self.comparison else ()
        return (*known, f"{run.baselined:,} in the baseline") if self.match else known

    def added(self, links: Mapping[str, Sequence[Occurrence]]) -> frozenset[str]:
        """Return those of the external `links` that the change adds."""
        return self.comparison.added(links) if self.comparison else frozenset()

    def judge(self, answers: Answers) -> None:
        """Take into account what the network said."""
        if self.comparison:
            self.comparison.judge(answers)

    def tell(self, workspace: Workspace, plan: Plan, *, everything: bool, asked: bool, quiet: bool) -> None:
        """Say which entries of the baseline have ended, and which are fixed."""
        if self.match is None or quiet:
            return
        ended = self.match.baseline.expired(self.match.today)
        if ended:
            note(f"{len(ended):,} of the entries in {self.file} ended, and cover nothing any more:")
            note(shown_entries(ended))
        fixed = self.match.left_over(is_judged(workspace, plan, everything=everything, asked=asked))
        if fixed:
            total = plural(sum(entry.count for entry in fixed), "finding")
            note(f"{total} in {self.file} fixed; take out what is gone with: guidelint baseline prune")
            note(shown_entries(fixed))


def standings_for(
    sides: Sides | None, rules: Sequence[Rule], file: Path | None, cache: Caching, *, links: bool
) -> Standings:
    """Return the standings for a run with these `sides` and the baseline in `file`.

    The `cache` keeps the check of the earlier side for other runs; `links` tells that servers will be
    asked in this one. Says what keeps sites from being read as they were before.
    """
    match = None
    if file is not None:
        from guidelint.baseline.model import Match  # noqa: PLC0415 - for runs with a baseline only

        match = Match(opened(file), today())
    if sides is None:
        return Standings(None, match, file)
    from guidelint.changes.comparison import compare  # noqa: PLC0415 - for such runs only

    with usage_problems():
        comparison = compare(sides, rules, cache.kept(sides.before.tree.state, links=links))
    if sides.before.is_open:
        _tell_problems(sides.before.workspace)
    kept = cache.kept(sides.later, links=links) if sides.later else None
    return Standings(comparison, match, file, kept)


def _tell_problems(before: Workspace) -> None:
    for found in before.discoveries:
        for problem in found.problems:
            name = before.name(problem.path)
            note(f"warning: {name}:{problem.line} before the change: {problem.message}")


def opened(file: Path) -> Baseline:
    """Read the baseline `file`; raise `UsageProblem` for one that is broken or for another directory."""
    from guidelint.baseline.file import read_baseline  # noqa: PLC0415 - for runs with a baseline only

    if not file.is_file():
        raise UsageProblem(f'there is no baseline "{file}"; "guidelint baseline create" writes one')
    try:
        with disk.hiding(None):  # it counts whether git knows it or not
            baseline = read_baseline(file, file.as_posix())
    except ConfigurationError as error:
        raise UsageProblem(str(error)) from error
    if baseline.directory != directory_in_repository(Path.cwd()):
        there = baseline.directory or "the top of the repository"
        raise UsageProblem(f"{file} is for runs in {there}, where its paths begin; run guidelint there")
    return baseline


def is_judged(workspace: Workspace, plan: Plan, *, everything: bool, asked: bool) -> Callable[[Entry], bool]:
    """Return whether a run would have found what an entry of a baseline names, were it still there.

    `everything` is a run over the whole site, `asked` one that asked servers about links.
    """
    pages = {target.name for target in workspace.targets}

    def judges(entry: Entry) -> bool:
        rule = plan.rule(entry.rule)
        if rule is None or (rule.scope is Scope.LINKS and not asked):
            return False
        return everything or entry.path in pages or not disk.lexists(workspace.base / entry.path)

    return judges


def shown_entries(entries: Sequence[Entry]) -> str:
    """Return `entries` for people, one a line, at most `MAX_NAMED` of them."""
    lines = [
        "  "
        + inert(f"{entry.path}: {entry.rule}: {entry.message}")
        + (f" (until {entry.until})" if entry.until else "")
        + (f" ({inert(entry.reason)})" if entry.reason else "")
        for entry in entries[:MAX_NAMED]
    ]
    more = len(entries) - MAX_NAMED
    return "\n".join([*lines, *([f"  and {more:,} more"] if more > 0 else [])])


def today() -> date:
    """Return the day that entries with an end are judged by."""
    return datetime.now(UTC).date()
