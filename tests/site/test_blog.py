"""Posts lie where the blog plugin puts them, as a real build shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from guidelint.site.resolution import Kind
from guidelint.site.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from guidelint.site.index import Site

    MakeSite = Callable[..., Site]

POSTS = {
    "docs/blog/index.md": "# News\n",
    "docs/blog/posts/storm.md": "---\ndate: 2026-02-01\ncategories: [High Water]\n---\n# The storm!\n",
    "docs/blog/posts/2025/calm.md": "---\ndate: {created: 2025-11-30T10:00:00+02:00}\nslug: calm\n---\n",
    "docs/blog/posts/titled.md": "---\ndate: 2025-01-05\ntitle: Für Élise & Co. <b>2</b>\n---\nText.\n",
    "docs/index.md": "# Home\n",
}


@pytest.mark.parametrize(
    "options",
    [
        "{}",
        '{post_url_format: "{date}/{file}"}',
        '{post_url_format: "{categories}/{slug}", post_url_date_format: yyyy}',
        '{blog_dir: ., post_dir: blog/posts, post_url_format: "n/{date}-{slug}", post_url_date_format: y-MM}',
        "{post_slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: none}} }",
    ],
)
def test_posts_are_where_a_real_build_puts_them(make_site: MakeSite, tmp_path: Path, options: str) -> None:
    settings = (
        f"site_name: x\nsite_url: https://example.org/\ntheme: material\nplugins:\n  - blog: {options}\n"
    )
    site = make_site({**POSTS, "mkdocs.yml": settings})
    build(load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "built")))
    (root,) = site.roots
    for file in root.placed.values():
        assert (tmp_path / "built" / file.destination).is_file(), file.destination
    for file in root.placed.values():
        assert resolve(site, Path("docs/index.md"), root.url(file)).path == file.path


def test_raw_html_in_a_post_starts_from_its_address(make_site: MakeSite) -> None:
    site = make_site({**POSTS, "mkdocs.yml": "plugins: [blog]", "docs/img/a.png": ""})
    post = Path("docs/blog/posts/storm.md")
    assert resolve(site, post, "../../img/a.png").kind is Kind.ASSET
    assert resolve(site, post, "../../img/a.png", raw_html=True).kind is Kind.MISSING_FILE
    assert resolve(site, post, "../../../../../../img/a.png", raw_html=True).kind is Kind.ASSET


@pytest.mark.parametrize(
    "post",
    [
        "no front matter",
        "---\ndate: soon\n---\n# Title",
        "---\ndate: [\n---\n# Title",
        "---\ndate: 2026-02-01\n---\n# Title with [a link](x)",
        "---\ndate: 2026-02-01\n---\nNo title",
    ],
)
def test_a_post_that_guidelint_cannot_place_is_no_error(make_site: MakeSite, post: str) -> None:
    site = make_site({"mkdocs.yml": "plugins: [blog]", "docs/blog/posts/a.md": post, "docs/index.md": ""})
    assert resolve(site, Path("docs/index.md"), "blog/posts/a.md").kind is Kind.PAGE
    assert resolve(site, Path("docs/blog/posts/a.md"), "../../nowhere/", raw_html=True).kind is Kind.UNKNOWN


def test_drafts_of_posts_may_come(make_site: MakeSite) -> None:
    post = "---\ndate: 2026-02-01\ndraft: true\n---\n# Title"
    site = make_site(
        {
            "mkdocs.yml": "site_url: https://example.org/\nplugins: [blog]",
            "docs/blog/posts/a.md": post,
            "docs/index.md": "",
        }
    )
    url = "https://example.org/blog/2026/02/01/title/"
    assert resolve(site, Path("docs/index.md"), url).kind is Kind.UNKNOWN
