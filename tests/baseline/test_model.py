"""What a baseline takes out of a report, and what it says is fixed."""

from datetime import date

from msgspec.structs import replace

from guidelint.baseline.model import Baseline, Entry, Match, entries_of
from guidelint.findings import Finding, Location, Severity, Standing

TODAY = date(2030, 5, 1)


def found(path, line, cause="b.md#x", **more):
    place = Location(path, line, 1, line, 9)
    return Finding("link-anchor", "GL502", Severity.ERROR, place, "no such anchor", cause, **more)


ONE, TWO, OTHER = found("a.md", 2), found("a.md", 9), found("c.md", 4)


def match(*findings, **changes):
    entries = (replace(entry, **changes) for entry in entries_of(findings))
    return Match(Baseline(tuple(entries)), TODAY)


def new(matched, *findings):
    return [entry for entry in matched.sift(findings) if entry.standing is Standing.NEW]


def test_an_entry_counts_the_places_in_a_file():
    assert [(entry.path, entry.count) for entry in entries_of([ONE, TWO, TWO, OTHER])] == [
        ("a.md", 2),
        ("c.md", 1),
    ]


def test_everything_that_was_there_is_left_out():
    assert new(match(ONE, TWO, OTHER), ONE, TWO, OTHER) == []


def test_lines_may_move():
    assert new(match(ONE), found("a.md", 200)) == []


def test_a_further_place_is_new():
    assert new(match(ONE, OTHER), ONE, TWO, OTHER) == [TWO]


def test_a_place_that_moves_to_another_page_is_not():
    assert new(match(ONE, TWO), ONE, OTHER) == []


def test_what_was_known_before_a_change_is_covered_first():
    known = replace(TWO, standing=Standing.KNOWN)
    [first, second] = match(ONE).sift([ONE, known])
    assert (first.standing, second.standing) == (Standing.NEW, Standing.BASELINED)


def test_another_cause_or_number_is_another_finding():
    for other in (found("a.md", 2, "b.md#y"), replace(ONE, number=1)):
        assert new(match(ONE), other) == [other]


def test_an_entry_holds_until_its_last_day():
    assert new(match(ONE, until=TODAY), ONE) == []
    ended = match(ONE, until=date(2030, 4, 30))
    assert new(ended, ONE) == [ONE]
    assert [entry.path for entry in ended.baseline.expired(TODAY)] == ["a.md"]


class TestWhatIsFixed:
    def left(self, matched, is_judged=lambda _: True):
        return [(entry.path, entry.count) for entry in matched.left_over(is_judged)]

    def test_places_that_are_gone(self):
        matched = match(ONE, TWO, OTHER)
        matched.sift([ONE])
        assert self.left(matched) == [("a.md", 1), ("c.md", 1)]
        assert self.left(matched, lambda entry: entry.path == "c.md") == [("c.md", 1)]

    def test_a_place_that_moved_is_not_gone(self):
        matched = match(ONE, TWO)
        matched.sift([ONE, OTHER])
        assert self.left(matched) == []

    def test_an_entry_that_has_ended_is_fixed_only_when_its_place_is_gone(self):
        matched = match(ONE, until=date(2020, 1, 1))
        matched.sift([ONE])
        assert self.left(matched) == []

    def test_asking_twice_gives_the_same(self):
        matched = match(ONE, TWO)
        for _ in range(2):
            assert new(matched, ONE, OTHER) == []
        assert self.left(matched) == []


def test_days_and_reasons_stay_with_their_finding():
    known = Entry("a.md", "link-anchor", ONE.fingerprint, 1, "old words", TODAY, "waiting for the museum")
    [same] = entries_of([ONE], [known])
    assert (same.until, same.reason, same.message) == (TODAY, "waiting for the museum", "no such anchor")
    [moved] = entries_of([OTHER], [known])
    assert (moved.path, moved.reason) == ("c.md", "waiting for the museum")
