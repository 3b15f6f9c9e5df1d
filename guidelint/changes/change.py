"""The two sides of a change: the tree before it, and the tree after it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from msgspec import Struct, field

from guidelint import disk
from guidelint.changes.checkout import Known, has_links_out, is_checked_out
from guidelint.changes.git import Entry, GitError, Listing, Repository, open_repository
from guidelint.changes.ignored import ignored
from guidelint.changes.renames import find_renames, text_at, text_of
from guidelint.changes.side import Tree
from guidelint.changes.tree import is_binary, missing
from guidelint.changes.untracked import without

EMPTY = "nothing"


class Change(Struct, frozen=True):
    """What lies between two trees of one repository.

    `before` is the earlier tree, `after` the top of the later one, which is the user's work tree or a copy
    of the index. `renames` gives the new path of each file that has moved by its old one, both below the
    top. `base` names the earlier commit for the user; `later` is what the state of the later tree will be
    once it is an earlier one, "" where that is not known. `hides` tells that the work tree has more files,
    which are hidden as long as the change is given.
    """

    repository: Repository
    before: Tree
    after: Path
    base: str
    renames: dict[str, str] = field(default_factory=dict)
    later: str = ""
    hides: bool = False

    @property
    def is_in_place(self) -> bool:
        """Whether the later tree is the user's own, not a copy."""
        return self.after == self.repository.top


@contextmanager
def change_since(folder: Path, revision: str) -> Iterator[Change]:
    """Give the change between where `revision` and HEAD part and the work tree that holds `folder`.

    What is not committed yet is part of it. Raises `GitError`.
    """
    repository = open_repository(folder)
    base = merge_base(repository, revision)
    with ExitStack() as stack:
        listing = repository.listing(whole=True)
        earlier = _kept(repository, repository.tree(base), listing)
        before = Tree(repository, earlier, ignored(repository), stack)
        present = listing.known.union(listing.unknown)
        yield Change(repository, before, repository.top, base[:10], _renames(before, repository.top, present))


@contextmanager
def staged_change(folder: Path, revision: str | None = None, *, cache: str | None = None) -> Iterator[Change]:
    """Give the change between the last commit and the index of the repository that holds `folder`.

    With `revision` it begins where that and HEAD part. Before the first commit it begins with nothing.
    Where the work tree holds just what is staged, it stands for the index, and what git does not know there
    is hidden; what is found out for that is kept in the folder `cache`. Raises `GitError`.
    """
    repository = open_repository(folder)
    base = merge_base(repository, revision) if revision else repository.head
    with ExitStack() as stack:
        listing, beside = repository.listing(whole=False), ignored(repository)
        before = Tree(repository, repository.tree(base) if base else (), beside, stack)
        staged = Tree(repository, listing.staged, beside, stack)
        hidden = without(listing, beside.paths, repository.top, folder) if listing.unknown else None
        is_alike = hidden is not None or not listing.unknown
        in_place = is_alike and is_checked_out(listing.staged, Known(repository.top, cache))
        after = repository.top if in_place else staged.top
        hides = in_place and hidden is not None
        if hides:
            stack.enter_context(disk.hiding(hidden))
        paths = frozenset(entry.path for entry in listing.staged)
        renames = _renames(before, after, paths, paths)
        later = "" if in_place and has_links_out(listing.staged, repository.top) else staged.state
        yield Change(repository, before, after, base[:10] if base else EMPTY, renames, later, hides)


def merge_base(repository: Repository, revision: str) -> str:
    """Return the commit at which `revision` and HEAD part. Raises `GitError` where that is not known."""
    named = f"{revision}^{{commit}}"
    base = None if revision.startswith("-") else repository.ask("merge-base", named, "HEAD")
    if base:
        return base.decode().split()[0]
    if repository.commit(revision) is None:
        raise GitError(f'there is no revision "{revision}"{_hint(repository, revision)}')
    if repository.head is None:
        raise GitError("there is no commit yet to compare with")
    if repository.is_shallow:
        raise GitError(
            f'this clone is shallow and does not reach back to where "{revision}" and HEAD part; '
            "fetch more of the history first (git fetch --unshallow, or fetch-depth: 0 in a workflow)"
        )
    raise GitError(f'"{revision}" and HEAD have no commit in common')


def _hint(repository: Repository, revision: str) -> str:
    remote = (repository.ask("remote") or b"").decode().split()
    known = next((f"{name}/{revision}" for name in remote if repository.commit(f"{name}/{revision}")), None)
    if known:
        return f' (did you mean "{known}"?)'
    if repository.is_shallow:
        return "; this clone is shallow, so fetch it first (fetch-depth: 0 in a workflow)"
    return "; if it is on a server, fetch it first" if "/" in revision else ""


def _kept(repository: Repository, entries: Sequence[Entry], listing: Listing) -> Sequence[Entry]:
    """Return those of `entries` that a sparse checkout does not leave out."""
    if not listing.left_out or not repository.is_sparse:
        return entries
    return [entry for entry in entries if entry.path not in listing.left_out]


def _renames(
    before: Tree, after: Path, present: Collection[str], there: Collection[str] = ()
) -> dict[str, str]:
    """Return the new paths of the texts that have moved from `before` to one of those `present` at `after`.

    Files that are `there` need not be looked for.
    """
    lost = [path for path in before.paths if path not in there and not disk.lexists(f"{after}/{path}")]
    gone = [path for path in lost if path in before.texts]
    added = [path for path in present if path not in before.texts and not is_binary(path)] if gone else []
    if not added:
        return {}
    return find_renames(dict(_texts(before, gone)), {path: text_at(after / path) for path in added})


def _texts(tree: Tree, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    if tree.is_copied:
        yield from ((path, text_at(tree.top / path)) for path in paths)
        return
    places: dict[str, list[str]] = {}
    for path in paths:
        places.setdefault(tree.texts[path], []).append(path)
    for name, content in tree.repository.blobs(places):
        if content is None:
            raise missing(places[name][0])
        yield from ((path, text_of(content)) for path in places[name])
