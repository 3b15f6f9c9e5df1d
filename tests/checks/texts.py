"""Hostile texts for checks, and what must hold for every finding."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from guidelint.edits import apply, changes_of
from guidelint.markdown.dialect import MKDOCS_DEFAULT
from guidelint.site.config import SiteConfig
from guidelint.site.index import Site
from guidelint.site.summary import UNREADABLE

if TYPE_CHECKING:
    from guidelint.findings import Finding
    from guidelint.markdown.page import Page

NOWHERE = Path("/nonexistent/guidelint")
KEYS = st.sampled_from(["title", "date", "tags", "x", "1", "yes", "~", '"a b"', "é"])
SCALARS = ("", "a", "3", "1e999", ".nan", "2031-03-01", "2031-03-01T19:00:00Z", "0o17", "9" * 400, "null")
OTHERS = ("[a, b]", "{x: 1}", "*a", "&a b", "|\n  text", "!!set {a, b}", "!!binary YQ==", "'", "\ta", "- a")
VALUES = st.sampled_from([*SCALARS, *OTHERS, "\u2028"])


def yaml_texts() -> st.SearchStrategy[str]:
    """Texts that are front matter, or almost."""
    line = st.tuples(st.sampled_from(["", "  ", "\t", "- "]), KEYS, VALUES).map(
        lambda t: f"{t[0]}{t[1]}: {t[2]}"
    )
    body = st.lists(line | st.text(max_size=8), max_size=5).map("\n".join)
    ends = st.sampled_from(["\n---\n", "\n---", "\n...\n\n# A\n", "\r\n---\r\n", ""])
    return st.tuples(st.sampled_from(["---\n", "\n---\n", "---\r\n", ""]), body, ends).map("".join)


def markdown_texts(parts: Iterable[str]) -> st.SearchStrategy[str]:
    """Texts made of `parts` and of anything, on lines of their own or not."""
    part = st.sampled_from(sorted(parts)) | st.text(max_size=6)
    gap = st.sampled_from(["", "\n", "\n\n", " ", "\r\n"])
    return st.lists(st.tuples(part, gap).map("".join), max_size=25).map("".join)


def site_of(docs: str) -> Site:
    """A Material site with nothing in it, whose pages lie below `docs`."""
    config = SiteConfig(
        path=NOWHERE / "mkdocs.yml",
        generator="material",
        docs_dir=NOWHERE / docs,
        build_dir=NOWHERE,
        theme="material",
        plugins={"blog": {"blog_dir": ".", "post_dir": ".", "categories_allowed": ["a"]}},
        dialect=MKDOCS_DEFAULT,
    )
    return Site([config], lambda _path: UNREADABLE, NOWHERE)


def assert_places_exist(page: Page, findings: Iterable[Finding]) -> None:
    """Every place of every finding lies in its source, and every edit can be made."""
    for finding in findings:
        places = [finding.location, *(related.location for related in finding.related)]
        places += [finding.highlight] if finding.highlight else []
        for edit in finding.fix.edits if finding.fix else ():
            places.append(edit.location)
            source = page.sources[edit.location.path]
            apply(source, changes_of(source, [edit]))
        for place in places:
            lines = page.sources[place.path].lines
            assert (place.line, place.column) <= (place.end_line, place.end_column)
            assert 1 <= place.line <= place.end_line <= len(lines)
            assert place.column <= len(lines[place.line - 1]) + 1
            assert place.end_column <= len(lines[place.end_line - 1]) + 1
