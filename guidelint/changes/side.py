"""One side of a change: a tree of a repository, with a copy of it for those who have to look around."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from guidelint.changes.git import SUBMODULE, SYMLINK, Entry, GitError, Repository
from guidelint.changes.ignored import Ignored, ignored, share
from guidelint.changes.tree import Sink, is_binary, is_safe, missing, write_tree
from guidelint.disk import digest
from guidelint.source import DEFAULT_MAX_BYTES

if TYPE_CHECKING:
    from contextlib import ExitStack


class Tree:
    """The files of a commit or an index, `entries`, and what git ignores beside them.

    They are written to a directory of its own once somebody asks for its `top`, and until then read from
    git's own storage. With submodules that is done at once: these hold more than git says of them. What is
    made for that lasts as long as `stack`; `warnings` are for the user.
    """

    def __init__(
        self, repository: Repository, entries: Sequence[Entry], beside: Ignored, stack: ExitStack
    ) -> None:
        self.repository, self.entries, self.beside = repository, entries, beside
        self.warnings: tuple[str, ...] = ()
        self._stack = stack
        modes = {entry.mode for entry in entries}
        self._has_links, self._has_more = SYMLINK in modes, SUBMODULE in modes
        self._written = ""
        if self._has_more:
            _ = self.top

    @cached_property
    def top(self) -> Path:
        """The top of the copy, which looks like that of a repository. Raises `GitError`."""
        from tempfile import TemporaryDirectory  # noqa: PLC0415 - mostly nobody asks

        try:
            folder = self._stack.enter_context(TemporaryDirectory(prefix="guidelint-"))
            top = Path(folder).resolve() / "tree"
            (top / ".git").mkdir(parents=True)
        except OSError as error:
            raise GitError(f"cannot make a temporary directory: {error.strerror or error}") from error
        sink = Sink(top)
        self.warnings = tuple(write_tree(self.repository, self.entries, sink))
        share(self.repository, self.beside.paths, sink)
        self._written = sink.state if self._has_more else ""
        return top

    @property
    def is_copied(self) -> bool:
        """Tell whether there is a copy."""
        return "top" in self.__dict__

    @cached_property
    def state(self) -> str:
        """A name for all that the tree holds."""
        if self._has_more:
            return self._written
        text = "\0".join((*map("\0".join, sorted(self.entries)), self.beside.state))
        return digest(text.encode("utf-8", "surrogateescape")).hex()

    @property
    def is_as_named(self) -> bool:
        """Tell whether the files that git ignores are still those that the name of the state tells of."""
        return self._has_more or ignored(self.repository).state == self.beside.state

    @property
    def paths(self) -> Iterable[str]:
        """The paths of all files."""
        return self.texts if self._has_more else (entry.path for entry in self.entries)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The objects of those of the files that are texts by their paths, "" for what git does not know."""
        if self._has_more:
            return dict.fromkeys(_files_below(self.top), "")
        return {
            entry.path: entry.object
            for entry in self.entries
            if entry.mode != SYMLINK and not is_binary(entry.path) and is_safe(entry.path)
        }

    def content(self, path: str) -> bytes | None:
        """Return the content of the text at `path`, cut where it is too long, None without an answer.

        Then the copy has it or not. Raises `GitError` for content that is missing, and `OSError`.
        """
        if self.is_copied:
            return None
        name = self.texts.get(path)
        if name:
            [content] = self._contents([name])
            if content is None:
                raise missing(path)
            return content[: DEFAULT_MAX_BYTES + 1]
        if path in self.beside.paths:
            with (self.repository.top / path).open("rb") as file:
                return file.read(DEFAULT_MAX_BYTES + 1)
        if self._has_links:
            return None
        raise FileNotFoundError(path)

    @cached_property
    def _contents(self) -> Callable[[Sequence[str]], Iterator[bytes | None]]:
        return self._stack.enter_context(self.repository.contents())


def _files_below(top: Path) -> Iterator[str]:
    """Yield the paths of the texts of a copy, without links."""
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name != ".git"]
        for name in names:
            path = Path(folder, name)
            if not is_binary(name) and not path.is_symlink():
                yield path.relative_to(top).as_posix()
