"""The texts of a page that hold a sign of markup: few do, and several rules look at no others."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guidelint.markdown.page import Page, Text


@lru_cache(maxsize=2)
def marked_texts(page: Page) -> tuple[Text, ...]:
    """Return the texts of `page` with a bracket, a brace or a colon, or with a parenthesis at their start."""
    return tuple(
        [
            text
            for text in page.texts
            if ":" in (value := text.value)
            or "[" in value
            or "]" in value
            or "{" in value
            or "}" in value
            or value[:1] == "("
        ]
    )
