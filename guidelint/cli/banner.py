"""The lines around a run: what was recognised before it, what came of it after."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from guidelint.config.load import suggested_preset
from guidelint.findings import Finding, Severity
from guidelint.report.model import plural
from guidelint.site.config import GENERATOR_NAMES
from guidelint.source import UnreadableError, read_source

if TYPE_CHECKING:
    from guidelint.site.config import SiteConfig
    from guidelint.workspace import Workspace

MAX_ROOTS = 3


def first_line(workspace: Workspace) -> str:
    """Return the line before everything else: generator, docs roots, pages, configuration."""
    configs: dict[str, SiteConfig] = {}
    for target in workspace.targets:
        config = workspace.config(target.path)
        if config:
            configs[workspace.name(config.docs_dir) + "/"] = config
    generators = {GENERATOR_NAMES[config.generator] for config in configs.values()}
    parts = [", ".join(sorted(generators)) or "GitHub Markdown"]
    if configs:
        roots = sorted(configs)
        more = f" and {len(roots) - MAX_ROOTS} more" if len(roots) > MAX_ROOTS else ""
        parts.append(", ".join(roots[:MAX_ROOTS]) + more)
    parts.append(plural(len(workspace.targets), "page"))
    if workspace.excluded:
        parts.append(f"{workspace.excluded:,} excluded")
    if workspace.others:
        parts.append(
            f"{plural(workspace.others, 'file')} that {'is' if workspace.others == 1 else 'are'} no Markdown"
        )
    parts += _configuration(workspace, list(configs.values()))
    return " · ".join(parts)


def _configuration(workspace: Workspace, configs: Sequence[SiteConfig]) -> list[str]:
    settings = workspace.settings
    name = Path(os.path.relpath(settings.file)).as_posix() if settings.file else ""  # not in a copy of a tree
    parts = [f"configuration {name}"] if name else []
    parts += [f"preset {settings.presets[-1]}"] if settings.presets else []
    if parts:
        return parts
    for path in dict.fromkeys(config.path for config in configs):
        try:
            preset = suggested_preset(read_source(path, str(path)).text)
        except UnreadableError:
            continue
        if preset:
            return [f"preset {preset} suggested (guidelint init)"]
    return []


def summary_line(
    findings: Sequence[Finding],
    suppressed: int,
    seconds: float,
    verdicts: Mapping[str, int] | None = None,
    others: Sequence[str] = (),
) -> str:
    """Return what came of a run: findings by severity, suppressed, `others`, seconds, links by verdict."""
    counts = {level: sum(finding.severity is level for finding in findings) for level in Severity}
    parts = [
        plural(counts[Severity.ERROR], "error"),
        plural(counts[Severity.WARNING], "warning"),
        *([f"{counts[Severity.INFO]:,} for information"] if counts[Severity.INFO] else []),
        *([f"{suppressed:,} suppressed"] if suppressed else []),
        *filter(None, others),
    ]
    links = ", ".join(f"{count:,} {verdict}" for verdict, count in (verdicts or {}).items())
    return f"{', '.join(parts)} in {seconds:.1f} s." + (f" Links: {links}." if links else "")
