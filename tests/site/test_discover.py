"""Which sites a repository has, and to which of them a page belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidelint.site.discover import absent_submodules, config_of, dialect_of, discover, find_base

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

TRANSLATED = {
    "mkdocs.yml": """\
docs_dir: !ENV [DOCS, docs]
site_url: !ENV [URL, "https://www.example.org/en/"]
extra:
  alternate:
    - {name: Deutsch, lang: de, link: /deutsch/}
markdown_extensions:
  pymdownx.snippets:
    auto_append: [!ENV [TERMS, includes/terms.en.txt], includes/links.txt]
""",
    "docs/index.md": "# Harbour",
    "docs/berths/north.md": "# North berth",
    "i18n/fr/berths/north.md": "# Quai nord",
    "i18n/de/index.md": "# Hafen",
    "i18n/notes/todo.md": "no page of the site",
    "includes/terms.en.txt": "",
    "includes/terms.fr.txt": "",
    "includes/links.txt": "",
}


def test_all_configurations_of_a_repository_are_found(
    write_files: Callable[[Mapping[str, str]], Path],
) -> None:
    base = write_files(
        {
            "mkdocs.yml": "site_name: x",
            "mkdocs.blog.yml": "docs_dir: blog",
            "mkdocs.offline.yml": "INHERIT: mkdocs.yml\nuse_directory_urls: false",
            "config/mkdocs.api.yaml": "INHERIT: base.yml\ndocs_dir: ../api",
            "config/base.yml": "site_name: y",
            "zensical.toml": '[project]\nsite_name = "z"\ndocs_dir = "manual"',
            "notes/mkdocs.yml": "docs_dir: deeper",
        }
    )
    found = discover(base)
    assert found.problems == ()
    assert [(config.path.name, config.docs_dir.name) for config in found.configs] == [
        ("mkdocs.yml", "docs"),
        ("mkdocs.blog.yml", "blog"),
        ("zensical.toml", "manual"),
        ("mkdocs.api.yaml", "api"),
    ]


def test_a_file_that_others_inherit_from_is_no_site(
    write_files: Callable[[Mapping[str, str]], Path],
) -> None:
    base = write_files(
        {"mkdocs.base.yml": "docs_dir: nothing", "mkdocs.yml": "INHERIT: mkdocs.base.yml\ndocs_dir: a"}
    )
    assert [config.docs_dir.name for config in discover(base).configs] == ["a"]


def test_a_broken_configuration_does_not_hide_the_others(
    write_files: Callable[[Mapping[str, str]], Path],
) -> None:
    base = write_files({"mkdocs.yml": "site_name: [", "mkdocs.blog.yml": "docs_dir: blog"})
    found = discover(base)
    assert [config.docs_dir.name for config in found.configs] == ["blog"]
    assert [problem.path.name for problem in found.problems] == ["mkdocs.yml"]


def test_the_base_of_a_page_is_found_upwards(write_files: Callable[[Mapping[str, str]], Path]) -> None:
    base = write_files(
        {
            "mkdocs.yml": "",
            "docs/a/b.md": "",
            "lib/.git/config": "",
            "lib/readme.md": "",
            "config/mkdocs.yml": "",
        }
    )
    assert find_base(base / "docs" / "a" / "b.md") == base
    assert find_base(base / "lib" / "readme.md") == base / "lib"
    assert find_base(base) == base


def test_a_page_belongs_to_the_innermost_docs_root(write_files: Callable[[Mapping[str, str]], Path]) -> None:
    base = write_files({"mkdocs.yml": "", "mkdocs.news.yml": "docs_dir: docs/news"})
    configs = discover(base).configs
    for page, docs_dir in {"docs/a.md": "docs", "docs/news/a.md": "docs/news"}.items():
        config = config_of(configs, base / page)
        assert config is not None
        assert config.docs_dir == base / docs_dir
    assert config_of(configs, base / "README.md") is None
    assert dialect_of(configs, base / "README.md").name == "github"
    assert dialect_of(configs, base / "docs" / "a.md").name == "mkdocs"


def test_trees_of_translations_are_docs_roots_of_their_own(
    write_files: Callable[[Mapping[str, str]], Path],
) -> None:
    base = write_files(TRANSLATED)
    english, german, french = discover(base).configs
    assert [config.docs_dir for config in (english, german, french)] == [
        base / "docs",
        base / "i18n" / "de",
        base / "i18n" / "fr",
    ]
    assert [config.is_translation for config in (english, german, french)] == [False, True, True]
    assert (german.language, german.site_url) == ("de", "https://www.example.org/deutsch/")
    assert (french.language, french.site_url) == ("fr", "https://www.example.org/fr/")
    appended = {
        config.language: [path.rpartition("/")[2] for path in config.dialect.snippets.auto_append]
        for config in (german, french)
    }
    assert appended == {"de": ["terms.en.txt", "links.txt"], "fr": ["terms.fr.txt", "links.txt"]}


def test_a_given_docs_directory_has_no_translations_of_its_own(
    write_files: Callable[[Mapping[str, str]], Path],
) -> None:
    base = write_files(TRANSLATED)
    (config,) = discover(base, {"DOCS": "i18n/fr", "TERMS": "includes/terms.fr.txt"}).configs
    assert config.docs_dir == base / "i18n" / "fr"
    assert config.dialect.snippets.auto_append[0].endswith("terms.fr.txt")


def test_only_a_docs_directory_from_env_is_translated_that_way(
    write_files: Callable[[Mapping[str, str]], Path],
) -> None:
    plain = TRANSLATED["mkdocs.yml"].replace("!ENV [DOCS, docs]", "docs")
    base = write_files({**TRANSLATED, "mkdocs.yml": plain})
    assert [config.docs_dir.name for config in discover(base).configs] == ["docs"]


def test_submodules_that_are_not_checked_out_are_absent(
    write_files: Callable[[Mapping[str, str]], Path],
) -> None:
    base = write_files(
        {
            ".gitmodules": '[submodule "brand"]\n\tpath = theme/brand\n[submodule "lib"]\n\tpath=lib\n',
            "lib/a.txt": "",
        }
    )
    assert absent_submodules(base) == (base / "theme" / "brand",)
    assert absent_submodules(base / "lib") == ()


def test_the_sites_of_a_real_repository(shared: Path) -> None:
    base = shared / "corpus" / "privacyguides.org"
    found = discover(base)
    assert found.problems == ()
    roots = {config.docs_dir.relative_to(base).as_posix(): config for config in found.configs}
    assert list(roots) == [
        "docs",
        "i18n/ar",
        "i18n/de",
        "i18n/fr",
        "i18n/it",
        "i18n/ru",
        "i18n/zh-TW",
        "blog",
    ]
    assert roots["i18n/fr"].site_url == "https://www.privacyguides.org/fr/"
    assert roots["i18n/zh-TW"].dialect.snippets.auto_append[0].endswith("includes/abbreviations.zh-TW.txt")
