"""What is known of pages from earlier runs: what they hold for others, and what was found on them.

A table belongs to one working directory and one way to be configured. It is of use as long as every
answer of the file system that is not about the text of a page is the same (`common`): the site's
configuration, the folders, the icons and so on. Then the facts of a page hold while its text and that
of all files it includes is the same, and what was found on it holds while also the summaries of the
other pages that were asked for are what they were.

A new rule has nothing to do for this but to ask other pages through the site, and files through
`guidelint.disk`. What it computes from a whole site, once for all pages, it asks for by `Site.derived`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from guidelint.cache import inputs, store
from guidelint.cache.codec import packer, unpacker
from guidelint.disk import Asked, Signature, digest
from guidelint.findings import Finding
from guidelint.occurrences import Occurrence
from guidelint.site.config import SiteConfig
from guidelint.site.summary import PageSummary

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")
KIND = "facts"
WORTH_WRITING = 16
Links = tuple[tuple[str, Occurrence], ...]
Digests = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class Checked:
    """What was found on a page, and what else than its text that rests on.

    `asked` are other pages with the digests of their summaries, `derived` the names of what was computed
    from all pages. `links` are the external links, packed, because most runs do not ask for them.
    """

    asked: Digests
    derived: tuple[str, ...]
    findings: bytes
    suppressed: int
    links: bytes


@dataclass(frozen=True)
class PageFacts:
    """A page: the files that make it up with digests of their content, and its summary, packed."""

    sources: Digests
    summary: bytes
    checked: Checked | None = None

    @property
    def digest(self) -> bytes:
        """The digest of the summary."""
        return digest(self.summary)


@dataclass
class Table:
    """Everything that is kept. `files` holds the signatures and digests of what makes up pages."""

    common: Asked = field(default_factory=Asked)
    files: dict[str, tuple[Signature, bytes]] = field(default_factory=dict)
    sites: dict[str, bytes] = field(default_factory=dict)
    derived: dict[str, Digests] = field(default_factory=dict)
    pages: dict[str, Any] = field(default_factory=dict)


class Facts:
    """A table with the judgement, made once for each page, whether it still holds.

    `reason` tells why there is nothing in it.
    """

    def __init__(self, folder: str, key: tuple[Any, ...]) -> None:
        self.folder, self.key, self.name = folder, key, store.file_name(KIND, key)
        self.reason, self.table, self.changes = "", Table(), 0
        self._same: dict[str, bool] = {}
        self._pages: dict[str, PageFacts | None] = {}
        self._digests: dict[str, bytes] = {}
        try:
            self.table = self._read()
        except store.Unusable as reason:
            self.reason = str(reason)

    def _read(self) -> Table:
        try:
            key, common, files, sites, derived, pages = store.read(self.folder, self.name)
            table = Table(inputs.from_data(common), _mapping(files), _mapping(sites), _mapping(derived), pages)
            _mapping(pages)
            is_known = key == self.key
            changed = inputs.first_change(table.common)
        except store.Unusable:
            raise
        except Exception as error:
            raise store.Unusable("it is damaged") from error
        if not is_known:
            raise store.Unusable("it belongs to another configuration")
        if changed is not None:
            raise store.Unusable(f"{changed} has changed")
        return table

    def sites(self, top: Path) -> tuple[SiteConfig, ...] | None:
        """Return the docs roots of the repository at `top`, None if they are not known."""
        return self._unpacked(self.table.sites.get(str(top)), tuple[SiteConfig, ...])

    def keep_sites(self, top: Path, configs: tuple[SiteConfig, ...]) -> None:
        """Keep the docs roots of the repository at `top`, unless they cannot be packed."""
        packed = _packed(configs, tuple[SiteConfig, ...])
        if packed is not None:
            self.table.sites[str(top)] = packed

    def summary(self, page: Path) -> PageSummary | None:
        """Return the summary of a page, None if it is not known or has changed."""
        facts = self.page(str(page))
        return None if facts is None else self._unpacked(facts.summary, PageSummary)

    def page(self, path: str) -> PageFacts | None:
        """Return the facts of the page at `path`, None if they are not known or it has changed."""
        if path not in self._pages:
            facts = self._unpacked_page(self.table.pages.get(path))
            self._pages[path] = facts if facts and self._is_current(facts) else None
        return self._pages[path]

    def found(self, page: Path, digest_of: Callable[[str], bytes]) -> Checked | None:
        """Return what was found on a page if that still holds; `digest_of` gives that of another one's summary."""
        facts = self.page(str(page))
        checked = facts.checked if facts else None
        if checked is None:
            return None
        asked = [checked.asked, *(self.table.derived.get(name, ((name, b""),)) for name in checked.derived)]
        holds = all(self._digest(path, digest_of) == known for pairs in asked for path, known in pairs)
        return checked if holds else None

    def _digest(self, path: str, digest_of: Callable[[str], bytes]) -> bytes:
        if path not in self._digests:
            facts = self.page(path)
            self._digests[path] = facts.digest if facts else digest_of(path)
        return self._digests[path]

    def keep(self, page: Path, facts: PageFacts, files: Mapping[str, tuple[Signature, bytes]]) -> None:
        """Keep the facts of a page that has been read; `files` are the signatures of what makes it up."""
        self.changes += 1
        self.table.files |= files
        self.table.pages[str(page)] = facts
        self._pages[str(page)] = facts

    def write(self, common: Asked) -> None:
        """Write the table if enough of it is new; `common` is what was asked of the disk besides pages."""
        if self.changes < min(WORTH_WRITING, len(self.table.pages)):
            return
        self.table.common.merge(common)
        table = self.table
        pages = {path: _page_data(entry) for path, entry in table.pages.items()}
        value = (self.key, inputs.as_data(table.common), table.files, table.sites, table.derived, pages)
        store.write(self.folder, self.name, value)

    def _is_current(self, facts: PageFacts) -> bool:
        return all(self._is_same(path, known) for path, known in facts.sources)

    def _is_same(self, path: str, known: bytes) -> bool:
        if path not in self._same:
            before = self.table.files.get(path)
            self._same[path] = before is not None and inputs.is_same_file(self.table.files, path)
            self.changes += self._same[path] and self.table.files[path] != before
        return self._same[path] and self.table.files[path][1] == known

    def _unpacked_page(self, data: Any) -> PageFacts | None:
        if data is None or isinstance(data, PageFacts):
            return data
        try:
            facts: PageFacts = unpacker(PageFacts)(data)
        except ValueError:
            return None
        return facts

    def _unpacked(self, packed: Any, kind: type[T]) -> T | None:
        try:
            return None if packed is None else unpacked(packed, kind)
        except (ValueError, TypeError):
            return None


def unpacked(packed: bytes, kind: type[T]) -> T:
    """Return what was packed as `kind`. Raises `ValueError` for anything else."""
    value: T = unpacker(kind)(store.unpack(packed))
    return value


def packed(value: T, kind: type[T]) -> bytes:
    """Return `value` packed. Raises `TypeError` or `ValueError` for what is no plain data inside."""
    return store.pack(packer(kind)(value))


def _packed(value: T, kind: type[T]) -> bytes | None:
    try:
        return packed(value, kind)
    except (TypeError, ValueError, OverflowError):
        return None


def _page_data(entry: Any) -> Any:
    return packer(PageFacts)(entry) if isinstance(entry, PageFacts) else entry


def _mapping(data: Any) -> dict[Any, Any]:
    if not isinstance(data, dict):
        raise TypeError("no mapping")
    return data


def findings_of(checked: Checked) -> tuple[Finding, ...]:
    """Return the findings of a page. Raises `ValueError`."""
    return unpacked(checked.findings, tuple[Finding, ...])


def links_of(parts: Iterable[bytes]) -> dict[str, list[Occurrence]]:
    """Return the external links of pages, by their URL. Raises `ValueError`."""
    links: dict[str, list[Occurrence]] = {}
    for part in parts:
        for url, occurrence in unpacked(part, Links):
            links.setdefault(url, []).append(occurrence)
    return links
