"""The pages that a command line names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from guidelint.cli.options import UsageProblem
from guidelint.cli.output import note
from guidelint.discovery import PathError, repository_top
from guidelint.workspace import Known, Workspace, open_workspace

if TYPE_CHECKING:
    from guidelint.config.settings import Settings


def site_problems(workspace: Workspace) -> bool:
    """Say on standard error which site configurations cannot be read; tell whether there are any."""
    problems = [problem for found in workspace.discoveries for problem in found.problems]
    for problem in problems:
        name = workspace.name(problem.path)
        note(f"error: {name}:{problem.line}:{problem.column}: {problem.message}")
    return bool(problems)


def workspace_for(settings: Settings, paths: tuple[Path, ...], known: Known | None = None) -> Workspace:
    """Open the workspace; a path that does not exist is a usage error, and so is finding no page at all."""
    try:
        workspace = open_workspace(settings, paths, Path.cwd(), known)
    except PathError as error:
        raise UsageProblem(str(error)) from error
    if not workspace.targets and not workspace.excluded:
        where = ", ".join(path.as_posix() for path in paths) or "this directory or its docs roots"
        raise UsageProblem(f"no Markdown pages in {where}")
    return workspace


def inputs_of(workspace: Workspace) -> list[Path]:
    """Return the files that a run reads: its pages, and the configurations of guidelint and of the sites."""
    files = [target.path for target in workspace.targets]
    configs = [workspace.config(target.path) for target in workspace.targets]
    files += {config.path for config in configs if config}
    return [*files, workspace.settings.file] if workspace.settings.file else files


def directory_in_repository(folder: Path) -> str:
    """Return `folder` below the top of its repository, with ``/``; "" at the top and outside of any."""
    top = repository_top(folder)
    name = folder.relative_to(top).as_posix() if top else "."
    return "" if name == "." else name
