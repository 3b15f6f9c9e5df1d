"""What the exports of translation platforms leave behind on a page, found in its text.

Known from Crowdin: HTML with attributes of its own serialiser, snippets taken apart, footnotes joined
to one, and backslashes before what it did not recognise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from guidelint.site.fragile import Fragile
from guidelint.source import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from guidelint.markdown.page import Page

HTML = re.compile(
    r"""
    <[a-z][a-z0-9]*\b(?=[^<>\n]*[ ](?:spaces-(?:before|after)|x-id)=)[^<>\n]*>
    | </?(?:fn|footnotes)\b[^<>\n]*>
    """,
    re.VERBOSE | re.IGNORECASE,
)
SNIPPET = re.compile(r'^[ \t]*-+8<-+ "[^"\n]*$', re.MULTILINE)
ABBREVIATION = re.compile(r"^\\\*\[[^\]\n]+\]", re.MULTILINE)
TASK = re.compile(r"^[ \t]*[-*+] \\\[[ xX]\\\]", re.MULTILINE)
EMPHASIS = re.compile(
    r"(?<![\\*])\\\*\\\*(?=[^\s\\*])[^\n*]{1,400}?\\\*\\\*|(?<![\\_])\\_\\_(?=[^\s\\_])[^\n_]{1,400}?\\_\\_"
)
DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")
ELEMENTS = re.compile(r"<(?:fn|footnotes)")
ESCAPES = re.compile(r"\\[*\[_]")
PATTERNS = (
    (Fragile.SNIPPET, ("spaces-", "x-id=", "<fn", "</fn", "footnotes"), HTML),
    (Fragile.SNIPPET, ("8<-",), SNIPPET),
    (Fragile.ABBREVIATION, ("\\*[",), ABBREVIATION),
    (Fragile.TASK, ("\\[",), TASK),
    (None, ("\\*\\*", "\\_\\_"), EMPHASIS),
)
"""Each kind of damage, what a text has to hold in lower case for it, and where it is."""


class Damage(NamedTuple):
    """Damage at a place. `kind` is the construct that it comes from, None for escaped emphasis."""

    kind: Fragile | None
    span: Span


def damages(page: Page, footnotes: Collection[str]) -> Iterator[Damage]:
    """Yield the damage on `page`; `footnotes` are the labels that its source defines."""
    text = page.source.text
    lower = text.lower() if _may_be_damaged(text) else ""
    for kind, hints, pattern in PATTERNS if lower else ():
        if any(hint in lower for hint in hints):
            for match in pattern.finditer(text):
                yield Damage(kind, Span(page.path, *match.span()))
    joined = joined_footnotes(page, footnotes)
    for span in joined.values():
        yield Damage(Fragile.FOOTNOTE, span)
    for reference in page.undefined:
        if reference.form == "footnote" and reference.label in joined and reference.span.path == page.path:
            yield Damage(Fragile.FOOTNOTE, reference.span)


def _may_be_damaged(text: str) -> bool:
    """Tell fast of most texts that they hold nothing of what `PATTERNS` look for."""
    return (
        any(hint in text for hint in ("spaces-", "x-id=", "8<-"))
        or ELEMENTS.search(text) is not None
        or ESCAPES.search(text) is not None
    )


def joined_footnotes(page: Page, footnotes: Collection[str]) -> dict[str, Span]:
    """Return the definitions of footnotes that stand behind other text on their line, by their labels."""
    text = page.source.text
    found = DEFINITION.finditer(text) if footnotes else ()
    return {
        match[1]: Span(page.path, *match.span())
        for match in found
        if match[1] in footnotes and _is_behind_text(text, match.start())
    }


def _is_behind_text(text: str, offset: int) -> bool:
    """Tell whether there are spaces or tabs before `offset`, and before them something else in the line."""
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    other = before.rstrip(" \t")
    return other not in (before, "") and not other[-1].isspace()


def first_broken_line(page: Page) -> int | None:
    """Return the line from which on the platform has written the page anew as HTML, None if it has not."""
    text = page.source.text
    if "spaces-" not in text and "8<-" not in text:
        return None
    starts = [match.start() for match in (HTML.search(text), SNIPPET.search(text)) if match]
    return page.source.position(min(starts)).line if starts else None
