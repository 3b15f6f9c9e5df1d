"""A small soak, as part of the tests; `tests.links.soak` runs a long one by hand."""

from guidelint.links.verdict import Verdict
from tests.links.soak import soak

LINKS = 1500


def test_every_link_has_one_verdict_and_nothing_is_left():
    outcome = soak(LINKS)
    assert outcome.is_sound, outcome
    assert sum(outcome.verdicts.values()) == LINKS
    assert outcome.verdicts["ok"] >= 0.9 * LINKS
    assert len(outcome.verdicts) > 1
    assert set(outcome.verdicts) <= set(Verdict)
