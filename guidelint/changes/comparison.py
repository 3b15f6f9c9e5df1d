"""Check a repository before a change as it is checked after it, and tell what the change brought."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from guidelint import disk
from guidelint.changes.compare import Before, Group, Key, Lines, Read, groups_of, sift
from guidelint.changes.renames import Renames
from guidelint.checks.registry import Scope
from guidelint.discovery import PathError
from guidelint.engine import check_links, make_plan, report_unused
from guidelint.external import relocated
from guidelint.findings import Standing
from guidelint.pipeline import Checker, Outcome, check_pages
from guidelint.source import DEFAULT_MAX_BYTES, UnreadableError, decode_source, read_source
from guidelint.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from guidelint.changes.change import Change
    from guidelint.changes.kept import Kept
    from guidelint.checks.registry import Rule
    from guidelint.config.settings import Settings
    from guidelint.external import Answers
    from guidelint.findings import Finding
    from guidelint.occurrences import Occurrence

SCOPES = (Scope.PAGE, Scope.SITE, Scope.LINKS)


class OutsideError(Exception):
    """A path that does not lie in the repository whose change is looked at."""


class Former:
    """The earlier side of a change over `paths` below its top, those of them that were there.

    Its pages are looked for once somebody asks for the `workspace`.
    """

    def __init__(self, place: _Place, paths: Sequence[str]) -> None:
        self.place, self.paths = place, tuple(sorted(set(paths)))
        self.tree = place.change.before

    @cached_property
    def workspace(self) -> Workspace:
        """The pages in a copy of the tree. Raises `GitError`."""
        with disk.hiding(None):
            return self.place.workspace(self.tree.top, self.paths, lenient=True)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has asked for the workspace."""
        return "workspace" in self.__dict__

    def lines(self, name: str) -> Lines:
        """Return the lines of the file that reports call `name`, none where it cannot be read.

        Raises `GitError` where its content is missing.
        """
        try:
            content = self.tree.content(self.place.below(Path(name)))
            if content is None:
                with disk.hiding(None):
                    return read_source(self.workspace.base / name, name).lines
            return decode_source(content, name).lines if len(content) <= DEFAULT_MAX_BYTES else ()
        except (UnreadableError, OutsideError, OSError):
            return ()


class Sides(Struct, frozen=True):
    """The pages to check on both sides of a change.

    `after` is the workspace of the run itself. `named` are the pages whose findings count whether the
    change brought them or not, by their names in reports. `later` is as in `Change`.
    """

    before: Former
    after: Workspace
    renames: Renames
    named: Collection[str] = ()
    later: str = ""


def sides(
    change: Change,
    settings: Settings,
    folder: Path,
    paths: Sequence[Path],
    opened: Callable[[Sequence[Path]], Workspace] | None = None,
) -> Sides:
    """Return both sides of `change` for a run in the directory `folder` over `paths`.

    Of a page that has moved the earlier side has the former one. `opened` opens the later side, if not
    in the usual way. Raises `OutsideError`, and `PathError`
    for a path that does not exist.
    """
    place = _Place(change, settings, folder)
    wanted = [place.below(path) for path in paths]
    after = opened([place.top / path for path in wanted]) if opened else place.workspace(change.after, wanted)
    former = {new: old for old, new in change.renames.items()}
    earlier = [*wanted, *(former[path] for path in place.files(after) if path in former)] if paths else []
    return Sides(Former(place, earlier), after, place.renames())


def staged_sides(
    change: Change,
    settings: Settings,
    folder: Path,
    paths: Sequence[Path],
    opened: Callable[[Sequence[Path]], Workspace],
) -> Sides:
    """Return both sides of a staged `change`: the whole site, and of the pages at `paths` all findings.

    `opened` opens the later side where it is the work tree.
    """
    place = _Place(change, settings, folder)
    wanted = [place.below(path) for path in paths]
    named = place.workspace(change.after, wanted) if paths else None
    after = opened([]) if change.is_in_place else place.workspace(change.after, [])
    before = Former(place, [])
    if named is None:
        return Sides(before, after, place.renames(), (), change.later)
    both = {target.path: target for target in (*after.targets, *named.targets)}
    later = change.later if len(both) == len(after.targets) else ""
    after.targets = tuple(target for _, target in sorted(both.items()))
    names = frozenset(target.name for target in named.targets)
    return Sides(before, after, place.renames(), names, later)


class _Place(Struct, frozen=True):
    """Where in the repository a run takes place."""

    change: Change
    settings: Settings
    folder: Path

    @property
    def top(self) -> Path:
        return self.change.repository.top

    def below(self, path: Path) -> str:
        """Return `path`, relative to the working directory, as one below the top of the repository."""
        absolute = os.path.normpath(self.folder / path)
        for whole in (Path(absolute), Path(os.path.realpath(absolute))):
            if whole.is_relative_to(self.top):
                return whole.relative_to(self.top).as_posix()
        raise OutsideError(f'the path "{path.as_posix()}" is not in the repository {self.top}')

    def workspace(self, top: Path, paths: Sequence[str], *, lenient: bool = False) -> Workspace:
        """Open the copy of the repository at `top`; a `lenient` one lacks paths that it does not have."""
        base = top / self.below(Path())
        settings = self.settings if top == self.top else self._settings_at(base)
        base = self.folder if top == self.top else base
        base.mkdir(parents=True, exist_ok=True)
        existing = [path for path in paths if not lenient or disk.lexists(top / path)]
        if paths and not existing:
            return Workspace(base, settings, whole=False)
        missing = next((path for path in existing if not disk.lexists(top / path)), None)
        if missing is not None:
            raise PathError(f'the path "{missing}" does not exist')
        return open_workspace(settings, [top / path for path in existing], base)

    def _settings_at(self, base: Path) -> Settings:
        root = os.path.relpath(self.settings.root, self.folder)
        return self.settings.at(Path(os.path.normpath(base / root)))

    def files(self, workspace: Workspace) -> list[str]:
        """Return the pages of the later side by their paths below the top."""
        return [self.below(self.folder / target.name) for target in workspace.targets]

    def renames(self) -> Renames:
        """Return the renames by the names in reports, which are relative to the working directory."""
        return Renames({self._name(old): self._name(new) for old, new in self.change.renames.items()})

    def _name(self, path: str) -> str:
        return Path(os.path.relpath(path, self.below(Path()))).as_posix()


class Comparison:
    """Gives the findings of a run their standing; see `sift`.

    `outcome` is that of the earlier side, without those findings that are `known` by their causes.
    """

    _before: Before

    def __init__(self, sides: Sides, outcome: Outcome, known: Mapping[Key, Group] | None = None) -> None:
        self.sides, self.outcome, self.known = sides, outcome, known or {}
        self._compare_with_all()

    def sift(self, found: Sequence[Finding]) -> list[Finding]:
        """Return `found` with their standings; those of named pages are new whatever was there before."""
        named = self.sides.named
        return [
            replace(entry, standing=Standing.NEW)
            if entry.standing is Standing.KNOWN and entry.location.path in named
            else entry
            for entry in sift(found, self._before)
        ]

    def judge(self, answers: Answers) -> None:
        """Take into account what the network said: the earlier links are judged by the same answers."""
        run = self.outcome.run
        check_links(run, relocated(answers, self.outcome.links).judged)
        report_unused(run, SCOPES)
        self._compare_with_all()

    def added(self, links: Mapping[str, Sequence[Occurrence]]) -> frozenset[str]:
        """Return those of the external `links` that stand at more places than before."""
        earlier = self.outcome.links
        return frozenset(
            url for url, places in links.items() if len(set(places)) > len(set(earlier.get(url, ())))
        )

    def _compare_with_all(self) -> None:
        self.outcome.run.settle()
        groups = {**self.known, **groups_of(self.outcome.run.findings)}
        earlier = lru_cache(maxsize=64)(self.sides.before.lines)
        self._before = Before(groups, self.sides.renames, earlier, _lines_in(self.sides.after))


def compare(sides: Sides, rules: Sequence[Rule], kept: Kept | None = None) -> Comparison:
    """Check the earlier side with `rules`, or take what is `kept` of such a check.

    Raises `ConfigurationError` as `make_plan` does, and `GitError`.
    """
    before, after = sides.before, sides.after
    known = kept.load(before.paths, make_plan(after.settings, rules, after.base)) if kept else None
    if known is not None:
        return Comparison(sides, known.outcome, known.groups)
    workspace = before.workspace
    plan = make_plan(workspace.settings, rules, workspace.base)
    checker = Checker(workspace, plan, collects=kept is None or kept.links)
    with disk.hiding(None):  # the copy may lie in a directory that is hidden
        outcome = check_pages(workspace, plan, checker)
    if kept and before.tree.is_as_named:
        kept.save(before.paths, workspace, outcome)
    return Comparison(sides, outcome)


def _lines_in(workspace: Workspace) -> Read:
    @lru_cache(maxsize=64)
    def lines(name: str) -> Lines:
        try:
            return read_source(workspace.base / name, name).lines
        except UnreadableError:
            return ()

    return lines
