"""Where external links stand on a page, and what a finding or a fix about one needs to know of the place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.checks.card_model import title_of
from guidelint.checks.places import resolved, whole
from guidelint.findings import Location  # noqa: TC001 - the cache reads occurrences by their types
from guidelint.markdown.page import MAX_LINKS
from guidelint.site.resolution import Kind

if TYPE_CHECKING:
    from guidelint.checks.places import Target
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

HAS_HOST_OR_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
ELSEWHERE = frozenset({Kind.EXTERNAL, Kind.OTHER_SCHEME, Kind.UNKNOWN, Kind.OUTSIDE})
DOWNLOADS = "downloads"
CARD_CLASSES = frozenset({"card-link", "md-button"})
SOURCE_ICONS = frozenset({"octicons-code-16", "octicons-repo-16"})
SOURCE_TITLES = frozenset({"Source Code", "Repository"})


class Occurrence(Struct, frozen=True, order=True, array_like=True):
    """One place of an external link.

    `target` is where its address stands, `place` the construct that a finding stands at. `written` is the
    source text at `target`; `form` tells how the link is written, as in `guidelint.markdown.page.Link`.
    `download` is set inside a block of downloads, `source` on the link of a card to a program's source code.
    """

    target: Location
    place: Location
    written: str
    form: str = "inline"
    download: bool = False
    source: bool = False


def external_links(page: Page, site: Site) -> Iterator[tuple[str, Occurrence]]:
    """Yield the external links of `page`, entities decoded, each with its place.

    Of a page with more than MAX_LINKS links, which is another finding, those are looked at that come first.
    """
    for target, resolution in islice(resolved(page, site), MAX_LINKS):
        if HAS_HOST_OR_SCHEME.match(target.text) and resolution.kind in ELSEWHERE:
            yield (
                target.text,
                Occurrence(
                    target=page.location(target.span),
                    place=page.location(whole(page, target)),
                    written=page.text(target.span),
                    form=target.form,
                    download=_is_download(page, target),
                    source=_is_source(page, target),
                ),
            )


def _is_download(page: Page, target: Target) -> bool:
    if target.kind != "link":
        return False
    return any(DOWNLOADS in block.classes for block in page.ancestors(page.links[target.number].block))


def _is_source(page: Page, target: Target) -> bool:
    """Tell by its icon, which translations keep, or by its title."""
    if target.kind != "link":
        return False
    link = page.links[target.number]
    if CARD_CLASSES.isdisjoint(link.classes):
        return False
    return not SOURCE_ICONS.isdisjoint(link.icons) or title_of(link) in SOURCE_TITLES
