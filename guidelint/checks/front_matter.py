"""Rules about front matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from guidelint.checks.registry import NoOptions, finding, rule
from guidelint.findings import Finding, Related, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Page


@rule("GL101", "front-matter-syntax", severity=Severity.ERROR)
def front_matter_syntax(page: Page, _site: Any, _options: NoOptions) -> Iterator[Finding]:
    """Report front matter that is not valid YAML, or gives a key twice."""
    matter = page.front_matter
    span = matter.error_span or matter.span
    if matter.error and span:
        yield finding(
            page,
            span,
            f"the front matter cannot be read: {matter.error}",
            label=matter.error,
            cause=f"{page.path}: {matter.error}",
        )
    for key, place in matter.duplicates:
        yield finding(
            page,
            place,
            f'the key "{key}" is given twice; only the last value counts',
            label="given twice",
            cause=f"{page.path}: duplicate key {key} at {page.location(place).line}",
            related=_earlier(page, key),
        )


def _earlier(page: Page, key: str) -> tuple[Related, ...]:
    span = page.front_matter.keys.get((key,))
    return (Related(page.location(span), "the other one"),) if span else ()
