"""What a repository brings besides pages: configurations, and the settings of other tools."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from guidelint.adopt.files import foreign_settings
from guidelint.adopt.proposal import propose, render
from guidelint.adopt.repository import look_at
from guidelint.asking import asking_for
from guidelint.checks.catalogue import load_rules
from guidelint.config.errors import ConfigurationError
from guidelint.config.load import settings_of
from guidelint.engine import make_plan
from guidelint.patterns import path_patterns
from guidelint.site.discover import load_site_config
from guidelint.site.files import collect_files
from guidelint.site.yaml import ConfigError
from tests.fuzz.places import file, folder, site_folder

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(load_rules())


def _require(holds: bool) -> None:
    assert holds


def configuration(data: bytes) -> None:
    """Read a guidelint.toml: it makes a plan, or an error with file and line."""
    text = data.decode("utf-8", "ignore")
    try:
        settings = settings_of(text, site_folder() / "guidelint.toml")
        plan = make_plan(settings, _rules(), site_folder())
        asking_for(settings, {"GUIDELINT_A": "b"}, history=True)
        settings.excludes("docs/index.md")
        for rule in plan.rules[:3]:
            plan.ignores(rule, "docs/index.md")
    except ConfigurationError as error:
        _require("guidelint.toml" in str(error))


def site(data: bytes) -> None:
    """Read a mkdocs.yml or zensical.toml: it is a site with files, or an error with a place."""
    name = "zensical.toml" if data[:1] < b"@" else "mkdocs.yml"
    path = site_folder() / name
    path.write_bytes(data[1:])
    try:
        config = load_site_config(path, {"DOCS": "docs"})
        collect_files(config)
        hash(config.dialect)
    except ConfigError as error:
        _require(error.line >= 1 and error.column >= 1)
    finally:
        path.unlink()


FOREIGN = (
    "lychee.toml",
    ".markdown-link-check.json",
    ".linkcheckerrc",
    "linkinator.config.json",
    ".github/workflows/links.yml",
    ".gitlab-ci.yml",
)


def adopt(data: bytes) -> None:
    """Take over the settings of another link checker: what comes out is a configuration."""
    top = folder() / "foreign"
    name = FOREIGN[data[0] % len(FOREIGN)] if data else FOREIGN[0]
    path = file(f"foreign/{name}", data[1:])
    (top / ".git").mkdir(exist_ok=True)
    try:
        settings_of(render(propose(look_at(top, top), list(foreign_settings(top)))), top / "guidelint.toml")
    finally:
        path.unlink()


def patterns(data: bytes) -> None:
    """Match a path against the lines of a .gitignore: it matches or not, at once."""
    lines = data.decode("utf-8", "replace").splitlines()
    try:
        spec = path_patterns(lines[1:])
    except ValueError:
        return
    spec.check_file(lines[0] if lines else "a")
