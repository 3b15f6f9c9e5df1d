"""Test rules by their pages: the examples of a page must do what the page says.

For a rule of a plugin::

    from guidelint.testing import check_examples

    def test_the_page_of_my_rule():
        check_examples(Path("my_plugin/rules/my-rule.md"), my_rule)

The other functions write, check and mend small sites, for tests that need more than examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from guidelint.checks.catalogue import load_rules
from guidelint.config.layer import Layer
from guidelint.config.load import load_settings
from guidelint.config.selectors import Selection, Selector
from guidelint.engine import make_plan
from guidelint.findings import Severity
from guidelint.mending import Mending
from guidelint.pipeline import check_pages
from guidelint.rulebook import RulePage, parse_rule_page
from guidelint.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule
    from guidelint.engine import Plan
    from guidelint.findings import Finding
    from guidelint.pipeline import Outcome

EXAMPLE_SITE = """\
site_name: Example
theme:
  name: material
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.tabbed:
      alternate_style: true
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
"""


def check_examples(page: RulePage | Path, rule: Rule | None = None) -> None:
    """Check that the examples of a rule page do what they are marked as.

    A ``bad`` example gives a finding of the rule and no error of another one; a ``good`` and a
    ``fixed`` one give none at all; where there are ``fixed`` ones, each is what fixing makes of the
    ``bad`` one of the same number, and fixing again changes nothing. `page` is a page or its file;
    `rule` is its rule, which a built-in rule needs not be given. Raises `AssertionError`, which names
    the example, and `RuleBookError` for a page of another form.
    """
    if isinstance(page, Path):
        page = parse_rule_page(page.stem, page.read_text(encoding="utf-8"))
    rules = () if rule is None else (rule,)
    for number, site in enumerate(page.sites("bad"), 1):
        with TemporaryDirectory() as folder:
            _check_bad(
                f"bad example {number} of {page.name}", write_site(Path(folder), site), page.name, rules
            )
    for mark in ("good", "fixed"):
        for number, site in enumerate(page.sites(mark), 1):
            with TemporaryDirectory() as folder:
                findings = check_site(write_site(Path(folder), site), [page.name], rules=rules)
                _must(
                    not findings, f"{mark} example {number} of {page.name} is not silent: {_shown(findings)}"
                )
    for number, (bad, fixed) in enumerate(zip(page.sites("bad"), page.sites("fixed"), strict=False), 1):
        with TemporaryDirectory() as folder:
            title, site_folder = f"fixed example {number} of {page.name}", write_site(Path(folder), bad)
            _check_fix(title, site_folder, {**bad, **fixed}, page.name, rules)


def _check_bad(title: str, folder: Path, name: str, rules: Sequence[Rule]) -> None:
    findings = check_site(folder, [name], rules=rules)
    _must(any(entry.rule == name for entry in findings), f"{title} is silent")
    others = [entry for entry in findings if entry.rule != name and entry.severity is Severity.ERROR]
    _must(not others, f"{title} has errors of other rules: {_shown(others)}")


def _check_fix(title: str, folder: Path, fixed: Mapping[str, str], name: str, rules: Sequence[Rule]) -> None:
    mending = mend_site(folder, [name], rules=rules)
    refused = [f"{refusal.finding.rule}: {refusal.reason}" for refusal in mending.refused]
    _must(not refused, f"{title}: refused: {refused}")
    _must(bool(mending.fixed), f"{title}: nothing is fixed")
    made = read_files(folder, fixed)
    _must(made == fixed, f"{title}: fixing makes {made}, not {dict(fixed)}")
    _must(not mend_site(folder, [name], rules=rules).changed, f"{title}: fixing again changes it again")


def write_site(folder: Path, files: Mapping[str, str | bytes], configuration: str = EXAMPLE_SITE) -> Path:
    """Write `files` by their paths, with a usual mkdocs.yml unless they bring their own."""
    for name, content in {"mkdocs.yml": configuration, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read_files(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the texts of the files `names` in `folder`, their line ends as they are."""
    return {name: (folder / name).read_bytes().decode() for name in names}


def check_site(
    folder: Path, extra: Iterable[str] = (), paths: Sequence[Path] = (), rules: Sequence[Rule] = ()
) -> list[Finding]:
    """Return all findings of the usual rules and those named `extra`, as ``check --offline`` gives them.

    `rules` are those of the package under test, beside the built-in ones. Raises `AssertionError` with
    the traceback if a rule raises.
    """
    workspace, plan = _opened_with(folder, extra, paths, rules)
    return _sound(check_pages(workspace, plan)).run.take()


def mend_site(
    folder: Path, extra: Iterable[str] = (), paths: Sequence[Path] = (), rules: Sequence[Rule] = ()
) -> Mending:
    """Fix the pages of the site, with unsafe fixes too, as ``check --offline --fix`` does."""
    workspace, plan = _opened_with(folder, extra, paths, rules)
    mending = Mending(workspace, plan, unsafe=True)
    _sound(mending.check())
    return mending


def opened(
    folder: Path, extra: Iterable[str] = (), paths: Sequence[Path] = (), rules: Sequence[Rule] | None = None
) -> tuple[Workspace, Plan]:
    """Return the pages of a site, and the plan that its settings make of all rules or of `rules`."""
    selection = Selection(extend_select=tuple(Selector(name) for name in extra))
    settings = load_settings(folder, overrides=Layer(selection=selection))
    workspace = open_workspace(settings, paths or [folder], folder)
    return workspace, make_plan(settings, load_rules(settings.families) if rules is None else rules, folder)


def _opened_with(
    folder: Path, extra: Iterable[str], paths: Sequence[Path], rules: Sequence[Rule]
) -> tuple[Workspace, Plan]:
    return opened(folder, extra, paths, [*load_rules(), *rules] if rules else None)


def _sound(outcome: Outcome) -> Outcome:
    _must(not outcome.run.crashes, "".join(crash.traceback for crash in outcome.run.crashes[:1]))
    return outcome


def _shown(findings: Iterable[Finding]) -> str:
    places = [(entry.location.path, entry.location.line, entry.rule, entry.message) for entry in findings]
    return "; ".join(f"{path}:{line} {rule}: {message}" for path, line, rule, message in places)


def _must(holds: object, complaint: str) -> None:
    if not holds:
        raise AssertionError(complaint)
