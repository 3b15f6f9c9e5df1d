"""`zensical.toml` gives the same kind of configuration as `mkdocs.yml`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guidelint.site.yaml import ConfigError
from guidelint.site.zensical import load_zensical

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.site.config import SiteConfig

TOML = """\
[project]
site_name = "Harbour guide"
site_url = "https://docs.example.org/"
docs_dir = "pages"
extra_css = ["extra.css"]
nav = [
  "index.md",
  { "Tides" = "tides.md" },
  { "Berths" = ["berths/index.md", { "North" = "berths/north.md" }] },
]

[project.theme]
custom_dir = "overrides"
language = "fr"

[project.plugins.blog]
blog_dir = "news"

[project.markdown_extensions]
admonition = {}
toc.slugify = { object = "pymdownx.slugs.slugify", kwds = { case = "lower" } }
pymdownx.blocks.tab = {}
pymdownx.emoji.emoji_index = "zensical.extensions.emoji.twemoji"
pymdownx.emoji.options.custom_icons = ["overrides/.icons"]
pymdownx.snippets.base_path = "includes"
"""


def load(tmp_path: Path, text: str) -> SiteConfig:
    path = tmp_path / "zensical.toml"
    path.write_text(text, "utf-8")
    return load_zensical(path)


def test_the_settings_under_project_are_read(tmp_path: Path) -> None:
    config = load(tmp_path, TOML)
    assert config.generator == "zensical"
    assert config.site_url == "https://docs.example.org/"
    assert config.docs_dir == tmp_path / "pages"
    assert config.custom_dir == tmp_path / "overrides"
    assert config.language == "fr"
    assert config.extra_css == ("extra.css",)
    assert dict(config.plugins) == {"blog": {"blog_dir": "news"}}


def test_extension_names_with_dots_are_nested_tables_in_toml(tmp_path: Path) -> None:
    dialect = load(tmp_path, TOML).dialect
    assert dialect.extensions == {
        "markdown.extensions.admonition",
        "markdown.extensions.tables",
        "markdown.extensions.toc",
        "pymdownx.blocks.tab",
        "pymdownx.emoji",
        "pymdownx.snippets",
        "pymdownx.superfences",
    }
    assert dialect.toc.slugify == "pymdownx.slugs.slugify"
    assert dialect.toc.slugify_options == (("case", "lower"),)
    assert dialect.emoji.index == "zensical.extensions.emoji.twemoji"
    assert dialect.emoji.icon_dirs == (str(tmp_path / "overrides" / ".icons"),)
    assert dialect.snippets.base_paths == (str(tmp_path / "includes"),)


def test_without_extensions_zensical_has_its_own(tmp_path: Path) -> None:
    dialect = load(tmp_path, '[project]\nsite_name = "x"\n').dialect
    assert dialect.has("pymdownx.magiclink")
    assert dialect.has("markdown.extensions.footnotes")
    assert not dialect.has("pymdownx.snippets")
    assert dialect.option("pymdownx.tabbed", "combine_header_slug", "false") == "true"


def test_nav_entries_know_their_place(tmp_path: Path) -> None:
    entries = load(tmp_path, TOML).nav
    assert entries is not None
    lines = TOML.splitlines()
    assert [entry.title for entry in entries] == [None, "Tides", None, "North"]
    for entry in entries:
        assert lines[entry.line - 1][entry.column :].startswith(f'{entry.target}"')


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[project]\nsite_name = ", 2, "Invalid value"),
        ("[project]\nsite_name = 'x'\ndocs_dir = 3\n", 3, "docs_dir is not a text"),
        ("[project]\nnav = 'a.md'\n", 2, "nav is not a list"),
        ("[project]\n[project.extra_css]\n", 2, "extra_css is not a list"),
    ],
)
def test_errors_have_their_place(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert (caught.value.line, caught.value.message) == (line, message)


def test_a_file_that_is_not_text_is_a_configuration_error(tmp_path: Path) -> None:
    path = tmp_path / "zensical.toml"
    path.write_bytes(b"[project]\nsite_name = \xff")
    with pytest.raises(ConfigError, match=r":2:13: not UTF-8"):
        load_zensical(path)
    path.write_text("x = " + "[" * 5000)
    with pytest.raises(ConfigError):
        load_zensical(path)
