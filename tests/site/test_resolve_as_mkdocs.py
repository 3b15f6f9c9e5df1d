"""Random link targets: what MkDocs makes of them and where a browser then ends up."""

from __future__ import annotations

import logging
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.pages import _RelativePathTreeprocessor

from guidelint.site.discover import discover
from guidelint.site.index import Site
from guidelint.site.resolution import Kind
from guidelint.site.resolve import resolve
from guidelint.site.summary import PageSummary

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

PAGES = (
    *("index.md", "guide.md", "sub/index.md", "sub/deep.md", "sub/crew/README.md", "two words.md", "café.md"),
)
ASSETS = ("img/a.png", "sub/b.pdf", "notes.html", "no-suffix")
HOST = "https://docs.example.org"
PIECES = (
    *(
        "..",
        ".",
        "sub",
        "deep",
        "guide",
        "crew",
        "img",
        "index",
        "README",
        "Guide",
        "two words",
        "two%20words",
    ),
    *("caf%C3%A9", "café", "index.md", "guide.md", "deep.md", "README.md", "a.png", "b.pdf", "A.png", "en"),
    *(
        "guide.html",
        "notes.html",
        "no-suffix",
        "",
        "x.md",
        "deep.md?x=1",
        "guide?y",
        "%2e%2e",
        "a%2Fb",
        "\\sub",
    ),
)
targets = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "", "./", "/", "../", "/en/", "//", "../../"]),
        st.lists(st.sampled_from(PIECES), max_size=3).map("/".join),
        st.sampled_from(["", "", "/", "#", "#top", "?z=1"]),
    ),
)


class Build(NamedTuple):
    config: MkDocsConfig
    files: Files
    site: Site


@pytest.fixture(scope="module", params=["true", "false", "relative_to_docs"])
def build(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Build:
    base = tmp_path_factory.mktemp("site")
    for name in (*PAGES, *ASSETS):
        path = base / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    absolute = "validation: {links: {absolute_links: relative_to_docs}}\n"
    (base / "mkdocs.yml").write_text(
        f"site_name: x\nsite_url: {HOST}/en/\ntheme: mkdocs\nplugins: []\n"
        + (absolute if request.param == "relative_to_docs" else f"use_directory_urls: {request.param}\n")
    )
    config = load_config(str(base / "mkdocs.yml"))
    files = get_files(config)
    set_exclusions(files, config)
    return Build(config, files, Site(discover(base).configs, lambda _: PageSummary(), base))


def lands_on_a_file(build: Build, page: str, target: str, *, raw_html: bool) -> bool | None:
    """Tell whether the built site has what the link leads to, None outside of it."""
    file = build.files.src_uris[page]
    logging.disable(logging.CRITICAL)
    href = target
    if not raw_html:
        href = _RelativePathTreeprocessor(file, build.files, build.config).path_to_url(target)
    logging.disable(logging.NOTSET)
    base = f"{HOST}/en/{file.url.removeprefix('./')}"
    url = urlsplit(urljoin(base, href.replace("\\", "/")))
    if url.netloc != urlsplit(HOST).netloc:
        return None
    if not (url.path + "/").startswith("/en/"):
        return None
    path = unquote(url.path.removeprefix("/en/") if url.path != "/en" else "")
    built = {other.dest_uri for other in build.files}
    if not path or path.endswith("/"):
        return path + "index.html" in built
    return path in built or posixpath.join(path, "index.html") in built


@settings(max_examples=400, deadline=None)
@given(page=st.sampled_from(PAGES), target=targets, raw_html=st.booleans())
@example(page="sub/deep.md", target="", raw_html=False)
@example(page="sub/deep.md", target=".", raw_html=False)
@example(page="index.md", target="./", raw_html=False)
@example(page="guide.md", target="guide.md/", raw_html=False)
@example(page="guide.md", target="../guide", raw_html=True)
@example(page="guide.md", target="?page=2", raw_html=True)
@example(page="guide.md", target="/guide.md", raw_html=False)
@example(page="guide.md", target="sub//deep.md", raw_html=False)
def test_a_link_is_broken_exactly_where_the_built_site_has_nothing(
    build: Build, page: str, target: str, *, raw_html: bool
) -> None:
    expected = lands_on_a_file(build, page, target, raw_html=raw_html)
    found = resolve(build.site, Path("docs") / page, target, raw_html=raw_html)
    if expected is None:
        assert found.kind in (Kind.OUTSIDE, Kind.EXTERNAL)
    elif expected:
        assert found.kind in (Kind.PAGE, Kind.ASSET)
        assert found.path is not None
        assert found.path.is_file()
    else:
        assert found.kind in (Kind.MISSING_FILE, Kind.UNKNOWN)
        assert found.kind is Kind.MISSING_FILE or "404" in target


@settings(max_examples=200, deadline=None)
@given(page=st.sampled_from(PAGES), target=targets, raw_html=st.booleans())
@example(page="index.md", target=".//guide.md", raw_html=False)
@example(page="index.md", target="././guide.md", raw_html=False)
def test_what_is_offered_instead_works(build: Build, page: str, target: str, *, raw_html: bool) -> None:
    found = resolve(build.site, Path("docs") / page, target, raw_html=raw_html)
    for suggestion in found.suggestions:
        there = resolve(build.site, Path("docs") / page, suggestion, raw_html=raw_html)
        assert there.kind in (Kind.PAGE, Kind.ASSET), suggestion
    if found.better is not None:
        there = resolve(build.site, Path("docs") / page, found.better, raw_html=raw_html)
        assert (there.kind, there.path, there.fragment) == (found.kind, found.path, found.fragment)
        assert there.form is None or there.form != found.form


@given(target=st.text(max_size=30), raw_html=st.booleans())
def test_any_target_resolves_to_something(build: Build, target: str, *, raw_html: bool) -> None:
    found = resolve(build.site, Path("docs/index.md"), target, raw_html=raw_html)
    assert found.kind in Kind
