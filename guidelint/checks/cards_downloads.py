"""The downloads of recommendation cards: does the label say where the link leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct, field

from guidelint.checks.card_model import BRANDS, cards
from guidelint.checks.registry import finding, rule
from guidelint.checks.source_pages import is_translation, source_name
from guidelint.findings import Finding, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Link, Page
    from guidelint.site.index import Site

Table = Mapping[str, Sequence[str]]


def _check_table(name: str, table: Table) -> None:
    for key, entries in table.items():
        if not isinstance(entries, list | tuple) or not all(isinstance(entry, str) for entry in entries):
            raise ValueError(f'"{name}" must map "{key}" to a list of strings')


class LabelOptions(Struct, frozen=True):
    """`icons` maps the label of a download to the icons it may have; an empty list leaves it unchecked."""

    icons: Table = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_table("icons", self.icons)

    def labels_with(self, icon: str) -> list[str]:
        """Return the labels that may have an icon."""
        return [label for label, icons in self.icons.items() if icon in icons]


@rule("GL311", "download-label", severity=Severity.ERROR, default=False, options=LabelOptions)
def download_label(page: Page, site: Site, options: LabelOptions) -> Iterator[Finding]:
    """Report downloads whose icon and label belong to different stores or systems."""
    for link in _downloads(page):
        if len(link.icons) != 1:
            continue
        icon, label = link.icons[0], link.text.strip()
        owners, allowed = options.labels_with(icon), options.icons.get(label)
        if not owners or (allowed is not None and (not allowed or icon in allowed)):
            continue
        if allowed is None and (_is_free(icon, label, owners) or is_translation(page, site)):
            continue
        yield finding(
            page,
            link.span,
            f'the icon :{icon}: stands for {" or ".join(owners)}, not for "{label}"',
            cause=f"{source_name(page, site)}: {icon} {label} {link.target}",
            help=f"use :{allowed[0]}:" if allowed else f"call it {owners[0]}",
        )


class HostOptions(Struct, frozen=True):
    """`hosts` maps the label of a download to the hosts it may lead to, each with its subdomains.

    A label without an entry, such as a translated one, may lead to what `icons` has for its icon. Without
    that, it may lead anywhere but to the hosts in `reserved`, which only the labels that name them may
    lead to.
    """

    hosts: Table = field(default_factory=dict)
    reserved: tuple[str, ...] = ()
    icons: Table = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_table("hosts", self.hosts)
        _check_table("icons", self.icons)

    def labels_of(self, host: str) -> list[str]:
        """Return the labels that may lead to `host`, none unless it is reserved."""
        if not _is_one_of(host, self.reserved):
            return []
        return [label for label, hosts in self.hosts.items() if _is_one_of(host, hosts)]


@rule("GL312", "download-host", severity=Severity.WARNING, default=False, options=HostOptions)
def download_host(page: Page, site: Site, options: HostOptions) -> Iterator[Finding]:
    """Report downloads that lead to another place than their label says."""
    for link in _downloads(page):
        host, label = _host(link.target), link.text.strip()
        hosts = options.hosts.get(label)
        shown = f'"{label}"'
        if hosts is None and len(link.icons) == 1 and (hosts := options.icons.get(link.icons[0])):
            shown = f"the icon :{link.icons[0]}:"
        if host is None:
            continue
        if hosts and not _is_one_of(host, hosts):
            message = f"{shown} leads to {host}, not to {' or '.join(hosts)}"
        else:
            owners = [] if hosts else options.labels_of(host)
            if not owners or _is_spelled_like_one(label, owners) or is_translation(page, site):
                continue
            message = f'"{label}" leads to {host}, which is {" or ".join(owners)}'
        yield finding(
            page,
            link.span,
            message,
            cause=f"{source_name(page, site)}: {label} {link.target}",
            highlight=link.target_span,
        )


def _downloads(page: Page) -> Iterator[Link]:
    for card in cards(page):
        yield from card.downloads


def _is_free(icon: str, label: str, owners: Sequence[str]) -> bool:
    """Tell whether a label that no table knows may stand with an icon of `owners`.

    It may if it adds to the usual label, or if the icon is not the mark of a brand.
    """
    return not icon.startswith(BRANDS) or any(label.startswith(f"{owner} ") for owner in owners)


def _is_spelled_like_one(label: str, labels: Sequence[str]) -> bool:
    return any(_letters(label) == _letters(other) for other in labels)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host and parts.scheme in ("http", "https") else None


def _is_one_of(host: str, hosts: Sequence[str]) -> bool:
    return any(host == other or host.endswith(f".{other}") for other in hosts)
