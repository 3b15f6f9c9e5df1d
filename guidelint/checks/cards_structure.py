"""What a recommendation card consists of: a logo, a name, and a button that leads to the product."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from guidelint.checks.card_model import Card, cards
from guidelint.checks.registry import finding, rule
from guidelint.checks.source_pages import is_translation, source_name
from guidelint.findings import Finding, Severity
from guidelint.source import Span

if TYPE_CHECKING:
    from guidelint.markdown.page import Image, Link, Page
    from guidelint.site.index import Site

LOGO = re.compile(r"(?P<product>.*\S)[ -]logo", re.IGNORECASE)
PARENTHESIS = re.compile(r"\s*\([^)]*\)|[*†‡]+$")
BOLD = re.compile(r"(?:\*\*|__)(?=\S)|<(?:b|strong)>")
GAP = re.compile(r"(?:\{[^}]*\}|\s)*")


class StructureOptions(Struct, frozen=True):
    """What cards look like.

    `logo_class` is the class of the small logos that stand before a link in lists of products. In
    `name_first`, folders of the site, the text of a card begins with the name of the product; in
    others it is enough that it holds one.
    """

    logo_class: str = "twemoji"
    name_first: tuple[str, ...] = ()


@rule("GL306", "card-structure", severity=Severity.WARNING, default=False, options=StructureOptions)
def card_structure(page: Page, site: Site, options: StructureOptions) -> Iterator[Finding]:
    """Report cards without a logo, a bold name or a button, and logos whose text names something else.

    What only departs from the custom, and leads no reader astray, is for information.
    """
    found = cards(page)
    name_first = bool(found) and _is_below(source_name(page, site), options.name_first)
    for card in found:
        yield from _missing_parts(page, site, card, name_first=name_first)
        if card.name:
            yield from _logos(page, site, card.images, card.name)
    listed = [image for image in page.images if options.logo_class in _classes(image)]
    if not listed:
        return
    following = {link.span.start: link for link in page.links if link.span.path == page.path}
    for _, group in groupby(listed, key=lambda image: image.block):
        yield from _listed_logos(page, site, list(group), following)


def _is_below(path: str, folders: Sequence[str]) -> bool:
    return any(f"/{path}".rpartition("/")[0].find(f"/{folder.strip('/')}") >= 0 for folder in folders)


def _missing_parts(page: Page, site: Site, card: Card, *, name_first: bool) -> Iterator[Finding]:
    called = card.name or (card.heading.text if card.heading else "the product")
    problems = []
    if not card.images:
        problems.append(("logo", f"the card of {called} has no logo", card.span))
    if card.intro is not None and card.name is None and (name_first or not _has_bold(page, card.intro.span)):
        place = "begin with" if name_first else "hold"
        message = f'the text of the card does not {place} the name of the product in bold: "**{called}**"'
        problems.append(("name", message, _first_words(page, card.intro.span)))
    if not card.buttons:
        problems.append(
            ("button", f"the card of {called} has no button that leads to the product", card.span)
        )
    for part, message, span in problems:
        severity = Severity.WARNING if part == "logo" else Severity.INFO
        home = card.home or (card.links[0].target if card.links else called)
        cause = f"{source_name(page, site)}: {part} of {home}"
        yield finding(page, span, message, cause=cause, severity=severity, apart=True)


def _has_bold(page: Page, span: Span) -> bool:
    return BOLD.search(page.text(span)) is not None


def _first_words(page: Page, span: Span) -> Span:
    first = page.text(span).split("\n", 1)[0].rstrip("\r")
    return Span(span.path, span.start, span.start + len(first))


def _logos(page: Page, site: Site, images: Sequence[Image], name: str) -> Iterator[Finding]:
    translated = bool(images) and is_translation(page, site)
    for image in images:
        product = _product(image)
        if product == name or (translated and (product is None or not _is_spelling_of(product, name))):
            continue
        yield _wrong_alt(page, site, image, name)


def _is_spelling_of(product: str, name: str) -> bool:
    """Tell whether one of two names is the beginning of the other but for the letter case."""
    one, other = product.casefold(), name.casefold()
    return one.startswith(other) or other.startswith(one)


def _listed_logos(
    page: Page, site: Site, images: Sequence[Image], following: dict[int, Link]
) -> Iterator[Finding]:
    """Check the logos of one entry of a list, which stand one after the other before a link."""
    link = following.get(_end_of(page, images[-1]))
    if link is None or not link.text.strip():
        return
    name = PARENTHESIS.sub("", link.text).strip()
    products = [_product(image) for image in images]
    for image, product in zip(images, products, strict=True):
        if product is None:
            if not is_translation(page, site):
                yield _wrong_alt(page, site, image, name)
        elif product != name and (name in products or products[0] not in (None, product)):
            yield _wrong_alt(page, site, image, products[0] or name)


def _end_of(page: Page, image: Image) -> int:
    end = image.attributes_span.end if image.attributes_span else image.span.end
    gap = GAP.match(page.sources[image.span.path].text, end)
    return gap.end() if gap else end


def _product(image: Image) -> str | None:
    """Return the product that the text of a logo names, None for a text that is not ``… logo``."""
    match = LOGO.fullmatch(image.alt.strip())
    return match["product"] if match else None


def _wrong_alt(page: Page, site: Site, image: Image, name: str) -> Finding:
    wanted, named = f"{name} logo", _product(image) or image.alt.strip()
    start = image.span.start + 2
    alt = Span(image.span.path, start, start + len(image.alt))
    as_written = bool(image.alt) and page.text(alt) == image.alt
    return finding(
        page,
        image.span,
        f'the text of the logo is "{image.alt}", not "{wanted}"',
        cause=f"{source_name(page, site)}: {name}: {image.alt}",
        severity=Severity.INFO if _is_part_of(named, name) else Severity.WARNING,
        highlight=alt if as_written else None,
        help=f'write "{wanted}"',
    )


def _is_part_of(product: str, name: str) -> bool:
    """Tell whether one of two names is the beginning of the other, up to a space."""
    short, long = sorted((product, name), key=len)
    return bool(short) and long.startswith(f"{short} ")


def _classes(image: Image) -> list[str]:
    return dict(image.attributes).get("class", "").split()
