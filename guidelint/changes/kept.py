"""What the check of an earlier tree has found, kept for later runs.

The tree of a commit never changes, and most runs compare with the same one again. What is kept belongs to
all that decides what is found besides the tree: see `Kept.key`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from guidelint.cache import store
from guidelint.cache.facts import packed, unpacked
from guidelint.engine import Plan, Run
from guidelint.findings import Finding
from guidelint.pipeline import Links, Outcome

if TYPE_CHECKING:
    from guidelint.workspace import Workspace

KIND = "before"


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
            known, with_comments, findings, links = store.read(self.folder, store.file_name(KIND, key))
            if known != key or (with_comments and self.links):
                return None
            run = Run(plan, frozenset(target.name for target in workspace.targets))
            run.findings += unpacked(findings, tuple[Finding, ...])
            outcome = Outcome(run)
            for url, occurrence in unpacked(links, Links):
                outcome.links.setdefault(url, []).append(occurrence)
        except (store.Unusable, ValueError, TypeError):
            return None
        return outcome

    def save(self, workspace: Workspace, outcome: Outcome) -> None:
        """Keep `outcome`, unless a check raised. Comments on pages are not kept, which links may need."""
        run = outcome.run
        if run.crashes or any(found.problems for found in workspace.discoveries):
            return
        links = tuple((url, place) for url, places in outcome.links.items() for place in places)
        key = self._key(workspace)
        value = (
            key,
            bool(run.ledgers),
            packed(tuple(run.findings), tuple[Finding, ...]),
            packed(links, Links),
        )
        store.write(self.folder, store.file_name(KIND, key), value)

    def _key(self, workspace: Workspace) -> tuple[Any, ...]:
        names = tuple(target.name for target in workspace.targets)
        return (*self.key, KIND, workspace.whole, names)
