"""Which places of findings are new: more of one cause than there were before.

Findings are compared by rule and cause. A cause without any place before is new at every place. One
that had places before is new at as many as there are more now: at those that are left when every earlier
place has been found again, in an unchanged line, then in the lines that have taken its place, then by the
text of its line, then anywhere, first in the same file.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from guidelint.findings import Finding, Location, Standing

if TYPE_CHECKING:
    from guidelint.changes.renames import Renames

MAX_LINES = 5_000
Lines = Sequence[str]
Read = Callable[[str], Lines]
Key = tuple[str, str]
"""A rule and a cause."""

Places = dict[Location, str]
"""The places of a cause in the order of reports, with what is said there."""


class Group(Struct, frozen=True):
    """One cause before a change: the number of its places, and what gives these."""

    count: int
    places: Callable[[], Places]


class Before(Struct, frozen=True):
    """What was there before a change, by cause, and which files have moved since.

    `old_lines` and `new_lines` give the lines of a file by its name in findings, before and after; none
    where it cannot be read.
    """

    groups: Mapping[Key, Group]
    renames: Renames
    old_lines: Read
    new_lines: Read


def sift(found: Sequence[Finding], before: Before) -> list[Finding]:
    """Return `found`, which is not grouped, with the standing of each finding."""
    earlier = _follow_moved(before, found) if before.renames.paths else before.groups
    tracks = _Tracks(before)
    keys = [(entry.rule, entry.cause) for entry in found]
    present: dict[Key, list[Location]] = {}
    for key, entry in zip(keys, found, strict=True):
        present.setdefault(key, []).append(entry.place)
    known, partly = set[Key](), dict[Key, set[Location]]()
    for key, places in present.items():
        group = earlier.get(key)
        if group is None or not group.count:
            continue
        distinct = set(places) if len(places) > group.count else ()
        if len(distinct) <= group.count:
            known.add(key)
        else:
            partly[key] = set(_known(list(group.places()), sorted(distinct), tracks))
    return [
        _marked(entry, is_known=key in known or (key in partly and entry.place in partly[key]))
        for key, entry in zip(keys, found, strict=True)
    ]


def _marked(entry: Finding, *, is_known: bool) -> Finding:
    standing = Standing.KNOWN if is_known else Standing.NEW
    return entry if entry.standing is standing else replace(entry, standing=standing)


def by_cause(findings: Iterable[Finding]) -> dict[Key, Places]:
    """Return the places of each cause in the order of reports; a place that several pages include is one."""
    found: dict[Key, Places] = {}
    for entry in findings:
        found.setdefault((entry.rule, entry.cause), {}).setdefault(entry.place, entry.message)
    return {
        key: dict(sorted(places.items(), key=itemgetter(0))) if len(places) > 1 else places
        for key, places in found.items()
    }


def groups_of(findings: Iterable[Finding]) -> dict[Key, Group]:
    """Return the groups of `findings`."""
    return {key: _group(places) for key, places in by_cause(findings).items()}


def _group(places: Places) -> Group:
    return Group(len(places), lambda: places)


def _follow_moved(before: Before, found: Sequence[Finding]) -> dict[Key, Group]:
    """Return the earlier groups with the causes and the places that they have since files have moved.

    What a page that has moved writes in another way, such as a relative path, is taken for the same cause
    where the message says the same.
    """
    renames = before.renames
    placed = [
        (place, (rule, renames.cause(cause)), message)
        for (rule, cause), group in before.groups.items()
        for place, message in group.places().items()
    ]
    earlier: dict[Key, Places] = {}
    for place, key, message in sorted(placed, key=itemgetter(0)):
        earlier.setdefault(key, {}).setdefault(place, message)
    present = by_cause(sorted(found, key=lambda entry: entry.place))
    lost: dict[tuple[str, str, str], list[tuple[Key, Location]]] = {}
    for key, places in earlier.items():
        here = {place.path for place in present.get(key, ())}
        for place, message in places.items():
            path = renames.paths.get(place.path)
            if path is not None and path not in here:
                lost.setdefault((key[0], path, renames.cause(message)), []).append((key, place))
    for key, places in present.items():
        paths = {renames.path(place.path) for place in earlier.get(key, ())}
        for place, message in places.items():
            same = lost.get((key[0], place.path, message)) if place.path not in paths else None
            if same:
                old_key, old_place = same.pop(0)
                earlier.setdefault(key, {})[old_place] = earlier[old_key].pop(old_place)
    return {key: _group(places) for key, places in earlier.items()}


def _known(earlier: list[Location], present: list[Location], tracks: _Tracks) -> list[Location]:
    """Return those of the present places, which are more, that were there before: as many as there were."""
    known: list[Location] = []
    for old_key, new_key in tracks.passes:
        waiting: dict[Hashable, deque[Location]] = {}
        for place in present:
            waiting.setdefault(new_key(place), deque()).append(place)
        left = []
        for place in earlier:
            key = old_key(place)
            if key is not None and waiting.get(key):
                known.append(waiting[key].popleft())
            else:
                left.append(place)
        earlier, present = left, [place for places in waiting.values() for place in sorted(places)]
    return known


class _Tracks:
    """Ways to find a place of before again, the surest first.

    Each is a pair of functions that give what an earlier place and a present one have in common, None
    for an earlier one that cannot be found in this way.
    """

    def __init__(self, before: Before) -> None:
        self.before = before
        self.alignment = lru_cache(maxsize=64)(self._align)
        self.passes: tuple[
            tuple[Callable[[Location], Hashable | None], Callable[[Location], Hashable | None]], ...
        ] = (
            (self._old_line, lambda place: (place.path, place.line)),
            (self._old_block, self._new_block),
            (
                lambda place: (self._path(place), self._old_text(place)),
                lambda place: (place.path, self._new_text(place)),
            ),
            (self._path, lambda place: place.path),
            (self._old_text, self._new_text),
            (lambda _: "", lambda _: ""),
        )

    def _path(self, place: Location) -> str:
        return self.before.renames.path(place.path)

    def _old_line(self, place: Location) -> Hashable | None:
        line = self.alignment(place.path).lines.get(place.line)
        return line and (self._path(place), line)

    def _old_block(self, place: Location) -> Hashable | None:
        block = self.alignment(place.path).old_blocks.get(place.line)
        return block and (self._path(place), block)

    def _new_block(self, place: Location) -> Hashable | None:
        old = next((old for old, new in self.before.renames.paths.items() if new == place.path), place.path)
        return (place.path, self.alignment(old).new_blocks.get(place.line))

    def _old_text(self, place: Location) -> str:
        return _text(self.before.old_lines(place.path), place.line)

    def _new_text(self, place: Location) -> str:
        return _text(self.before.new_lines(place.path), place.line)

    def _align(self, path: str) -> Alignment:
        return align(self.before.old_lines(path), self.before.new_lines(self.before.renames.path(path)))


class Alignment(Struct, frozen=True):
    """How the lines of two texts correspond, all 1-based.

    `lines` gives the new number of each old line that is unchanged. `old_blocks` and `new_blocks` number
    the changed stretches: an old and a new line with one number have taken the place of one another.
    """

    lines: Mapping[int, int]
    old_blocks: Mapping[int, int]
    new_blocks: Mapping[int, int]


def align(old: Lines, new: Lines) -> Alignment:
    """Return how the lines of two texts correspond; of very long ones only the beginning and the end."""
    lines: dict[int, int] = {}
    old_blocks: dict[int, int] = {}
    new_blocks: dict[int, int] = {}
    for number, (tag, start, end, new_start, new_end) in enumerate(_opcodes(old, new), 1):
        if tag == "equal":
            lines |= zip(range(start + 1, end + 1), range(new_start + 1, new_end + 1), strict=True)
        else:
            old_blocks |= dict.fromkeys(range(start + 1, end + 1), number)
            new_blocks |= dict.fromkeys(range(new_start + 1, new_end + 1), number)
    return Alignment(lines, old_blocks, new_blocks)


def _opcodes(old: Lines, new: Lines) -> Iterable[tuple[str, int, int, int, int]]:
    if max(len(old), len(new)) <= MAX_LINES:
        from difflib import SequenceMatcher  # noqa: PLC0415 - only where there is more of something

        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    ends = (len(old) - tail, len(new) - tail)
    return (
        ("equal", 0, head, 0, head),
        ("replace", head, ends[0], head, ends[1]),
        ("equal", ends[0], len(old), ends[1], len(new)),
    )


def _text(lines: Lines, number: int) -> str:
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""
