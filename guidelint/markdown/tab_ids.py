"""Ids of tabs, where the site asks `pymdownx.tabbed` to make them from their titles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from guidelint.markdown.dialect import Dialect, TocOptions
from guidelint.markdown.page import Anchor, Heading
from guidelint.markdown.slugs import slug_function, unique

if TYPE_CHECKING:
    from guidelint.markdown.facts import Facts

EXTENSION = "pymdownx.tabbed"


def tab_anchors(facts: Facts, headings: Sequence[Heading], dialect: Dialect) -> list[Anchor]:
    """Return the anchors of the tabs on a page; headings have their ids before tabs do."""
    name = dialect.option(EXTENSION, "slugify", "")
    if not facts.tab_titles or not name or name == "false":
        return []
    prefix = "slugify."
    settings = tuple(
        (key.removeprefix(prefix), value)
        for owner, key, value in dialect.options
        if owner == EXTENSION and key.startswith(prefix)
    )
    slugify = slug_function(TocOptions(name, settings))
    if slugify is None:
        return []
    separator = dialect.option(EXTENSION, "separator", "-")
    combined = dialect.option(EXTENSION, "combine_header_slug", "false") == "true"
    following: dict[str, int] = {}
    used = facts.element_ids | {heading.id for heading in headings}
    anchors = []
    for title, span, position in facts.tab_titles:
        slug = slugify(title, separator)
        above = headings[position - 1].id if combined and position else ""
        full = f"{above}{separator}{slug}" if above else slug
        anchors.append(Anchor(unique(full, used, following), span, attribute="tab"))
    return anchors
