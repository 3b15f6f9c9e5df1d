"""How the structure of a translation differs from that of its source.

Units are paired first, then the facts of each pair are compared, so that a difference is known to stand
where it came about. What has moved to another unit of the page is no difference.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from guidelint.site.structure import Structure, Unit

Gap = tuple[int, int, int, int]
Fact = tuple[int, int, str, str]
"""The unit of a fact, its number in it, its kind and its value."""
MAX_RIVALS = 50


class Change(NamedTuple):
    """A fact that is lost, gained, or another one than in the source.

    `lost` and `gained` are its values, None where there is none. `theirs` is the unit of the source and
    `at` the number of the lost fact in it; `ours` is the unit of the translation it belongs to (the last
    one before, if its own is missing) and `number` that of the gained fact; -1 where there is none.
    """

    kind: str
    lost: str | None
    gained: str | None
    theirs: int = -1
    at: int = -1
    ours: int = -1
    number: int = -1


class Comparison(NamedTuple):
    """The pairs of units of the source and the translation, the units without a pair, and the changes.

    `pairs` rise in both; `missing` are runs of units of the source, `extra` runs of units of the translation.
    """

    pairs: tuple[tuple[int, int], ...] = ()
    missing: tuple[range, ...] = ()
    extra: tuple[range, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def distance(self) -> int:
        """How much differs."""
        return len(self.changes) + sum(map(len, self.missing)) + sum(map(len, self.extra))

    def before(self, theirs: int) -> int:
        """Return the unit of the translation at or before unit `theirs` of the source, -1 for none."""
        at = bisect_right(self.pairs, theirs, key=itemgetter(0))
        return self.pairs[at - 1][1] if at else -1

    def without(
        self,
        *,
        theirs: Callable[[int], bool] = lambda _unit: False,
        ours: Callable[[int], bool] = lambda _unit: False,
        change: Callable[[Change], bool] = lambda _change: False,
    ) -> Comparison:
        """Return the comparison without missing units, extra units and changes of which these hold."""
        return self._replace(
            missing=_runs(unit for run in self.missing for unit in run if not theirs(unit)),
            extra=_runs(unit for run in self.extra for unit in run if not ours(unit)),
            changes=tuple(entry for entry in self.changes if not change(entry)),
        )


def identical(source: Structure) -> Comparison:
    """Return the comparison of a page that has nothing but what its source has."""
    return Comparison(tuple((number, number) for number in range(len(source.units))))


def compare(source: Structure, translation: Structure) -> Comparison:
    """Compare a translation with its source."""
    if source.units == translation.units:
        return identical(source)
    pairs = tuple(paired(source.units, translation.units))
    missing = _runs(set(range(len(source.units))) - {theirs for theirs, _ in pairs})
    extra = _runs(set(range(len(translation.units))) - {ours for _, ours in pairs})
    return Comparison(pairs, missing, extra, tuple(_changes(source.units, translation.units, pairs)))


def paired(theirs: Sequence[Unit], ours: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of units that stand for one another, in order.

    Between units that are the same in both and stand once in each, those of the same kind are paired
    from either end.
    """
    if [unit.kind for unit in theirs] == [unit.kind for unit in ours]:
        yield from ((number, number) for number in range(len(theirs)))
        return
    pairs: list[tuple[int, int]] = []
    gaps: list[Gap] = [(0, len(theirs), 0, len(ours))]
    for key in (_whole, _facts, _kind):
        left: list[Gap] = []
        for gap in gaps:
            _split(theirs, ours, gap, key, pairs, left)
        gaps = left
    yield from sorted(pairs)


def _whole(unit: Unit) -> Hashable:
    return (unit.kind, unit.facts, unit.prose) if unit.facts or unit.prose else None


def _facts(unit: Unit) -> Hashable:
    return (unit.kind, unit.facts) if unit.facts else None


def _kind(unit: Unit) -> Hashable:
    return unit.kind


def _split(
    theirs: Sequence[Unit],
    ours: Sequence[Unit],
    gap: Gap,
    key: Callable[[Unit], Hashable],
    pairs: list[tuple[int, int]],
    left: list[Gap],
) -> None:
    """Pair what has the same key in a gap: from its ends, and what stands once in it; add what is left."""
    start, end, other_start, other_end = gap
    while start < end and other_start < other_end:
        found = key(theirs[start])
        if found is None or found != key(ours[other_start]):
            break
        pairs.append((start, other_start))
        start, other_start = start + 1, other_start + 1
    while start < end and other_start < other_end:
        found = key(theirs[end - 1])
        if found is None or found != key(ours[other_end - 1]):
            break
        end, other_end = end - 1, other_end - 1
        pairs.append((end, other_end))
    if start == end or other_start == other_end:
        return
    anchors = _rising(_once(theirs, start, end, key), _once(ours, other_start, other_end, key))
    pairs += anchors
    for theirs_at, ours_at in [*anchors, (end, other_end)]:
        if start < theirs_at and other_start < ours_at:
            left.append((start, theirs_at, other_start, ours_at))
        start, other_start = theirs_at + 1, ours_at + 1


def _once(
    units: Sequence[Unit], start: int, end: int, key: Callable[[Unit], Hashable]
) -> dict[Hashable, int]:
    keys = [key(unit) for unit in units[start:end]]
    counts = Counter(keys)
    return {found: start + n for n, found in enumerate(keys) if found is not None and counts[found] == 1}


def _rising(theirs: dict[Hashable, int], ours: dict[Hashable, int]) -> list[tuple[int, int]]:
    """Return the longest list of common keys that stand in the same order in both, as their places."""
    common = [(place, ours[key]) for key, place in theirs.items() if key in ours]
    piles: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for number, (_, place) in enumerate(common):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if ends[middle] < place:
                low = middle + 1
            else:
                high = middle
        back.append(piles[low - 1] if low else -1)
        ends[low : low + 1] = [place]
        piles[low : low + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = piles[-1] if piles else -1
    while number >= 0:
        chain.append(common[number])
        number = back[number]
    return chain[::-1]


def _runs(numbers: Iterable[int]) -> tuple[range, ...]:
    runs: list[range] = []
    for number in sorted(numbers):
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return tuple(runs)


def _changes(
    theirs: Sequence[Unit], ours: Sequence[Unit], pairs: Sequence[tuple[int, int]]
) -> Iterator[Change]:
    lost, gained = _differing(theirs, ours, pairs)
    moved = Counter((kind, value) for _, _, kind, value in lost)
    moved &= Counter((kind, value) for _, _, kind, value in gained)
    lost, gained = _without(lost, moved.copy()), _without(gained, moved)
    partner = dict(pairs)
    matches = _matches(lost, gained, partner)
    for fact in lost:
        unit, at, kind, value = fact
        match = matches.get(fact)
        home = partner.get(unit, -1)
        if match:
            yield Change(kind, value, match[3], unit, at, home, match[1])
        else:
            yield Change(kind, value, None, unit, at, home)
    gained = [fact for fact in gained if fact not in matches.values()]
    back = {mine: other for other, mine in pairs}
    for unit, number, kind, value in gained:
        yield Change(kind, None, value, back.get(unit, -1), -1, unit, number)


def _matches(lost: Sequence[Fact], gained: Sequence[Fact], partner: dict[int, int]) -> dict[Fact, Fact]:
    """Return which gained fact stands in the place of which lost one: those most alike in a pair of units."""
    by_place: dict[tuple[int, str], list[Fact]] = {}
    for fact in gained:
        by_place.setdefault((fact[0], fact[2]), []).append(fact)
    rivals = [
        (_likeness(fact[3], other[3]), fact, other)
        for fact in lost
        for other in by_place.get((partner.get(fact[0], -1), fact[2]), ())[:MAX_RIVALS]
    ]
    matches: dict[Fact, Fact] = {}
    taken: set[Fact] = set()
    for _, fact, other in sorted(rivals, key=lambda rival: rival[0], reverse=True):
        if fact not in matches and other not in taken:
            matches[fact] = other
            taken.add(other)
    return matches


def _likeness(one: str, other: str) -> tuple[bool, int]:
    """Return whether both values are addresses or neither is, and what they have in common at either end."""
    return ("://" in one) == ("://" in other), _common(one, other) + _common(one[::-1], other[::-1])


def _common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _differing(
    theirs: Sequence[Unit], ours: Sequence[Unit], pairs: Sequence[tuple[int, int]]
) -> tuple[list[Fact], list[Fact]]:
    lost: list[Fact] = []
    gained: list[Fact] = []
    for unit, mine in pairs:
        one, other = theirs[unit].facts, ours[mine].facts
        if one != other:
            shared = Counter(one) & Counter(other)
            lost += _without(_listed(unit, one), shared.copy())
            gained += _without(_listed(mine, other), shared)
    lost += _alone(theirs, {unit for unit, _ in pairs})
    gained += _alone(ours, {mine for _, mine in pairs})
    return sorted(lost), sorted(gained)


def _alone(units: Sequence[Unit], paired_units: set[int]) -> list[Fact]:
    alone = (number for number in range(len(units)) if number not in paired_units)
    return [fact for number in alone for fact in _listed(number, units[number].facts)]


def _listed(unit: int, facts: Sequence[tuple[str, str]]) -> list[Fact]:
    return [(unit, number, kind, value) for number, (kind, value) in enumerate(facts)]


def _without(facts: Iterable[Fact], surplus: Counter[tuple[str, str]]) -> list[Fact]:
    """Return `facts` without as many of each kind and value as `surplus` counts; uses that up."""
    kept = []
    for fact in facts:
        if surplus[fact[2:]] > 0:
            surplus[fact[2:]] -= 1
        else:
            kept.append(fact)
    return kept
