"""Whether a page has the anchor that a link asks for."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from guidelint.site.resolution import Kind, Resolution
from guidelint.site.suggest import closest

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.site.index import Site
    from guidelint.site.suggest import Words

TEXT_DIRECTIVE = ":~:"


def to_page(site: Site, path: Path, fragment: str, *, fills_placeholders: bool = False) -> Resolution:
    """Return the resolution of a link to `fragment` of the page at `path`.

    As in a browser (HTML standard, "find a potential indicated element"): an empty fragment and
    ``top`` always work, an id is looked for as written, then percent-decoded, and a text
    directive is no part of it. Fragments that scripts understand are taken as found.
    `fills_placeholders` tells that ids may come from what replaces placeholders on the page.
    """
    found = Resolution(Kind.PAGE, path, fragment)
    wanted = fragment.partition(TEXT_DIRECTIVE)[0]
    if not wanted or wanted.lower() == "top":
        return found
    decoded = unquote(wanted)
    if site.is_runtime_anchor(decoded):
        return found
    summary = site.summary(path)
    if wanted in summary.anchors or decoded in summary.anchors:
        return found
    if not summary.ids_known:
        return replace(found, kind=Kind.UNKNOWN)
    return replace(
        found,
        kind=Kind.MISSING_ANCHOR,
        suggestions=_similar(decoded.lower(), summary.words),
        is_certain=not (fills_placeholders and summary.is_template),
    )


@lru_cache(maxsize=1024)
def _similar(fragment: str, words: Words) -> tuple[str, ...]:
    """Return the anchors most like `fragment`; many pages link to one that is gone."""
    return tuple(closest(fragment, words))
