"""The two sides of a change: the tree before it, and the tree after it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from msgspec import Struct, field

from guidelint.changes.git import SUBMODULE, Entry, GitError, Repository, open_repository
from guidelint.changes.renames import find_renames
from guidelint.changes.tree import Sink, is_binary, is_checked_out, share_ignored, write_tree
from guidelint.disk import digest

EMPTY = "nothing"


class Change(Struct, frozen=True):
    """What lies between two trees of one repository.

    `before` is the top of a copy of the earlier tree, `after` that of the later one, which is the
    user's work tree or a copy of the index. `renames` gives the new path of each file that has moved by
    its old one, both below the top. `base` names the earlier commit for the user, `state` all that its
    copy holds; `later` is what the state of the later tree will be once it is an earlier one, "" where that
    is not known.
    """

    repository: Repository
    before: Path
    after: Path
    base: str
    renames: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    state: str = ""
    later: str = ""

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
    with TemporaryDirectory(prefix="guidelint-") as name:
        copy = _copy(repository, _kept(repository, repository.tree(base)), Path(name), "before")
        renames = _renames(copy.top, repository.top, repository.present())
        yield Change(repository, copy.top, repository.top, base[:10], renames, copy.warnings, copy.state)


@contextmanager
def staged_change(folder: Path, revision: str | None = None) -> Iterator[Change]:
    """Give the change between the last commit and the index of the repository that holds `folder`.

    With `revision` it begins where that and HEAD part. Before the first commit it begins with nothing.
    Where the work tree holds just what is staged, it stands for the index. Raises `GitError`.
    """
    repository = open_repository(folder)
    base = merge_base(repository, revision) if revision else repository.commit("HEAD")
    with TemporaryDirectory(prefix="guidelint-") as name:
        earlier, staged = repository.tree(base) if base else (), repository.staged()
        copy = _copy(repository, earlier, Path(name), "before")
        in_place = not repository.has_untracked() and is_checked_out(staged, repository.top)
        after = repository.top if in_place else _copy(repository, staged, Path(name), "after").top
        renames = _renames(copy.top, after, frozenset(entry.path for entry in staged))
        shown, later = base[:10] if base else EMPTY, _state(staged, copy.shared) if in_place else ""
        yield Change(repository, copy.top, after, shown, renames, copy.warnings, copy.state, later)


def merge_base(repository: Repository, revision: str) -> str:
    """Return the commit at which `revision` and HEAD part. Raises `GitError` where that is not known."""
    commit = repository.commit(revision)
    if commit is None:
        raise GitError(f'there is no revision "{revision}"{_hint(repository, revision)}')
    if repository.commit("HEAD") is None:
        raise GitError("there is no commit yet to compare with")
    base = repository.ask("merge-base", commit, "HEAD")
    if base:
        return base.decode().split()[0]
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


def _kept(repository: Repository, entries: Sequence[Entry]) -> Sequence[Entry]:
    left_out = repository.left_out()
    return [entry for entry in entries if entry.path not in left_out] if left_out else entries


class _Copy(NamedTuple):
    top: Path
    warnings: tuple[str, ...]
    state: str
    shared: str


def _copy(repository: Repository, entries: Sequence[Entry], folder: Path, name: str) -> _Copy:
    """Write a tree to a directory of its own, which looks like the top of a repository."""
    top = folder.resolve() / name
    (top / ".git").mkdir(parents=True)
    sink = Sink(top)
    warnings = write_tree(repository, entries, sink)
    everything = sink.forget()
    share_ignored(repository, sink)
    shared = sink.forget()
    return _Copy(top, tuple(warnings), _state(entries, shared) or everything + shared, shared)


def _state(entries: Sequence[Entry], shared: str) -> str:
    """Name a tree of `entries` and what git ignores, "" where submodules hold more than git says."""
    if any(entry.mode == SUBMODULE for entry in entries):
        return ""
    return digest(repr((sorted(entries), shared)).encode()).hex()


def _renames(before: Path, after: Path, present: frozenset[str]) -> dict[str, str]:
    earlier = frozenset(_files_below(before))
    gone = [path for path in earlier if not os.path.lexists(after / path)]
    added = [path for path in present - earlier if not is_binary(path)]
    return find_renames(gone, added, before, after) if gone and added else {}


def _files_below(top: Path) -> Iterator[str]:
    """Yield the paths of the texts of a copy, without links."""
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name != ".git"]
        for name in names:
            path = Path(folder, name)
            if not is_binary(name) and not path.is_symlink():
                yield path.relative_to(top).as_posix()
