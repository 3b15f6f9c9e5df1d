"""What the check of an earlier tree has found, kept for later runs.

The tree of a commit never changes, and most runs compare with the same one again. What is kept belongs to
all that decides what is found besides the tree: see `Kept.key`.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Raw, Struct

from guidelint.cache import store
from guidelint.cache.codec import decode, encode
from guidelint.changes.compare import Group, Key, Places, by_cause
from guidelint.engine import Plan, Run
from guidelint.findings import Location
from guidelint.pipeline import Links, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guidelint.workspace import Workspace

KIND = "before"
Placed = tuple[tuple[Location, str], ...]


class Cause(Struct, frozen=True, array_like=True):
    """A rule, a cause, the number of its places, and `Placed`, which is decoded only where it is needed."""

    rule: str
    cause: str
    count: int
    places: Raw


class Record(Struct, frozen=True, array_like=True):
    """An outcome as it is kept: the names of the pages, and the causes of what was found there.

    The external links, encoded, stand beside it where `has_links`.
    """

    key: bytes
    names: tuple[str, ...]
    has_comments: bool
    has_links: bool
    causes: tuple[Cause, ...]


class Loaded(NamedTuple):
    """An outcome that was kept, which has no findings, but groups of them."""

    outcome: Outcome
    groups: dict[Key, Group]


class Kept(Struct, frozen=True):
    """A place for the outcome of one check in the cache `folder`.

    `key` is all that it rests on besides the paths that were asked for: this guidelint and what it uses,
    the configuration, and the state of the tree. With `links` the run will be about external links too.
    """

    folder: str
    key: tuple[Any, ...]
    links: bool

    def load(self, paths: Sequence[str], plan: Plan) -> Loaded | None:
        """Return the outcome for `paths` below the top, all for none; None if it is not known."""
        key = (*self.key, KIND, tuple(paths))
        try:
            record, links = store.read(self.folder, store.file_name(KIND, key), Record)
            if record.key != encode(key) or (self.links and (record.has_comments or not record.has_links)):
                return None
            outcome = Outcome(Run(plan, frozenset(record.names)))
            for url, occurrence in decode(links, Links) if self.links else ():
                outcome.links.setdefault(url, []).append(occurrence)
        except (store.Unusable, ValueError):
            return None
        groups = {
            (one.rule, one.cause): Group(one.count, partial(_places, one.places)) for one in record.causes
        }
        return Loaded(outcome, groups)

    def has(self, paths: Sequence[str]) -> bool:
        """Tell whether something is kept for `paths` that will do for this run, unless it is damaged."""
        name = store.file_name(KIND, (*self.key, KIND, tuple(paths)))
        return not self.links and Path(self.folder, name).exists()

    def save(self, paths: Sequence[str], workspace: Workspace, outcome: Outcome) -> None:
        """Keep `outcome`, unless a check raised. Comments on pages are not kept, which links may need."""
        run = outcome.run
        if run.crashes or any(found.problems for found in workspace.discoveries):
            return
        run.settle()
        key = (*self.key, KIND, tuple(paths))
        names = tuple(target.name for target in workspace.targets)
        causes = [(*key, len(places), list(places.items())) for key, places in by_cause(run.findings).items()]
        record = (encode(key), names, bool(run.ledgers), self.links, causes)
        found = tuple((url, place) for url, places in outcome.links.items() for place in places)
        links = (encode(found),) if self.links else ()
        store.write(self.folder, store.file_name(KIND, key), record, links)


def _places(data: Raw) -> Places:
    try:
        return dict(decode(data, Placed))
    except ValueError:  # something else has written this record
        return {}
