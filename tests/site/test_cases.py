"""Link cases whose truth comes from real builds: what resolves, and what is missing.

The ids of a page are those of its rendered HTML, so that this tests the site alone.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import markdown
from mkdocs.config import load_config

from guidelint.site.discover import discover
from guidelint.site.index import Site
from guidelint.site.resolve import resolve
from guidelint.site.summary import AnchorPlace, PageSummary

TESTED = {"link", "image", "html-link", "html-image", "external"}


class Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, AnchorPlace] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "id" or (tag == "a" and name == "name")):
                self.found[value] = AnchorPlace("", 1, 1)


def rendered_ids(case: Path, page: Path) -> PageSummary:
    config = load_config(str(case / "mkdocs.yml"))
    md = markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    ids = Ids()
    ids.feed(md.convert(page.read_text("utf-8")))
    return PageSummary(anchors=ids.found)


def test_every_case_resolves_as_in_its_build(shared: Path) -> None:
    wrong, cases = [], sorted(path for path in (shared / "cases").iterdir() if path.is_dir())
    for case in cases:
        site = Site(discover(case).configs, lambda page, case=case: rendered_ids(case, page), case)  # type: ignore[misc]
        for item in json.loads((case / "truth.json").read_text("utf-8")):
            if item["kind"] not in TESTED:
                continue
            is_snippet = not item["path"].startswith("docs/")
            page = Path("docs/page.md" if is_snippet else item["path"])
            found = resolve(site, page, item["target"], raw_html=item["kind"].startswith("html"))
            expected = f"missing-{item['missing']}" if item["broken"] else None
            if (found.kind.value if found.is_broken else None) != expected or not found.is_certain:
                wrong.append((case.name, item, found))
    assert len(cases) >= 30
    assert wrong == []
