"""The files of a site, compared with what MkDocs collects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files, set_exclusions

from guidelint.site.discover import load_site_config
from guidelint.site.files import collect_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

MESSY = dict.fromkeys(
    [
        *("docs/index.md", "docs/README.md", "docs/a.md", "docs/a/index.md", "docs/A.markdown", "docs/a.MD"),
        *("docs/only/README.md", "docs/both/index.html", "docs/both/README.md", "docs/three/index.html"),
        *("docs/three/index.md", "docs/.hidden.md", "docs/.well-known/x.txt", "docs/sub/.dot/y.md"),
        *("docs/templates/page.md", "docs/sub/templates/page.md", "docs/drafts/new.md", "docs/café.md"),
        *("docs/two words.md", "docs/img/a.png", "docs/page.html", "docs/no-suffix", "docs/readme.md"),
        *("theme/main.html", "theme/404.html", "theme/assets/a.css", "theme/assets/README.txt", "theme/x.py"),
        *("theme/.icons/a.svg", "theme/icons/own/b.svg", "theme/img/a.png", "theme/partials/x.html"),
        *("theme/locales/fr/x.mo", "theme/notes.md", "theme/mkdocs_theme.yml"),
    ],
    "",
)


@pytest.mark.parametrize("directory_urls", ["true", "false"])
@pytest.mark.parametrize(
    "patterns",
    [
        "",
        "exclude_docs: |\n  drafts/\n  !.well-known/\n  README.md\n",
        "draft_docs: drafts/\nexclude_docs: |\n  index.md\n  *.png\n",
    ],
)
def test_the_same_files_go_to_the_same_places(
    write_files: Callable[[Mapping[str, str]], Path], directory_urls: str, patterns: str
) -> None:
    base = write_files(
        {
            **MESSY,
            "mkdocs.yml": "site_name: x\ntheme: {name: mkdocs, custom_dir: theme}\nplugins: []\n"
            f"use_directory_urls: {directory_urls}\n{patterns}",
        }
    )
    theirs = load_config(str(base / "mkdocs.yml"))
    files = get_files(theirs)
    files.add_files_from_theme(theirs.theme.get_env(), theirs)
    set_exclusions(files, theirs)
    kept = [file for file in files if not file.inclusion.is_excluded() or file.inclusion.name == "DRAFT"]
    bundled = [file for file in kept if "site-packages" in str(file.src_dir)]
    expected = {
        (file.src_uri, file.dest_uri, file.inclusion.name == "DRAFT") for file in kept if file not in bundled
    }
    ours = collect_files(load_site_config(base / "mkdocs.yml"))
    assert {(file.uri, file.destination, file.is_draft) for file in ours.values()} == expected
    for file in kept:
        if file not in bundled:
            assert str(ours[file.src_uri].path) == file.abs_src_path
            assert ours[file.src_uri].url(use_directory_urls=directory_urls == "true") in (
                file.url,
                file.url.removeprefix("./"),
            )


def test_links_are_followed_but_never_in_a_circle(write_files: Callable[[Mapping[str, str]], Path]) -> None:
    base = write_files({"mkdocs.yml": "", "docs/sub/a.md": "", "shared/b.md": ""})
    (base / "docs" / "sub" / "up").symlink_to(base / "docs", target_is_directory=True)
    (base / "docs" / "self").symlink_to(base / "docs" / "self")
    (base / "docs" / "shared").symlink_to(base / "shared", target_is_directory=True)
    (base / "shared" / "round").symlink_to(base / "shared", target_is_directory=True)
    files = collect_files(load_site_config(base / "mkdocs.yml"))
    assert {uri for uri in files if uri.endswith(".md")} == {"sub/a.md", "shared/b.md"}


def test_a_missing_docs_directory_has_no_files(write_files: Callable[[Mapping[str, str]], Path]) -> None:
    base = write_files({"mkdocs.yml": "theme: {name: mkdocs, custom_dir: nowhere}"})
    assert collect_files(load_site_config(base / "mkdocs.yml")) == {}
