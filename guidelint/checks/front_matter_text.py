"""Front matter that readers and search engines see: titles and descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.checks.front_matter_places import place_of
from guidelint.checks.registry import finding, rule
from guidelint.checks.source_pages import is_translation, source_name
from guidelint.findings import Finding, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

FINAL = tuple(".!?…。！？।؟۔")
CLOSING = "\"'”’»)]】」』*_ "


class TextOptions(Struct, frozen=True):
    """What titles and descriptions look like.

    `suffix` is what the value of `suffix_key` ends in, on pages of the source language and of
    translations; the home page may begin with the words of the suffix instead. `max_description`
    is the greatest length of a description in characters, 0 for any; `final_stop` tells that
    descriptions end like sentences. `description_folders` are the folders below the site's own in
    which descriptions are looked at, all if empty.
    """

    suffix: str = ""
    suffix_key: str = "meta_title"
    max_description: int = 0
    final_stop: bool = False
    description_folders: tuple[str, ...] = ()


@rule("GL104", "front-matter-text", severity=Severity.WARNING, default=False, options=TextOptions)
def front_matter_text(page: Page, site: Site, options: TextOptions) -> Iterator[Finding]:
    """Report titles without the usual suffix, odd descriptions, and a title that is given twice."""
    data = page.front_matter.data
    yield from _suffix(page, site, options)
    if is_translation(page, site):
        return
    description = data.get("description")
    if isinstance(description, str) and _is_in_folder(page, options):
        yield from _description(page, site, description.strip(), options)
    title = data.get("title")
    heading = next((item for item in page.headings if item.level == 1), None)
    if isinstance(title, str) and heading is not None:
        yield finding(
            page,
            heading.span,
            "the page has a title in its front matter and a heading of the first level",
            cause=f"{source_name(page, site)}: two titles",
            help="remove one of them",
        )


def _suffix(page: Page, site: Site, options: TextOptions) -> Iterator[Finding]:
    title = page.front_matter.data.get(options.suffix_key)
    if not options.suffix or not isinstance(title, str) or title.rstrip().endswith(options.suffix):
        return
    if title.strip().startswith(options.suffix.strip(" -–—|:")):
        return
    yield finding(
        page,
        place_of(page, (options.suffix_key,), value=True),
        f'{options.suffix_key} does not end in "{options.suffix}"',
        cause=f"{source_name(page, site)}: {options.suffix_key}",
    )


def _is_in_folder(page: Page, options: TextOptions) -> bool:
    folders = options.description_folders
    return not folders or any(f"/{folder.strip('/')}/" in f"/{page.path}" for folder in folders)


def _description(page: Page, site: Site, text: str, options: TextOptions) -> Iterator[Finding]:
    problems = []
    if options.max_description and len(text) > options.max_description:
        problems.append(f"has {len(text)} characters, more than {options.max_description}")
    if options.final_stop and text and not text.rstrip(CLOSING).endswith(FINAL) and not text.endswith(FINAL):
        problems.append("does not end with a full stop")
    for problem in problems:
        yield finding(
            page,
            place_of(page, ("description",), value=True),
            f"the description {problem}",
            cause=f"{source_name(page, site)}: description {problem}",
        )
