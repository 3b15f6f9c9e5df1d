"""What links point to, on small sites."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guidelint.site.resolution import Form, Kind
from guidelint.site.resolve import resolve
from guidelint.site.suggest import closest, index_names, similar_files
from guidelint.site.summary import AnchorPlace, PageSummary
from guidelint.source import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from guidelint.site.index import Site

    MakeSite = Callable[..., Site]

HARBOUR = {
    "mkdocs.yml": """\
site_url: https://www.example.org/en/
theme: {name: material, custom_dir: theme}
plugins: []
""",
    "docs/index.md": "#welcome",
    "docs/tides.md": "#high-water #clean-up #été",
    "docs/berths/index.md": "#rules",
    "docs/berths/north.md": "",
    "docs/two words.md": "",
    "docs/img/a.png": "",
    "docs/manual.html": "",
    "docs/.draft.md": "",
    "theme/assets/logo.svg": "",
    "theme/main.html": "",
    "README.md": "",
}


@pytest.fixture
def harbour(make_site: MakeSite) -> Site:
    return make_site(HARBOUR)


@pytest.mark.parametrize(
    ("target", "kind", "file"),
    [
        ("tides.md", Kind.PAGE, "docs/tides.md"),
        ("tides.md#high-water", Kind.PAGE, "docs/tides.md"),
        ("tides.md#clean%2Dup", Kind.PAGE, "docs/tides.md"),
        ("tides.md#%C3%A9t%C3%A9", Kind.PAGE, "docs/tides.md"),
        ("tides.md#high-water:~:text=tide", Kind.PAGE, "docs/tides.md"),
        ("tides.md#:~:text=tide", Kind.PAGE, "docs/tides.md"),
        ("tides.md?x=1#high-water", Kind.PAGE, "docs/tides.md"),
        ("tides.md#low-water", Kind.MISSING_ANCHOR, "docs/tides.md"),
        ("Tides.md", Kind.MISSING_FILE, "docs/Tides.md"),
        ("berths/", Kind.PAGE, "docs/berths/index.md"),
        ("berths", Kind.PAGE, "docs/berths/index.md"),
        ("berths/north/", Kind.PAGE, "docs/berths/north.md"),
        ("two%20words.md", Kind.PAGE, "docs/two words.md"),
        ("two words.md", Kind.PAGE, "docs/two words.md"),
        ("img/a.png", Kind.ASSET, "docs/img/a.png"),
        ("manual.html#chapter-1", Kind.ASSET, "docs/manual.html"),
        ("assets/logo.svg", Kind.ASSET, "theme/assets/logo.svg"),
        ("main.html", Kind.MISSING_FILE, "docs/main.html"),
        (".draft.md", Kind.MISSING_FILE, "docs/.draft.md"),
        ("", Kind.PAGE, "docs/index.md"),
        ("#", Kind.PAGE, "docs/index.md"),
        ("#top", Kind.PAGE, "docs/index.md"),
        ("#Top", Kind.PAGE, "docs/index.md"),
        ("#welcome", Kind.PAGE, "docs/index.md"),
        ("#farewell", Kind.MISSING_ANCHOR, "docs/index.md"),
        ("#/portal", Kind.PAGE, "docs/index.md"),
        ("#__tabbed_1_2", Kind.PAGE, "docs/index.md"),
        ("mailto:crew@example.org", Kind.OTHER_SCHEME, None),
        ("tel:+100", Kind.OTHER_SCHEME, None),
        ("javascript:void(0)", Kind.OTHER_SCHEME, None),
        ("https://example.com/", Kind.EXTERNAL, None),
        ("//example.com/x", Kind.EXTERNAL, None),
        ("http:/x", Kind.EXTERNAL, None),
        ("https://[::1", Kind.EXTERNAL, None),
        ("\\\\[", Kind.EXTERNAL, None),
        ("https://www.example.org:99999/en/", Kind.EXTERNAL, None),
        ("https://www.example.org/en/tides/#high-water", Kind.PAGE, "docs/tides.md"),
        ("http://example.org/en/tides", Kind.PAGE, "docs/tides.md"),
        ("https://example.org/en/tides/#low", Kind.MISSING_ANCHOR, "docs/tides.md"),
        ("https://example.org/en/ebb/", Kind.MISSING_FILE, "docs/ebb.md"),
        ("https://example.org/shop/", Kind.EXTERNAL, None),
        ("https://example.org/english/", Kind.EXTERNAL, None),
        ("https://example.org:8080/en/", Kind.EXTERNAL, None),
        ("/en/tides/", Kind.PAGE, "docs/tides.md"),
        ("/en/ebb/", Kind.MISSING_FILE, "docs/ebb.md"),
        ("/shop/", Kind.OUTSIDE, None),
        ("../shop/", Kind.OUTSIDE, None),
        ("404.html", Kind.UNKNOWN, "docs/404.html"),
        ("sitemap.xml", Kind.UNKNOWN, "docs/sitemap.xml"),
        ("assets/images/favicon.png", Kind.UNKNOWN, "docs/assets/images/favicon.png"),
        ("assets/images/other.png", Kind.MISSING_FILE, "docs/assets/images/other.png"),
        ("{{ url }}", Kind.MISSING_FILE, "docs/{{ url }}"),
    ],
)
def test_links_of_the_home_page(harbour: Site, target: str, kind: Kind, file: str | None) -> None:
    found = resolve(harbour, Path("docs/index.md"), target)
    assert found.kind is kind
    if file is not None:
        assert found.path == harbour.base / file


def test_raw_html_is_relative_to_the_address_of_the_page(harbour: Site) -> None:
    page = Path("docs/tides.md")
    assert resolve(harbour, page, "berths/north.md").kind is Kind.PAGE
    assert resolve(harbour, page, "berths/north.md", raw_html=True).kind is Kind.MISSING_FILE
    assert resolve(harbour, page, "../berths/north/", raw_html=True).kind is Kind.PAGE
    assert resolve(harbour, page, "../img/a.png", raw_html=True).kind is Kind.ASSET
    assert resolve(harbour, page, "img/a.png", raw_html=True).suggestions == ("../img/a.png",)
    assert resolve(harbour, page, "#high-water", raw_html=True).kind is Kind.PAGE


@pytest.mark.parametrize(
    ("page", "target", "form", "better"),
    [
        ("tides.md", "index.md", None, None),
        ("tides.md", "tides.md", None, None),
        ("tides.md", "tides.md#high-water", Form.OWN_PATH, "#high-water"),
        ("index.md", "tides.md/#high-water", Form.MARKDOWN_SLASH, "tides.md#high-water"),
        ("index.md", "./tides.md/?x=1", Form.MARKDOWN_SLASH, "tides.md?x=1"),
        ("index.md", "./img/a.png", Form.DOT_SLASH, "img/a.png"),
        ("index.md", "./", Form.ADDRESS, "index.md"),
        ("index.md", "berths/north/#", Form.ADDRESS, "berths/north.md"),
        ("tides.md", "../berths/#rules", Form.ADDRESS, "berths/index.md#rules"),
        ("tides.md", "../img/a.png", Form.ADDRESS, "img/a.png"),
        ("index.md", "/en/two%20words/", Form.ADDRESS, "two%20words.md"),
        (
            "berths/north.md",
            "https://example.org/en/tides/#high-water",
            Form.OWN_URL,
            "../tides.md#high-water",
        ),
    ],
)
def test_working_links_that_are_better_written_otherwise(
    harbour: Site, page: str, target: str, form: Form | None, better: str | None
) -> None:
    found = resolve(harbour, Path("docs") / page, target)
    assert found.kind in (Kind.PAGE, Kind.ASSET)
    assert (found.form, found.better) == (form, better)


@pytest.mark.parametrize(
    ("target", "suggestions"),
    [
        ("tide.md", ("tides.md",)),
        ("TIDES.md", ("tides.md",)),
        ("berths/tides.md", ("tides.md",)),
        ("north.md", ("berths/north.md",)),
        ("tides.html", ("tides.md",)),
        ("two-words.md", ("two%20words.md",)),
        ("pilot.md", ()),
        ("tides.md#high_water", ("high-water",)),
        ("tide.md#high-water", ("tides.md#high-water",)),
        ("https://example.org/en/tide/", ("https://www.example.org/en/tides/",)),
    ],
)
def test_broken_links_come_with_what_was_meant(
    harbour: Site, target: str, suggestions: tuple[str, ...]
) -> None:
    found = resolve(harbour, Path("docs/index.md"), target)
    assert found.is_broken
    assert found.suggestions == suggestions


def test_pages_are_read_once_and_only_for_their_anchors(make_site: MakeSite) -> None:
    site = make_site(HARBOUR)
    read: list[str] = []
    summarise = site._summarise

    def counting(path: Path) -> object:
        read.append(path.name)
        return summarise(path)

    site._summarise = counting  # type: ignore[assignment]
    for target in ("tides.md", "tides.md#high-water", "tides.md#ebb", "berths/#rules", "#top"):
        resolve(site, Path("docs/index.md"), target)
    assert read == ["tides.md", "index.md"]


def test_anchors_of_a_page_that_cannot_be_read_are_unknown(make_site: MakeSite) -> None:
    site = make_site({**HARBOUR, "docs/odd.md": "unknowable"})
    assert resolve(site, Path("docs/index.md"), "odd.md#x").kind is Kind.UNKNOWN

    def fail(path: Path) -> None:
        raise UnreadableError(str(path), "not UTF-8")

    site = make_site(HARBOUR)
    site._summarise = fail  # type: ignore[assignment]
    assert resolve(site, Path("docs/index.md"), "tides.md#x").kind is Kind.UNKNOWN


def test_several_docs_roots_know_each_other_by_their_addresses(make_site: MakeSite) -> None:
    site = make_site(
        {
            **HARBOUR,
            "mkdocs.news.yml": "docs_dir: news\nsite_url: https://example.org/news/\nplugins: []",
            "news/index.md": "#latest",
            "news/storm.md": "#damage",
        },
        aliases=[("http://blog.example.org", "https://example.org/news/")],
    )
    page = Path("docs/tides.md")
    found = resolve(site, page, "https://example.org/news/storm/#damage")
    assert (found.kind, found.path, found.form) == (Kind.PAGE, site.base / "news" / "storm.md", None)
    assert found.is_own_url
    assert resolve(site, page, "../../news/storm/").path == site.base / "news" / "storm.md"
    assert resolve(site, Path("news/storm.md"), "/en/tides/#high-water").kind is Kind.PAGE
    old = resolve(site, page, "https://blog.example.org/storm#damages")
    assert (old.kind, old.suggestions) == (Kind.MISSING_ANCHOR, ("damage",))
    assert (old.form, old.better) == (Form.OLD_URL, "https://example.org/news/storm/#damages")
    assert resolve(site, page, "https://blog.example.org/calm").kind is Kind.EXTERNAL


def test_docs_roots_may_lie_in_one_another_on_the_web(make_site: MakeSite) -> None:
    site = make_site(
        {
            "mkdocs.yml": "site_url: https://example.org/\nplugins: []",
            "mkdocs.news.yml": "docs_dir: news\nsite_url: https://example.org/news/\nplugins: []",
            "mkdocs.copy.yml": "docs_dir: copy\nsite_url: https://example.org/\nplugins: []",
            "docs/index.md": "",
            "docs/news/old.md": "",
            "news/index.md": "",
            "copy/index.md": "",
        }
    )
    for page, target, file in [
        ("docs/index.md", "news/", "news/index.md"),
        ("docs/index.md", "news/old/", "docs/news/old.md"),
        ("news/index.md", "../", "docs/index.md"),
        ("copy/index.md", "./", "copy/index.md"),
    ]:
        assert resolve(site, Path(page), target, raw_html=True).path == site.base / file
    missing = resolve(site, Path("docs/index.md"), "news/lost/", raw_html=True)
    assert (missing.kind, missing.path) == (Kind.MISSING_FILE, site.base / "news" / "lost.md")


def test_a_site_on_a_bare_host_may_share_it(make_site: MakeSite) -> None:
    site = make_site({**HARBOUR, "mkdocs.yml": "site_url: https://example.org/\nplugins: []"})
    assert not resolve(site, Path("docs/index.md"), "https://example.org/shop/").is_certain
    assert resolve(site, Path("docs/index.md"), "https://example.org/berths/south/").is_certain


def test_without_an_address_absolute_paths_start_at_the_docs(make_site: MakeSite) -> None:
    site = make_site({**HARBOUR, "mkdocs.yml": "plugins: []"})
    assert resolve(site, Path("docs/index.md"), "/tides/").kind is Kind.PAGE
    missing = resolve(site, Path("docs/index.md"), "/ebb/")
    assert (missing.kind, missing.is_certain) == (Kind.MISSING_FILE, False)


def test_what_is_declared_absent_is_unknown(make_site: MakeSite) -> None:
    site = make_site(HARBOUR, absent=[Path("theme/assets/brand")])
    assert resolve(site, Path("docs/index.md"), "assets/brand/mark.svg").kind is Kind.UNKNOWN
    assert resolve(site, Path("docs/index.md"), "assets/brands/mark.svg").kind is Kind.MISSING_FILE


def test_runtime_anchors_are_what_the_configuration_says(make_site: MakeSite) -> None:
    site = make_site(HARBOUR, runtime_anchors=[r"demo-\d+"])
    assert resolve(site, Path("docs/index.md"), "#demo-7").kind is Kind.PAGE
    assert resolve(site, Path("docs/index.md"), "#demo-7b").kind is Kind.MISSING_ANCHOR
    assert resolve(site, Path("docs/index.md"), "#/portal").kind is Kind.MISSING_ANCHOR


def test_drafts_may_come(make_site: MakeSite) -> None:
    site = make_site({**HARBOUR, "mkdocs.yml": "draft_docs: tides.md\nexclude_docs: berths/\nplugins: []"})
    assert resolve(site, Path("docs/index.md"), "tides.md#x").kind is Kind.UNKNOWN
    assert resolve(site, Path("docs/index.md"), "berths/north.md").kind is Kind.MISSING_FILE
    assert resolve(site, Path("docs/berths/north.md"), "nowhere.md").kind is Kind.UNKNOWN


def test_anchors_of_a_page(harbour: Site) -> None:
    assert list(harbour.summary(Path("docs/tides.md")).anchors) == ["high-water", "clean-up", "été"]
    assert harbour.display(harbour.base / "docs" / "tides.md") == "docs/tides.md"
    place = harbour.place(harbour.base / "docs" / "berths" / "north.md")
    assert place is not None
    assert place.root.url(place.file) == "https://www.example.org/en/berths/north/"
    assert harbour.place(Path("README.md")) is None


def test_a_page_that_has_been_read_already_is_remembered(harbour: Site) -> None:
    harbour.remember(
        Path("docs/tides.md"), PageSummary(anchors={"slack": AnchorPlace("docs/tides.md", 1, 1)})
    )
    assert resolve(harbour, Path("docs/index.md"), "tides.md#slack").kind is Kind.PAGE


def test_file_names_that_are_not_utf_8_are_only_odd(make_site: MakeSite) -> None:
    site = make_site(HARBOUR)
    name = os.fsencode(site.base / "docs") + b"/caf\xe9.md"
    try:
        Path(os.fsdecode(name)).touch()
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    found = resolve(site, Path("docs/index.md"), "caf.md")
    assert (found.kind, found.suggestions) == (Kind.MISSING_FILE, ("caf%E9.md",))


def test_suggestions_stay_few_on_a_large_site() -> None:
    index = index_names(f"part-{number}/chapter-{number}.md" for number in range(20_000))
    assert similar_files("chapter-77.md", index)[0] == "part-77/chapter-77.md"
    assert len(similar_files("chapter-x7.md", index)) <= 3
    assert len(closest("chapter-7", index.words)) <= 3
