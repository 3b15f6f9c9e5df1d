"""``guidelint fix``: changes to all pages of a tree that no finding asks for one by one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidelint.checks.catalogue import load_rules
from guidelint.cli.choice import color_option
from guidelint.cli.fixes import FixOptions, finish, print_differences
from guidelint.cli.options import UsageProblem, configuration_options, settings_from
from guidelint.cli.output import note
from guidelint.cli.pages import site_problems, workspace_for
from guidelint.cli.paths import paths_argument
from guidelint.cli.status import FINDINGS, OK, USAGE
from guidelint.engine import make_plan
from guidelint.report.model import plural
from guidelint.report.plain import inert

if TYPE_CHECKING:
    from guidelint.workspace import Workspace

PINS = "heading-id-unpinned"


EPILOG = """\b
Examples:
  guidelint fix --pin-headings docs                      # give headings that are linked to an id
  guidelint fix --pin-headings --diff docs               # show what would change
  guidelint fix --pin-headings --from docs i18n/fr       # give translations the ids of their source
"""


@click.command("fix", epilog=EPILOG)
@paths_argument
@click.option("--pin-headings", is_flag=True, help="Give headings that links ask for an id of their own.")
@click.option(
    "--from",
    "docs",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="PATHS are trees of translations: take the ids from their source in DIR.",
)
@click.option("--diff", is_flag=True, help="Show what would change; write nothing.")
@color_option
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
@configuration_options
def command(
    *,
    paths: tuple[Path, ...],
    pin_headings: bool,
    docs: Path | None,
    diff: bool,
    color: str,
    quiet: bool,
    presets: tuple[str, ...],
    config: Path | None,
) -> int:
    """Change whole trees of pages.

    --pin-headings writes "{ #id }" behind each heading that links lead to, so that it keeps its id when
    its text changes or is translated. With --from the headings of translations get the ids of their
    source; that is a step for a build, after translations have been copied in.
    """
    if not pin_headings:
        raise UsageProblem('say what to fix: --pin-headings; findings are fixed by "guidelint check --fix"')
    settings = settings_from(config, presets, select=(PINS,))
    workspace = workspace_for(settings, paths)
    if docs is not None:
        return _pin_trees(workspace, docs, paths, color=color, diff=diff, quiet=quiet)
    from guidelint.mending import Mending  # noqa: PLC0415 - the other way of fixing does not need it

    plan = make_plan(settings, load_rules(settings.families), workspace.base)
    mending = Mending(workspace, plan, write=not diff)
    outcome = mending.check()
    if site_problems(workspace):
        return USAGE
    for finding in outcome.run.take():
        for reason in (reason for reason in finding.notes if reason.startswith("not fixed")):
            note(f"{inert(finding.location.path)}:{finding.location.line}: {inert(reason)}", quiet=quiet)
    pages, verb = len(mending.differences), "would be pinned" if diff else "pinned"
    note(f"{plural(mending.fixed, 'heading')} {verb} on {plural(pages, 'page')}", quiet=quiet)
    written = finish(mending, FixOptions(fix=True, diff=diff), color)
    return USAGE if not written else _status(diff=diff, changed=pages > 0)


def _pin_trees(
    workspace: Workspace, docs: Path, paths: tuple[Path, ...], *, color: str, diff: bool, quiet: bool
) -> int:
    from guidelint.pinning import PinError, pin_trees  # noqa: PLC0415 - only this way of fixing needs it

    trees = [Path(os.path.normpath(workspace.base / path)) for path in paths]
    if not trees:
        raise UsageProblem("--from needs the trees of translations, such as i18n/*")
    for path, tree in zip(paths, trees, strict=True):
        if not tree.is_dir():
            raise UsageProblem(f"{path} is no directory; with --from PATHS are trees of translations")
    source = Path(os.path.normpath(workspace.base / docs))
    if not source.is_dir():
        raise UsageProblem(f"--from: {docs} is no directory")
    try:
        pinning = pin_trees(workspace, source, trees, write=not diff)
    except PinError as error:
        raise UsageProblem(f"--from: {error}") from error
    if site_problems(workspace):
        return USAGE
    if diff:
        print_differences([(page.before, page.after) for page in pinning.pages], color)
    for failure in pinning.failures:
        note(f"error: {inert(failure)}; it is left as it is")
    headings = sum(page.headings for page in pinning.pages)
    links = sum(page.links for page in pinning.pages)
    verb = "would be pinned" if diff else "pinned"
    kept = sum(page.kept for page in pinning.pages)
    more = f", {plural(links, 'link')} to translated ids changed" if links else ""
    more += f", {plural(kept, 'heading')} of like name pinned to the ids they had" if kept else ""
    note(f"{plural(headings, 'heading')} {verb} on {plural(len(pinning.pages), 'page')}{more}", quiet=quiet)
    return USAGE if pinning.failures else _status(diff=diff, changed=bool(pinning.pages))


def _status(*, diff: bool, changed: bool) -> int:
    return FINDINGS if diff and changed else OK
