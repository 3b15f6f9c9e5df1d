"""One HTML file with everything in it: findings by page or by rule, link health, search and filters.

It works without scripts, loads nothing, and a policy in it (CSP) allows only its own style and
script, by their hashes. Needs Jinja2, the extra ``html``.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from guidelint import __version__
from guidelint.findings import Safety, Severity
from guidelint.report.html_frame import frame
from guidelint.report.html_links import health, level_of
from guidelint.report.model import RuleHelp, plural, tally
from guidelint.report.plain import RUNNER_COMMAND, inert

if TYPE_CHECKING:
    from markdown_it.token import Token

    from guidelint.findings import Finding, Location
    from guidelint.report.model import Report

SEVERITIES = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.INFO: "Information"}
FIXES = {Safety.SAFE: "fix available", Safety.UNSAFE: "unsafe fix available"}
MAX_RELATED = 20
WEB = ("https://", "http://")


def render(report: Report, *, ascii_only: bool = False) -> str:
    """Return `report` as an HTML document, other characters as references with `ascii_only`."""
    style, script = _asset("report.css"), _asset("report.js")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )
    environment.filters |= {"plural": plural, "address": _address, "place": _place}
    page = environment.from_string(_asset("report.html.jinja")).render(
        report=report,
        version=__version__,
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        summary=tally(report.findings) or "No findings",
        counts={SEVERITIES[level]: report.count(level) for level in Severity},
        levels={level.value: name for level, name in SEVERITIES.items()},
        pages=_pages(report),
        rules=_rules(report),
        health=health(report.links),
        places=_place,
        levels_of=level_of,
    )
    return page.encode("ascii", "xmlcharrefreplace").decode() if ascii_only else page


def _shown(value: Any) -> Any:
    """Return what the template prints for `value`: nothing from a page is active."""
    return inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> str:
    return (files("guidelint.report") / "template" / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    own = f"style-src {_hash(style)}; script-src {_hash(script)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _address(url: str) -> str | None:
    """Return `url` as the target of a link, None for what is no address on the web."""
    if not url.lower().startswith(WEB):
        return None
    before, mark, fragment = url.partition("#")
    return quote(before, safe="%/:?[]@!$&'()*+,;=~") + mark + quote(fragment, safe="%/:?@!$&'()*+,;=~")


def _place(location: Location) -> str:
    return f"{location.path}:{location.line}:{location.column}"


def _pages(report: Report) -> list[dict[str, Any]]:
    """Return the findings by page, in the order of the report."""
    return [
        {"path": path, "findings": [_finding(report, finding) for finding in group]}
        for path, group in groupby(report.findings, key=lambda finding: finding.location.path)
    ]


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    return {
        "of": finding,
        "severity": finding.severity.value,
        "name": SEVERITIES[finding.severity],
        "fix": FIXES[finding.fix.safety] if finding.fix else "",
        "frame": frame(finding, report.sources),
        "related": finding.related[:MAX_RELATED],
        "more": len(finding.related) - MAX_RELATED,
    }


def _rules(report: Report) -> list[dict[str, Any]]:
    """Return the rules that have findings, the one with most first, with what the rule book says."""
    counts = Counter((finding.rule, finding.code) for finding in report.findings)
    return [
        {
            "name": name,
            "code": code,
            "count": count,
            **_help(report.rules.get(name)),
        }
        for (name, code), count in sorted(counts.items(), key=lambda item: (-item[1], item[0][1]))
    ]


def _help(rule: RuleHelp | None) -> dict[str, Any]:
    if rule is None:
        return {"summary": "", "text": None}
    return {"summary": rule.summary, "text": _as_html(rule.text)}


def _as_html(text: str) -> Markup:
    """Return the sections of a page of the rule book as HTML, which neither loads anything nor runs."""
    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    tokens = reader.parse("\n".join(inert(line.expandtabs(4)) for line in text.splitlines()))
    seconds = (at for at, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h2")
    kept = tokens[next(seconds, 0) :]
    for token in kept:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h4"
        token.children = token.children and _with_web_links_alone(token.children)
    shown = RUNNER_COMMAND.sub(r"##\1&#91;", reader.renderer.render(kept, reader.options, {}))
    return Markup(shown)  # noqa: S704 - HTML in the text is escaped


def _with_web_links_alone(tokens: Sequence[Token]) -> list[Token]:
    """Return inline `tokens` without links that lead nowhere from a single file."""
    kept, leads = [], True
    for token in tokens:
        if token.type == "link_open":
            leads = str(token.attrs.get("href", "")).startswith(WEB)
            token.attrSet("rel", "noreferrer noopener")
        if leads or token.type not in ("link_open", "link_close"):
            kept.append(token)
    return kept
