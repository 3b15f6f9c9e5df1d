"""Icon names, compared with the index functions of Material and PyMdown themselves."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from guidelint.markdown.dialect import EmojiOptions
from guidelint.markdown.icons import bundled_releases, icon_names

if TYPE_CHECKING:
    from pathlib import Path


def test_the_table_has_the_icons_of_the_installed_material() -> None:
    installed = version("mkdocs-material")
    if installed not in bundled_releases():
        pytest.skip(f"the table does not hold Material {installed}")
    code = (
        "import json; from material.extensions.emoji import twemoji; index = twemoji({}, None);"
        "print(json.dumps([*index['emoji'], *index['aliases']]))"
    )
    # Material adds a site's own icons to a table of the whole process, so it is asked in a fresh one.
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    rendered = {name.strip(":") for name in json.loads(names)}
    assert icon_names(EmojiOptions(material_version=installed)).names == rendered


@pytest.mark.parametrize(
    ("function", "module"), [("twemoji", "twemoji_db"), ("gemoji", "gemoji_db"), ("emojione", "emoji1_db")]
)
def test_the_table_has_the_emoji_of_pymdown(function: str, module: str) -> None:
    spec = find_spec(f"pymdownx.{module}")
    assert spec is not None
    assert spec.origin is not None
    index = runpy.run_path(spec.origin)
    rendered = {name.strip(":") for name in (*index["emoji"], *index["aliases"])}
    assert icon_names(EmojiOptions(index=f"pymdownx.emoji.{function}")).names == rendered


def test_an_unknown_name_is_certainly_no_icon() -> None:
    icons = icon_names(EmojiOptions())
    assert icons.known("material-account")
    assert icons.exactly_known("material-account")
    assert not icons.known("hero-arrow")
    assert icons.exactly_known("hero-arrow")


def test_an_icon_that_came_later_is_in_doubt_until_the_version_is_known() -> None:
    newest, oldest = bundled_releases()[-1], bundled_releases()[0]
    late = min(
        icon_names(EmojiOptions(material_version=newest)).names
        - icon_names(EmojiOptions(material_version=oldest)).names
    )
    assert icon_names(EmojiOptions()).known(late)
    assert not icon_names(EmojiOptions()).exactly_known(late)
    assert icon_names(EmojiOptions(material_version=newest)).exactly_known(late)
    assert not icon_names(EmojiOptions(material_version=oldest)).known(late)


def test_a_version_between_two_releases_of_the_table_doubts_what_changed() -> None:
    icons = icon_names(EmojiOptions(material_version="9.5.3"))
    assert icons.exactly_known("material-account")
    assert any(not icons.exactly_known(name) for name in icons.names)
    assert icons.exactly_known("hero-arrow")


@pytest.mark.parametrize("stated", ["8.1.0", "99.0", "latest"])
def test_a_version_outside_the_table_is_never_certain(stated: str) -> None:
    icons = icon_names(EmojiOptions(material_version=stated))
    assert icons.known("material-account")
    assert not icons.exactly_known("material-account")
    assert not icons.exactly_known("hero-arrow")
    assert icons.exactly_known("smile"), "emoji do not come from Material"


def test_an_unknown_index_function_is_never_certain_that_a_name_is_no_icon() -> None:
    icons = icon_names(EmojiOptions(index="our_site.emoji.index"))
    assert icons.known("material-account")
    assert not icons.exactly_known("hero-arrow")


def test_zensical_adds_its_own_icons() -> None:
    icons = icon_names(EmojiOptions(index="zensical.extensions.emoji.twemoji"))
    assert icons.known("lucide-smile")
    assert not icons.exactly_known("lucide-no-such-icon")


def test_the_site_adds_its_own_icons(tmp_path: Path) -> None:
    for name in ("flag.svg", "own/hero-arrow.svg", ".hidden/x.svg", "own/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("<svg/>")
    (tmp_path / "own" / "loop").symlink_to(tmp_path, target_is_directory=True)
    icons = icon_names(EmojiOptions(icon_dirs=(str(tmp_path), "/no/such/folder")))
    assert icons.own == {"flag", "own-hero-arrow"}
    assert icons.exactly_known("own-hero-arrow")
    plain = EmojiOptions(index="pymdownx.emoji.twemoji", icon_dirs=(str(tmp_path),))
    assert not icon_names(plain).known("own-hero-arrow")
