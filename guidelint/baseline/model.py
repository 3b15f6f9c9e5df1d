"""The entries of a baseline, and what findings they take out of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from guidelint.findings import Finding, Location, Standing


class Entry(Struct, frozen=True):
    """So many places of one finding in one file.

    `path` is relative to the directory of the baseline's runs. With `until` the entry holds up to and
    including that day. `reason` is the team's own.
    """

    path: str
    rule: str
    fingerprint: str
    count: int = 1
    message: str = ""
    until: date | None = None
    reason: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What no two entries share: the file and the fingerprint."""
        return self.path, self.fingerprint

    @property
    def order(self) -> tuple[str, str, str, str]:
        """The sort key of a baseline."""
        return self.path, self.rule, self.message, self.fingerprint


class Baseline(Struct, frozen=True):
    """The entries, for runs in `directory`: a path below the top of the repository, "" for the top."""

    entries: tuple[Entry, ...] = ()
    directory: str = ""

    def valid(self, today: date) -> list[Entry]:
        """Return the entries that hold on the day `today`."""
        return [entry for entry in self.entries if entry.until is None or entry.until >= today]

    def expired(self, today: date) -> list[Entry]:
        """Return the entries that have ended before `today`."""
        return [entry for entry in self.entries if entry.until is not None and entry.until < today]


class Match(Struct):
    """Takes findings out of reports by a baseline, and remembers which entries were of use.

    `seen` counts the places of findings of each kind that a run has had, by file and fingerprint.
    """

    baseline: Baseline
    today: date
    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def sift(self, found: Sequence[Finding]) -> list[Finding]:
        """Return `found`, which is not grouped, with those that the baseline covers marked.

        An entry covers as many places as it counts: places in its own file first, and of these the ones
        that were known before a change; what is left of it covers places in other files, because a link
        that moves stays the same finding.
        """
        places = self._places(found)
        covered: set[tuple[str, Location]] = set()
        budgets: dict[str, Counter[str]] = {}
        for entry in self.baseline.valid(self.today):
            budgets.setdefault(entry.fingerprint, Counter())[entry.path] += entry.count
        for fingerprint, listed in places.items():
            budget = budgets.get(fingerprint)
            if budget:
                covered |= {(fingerprint, place) for place in _covered(listed, budget)}
        return [
            replace(entry, standing=Standing.BASELINED)
            if (entry.fingerprint, entry.place) in covered
            else entry
            for entry in found
        ]

    def _places(self, found: Sequence[Finding]) -> dict[str, list[Location]]:
        """Return the places of each fingerprint, those known before a change first, and count them."""
        ordered = sorted(found, key=lambda entry: (entry.standing is Standing.NEW, entry.place))
        places: dict[str, list[Location]] = {}
        for fingerprint, place in dict.fromkeys((entry.fingerprint, entry.place) for entry in ordered):
            places.setdefault(fingerprint, []).append(place)
        for fingerprint, listed in places.items():
            for path, count in Counter(place.path for place in listed).items():
                self.seen[path, fingerprint] = count
        return places

    def left_over(self, is_judged: Callable[[Entry], bool]) -> list[Entry]:
        """Return what is fixed of the entries that this run has judged, with how many places are gone."""
        left: list[Entry] = []
        remaining = Counter(self.seen)
        for entry in self.baseline.entries:
            used = min(entry.count, remaining[entry.key])
            remaining[entry.key] -= used
            left.append(replace(entry, count=entry.count - used))
        elsewhere = Counter[str]()
        for (_, fingerprint), count in remaining.items():
            elsewhere[fingerprint] += count
        fixed = []
        for entry in left:
            moved = min(entry.count, elsewhere[entry.fingerprint])
            elsewhere[entry.fingerprint] -= moved
            if entry.count > moved and is_judged(entry):
                fixed.append(replace(entry, count=entry.count - moved))
        return fixed


def _covered(places: Iterable[Location], budget: Counter[str]) -> list[Location]:
    covered, others = [], []
    for place in places:
        if budget[place.path] > 0:
            budget[place.path] -= 1
            covered.append(place)
        else:
            others.append(place)
    return [*covered, *others[: budget.total()]]


def entries_of(found: Iterable[Finding], known: Collection[Entry] = ()) -> tuple[Entry, ...]:
    """Return the entries for all places of `found`, with the days and reasons of the `known` ones."""
    before = {entry.key: entry for entry in known}
    by_fingerprint = {entry.fingerprint: entry for entry in known}
    places = {(entry.place.path, entry.fingerprint, entry.place): entry for entry in found}
    counts = Counter((path, fingerprint) for path, fingerprint, _ in places)
    entries: dict[tuple[str, str], Entry] = {}
    for (path, fingerprint, _), finding in sorted(places.items(), key=lambda item: item[0]):
        old = before.get((path, fingerprint)) or by_fingerprint.get(fingerprint)
        entries.setdefault(
            (path, fingerprint),
            Entry(
                path,
                finding.rule,
                fingerprint,
                counts[path, fingerprint],
                finding.message,
                old.until if old else None,
                old.reason if old else "",
            ),
        )
    return tuple(sorted(entries.values(), key=lambda entry: entry.order))
