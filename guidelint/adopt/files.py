"""The files of a repository that hold settings of other link checkers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from guidelint.adopt.arguments import WORKSPACE
from guidelint.adopt.collect import problem
from guidelint.adopt.model import Carried, Entry, Left, joined
from guidelint.adopt.pipelines import read as read_pipeline
from guidelint.adopt.tools import FILES, FOLDERS, FileReader, reader_of
from guidelint.source import UnreadableError, read_source

PIPELINES = (
    ".github/workflows/*.yml",
    ".github/workflows/*.yaml",
    ".github/actions/*/action.yml",
    ".github/actions/*/action.yaml",
    ".mega-linter.yml",
    ".mega-linter.yaml",
    ".megalinter.yml",
    ".pre-commit-config.yaml",
    ".gitlab-ci.yml",
)
LINTER_RULES = (".", ".github/linters")
MAX_BYTES = 256 * 1024


class Adopted(Struct, frozen=True):
    """What the file `name`, a path with ``/`` below the top of the repository, gives."""

    name: str
    carried: Carried


def foreign_settings(top: Path) -> tuple[Adopted, ...]:
    """Return what the files of other link checkers in the repository at `top` give.

    Files that workflows name are read too, where they lie in the repository. Files that say nothing
    are left out.
    """
    seen: dict[Path, str] = {}
    found = [
        Adopted(name, _read(top, name, reader))
        for name, reader in _known(top)
        if _is_new(top / name, seen, name)
    ]
    for path in sorted({path for pattern in PIPELINES for path in top.glob(pattern) if path.is_file()}):
        name = path.relative_to(top).as_posix()
        if _is_new(path, seen, name):
            found += _pipeline(top, name, seen)
    return tuple(adopted for adopted in found if adopted.carried != Carried())


def _known(top: Path) -> Iterator[tuple[str, FileReader]]:
    for folder in FOLDERS:
        for file, reader in FILES.items():
            name = (PurePosixPath(folder) / file).as_posix()
            if (top / name).is_file():
                yield name, reader


def _is_new(path: Path, seen: dict[Path, str], name: str) -> bool:
    return seen.setdefault(path.resolve(), name) == name


def _read(top: Path, name: str, reader: FileReader) -> Carried:
    text = _text(top, name)
    return text if isinstance(text, Carried) else reader(text, 1)


def _text(top: Path, name: str) -> str | Carried:
    """Return the text of a file, or as something left why it cannot be read."""
    path = top / name
    if not path.resolve().is_relative_to(top.resolve()):
        return problem("it lies outside the repository", 1)
    try:
        return read_source(path, name, MAX_BYTES).text
    except UnreadableError as error:
        return problem(error.reason, error.line)


def _pipeline(top: Path, name: str, seen: dict[Path, str]) -> list[Adopted]:
    text = _text(top, name)
    if isinstance(text, Carried):
        return [Adopted(name, text)]
    parts, further = [], []
    for tool, carried in read_pipeline(text, name):
        left = list(carried.left)
        for entry in carried.configs:
            config = _named(top, entry.text)
            reader = reader_of(config, tool or None) if config else None
            if config is None or reader is None:
                left.append(_not_read(entry))
            elif _is_new(top / config, seen, config):
                further.append(Adopted(config, _read(top, config, reader)))
        parts.append(replace(carried, left=tuple(left), configs=()))
    return [*further, Adopted(name, joined(parts))]


def _named(top: Path, written: str) -> str | None:
    """Return the file of the repository that a workflow names, None where there is none."""
    path = WORKSPACE.sub("", written.strip())
    if "\0" in path or not path:
        return None
    for folder in LINTER_RULES:
        try:
            real = (top / folder / path).resolve()
            if real.is_file() and real.is_relative_to(top.resolve()):
                return real.relative_to(top.resolve()).as_posix()
        except (OSError, ValueError, RuntimeError):
            continue
    return None


def _not_read(entry: Entry) -> Left:
    return Left(f"the settings in {entry.text}", "there is no such file in the repository", entry.line)
