"""What a run takes from an earlier one."""

import pytest

from guidelint import disk
from guidelint.cache.facts import Facts
from guidelint.cache.reuse import CachingChecker
from guidelint.checks.catalogue import load_rules
from guidelint.config.load import load_settings
from guidelint.engine import make_plan
from guidelint.pipeline import check_pages
from guidelint.workspace import open_workspace
from tests.cache.runs import runs_in


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "RACY", 0)
    runs = runs_in(tmp_path)
    runs.write("docs/index.md", "# Tides\n\n[Moon](https://moon.example/) and [gone](gone.md).\n")
    monkeypatch.chdir(runs.folder)
    return runs.folder


def checked(folder, *, links):
    """Return the external links of a run that is kept, and how many pages and sites it checked anew."""
    settings = load_settings(folder)
    facts = Facts(str(folder.parent / "cache"), (), folder)
    with disk.recording() as asked:
        workspace = open_workspace(settings, [], folder, facts)
        plan = make_plan(settings, load_rules(settings.families), folder)
        outcome = check_pages(workspace, plan, CachingChecker(workspace, plan, facts, links=links, jobs=1))
    assert facts.write(asked) is None
    return list(outcome.links), facts.checked


def test_links_are_collected_once_a_run_wants_them(site):
    everything = checked(site, links=False)[1]
    assert checked(site, links=False) == ([], 0)
    assert checked(site, links=True) == (["https://moon.example/"], everything)
    assert checked(site, links=True) == (["https://moon.example/"], 0)
    assert checked(site, links=False) == ([], 0)
