"""What a check reports: a finding, where it stands, and how it could be mended."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct, field


class Severity(StrEnum):
    """How bad a finding is. Errors fail a run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Confidence(StrEnum):
    """How sure a finding is. Only certain errors fail a run."""

    CERTAIN = "certain"
    LIKELY = "likely"


class Safety(StrEnum):
    """Whether a fix keeps the meaning of the page (`safe`) or needs a look (`unsafe`)."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Standing(StrEnum):
    """Where a finding stands in time.

    `NEW` findings are what a run is about. `KNOWN` ones were there before the change that is looked
    at, `BASELINED` ones stand in the baseline; neither fails a run.
    """

    NEW = "new"
    KNOWN = "known"
    BASELINED = "baselined"


class Location(Struct, frozen=True, order=True, array_like=True):
    """A range in a file: 1-based lines and columns in characters, the end exclusive.

    `path` is relative to the working directory, with ``/``.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Related(Struct, frozen=True, array_like=True):
    """Another place that helps to understand a finding."""

    location: Location
    message: str


class Edit(Struct, frozen=True, array_like=True):
    """Replace the text at `location` by `text`."""

    location: Location
    text: str


Construct = tuple[str, str]
"""A kind and a target as `guidelint.inventory` names them: ``("link", "tides.md#high-water")``."""


class Fix(Struct, frozen=True, array_like=True):
    """Edits that mend a finding together, or not at all.

    An edit inside the target of a link or an image may change that target. Whatever else the page
    gains or loses by the fix is named in `adds` and `removes`; `guidelint.fixing` refuses a fix
    that does more.
    """

    edits: tuple[Edit, ...]
    safety: Safety = Safety.SAFE
    adds: tuple[Construct, ...] = ()
    removes: tuple[Construct, ...] = ()


class Finding(Struct, frozen=True, array_like=True):
    """One defect: what is wrong, where, and what is right.

    `highlight` is the part of `location` that a code frame underlines, with `label` beside it.
    `cause` names the root cause in words that do not depend on where the finding is shown;
    findings of one rule with the same cause are one defect and share a fingerprint. `root` is the
    place of that cause where it is known; its message is the finding's when it is shown there.
    Findings that are `apart` are each a defect of their own although nothing but their place tells
    them from one another; `number`, from 0, counts those of one page with the same cause.
    """

    rule: str
    code: str
    severity: Severity
    location: Location
    message: str
    cause: str
    confidence: Confidence = Confidence.CERTAIN
    help: str | None = None
    highlight: Location | None = None
    label: str | None = None
    notes: tuple[str, ...] = ()
    related: tuple[Related, ...] = field(default=())
    fix: Fix | None = None
    root: Related | None = None
    apart: bool = False
    number: int = 0
    standing: Standing = Standing.NEW

    @property
    def identity(self) -> tuple[str, str, int]:
        """What findings that are one defect have in common: rule, cause and number."""
        return self.rule, self.cause, self.number

    @property
    def fingerprint(self) -> str:
        """A stable identity, 16 hexadecimal digits: the rule and the cause, never the place."""
        from hashlib import sha256  # noqa: PLC0415 - it loads OpenSSL, and not every report shows identities

        text = f"{self.rule}\0{self.cause}" + (f"\0{self.number}" if self.number else "")
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def place(self) -> Location:
        """What a code frame underlines."""
        return self.highlight or self.location

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The sort key of reports: path, line, column, code, then message."""
        place = self.location
        return (place.path, place.line, place.column, self.code, self.message)


def in_report_order(findings: Sequence[Finding]) -> list[Finding]:
    """Return `findings` sorted by path, line, column and code."""
    return sorted(findings, key=lambda finding: finding.order)
