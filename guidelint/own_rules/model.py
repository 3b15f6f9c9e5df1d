"""What a declared rule says, as data, and what its shape finds on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct, field

from guidelint.findings import Construct, Edit, Safety, Severity

if TYPE_CHECKING:
    from guidelint.source import Span

Conditions: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]


class TextShape(Struct, frozen=True):
    """Text that must not occur outside code: a literal `pattern`, or `regex`, never both.

    In `pattern` and `exceptions` a space stands for any white space. A hit that lies inside one of
    `exceptions` is none.
    """

    pattern: str | None
    regex: str | None
    replace: str | None = None
    ignore_case: bool = False
    whole_words: bool = False
    exceptions: tuple[str, ...] = ()


class LinkShape(Struct, frozen=True):
    """Links that meet all conditions `when` must meet all conditions `then`.

    Without `then` there may be none. A condition is a property of the link and shell patterns for it,
    one of which must match. `replace` gives properties another value.
    """

    when: Conditions
    then: Conditions = ()
    replace: Mapping[str, str] = field(default_factory=dict)


class SectionShape(Struct, frozen=True):
    """A page must have a section with one of the `headings` (shell patterns) or one of the `ids`.

    `level` is the level of its heading, None for any.
    """

    headings: tuple[str, ...]
    ids: tuple[str, ...]
    level: int | None = None


class ValuesShape(Struct, frozen=True):
    """Values must match one of the shell patterns `allowed`.

    `of` tells which values: ``front-matter`` (of the dotted key `name`), ``attribute`` (`name`, in
    attribute lists and HTML tags), ``admonition`` (types) or ``language`` (of fences). `replace`
    maps values to others.
    """

    of: str
    name: str
    allowed: tuple[str, ...]
    replace: Mapping[str, str] = field(default_factory=dict)


Shape: TypeAlias = TextShape | LinkShape | SectionShape | ValuesShape


class OwnRule(Struct, frozen=True):
    """A declared rule. `paths` are patterns as in .gitignore; it stands at `line` of the file `path`."""

    name: str
    message: str
    shape: Shape
    severity: Severity
    path: str
    line: int
    help: str | None = None
    paths: tuple[str, ...] = ()
    safety: Safety = Safety.SAFE

    @property
    def is_fixable(self) -> bool:
        """Whether the declaration says what to write instead."""
        return not isinstance(self.shape, SectionShape) and bool(
            self.shape.replace is not None and self.shape.replace != {}
        )


class Hit(NamedTuple):
    """A place that a shape finds: `found` is what stands there, `context` tells it from other places.

    With `apart` it is a defect of its own even where both are the same.
    """

    span: Span
    found: str
    context: str
    label: str | None = None
    help: str | None = None
    edits: tuple[Edit, ...] = ()
    adds: tuple[Construct, ...] = ()
    removes: tuple[Construct, ...] = ()
    apart: bool = False
