"""Make rules of declarations."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidelint import __version__
from guidelint.checks.registry import NoOptions, Rule, finding, rule
from guidelint.extra_rules import ExtraRule
from guidelint.findings import Finding, Fix
from guidelint.own_rules.links import find_links
from guidelint.own_rules.model import Hit, LinkShape, OwnRule, SectionShape, Shape, TextShape, ValuesShape
from guidelint.own_rules.sections import find_missing_section
from guidelint.own_rules.text import find_text
from guidelint.own_rules.values import find_values
from guidelint.patterns import path_patterns
from guidelint.rulebook import RulePage

if TYPE_CHECKING:
    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

FOUND = "{found}"
FINDERS: dict[type[Shape], Callable[[Any, Page], Iterator[Hit]]] = {
    TextShape: find_text,
    LinkShape: find_links,
    SectionShape: find_missing_section,
    ValuesShape: find_values,
}


def make_rules(declared: Sequence[OwnRule], root: Path) -> tuple[ExtraRule, ...]:
    """Return the rules that a run has from its configuration, in order, with codes from OWN001 on.

    Of two declarations with one name the later takes the place of the earlier. Patterns for paths
    are relative to `root`.
    """
    by_name = {declaration.name: declaration for declaration in declared}
    return tuple(
        _extra(f"OWN{number:03}", declaration, root) for number, declaration in enumerate(by_name.values(), 1)
    )


def _extra(code: str, declared: OwnRule, root: Path) -> ExtraRule:
    return ExtraRule(_rule(code, declared, root), partial(_page, declared), partial(_extra, code, declared))


def _rule(code: str, declared: OwnRule, root: Path) -> Rule:
    find = FINDERS[type(declared.shape)]
    spec = path_patterns(declared.paths) if declared.paths else None

    def check(page: Page, site: Site, options: NoOptions) -> Iterator[Finding]:  # noqa: ARG001 - as every check
        if spec and not spec.match_file(Path(os.path.relpath(site.path(page.path), root)).as_posix()):
            return
        for hit in find(declared.shape, page):
            yield _finding(page, declared, hit)

    check.__doc__ = declared.message
    decorate = rule(
        code,
        declared.name,
        severity=declared.severity,
        since=__version__,
        fixable=declared.is_fixable,
    )
    return decorate(check)


def _finding(page: Page, declared: OwnRule, hit: Hit) -> Finding:
    return finding(
        page,
        hit.span,
        declared.message.replace(FOUND, hit.found),
        cause=f"{page.path}: {hit.found}: {hit.context}",
        label=hit.label,
        help=declared.help.replace(FOUND, hit.found) if declared.help else hit.help,
        apart=hit.apart,
        fix=Fix(hit.edits, declared.safety, hit.adds, hit.removes) if hit.edits else None,
    )


def _page(declared: OwnRule) -> RulePage:
    summary = " ".join(declared.message.split())
    sections = {
        "What it checks": _described(declared),
        "Why it matters": f"{declared.help or 'The site has decided so.'}\n"
        f"It is declared in {declared.path}, line {declared.line}.",
    }
    body = "".join(f"\n## {heading}\n{text}\n" for heading, text in sections.items())
    return RulePage(declared.name, summary, sections, (), f"# {declared.name}\n\n{summary}\n{body}")


def _described(declared: OwnRule) -> str:
    shape = declared.shape
    if isinstance(shape, TextShape):
        what = "The regular expression" if shape.pattern is None else "The text"
        said = f"{what} `{shape.regex if shape.pattern is None else shape.pattern}` outside code."
    elif isinstance(shape, LinkShape):
        said = f"Links with {_listed(shape.when)}"
        said += f": they must have {_listed(shape.then)}." if shape.then else ": there should be none."
    elif isinstance(shape, SectionShape):
        said = f"Pages must have a section {_either([*shape.headings, *(f'#{name}' for name in shape.ids)])}."
    else:
        said = f"Values of {shape.of} {shape.name}".rstrip() + f" must be {_either(shape.allowed)}."
    return f"{said} Pages: {', '.join(declared.paths)}." if declared.paths else said


def _listed(conditions: Sequence[tuple[str, Sequence[str]]]) -> str:
    return " and ".join(f"the {name} {_either(patterns)}" for name, patterns in conditions)


def _either(words: Sequence[str]) -> str:
    return " or ".join(f"`{word}`" for word in words)
