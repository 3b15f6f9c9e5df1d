"""How many requests a host gets at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guidelint.links.pace import START, Pace


def play(limit: int, requests: int, most: int = 8) -> tuple[Pace, int]:
    """Ask a host that refuses what exceeds its limit; give the pace and the number of refusals."""
    pace, refusals, in_flight = Pace(most), 0, []
    for _ in range(requests):
        while pace.has_room(0.0):
            in_flight.append(pace.start())
        level = in_flight.pop()
        if level > limit:
            refusals += 1
            pace.refused(level)
        else:
            pace.answered(level)
        pace.end(0.0)
    return pace, refusals


def test_it_starts_low_and_grows_by_one_for_each_window_of_answers() -> None:
    pace = Pace(8)
    assert pace.window == START
    levels = [pace.start(), pace.start()]
    assert not pace.has_room(0.0)
    for level in levels:
        pace.answered(level)
        pace.end(0.0)
    assert START < pace.window <= START + 1


def test_it_finds_what_the_host_takes_and_keeps_to_it() -> None:
    for limit in (2, 3, 4, 6):
        pace, refusals = play(limit, 120)
        assert int(pace.window) <= limit + 1
        assert refusals <= 8


def test_it_never_exceeds_its_limit() -> None:
    pace, refusals = play(limit=100, requests=500, most=8)
    assert (int(pace.window), refusals) == (8, 0)


def test_refusals_close_together_halve_the_window() -> None:
    pace, _ = play(limit=100, requests=300)
    for _ in range(200):
        pace.answered(8)
    pace.refused(1)
    assert pace.window == 8
    pace.refused(1)
    assert pace.window == 4


def test_a_refusal_now_and_then_is_about_its_own_address() -> None:
    pace, _ = play(limit=100, requests=300)
    for _ in range(10):
        for _ in range(12):
            pace.answered(8)
        pace.refused(8)
    assert pace.window == 8


def test_a_slot_that_a_silent_server_may_still_hold_is_not_given_away() -> None:
    pace = Pace(8)
    pace.start()
    pace.end(0.0, held_until=30.0)
    pace.start()
    assert not pace.has_room(1.0)
    assert pace.has_room(31.0)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 12)), max_size=200))
def test_one_request_is_always_possible(events: list[tuple[bool, int]]) -> None:
    pace = Pace(8)
    for refused, level in events:
        (pace.refused if refused else pace.answered)(level)
        assert 1 <= pace.window <= 8
        assert pace.has_room(0.0)
