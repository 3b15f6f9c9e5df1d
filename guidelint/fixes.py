"""Making edits from spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guidelint.findings import Edit

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.source import Span


def replacement(page: Page, span: Span, text: str) -> Edit:
    """Return the edit that puts `text` in the place of `span`."""
    return Edit(page.location(span), text)
