"""What a rule is, and how a check becomes one.

A check is a function that yields findings; the `rule` decorator is the only place for its code,
name, severity, whether it has a fix, and the version that brought it. The check knows nothing of
output, configuration files or the network::

    @rule("GL502", "link-anchor", severity=Severity.ERROR, since="0.1.0")
    def link_anchor(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:
        for link in page.links:
            ...
            yield finding(page, link.target_span, "no such heading", cause=f"{file}#{anchor}")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from guidelint.findings import Confidence, Finding, Fix, Location, Related, Severity

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.source import Span

Check = Callable[..., Iterator[Finding]]

FAMILIES = (
    "engine",
    "front-matter",
    "badges",
    "cards",
    "footnotes",
    "site-links",
    "links",
    "translations",
    "markup",
)
"""The families of the built-in rules, by the hundred of their codes."""

OWN = "own"
PLUGINS = "plugins"
ALL_FAMILIES = (*FAMILIES, OWN, PLUGINS)


class Scope(StrEnum):
    """What a check is given.

    `PAGE`: ``(page, site, options)``, once for each page. `SITE`: ``(site, options)``, once for
    each site. `LINKS`: ``(results, options)``, once, after the network has answered. `ENGINE`:
    the engine calls it by itself, see `guidelint.checks.engine`.
    """

    PAGE = "page"
    SITE = "site"
    LINKS = "links"
    ENGINE = "engine"


class NoOptions(Struct, frozen=True):
    """The options of a rule that has none."""


class Rule(Struct, frozen=True):
    """A rule: its metadata and its check.

    `default` is false for a rule that is off until a selector or a preset names it. A rule that is
    `always` on is part of every selection, and only off where it is ignored. `options` is a frozen
    `msgspec.Struct` or dataclass whose fields are the keys allowed in ``[rules.NAME]``.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    scope: Scope
    since: str
    fixable: bool
    default: bool
    options: type[Any]
    always: bool = False

    @property
    def keys(self) -> Mapping[str, str]:
        """The names of the fields of `options`, by their keys in a configuration."""
        is_struct = issubclass(self.options, Struct)
        names = self.options.__struct_fields__ if is_struct else self.options.__dataclass_fields__
        return {name.replace("_", "-"): name for name in names}

    @property
    def family(self) -> str:
        """The family, by the code: ``GL502`` is in ``site-links``, ``OWN001`` in ``own``."""
        return family_of(self.code)

    def __call__(self, *arguments: Any) -> Iterator[Finding]:
        """Run the check; its findings have no code, name or severity of their own yet."""
        return self.check(*arguments)


def family_of(code: str) -> str:
    """Return the family of a code such as ``GL502``, or of the beginning of one, such as ``GL5``.

    ``OWN001`` is a rule that a configuration declares, other letters are those of a plugin.
    """
    if code.startswith("GL"):
        return FAMILIES[int(code[2])]
    return OWN if code.startswith("OWN") else PLUGINS


def rule(
    code: str,
    name: str,
    *,
    severity: Severity,
    since: str = "0.1.0",
    fixable: bool = False,
    default: bool = True,
    always: bool = False,
    scope: Scope = Scope.PAGE,
    options: type[Any] = NoOptions,
) -> Callable[[Check], Rule]:
    """Make a rule of a check; see `Rule` for what the arguments mean."""

    def decorate(check: Check) -> Rule:
        return Rule(code, name, severity, check, scope, since, fixable, default, options, always)

    return decorate


def finding(
    page: Page,
    span: Span,
    message: str,
    *,
    cause: str,
    highlight: Span | None = None,
    label: str | None = None,
    severity: Severity = Severity.ERROR,
    confidence: Confidence = Confidence.CERTAIN,
    help: str | None = None,  # noqa: A002 - the field of the report
    notes: tuple[str, ...] = (),
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
    root: Related | None = None,
    apart: bool = False,
) -> Finding:
    """Make a finding at `span` of `page`; the engine fills in code, name and severity.

    `cause` names the root cause in words that do not depend on where the finding stands (for a
    dead anchor, the file and the anchor): findings of one rule with one cause become one.
    `highlight` is the part of `span` that a code frame underlines, with `label` beside it.
    `root` is the place of the cause where it is known, with the message for a finding shown there.
    With `apart` they stay defects of their own, as two stray tags do; never put a line number into
    a cause, or the finding looks new whenever something is written above it. `severity` may lower
    the severity of the rule for this finding; it never raises it.
    """
    return finding_at(
        page.location(span),
        message,
        cause=cause,
        highlight=page.location(highlight) if highlight else None,
        label=label,
        severity=severity,
        confidence=confidence,
        help=help,
        notes=notes,
        related=related,
        fix=fix,
        root=root,
        apart=apart,
    )


def finding_at(
    location: Location,
    message: str,
    *,
    cause: str,
    highlight: Location | None = None,
    label: str | None = None,
    severity: Severity = Severity.ERROR,
    confidence: Confidence = Confidence.CERTAIN,
    help: str | None = None,  # noqa: A002 - the field of the report
    notes: tuple[str, ...] = (),
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
    root: Related | None = None,
    apart: bool = False,
) -> Finding:
    """Make a finding at `location`, for what does not stand on a page; see `finding`."""
    return Finding(
        rule="",
        code="",
        severity=severity,
        location=location,
        message=message,
        cause=cause,
        confidence=confidence,
        help=help,
        highlight=highlight,
        label=label,
        notes=notes,
        related=related,
        fix=fix,
        root=root,
        apart=apart,
    )
