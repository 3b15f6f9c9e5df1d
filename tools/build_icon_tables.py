"""Build `guidelint/markdown/data/icons.txt.gz`, the names of bundled icons and emoji.

    python tools/build_icon_tables.py WHEEL…

takes wheels of mkdocs-material, zensical and pymdown-extensions (any number of releases of the
first two, one of the last), fetched before with ``pip download --no-deps``. Only the names of
files are read from the themes; the emoji tables, which are Python dictionaries, are read as
literals and never executed.
"""

from __future__ import annotations

import ast
import gzip
import sys
import zipfile
from collections import defaultdict
from pathlib import Path, PurePosixPath

TARGET = Path(__file__).resolve().parent.parent / "guidelint" / "markdown" / "data" / "icons.txt.gz"
THEMES = {"mkdocs_material": "material", "zensical": "zensical"}
EMOJI_TABLES = {"twemoji": "twemoji_db", "gemoji": "gemoji_db", "emojione": "emoji1_db"}
ICONS = "/.icons/"


def names_in_wheel(path: Path) -> dict[str, set[str]]:
    """Return the names of one wheel by their owner, such as ``material-9.8.1`` and ``twemoji``."""
    package, version, *_ = path.name.split("-")
    with zipfile.ZipFile(path) as wheel:
        if package in THEMES:
            return {f"{THEMES[package]}-{version}": set(_icons(wheel))}
        return {
            index: _emoji(wheel.read(f"pymdownx/{module}.py").decode())
            for index, module in EMOJI_TABLES.items()
        }


def _icons(wheel: zipfile.ZipFile) -> list[str]:
    paths = (name.partition(ICONS)[2] for name in wheel.namelist() if name.endswith(".svg"))
    return [str(PurePosixPath(path).with_suffix("")).replace("/", "-") for path in paths if path]


def _emoji(module: str) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(module).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            names.update(str(ast.literal_eval(key)) for key in node.value.keys if key)
    return {name.strip(":") for name in names}


def render(owners: dict[str, set[str]]) -> str:
    """Return the text of the table: names grouped by the exact set of owners that have them."""
    having: dict[str, set[str]] = defaultdict(set)
    for owner, names in owners.items():
        for name in names:
            having[name].add(owner)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(having):
        groups[" ".join(sorted(having[name]))].append(name)
    return "\n\n".join("\n".join([group, *groups[group]]) for group in sorted(groups))


def main(arguments: list[str]) -> None:
    """Read the wheels named in `arguments` and write the table."""
    owners: dict[str, set[str]] = {}
    for argument in arguments:
        owners |= names_in_wheel(Path(argument))
    data = gzip.compress(render(owners).encode(), compresslevel=9, mtime=0)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(data)
    sizes = ", ".join(f"{owner} {len(names)}" for owner, names in sorted(owners.items()))
    print(f"{TARGET.name}: {len(data):,} bytes; {sizes}")


if __name__ == "__main__":
    main(sys.argv[1:])
