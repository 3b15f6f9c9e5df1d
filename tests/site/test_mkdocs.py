"""`mkdocs.yml` read as MkDocs reads it, checked against MkDocs where it can be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.config import load_config

from guidelint.site.config import Validation
from guidelint.site.mkdocs import load_mkdocs
from guidelint.site.yaml import ConfigError

if TYPE_CHECKING:
    from guidelint.site.config import SiteConfig

RICH = """\
site_name: Harbour guide
site_url: https://docs.example.org/en
docs_dir: pages
use_directory_urls: false
repo_url: https://git.example.org/harbour
edit_uri: edit/main/
edit_uri_template: blob/main/{path}
theme:
  name: material
  language: fr
  custom_dir: overrides
extra_css: [styles/extra.css?v=2]
exclude_docs: |
  drafts/
  !.well-known/
not_in_nav: /tides.md
hooks: [hooks/build.py]
extra:
  version: {provider: mike}
  alternate:
    - {name: English, link: /en/, lang: en}
    - {name: Broken}
plugins:
  - search
  - material/tags: {}
  - privacy: {enabled: !ENV [PRIVACY, false]}
  - group:
      enabled: !ENV [FULL, true]
      plugins: [macros, meta: {}]
  - group: {enabled: false, plugins: [social]}
nav:
  - index.md
  - Tides: !ENV [TIDES, tides.md]
  - Berths:
      - berths/index.md
      - North: berths/north.md
      - https://example.org/
validation:
  anchors: warn
  omitted_files: ignore
  links:
    absolute_links: relative_to_docs
"""


def load(tmp_path: Path, text: str, **env: str) -> SiteConfig:
    path = tmp_path / "mkdocs.yml"
    path.write_text(text, "utf-8")
    return load_mkdocs(path, env)


def test_a_bare_configuration_has_the_defaults_of_mkdocs(tmp_path: Path) -> None:
    config = load(tmp_path, "site_name: Harbour guide")
    assert (config.generator, config.theme, config.site_url) == ("mkdocs", "mkdocs", None)
    assert config.docs_dir == tmp_path / "docs"
    assert config.use_directory_urls
    assert config.nav is None
    assert dict(config.plugins) == {"search": {}}
    assert config.validation == Validation()
    assert config.dialect.extensions == {
        "markdown.extensions.toc",
        "markdown.extensions.tables",
        "markdown.extensions.fenced_code",
    }
    assert load(tmp_path, "") == config


def test_every_setting_is_read(tmp_path: Path) -> None:
    config = load(tmp_path, RICH)
    assert (config.generator, config.theme, config.language) == ("material", "material", "fr")
    assert config.site_url == "https://docs.example.org/en/"
    assert config.docs_dir == tmp_path / "pages"
    assert config.custom_dir == tmp_path / "overrides"
    assert not config.use_directory_urls
    assert config.repo_url == "https://git.example.org/harbour"
    assert (config.edit_uri, config.edit_uri_template) == ("edit/main/", "blob/main/{path}")
    assert config.extra_css == ("styles/extra.css?v=2",)
    assert config.exclude_docs == ("drafts/", "!.well-known/")
    assert config.not_in_nav == ("/tides.md",)
    assert config.has_hooks
    assert config.is_versioned
    assert config.alternates == (("en", "/en/"),)
    assert list(config.plugins) == ["search", "tags", "macros", "meta"]
    assert config.validation == Validation(
        anchors="warn", nav_omitted_files="ignore", absolute_links="relative_to_docs"
    )


def test_nav_entries_know_their_place(tmp_path: Path) -> None:
    entries = load(tmp_path, RICH, TIDES="high.md").nav
    assert entries is not None
    assert [(entry.target, entry.title) for entry in entries] == [
        ("index.md", None),
        ("high.md", "Tides"),
        ("berths/index.md", None),
        ("berths/north.md", "North"),
        ("https://example.org/", None),
    ]
    lines = RICH.splitlines()
    for entry, written in zip(entries, ["index.md", "tides.md", "berths/index.md"], strict=False):
        assert entry.path == tmp_path / "mkdocs.yml"
        assert lines[entry.line - 1][entry.column - 1 :].startswith(written)


def test_plugins_of_a_group_follow_its_switch(tmp_path: Path) -> None:
    assert list(load(tmp_path, RICH, FULL="false", PRIVACY="true").plugins) == ["search", "tags", "privacy"]


def test_a_configuration_inherits_as_in_mkdocs(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "base.yml").write_text(
        "site_name: Base\nsite_url: https://a.example/\nnav: [index.md, old.md]\n"
        "theme: {name: mkdocs, language: de}\nmarkdown_extensions: {admonition: {}, toc: {separator: _}}\n"
    )
    text = (
        "INHERIT: base.yml\nsite_name: Heir\ntheme: {language: fr}\n"
        "markdown_extensions: {toc: {slugify: x.y}, footnotes: {}}\n"
    )
    ours = load(tmp_path, text)
    (tmp_path / "heir.yml").write_text(text.replace("{slugify: x.y}", "{}").replace("{language: fr}", "{}"))
    theirs = load_config(str(tmp_path / "heir.yml"))
    assert ours.site_url == theirs.site_url
    assert ours.language == "fr"
    assert ours.inherits == (tmp_path / "base.yml",)
    assert ours.dialect.toc.separator == "_"
    assert ours.dialect.toc.slugify == "x.y"
    assert {name.rpartition(".")[2] for name in ours.dialect.extensions} == set(theirs.markdown_extensions)
    assert ours.nav is not None
    assert [entry.target for entry in ours.nav] == theirs.nav
    assert {entry.path.name for entry in ours.nav} == {"base.yml"}


def test_the_build_runs_above_a_config_folder(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    path = tmp_path / "config" / "mkdocs.yml"
    path.write_text("docs_dir: ../docs\ntheme: {name: null, custom_dir: ../theme}\n")
    config = load_mkdocs(path)
    assert config.docs_dir == tmp_path / "docs"
    assert config.custom_dir == tmp_path / "theme"
    assert config.build_dir == tmp_path
    assert config.theme is None


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- a", 1, "the configuration is not a mapping"),
        ("site_name: x\ndocs_dir: [a]", 2, "docs_dir is not a text"),
        ("site_name: x\n\nnav: index.md", 3, "nav is not a list"),
        ("plugins: 3", 1, "plugins is neither a list nor a mapping"),
        ("a: 1\nmarkdown_extensions: toc", 2, "markdown_extensions is neither a list nor a mapping"),
        ("a: 1\nmarkdown_extensions: [7]", 2, "7 is not the name of a Markdown extension"),
        ("theme: [material]", 1, "theme is not a mapping"),
        ("a: 1\nINHERIT: nowhere.yml", 2, "the inherited configuration nowhere.yml does not exist"),
        ("a: 1\nINHERIT: mkdocs.yml", 2, "the configuration inherits from itself through mkdocs.yml"),
        ("INHERIT: [a]", 1, "INHERIT is not a path"),
    ],
)
def test_errors_have_their_place(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert (caught.value.line, caught.value.message) == (line, message)
    assert caught.value.path == tmp_path / "mkdocs.yml"


@pytest.mark.parametrize(
    "name",
    ["theme", "extra", "validation", "nav", "plugins", "markdown_extensions", "site_url", "exclude_docs"],
)
@pytest.mark.parametrize("value", ["null", "7", "[7, [8]]", "{a: {b: 1}}", "!x y", "[{a: 1, b: 2}]", "true"])
def test_no_value_of_a_setting_ends_in_a_traceback(tmp_path: Path, name: str, value: str) -> None:
    lines = []
    try:
        load(tmp_path, f"{name}: {value}")
    except ConfigError as error:
        lines.append(error.line)
    assert lines in ([], [1])


@pytest.mark.parametrize(
    ("file", "text", "version"),
    [
        ("requirements.txt", "mkdocs==1.6.1\nmkdocs-material[imaging]==9.6.5\n", "9.6.5"),
        ("poetry.lock", '[[package]]\nname = "mkdocs-material"\nversion = "9.5.2"\n', "9.5.2"),
        ("Pipfile.lock", '"mkdocs-material": {"hashes": ["x"], "version": "==9.7.1"}', "9.7.1"),
        ("requirements.txt", "mkdocs-material>=9\n", None),
        ("requirements.txt", "mkdocs-material==9.1.0\nmkdocs-material==9.2.0\n", None),
        ("requirements.txt", "mkdocs-material-extensions==1.3\n", None),
    ],
)
def test_the_pinned_release_of_material_is_found(
    tmp_path: Path, file: str, text: str, version: str | None
) -> None:
    (tmp_path / file).write_text(text)
    config = load(tmp_path, "theme: material\nmarkdown_extensions: [pymdownx.emoji]")
    assert config.dialect.emoji.material_version == version


def test_the_configuration_of_a_real_site(shared: Path) -> None:
    config = load_mkdocs(shared / "corpus" / "privacyguides.org" / "mkdocs.yml")
    assert config.nav is not None
    assert len([entry for entry in config.nav if entry.target.endswith(".md")]) == 119
    lines = config.path.read_text("utf-8").splitlines()
    for entry in config.nav:
        written = lines[entry.line - 1][entry.column - 1 :].lstrip("\"'")
        assert written.startswith(entry.target), f"{entry.line}:{entry.column}"
