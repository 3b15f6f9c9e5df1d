"""Addresses in stores: their present form, for readers of every country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from guidelint.checks.registry import finding, rule
from guidelint.checks.source_pages import source_name
from guidelint.findings import Finding, Fix, Severity
from guidelint.fixes import replacement

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

FORMS: Mapping[str, Mapping[str, str]] = {
    "flathub": {
        "pattern": r"https?://(?:www\.)?flathub\.org/apps/details/",
        "text": "https://flathub.org/apps/",
        "reason": "a former address of Flathub",
    },
    "chrome": {
        "pattern": r"https?://chrome\.google\.com/webstore/detail/",
        "text": "https://chromewebstore.google.com/detail/",
        "reason": "a former address of the Chrome Web Store",
    },
    "apple": {
        "pattern": r"https?://apps\.apple\.com/us/app/",
        "text": "https://apps.apple.com/app/",
        "reason": "the App Store of the United States; without /us the reader's own opens",
    },
}
KEYS = ("pattern", "text", "reason")


class Form(NamedTuple):
    """An old form of an address: what it begins with, what stands there instead, and why."""

    pattern: re.Pattern[str]
    text: str
    reason: str


class StoreOptions(Struct, frozen=True, dict=True):
    r"""`forms` are further forms by name, each a table of `pattern`, `text` and `reason`.

    `pattern` is a regular expression for the beginning of an address and `text` what takes its
    place, with ``\1`` for a group. A form named like a built-in one replaces it; `false` removes it.
    """

    forms: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _ = self.compiled

    @cached_property
    def compiled(self) -> tuple[Form, ...]:
        """The forms; raises `ValueError` for one that is none."""
        return tuple(
            _form(name, table) for name, table in {**FORMS, **self.forms}.items() if table is not False
        )


def _form(name: str, table: Any) -> Form:
    if not isinstance(table, Mapping) or set(table) != set(KEYS):
        raise ValueError(f'the form "{name}" must be a table of {", ".join(KEYS)}')
    if not all(isinstance(table[key], str) for key in KEYS):
        raise ValueError(f'{", ".join(KEYS)} of the form "{name}" must be strings')
    try:
        pattern = re.compile(table["pattern"])
        pattern.sub(table["text"], "")
    except (re.error, IndexError) as error:
        raise ValueError(f'the pattern of the form "{name}" is no regular expression: {error}') from error
    return Form(pattern, table["text"], table["reason"])


@rule("GL314", "store-url-form", severity=Severity.INFO, fixable=True, options=StoreOptions)
def store_url_form(page: Page, site: Site, options: StoreOptions) -> Iterator[Finding]:
    """Report links to stores that are written in a former form, or for one country."""
    seen: dict[str, int] = {}
    for link in page.links:
        if not link.target.startswith(("http://", "https://")):
            continue
        for form in options.compiled:
            match = form.pattern.match(link.target)
            if match is None:
                continue
            better = match.expand(form.text) + link.target[match.end() :]
            seen[link.target] = seen.get(link.target, 0) + 1
            as_written = page.text(link.target_span) == link.target
            yield finding(
                page,
                link.span,
                f"{form.reason}: {link.target}",
                cause=f"{source_name(page, site)}: {link.target} {seen[link.target]}",
                highlight=link.target_span,
                help=f"write {better}",
                fix=Fix((replacement(page, link.target_span, better),)) if as_written else None,
            )
            break
