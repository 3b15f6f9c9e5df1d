"""The command that comes next on the way from the first run to the hook, as a line to copy.

A line says ``Next: COMMAND  # why``. In a CI job, where nobody types, there is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from guidelint import disk
from guidelint.adopt.hook import FILE_NAME, has_hook
from guidelint.discovery import repository_top
from guidelint.findings import Finding, Safety
from guidelint.report.model import fails

if TYPE_CHECKING:
    from guidelint.cli.fixes import FixOptions

CHECK = "guidelint check --offline", "without --offline, external links are asked too"
HOOK = "guidelint init --hook", "let git commit check what it commits"
STDIN = "-"
WITHOUT_FIX = frozenset({"--diff", "--staged"})


def line(command: str, why: str = "") -> str:
    """Return the line that shows `command`."""
    return f"Next: {command}" + (f"  # {why}" if why else "")


def after_check(
    findings: Sequence[Finding],
    fixes: FixOptions,
    folder: Path,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    *,
    differs: bool = False,
) -> str:
    """Return the line after a run of ``check`` with `arguments` in `folder`, "" if nothing is left to do.

    Fixes come first, then the hook, once something was fixed or nothing fails, then what a rule wants.
    After ``--diff``, `differs` tells whether it showed any fix.
    """
    if environment.get("CI"):
        return ""
    if differs if fixes.diff else not fixes.fix and any(_is_safe(finding) for finding in findings):
        if STDIN in arguments:
            return ""
        kept = [argument for argument in arguments if argument not in WITHOUT_FIX]
        from shlex import join  # noqa: PLC0415 - for this line only

        return line(join(["guidelint", *kept, "--fix"]), "change what can be changed without harm")
    failing = [finding for finding in findings if fails([finding])]
    if (fixes.fix or not failing) and _lacks_hook(folder):
        return line(*HOOK)
    if failing:
        return line(f"guidelint explain {failing[0].rule}", "what to write instead")
    return ""


def _is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.safety is Safety.SAFE


def _lacks_hook(folder: Path) -> bool:
    top = repository_top(folder)
    if top is None:
        return False
    try:
        with disk.hiding(None):  # it is about the user's work tree, whatever the run was about
            return not has_hook(disk.read_text(top / FILE_NAME, errors="replace"))
    except FileNotFoundError:
        return True
    except OSError:
        return False
