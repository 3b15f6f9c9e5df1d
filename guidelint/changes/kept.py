"""What the check of an earlier tree has found, kept for later runs.

The tree of a commit never changes, and most runs compare with the same one again. What is kept belongs to
all that decides what is found besides the tree: see `Kept.key`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Raw, Struct

from guidelint.cache import store
from guidelint.cache.codec import decode, encode
from guidelint.engine import Plan, Run
from guidelint.findings import Finding  # noqa: TC001 - a record is read by its types
from guidelint.pipeline import Links, Outcome

if TYPE_CHECKING:
    from guidelint.workspace import Workspace

KIND = "before"


class Record(Struct, frozen=True, array_like=True):
    """An outcome as it is kept: `links` are encoded, because most runs do not ask for them."""

    key: bytes
    has_comments: bool
    findings: tuple[Finding, ...]
    links: Raw


class Kept(Struct, frozen=True):
    """A place for the outcome of one check in the cache `folder`.

    `key` is all that it rests on: this guidelint and what it uses, the configuration, the commit, and what
    is in the copy of it besides. With `links` the run will be about external links too.
    """

    folder: str
    key: tuple[Any, ...]
    links: bool

    def load(self, workspace: Workspace, plan: Plan) -> Outcome | None:
        """Return the outcome for `workspace`, None if it is not known."""
        key = self._key(workspace)
        try:
            record, _ = store.read(self.folder, store.file_name(KIND, key), Record)
            if record.key != encode(key) or (record.has_comments and self.links):
                return None
            run = Run(plan, frozenset(target.name for target in workspace.targets))
            run.findings += record.findings
            outcome = Outcome(run)
            for url, occurrence in decode(record.links, Links) if self.links else ():
                outcome.links.setdefault(url, []).append(occurrence)
        except (store.Unusable, ValueError):
            return None
        return outcome

    def save(self, workspace: Workspace, outcome: Outcome) -> None:
        """Keep `outcome`, unless a check raised. Comments on pages are not kept, which links may need."""
        run = outcome.run
        if run.crashes or any(found.problems for found in workspace.discoveries):
            return
        links = tuple((url, place) for url, places in outcome.links.items() for place in places)
        key = self._key(workspace)
        record = Record(encode(key), bool(run.ledgers), tuple(run.findings), Raw(encode(links)))
        store.write(self.folder, store.file_name(KIND, key), record)

    def _key(self, workspace: Workspace) -> tuple[Any, ...]:
        names = tuple(target.name for target in workspace.targets)
        return (*self.key, KIND, workspace.whole, names)
