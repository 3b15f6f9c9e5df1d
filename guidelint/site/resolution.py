"""What resolving a link gives."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path


class Kind(StrEnum):
    """What a link points to.

    `UNKNOWN` is a thing that the build may make, or whose ids it makes in a way that guidelint
    cannot follow; `OUTSIDE` an address of the own host, or a path above the repository, that no
    docs root answers for; `OTHER_SCHEME` an address that is not fetched by HTTP.
    """

    PAGE = "page"
    ASSET = "asset"
    EXTERNAL = "external"
    OTHER_SCHEME = "other-scheme"
    UNKNOWN = "unknown"
    MISSING_FILE = "missing-file"
    MISSING_ANCHOR = "missing-anchor"
    OUTSIDE = "outside"


class Form(StrEnum):
    """A way of writing a link that works, but that is better written otherwise.

    `MARKDOWN_SLASH` is ``a.md/``, `DOT_SLASH` is ``./a.md``, `OWN_PATH` a link to the own page by
    its path, `ADDRESS` the address of a file of the same docs root in place of its path,
    `OWN_URL` its full URL, `OLD_URL` a URL under an old address of a docs root.
    """

    MARKDOWN_SLASH = "markdown-slash"
    DOT_SLASH = "dot-slash"
    OWN_PATH = "own-path"
    ADDRESS = "address"
    OWN_URL = "own-url"
    OLD_URL = "old-url"


class Resolution(Struct, frozen=True):
    """What a link points to.

    `path` is the absolute path of the target, for a missing file the one it would have.
    `suggestions` are likely targets for a missing file, likely ids for a missing anchor, the best
    first. `form` is set where the link works but is better written as `better`. `is_own_url`
    tells that the target is a full URL of a docs root. `is_certain` is false for something
    missing that a hook, a plugin or a theme may bring after all.
    """

    kind: Kind
    path: Path | None = None
    fragment: str = ""
    suggestions: tuple[str, ...] = ()
    form: Form | None = None
    better: str | None = None
    is_own_url: bool = False
    is_certain: bool = True

    @property
    def is_broken(self) -> bool:
        """Whether the target is missing."""
        return self.kind in (Kind.MISSING_FILE, Kind.MISSING_ANCHOR)


EXTERNAL = Resolution(Kind.EXTERNAL)
UNKNOWN = Resolution(Kind.UNKNOWN)
