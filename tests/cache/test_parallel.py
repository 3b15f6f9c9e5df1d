"""Several processes find what one finds, and whatever happens to them, nothing is missing."""

import os
import signal
import sys
from concurrent.futures import Executor, Future

import pytest

from guidelint.cache import parallel
from guidelint.cache.facts import Facts
from guidelint.cache.reuse import CachingChecker
from guidelint.checks.catalogue import load_rules
from guidelint.config.load import load_settings
from guidelint.engine import make_plan
from guidelint.pipeline import check_pages
from guidelint.workspace import open_workspace
from tests.cache.runs import runs_in

forking = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are forked on Linux only"
)


class Inline(Executor):
    """Does everything at once and by itself, as an executor elsewhere might do it in its own way."""

    def submit(self, function, /, *arguments, **named):
        future = Future()
        future.set_result(function(*arguments, **named))
        return future


@pytest.fixture
def site(tmp_path, monkeypatch):
    runs = runs_in(tmp_path)
    monkeypatch.chdir(runs.folder)
    return runs.folder


def found(folder, jobs):
    """Return the findings and the external links of a run in so many processes."""
    settings = load_settings(folder)
    facts = Facts(None, (), folder)
    workspace = open_workspace(settings, [], folder, facts)
    plan = make_plan(settings, load_rules(settings.families), folder)
    outcome = check_pages(workspace, plan, CachingChecker(workspace, plan, facts, jobs=jobs))
    assert outcome.run.crashes == []
    return outcome.run.findings, outcome.links, facts.checked


@forking
def test_two_processes_find_the_same_in_the_same_order(site):
    one, two = found(site, 1), found(site, 2)
    assert two == one
    assert len(one[0]) > 5


@forking
def test_the_command_prints_the_same(tmp_path):
    runs = runs_in(tmp_path)
    assert runs.fresh("-j", "2") == runs.fresh("-j", "1")
    first = runs.check("-j", "2", "--output-format", "json")
    runs.write("docs/guide.md", "# Guide\n")
    assert runs.check("-j", "2", "--output-format", "json") == runs.fresh("--output-format", "json")
    assert first.out != runs.fresh("--output-format", "json").out


def test_another_executor_can_take_its_place(site, monkeypatch):
    expected = found(site, 1)
    monkeypatch.setattr(parallel, "forks", lambda _: Inline())
    assert found(site, 2)[:2] == expected[:2]


def die(_targets, _known):
    os.kill(os.getpid(), signal.SIGKILL)


@forking
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_worker_that_is_killed_leaves_its_pages_to_the_run(site, monkeypatch):
    expected = found(site, 1)
    monkeypatch.setattr(parallel, "check_chunk", die)
    assert found(site, 2)[:2] == expected[:2]


@forking
def test_a_process_that_cannot_be_started_is_no_error(site, monkeypatch):
    expected = found(site, 1)

    def refuse():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    assert found(site, 2)[:2] == expected[:2]


@pytest.mark.parametrize(
    ("groups", "workers"), [([0], 2), ([1], 2), ([7, 300], 3), ([1000], 2), ([1001, 5], 4)]
)
def test_chunks_hold_every_page_once(groups, workers):
    chunks = parallel.chunks_of([[(group, page) for page in range(group)] for group in groups], workers)
    assert sorted(page for chunk in chunks for page in chunk) == sorted(
        (group, page) for group in groups for page in range(group)
    )
    assert all(len({group for group, _ in chunk}) == 1 for chunk in chunks)


def test_a_worker_gets_chunks_that_stand_together():
    chunks = parallel.chunks_of([list(range(1024))], 2)
    assert [chunk[0] for chunk in chunks] == [0, 512, 128, 640, 256, 768, 384, 896]


def test_each_worker_gets_as_much_of_one_group():
    assert [len(chunk) for chunk in parallel.chunks_of([list(range(400))], 2)] == [100] * 4


def test_a_few_pages_are_worth_one_process():
    assert parallel.workers_for(parallel.WORTH_IT - 1) == 1
