"""Which findings of a run are new: those that a change did not bring are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guidelint.cli.output import note

if TYPE_CHECKING:
    from guidelint.changes.comparison import Comparison, Sides
    from guidelint.checks.registry import Rule
    from guidelint.engine import Crash, Run, Sift
    from guidelint.external import Answers
    from guidelint.occurrences import Occurrence


@dataclass(frozen=True)
class Standings:
    """Gives findings their standing, by `comparison` with what was before a change if there is one."""

    comparison: Comparison | None = None

    @property
    def sift(self) -> Sift | None:
        """What marks the findings of a run, None where all are new."""
        return self.comparison.sift if self.comparison else None

    @property
    def crashes(self) -> list[Crash]:
        """The checks that raised on what was before the change."""
        return self.comparison.outcome.run.crashes if self.comparison else []

    def known(self, run: Run) -> int | None:
        """Return how many findings were there before, None for a run that is about no change."""
        return run.known if self.comparison else None

    def parts(self, run: Run) -> tuple[str, ...]:
        """Return what the summary says of findings that are not shown."""
        return (f"{run.known:,} known before",) if self.comparison else ()

    def added(self, links: Mapping[str, Sequence[Occurrence]]) -> frozenset[str]:
        """Return those of the external `links` that the change adds."""
        return self.comparison.added(links) if self.comparison else frozenset()

    def judge(self, answers: Answers) -> None:
        """Take into account what the network said."""
        if self.comparison:
            self.comparison.judge(answers)


def standings_for(sides: Sides | None, rules: Sequence[Rule]) -> Standings:
    """Return the standings for a run with these `sides`; say what keeps sites from being read as before."""
    if sides is None:
        return Standings()
    from guidelint.changes.comparison import compare  # noqa: PLC0415 - for such runs only

    comparison = compare(sides, rules)
    for found in sides.before.discoveries:
        for problem in found.problems:
            name = sides.before.name(problem.path)
            note(f"warning: {name}:{problem.line} before the change: {problem.message}")
    return Standings(comparison)
