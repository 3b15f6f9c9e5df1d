"""The order of requests, without any network or clock."""

from __future__ import annotations

from dataclasses import dataclass

from guidelint.links.plan import Plan


@dataclass(eq=False)
class Asked:
    """A job of the plan."""

    host: str
    name: str = ""
    cancelled: bool = False


def started(plan: Plan[Asked], now: float = 0.0) -> list[str]:
    names = []
    while (found := plan.next(now)) is not None:
        names.append(f"{found[0].host}{found[0].name}")
    return names


def test_the_most_loaded_host_comes_first_and_gets_no_more_than_its_window() -> None:
    plan: Plan[Asked] = Plan(64, 8)
    for number in range(3):
        plan.add(Asked("small", str(number)), 0.0)
    for number in range(9):
        plan.add(Asked("large", str(number)), 0.0)
    assert started(plan) == ["large0", "large1", "small0", "small1"]


def test_the_global_limit_holds() -> None:
    plan: Plan[Asked] = Plan(3, 8)
    for number in range(10):
        plan.add(Asked(f"host{number}"), 0.0)
    first = started(plan)
    assert len(first) == 3
    plan.ended(first[0], 0.0)
    assert len(started(plan)) == 1


def test_a_waiting_request_holds_no_slot() -> None:
    plan: Plan[Asked] = Plan(1, 8)
    plan.add(Asked("a", "-later"), 0.0, at=5.0)
    plan.add(Asked("b"), 0.0)
    assert started(plan) == ["b"]
    assert plan.wake_at() == 5.0
    plan.ended("b", 1.0)
    assert started(plan, 5.0) == ["a-later"]


def test_a_pause_stops_the_whole_host_and_no_other() -> None:
    plan: Plan[Asked] = Plan(64, 8)
    for number in range(3):
        plan.add(Asked("a", str(number)), 0.0)
    plan.pause("a", 10.0)
    plan.add(Asked("b"), 0.0)
    assert started(plan) == ["b"]
    assert started(plan, 10.0) == ["a0", "a1"]


def test_a_probe_is_asked_alone() -> None:
    plan: Plan[Asked] = Plan(64, 8)
    plan.add(Asked("a", "-other"), 0.0)
    plan.probe(Asked("a", "-probe"), 3.0)
    assert started(plan, 0.0) == []
    assert started(plan, 3.0) == ["a-probe"]
    plan.ended("a", 4.0)
    plan.release("a", 4.0)
    assert started(plan, 4.0) == ["a-other"]


def test_a_cancelled_probe_lets_the_others_go() -> None:
    plan: Plan[Asked] = Plan(64, 8)
    plan.add(Asked("a", "-other"), 0.0)
    plan.probe(Asked("a", "-probe", cancelled=True), 3.0)
    assert started(plan, 3.0) == ["a-other"]


def test_draining_takes_everything_that_waits() -> None:
    plan: Plan[Asked] = Plan(64, 8)
    plan.add(Asked("a", "1"), 0.0)
    plan.add(Asked("a", "2"), 0.0, at=9.0)
    plan.add(Asked("a", "3", cancelled=True), 0.0)
    assert [job.name for job in plan.drain("a")] == ["1", "2"]
    assert plan.waiting() == 0
