"""Ask git about a repository without letting the repository have anything run.

Only commands are used that read objects and the index. What a configuration could name for them to
run (a file system monitor, hooks, transports of a partial clone, credential helpers) is switched
off; filters, text conversions and external diffs play no part in reading objects.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from msgspec import Struct

INERT = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.untrackedCache=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.sshCommand=false"),
    *("-c", "credential.helper="),
)
QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
LOCAL = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_PREFIX")
INDEX = "GIT_INDEX_FILE"
SYMLINK = "120000"
SUBMODULE = "160000"
UNKNOWN, LEFT_OUT = "?", "S"
SMALL = 2048
SETTLED, OURS = "0", "2"


class GitError(Exception):
    """What keeps a change from being looked at, in a sentence for the user."""


class Entry(NamedTuple):
    """A file of a tree or an index: its path below the top with ``/``, its mode, and its object."""

    path: str
    mode: str
    object: str


class Listing(Struct, frozen=True):
    """What git knows of a work tree.

    `staged` are the files of the index, of a file in conflict our side. `known` are their paths and those
    of all others in conflict, `unknown` the paths that git neither knows nor ignores, `left_out` those
    that the work tree is to lack.
    """

    staged: tuple[Entry, ...]
    known: frozenset[str]
    unknown: tuple[str, ...]
    left_out: frozenset[str]


class Repository(Struct, frozen=True):
    """A work tree: its top directory, the `git` to ask, and the index if it is another than usual.

    `head` is the object of the last commit, None before the first.
    """

    top: Path
    git: str
    index: str | None = None
    head: str | None = None

    def ask(self, *arguments: str) -> bytes | None:
        """Return what ``git ARGUMENTS`` prints, None where it fails."""
        done = _run(self.git, self.top, arguments, self.index)
        return done.stdout if done.returncode == 0 else None

    def commit(self, revision: str) -> str | None:
        """Return the object of the commit that `revision` names, None where it names none."""
        if revision.startswith("-"):
            return None
        said = self.ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        return said.decode().strip() if said else None

    @property
    def is_shallow(self) -> bool:
        """Tell whether the clone lacks the beginning of its history."""
        return (self.ask("rev-parse", "--is-shallow-repository") or b"").strip() == b"true"

    def tree(self, commit: str) -> tuple[Entry, ...]:
        """Return the files of `commit`; raise `GitError` where its objects are not there."""
        listed = os.fsdecode(self.must("ls-tree", "-r", "-z", "--full-tree", commit))
        found = []
        for line in filter(None, listed.split("\0")):
            said, _, path = line.partition("\t")
            mode, _, name = said.split(" ")
            found.append(Entry(path, mode, name))
        return tuple(found)

    def listing(self, *, whole: bool) -> Listing:
        """Return what git knows of the work tree.

        A directory without any file that git knows stands for all in it, with a ``/`` at its end, unless
        the `whole` tree is to be listed.
        """
        options = ("-z", "-t", "--stage", "--others", "--exclude-standard")
        return _listing(self.must("ls-files", *options, *(() if whole else ("--directory",))))

    @property
    def is_sparse(self) -> bool:
        """Tell whether the work tree may lack files on purpose."""
        return (self.ask("config", "--bool", "core.sparseCheckout") or b"").strip() == b"true"

    def ignored(self) -> tuple[str, ...]:
        """Return the paths that git ignores; one of a directory ends with ``/`` and stands for all in it."""
        options = ("--others", "--ignored", "--exclude-standard", "--directory")
        return tuple(_names(self.must("ls-files", "-z", *options)))

    def must(self, *arguments: str) -> bytes:
        """Return what ``git ARGUMENTS`` prints; raise `GitError` where it fails."""
        done = _run(self.git, self.top, arguments, self.index)
        if done.returncode:
            raise GitError(f"git {arguments[0]} failed: {_reason(done.stderr)}")
        return done.stdout

    def blobs(self, objects: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Yield each of `objects` with its content, None for one that is not there."""
        with self.contents() as contents:
            for names in _portions(objects):
                yield from zip(names, contents(names), strict=True)

    @contextmanager
    def contents(self) -> Iterator[Callable[[Sequence[str]], Iterator[bytes | None]]]:
        """Give a function that yields the content of each of a few objects, None for one that is not there.

        One process answers all questions; it begins with the first. All that is yielded has to be taken
        before the next question.
        """
        with ExitStack() as stack:
            process: subprocess.Popen[bytes] | None = None

            def ask(names: Sequence[str]) -> Iterator[bytes | None]:
                nonlocal process
                process = process or stack.enter_context(self._batch())
                if process.stdin:
                    with suppress(OSError):  # git has given up
                        os.write(process.stdin.fileno(), os.fsencode("".join(f"{name}\n" for name in names)))
                for _ in names:
                    yield _content(process.stdout)

            yield ask

    def _batch(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - as `_run`
            [self.git, *INERT, "cat-file", "--batch"],
            cwd=self.top,
            env=_environment(self.index),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


def open_repository(folder: Path) -> Repository:
    """Return the repository whose work tree holds `folder`. Raises `GitError`."""
    git = _program()
    if git is None:
        raise GitError("git is not installed; without it nobody knows what has changed")
    index = os.environ.get(INDEX)
    index = str(folder / index) if index else None
    head = None
    done = _run(git, folder, ("rev-parse", "--show-toplevel", "HEAD^{commit}"), index)
    if done.returncode == 0:
        top, _, head = os.fsdecode(done.stdout.rstrip(b"\r\n")).rpartition("\n")
    else:
        done = _run(git, folder, ("rev-parse", "--show-toplevel"), index)
        top = os.fsdecode(done.stdout)
    if done.returncode:
        reason = _reason(done.stderr)
        if "not a git repository" in reason:
            raise GitError(f"{folder} is not in a git repository")
        raise GitError(f"git cannot be asked about {folder}: {reason}")
    return Repository(Path(os.path.realpath(top.rstrip("\r\n"))), git, index, head)


def _program() -> str | None:
    """Return the path of git, None where there is none. What `PATH` says relative to here is not trusted."""
    if os.name == "nt":
        from shutil import which  # noqa: PLC0415 - for its rules on names; it costs more than the search

        return which("git")
    places = (Path(folder, "git") for folder in os.get_exec_path())
    found = (
        place for place in places if place.is_absolute() and place.is_file() and os.access(place, os.X_OK)
    )
    return next(map(str, found), None)


def submodule(repository: Repository, path: str) -> Repository | None:
    """Return the repository of the submodule at `path`, None where it is not checked out."""
    folder = repository.top / path
    if not (folder / ".git").exists():
        return None
    inner = Repository(folder, repository.git)
    return Repository(folder, repository.git, head=inner.commit("HEAD"))


def _portions(names: Iterable[str]) -> Iterator[list[str]]:
    """Yield `names` in portions that a pipe takes whole while nobody reads from it."""
    portion, size = list[str](), 0
    for name in names:
        portion.append(name)
        size += len(os.fsencode(name)) + 1
        if size > SMALL:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _content(stream: IO[bytes] | None) -> bytes | None:
    """Return the next object that ``cat-file --batch`` prints, None if it is missing or git has given up."""
    header = stream.readline().split() if stream else []
    if stream is None or len(header) != len(("name", "type", "size")):
        return None
    content = stream.read(int(header[2]))
    stream.read(1)
    return content


def _run(
    git: str, folder: Path, arguments: Sequence[str], index: str | None
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - fixed commands, and revisions that begin with no dash
            [git, *INERT, *arguments], cwd=folder, env=_environment(index), capture_output=True, check=False
        )
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror or error}") from error


def _environment(index: str | None) -> dict[str, str]:
    """Return the environment for git: the repository is found from the directory, nothing is written."""
    kept = {name: value for name, value in os.environ.items() if name not in (*LOCAL, INDEX)}
    more = {INDEX: index} if index else {}
    return {**kept, **more, **QUIET}


def _reason(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else "it says nothing"


def _names(listed: bytes) -> Iterator[str]:
    return filter(None, os.fsdecode(listed).split("\0"))


def _listing(listed: bytes) -> Listing:
    staged, known, unknown, left_out = list[Entry](), set[str](), list[str](), set[str]()
    for line in _names(listed):
        if line[0] == UNKNOWN:
            unknown.append(line[2:])
            continue
        said, _, path = line.partition("\t")
        tag, mode, name, stage = said.split(" ")
        known.add(path)
        if stage in (SETTLED, OURS):
            staged.append(Entry(path, mode, name))
        if tag == LEFT_OUT:
            left_out.add(path)
    return Listing(tuple(staged), frozenset(known), tuple(unknown), frozenset(left_out))
