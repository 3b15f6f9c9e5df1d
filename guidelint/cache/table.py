"""The file in which facts are kept, and its records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from msgspec import Raw, Struct, field

from guidelint.cache import store
from guidelint.cache.codec import encode
from guidelint.disk import Asked, Signature

KIND = "facts"
Digests: TypeAlias = tuple[tuple[str, bytes], ...]
Files: TypeAlias = dict[str, tuple[Signature, bytes]]
Encoded: TypeAlias = bytes | memoryview


class Checked(Struct, frozen=True, array_like=True):
    """What was found on a page, and what else than its text that rests on.

    `asked` are other pages with the digests of their summaries, `compared` pages with the digests of their
    structures, `exported` pages with the digests of what their translations show, `shared` names what was
    computed from all pages, `reads` are other files with the digests of their content. `findings` and the
    external `links` are encoded; there are no links where a run did not want any.
    """

    asked: Digests
    compared: Digests
    exported: Digests
    shared: tuple[str, ...]
    reads: Digests
    findings: Raw
    suppressed: int
    links: Raw


class Derived(Struct, frozen=True, array_like=True):
    """The digest of what was made of several files, those files, and itself, encoded, if it is kept."""

    digest: bytes
    reads: Digests
    value: bytes = b""


class PageFacts(Struct, frozen=True, array_like=True):
    """The files that make up a page, with digests of their content; its summary and structure.

    Both are encoded, and stand beside their digests.
    """

    sources: Digests
    summary: Raw
    structure: Raw
    summary_digest: bytes
    structure_digest: bytes
    checked: Checked | None = None


class Table(Struct):
    """Everything that is kept. `files` holds the signatures and digests of what makes up pages.

    `whole` are the pages of a run without paths, encoded, which rest on `common` alone. `sites` holds
    the docs roots of repositories, encoded; `shared`, `exported` and `placed` (where posts are built to, by
    the docs directory) what such values rest on; `pages` facts, encoded, by the path of the page.
    """

    common: Asked = field(default_factory=Asked)
    files: Files = field(default_factory=dict)
    sites: dict[str, bytes] = field(default_factory=dict)
    shared: dict[str, Digests] = field(default_factory=dict)
    exported: dict[str, Derived] = field(default_factory=dict)
    placed: dict[str, Derived] = field(default_factory=dict)
    pages: dict[str, Encoded] = field(default_factory=dict)
    whole: bytes = b""


class Delta(Struct, frozen=True):
    """What a process has found out, for another one: parts of a table.

    `values` are what the translations of pages show, encoded, with what was asked of the disk for that.
    """

    pages: dict[str, bytes]
    files: Files
    shared: dict[str, Digests]
    exported: dict[str, Derived]
    values: dict[str, tuple[bytes, Asked]]
    common: Asked


class _Head(Struct, array_like=True):
    """A table as it is written; `pages` tells where the facts of each page lie among the blobs."""

    key: bytes
    common: Asked
    files: Files
    sites: dict[str, bytes]
    shared: dict[str, Digests]
    exported: dict[str, Derived]
    placed: dict[str, Derived]
    pages: dict[str, tuple[int, int]]
    whole: bytes


def read_table(folder: str, name: str, key: Any) -> Table:
    """Return the table in the file `name` of `folder` that belongs to `key`. Raises `store.Unusable`."""
    head, blobs = store.read(folder, name, _Head)
    if head.key != encode(key):
        raise store.Unusable("it belongs to another configuration")
    pages: dict[str, Encoded] = {page: blobs[start:end] for page, (start, end) in head.pages.items()}
    rest = (head.sites, head.shared, head.exported, head.placed)
    return Table(head.common, head.files, *rest, pages, head.whole)


def write_table(folder: str, name: str, key: Any, table: Table) -> str | None:
    """Write `table` to the file `name` of `folder`; return why that failed, None if it did not."""
    places = dict(_places(table.pages))
    rest = (table.sites, table.shared, table.exported, table.placed)
    head = _Head(encode(key), table.common, table.files, *rest, places, table.whole)
    return store.write(folder, name, head, table.pages.values())


def _places(pages: dict[str, Encoded]) -> Iterator[tuple[str, tuple[int, int]]]:
    start = 0
    for page, facts in pages.items():
        yield page, (start, start + len(facts))
        start += len(facts)
