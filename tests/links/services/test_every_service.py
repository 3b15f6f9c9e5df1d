"""What holds for every service: it is believed when it answers as documented, and never in the way."""

import re

import pytest
from msgspec.structs import replace

from guidelint.config.link_services import SERVICE_NAMES
from guidelint.links.services import desk
from guidelint.links.services.model import Said, no_questions
from guidelint.links.services.table import BY_NAME, SERVICES
from guidelint.links.verdict import Verdict
from tests.links.servers import Reply, page
from tests.links.services.apis import World, answer
from tests.links.services.samples import SAMPLES

EACH = pytest.mark.parametrize("sample", SAMPLES.values(), ids=list(SAMPLES))
FAILURES = {
    "broken JSON": Reply(body='{"data": {"r0": ', content_type="application/json"),
    "another form": answer({"tides": []}),
    "a list": answer([]),
    "HTML instead": Reply(body=page("Just a moment")),
    "HTML with 404": Reply(404, page("Nothing here")),
    "empty": Reply(204),
    "an error": answer({"message": "oops"}, 500),
    "no quota": answer({"message": "slow down"}, 429),
    "no quota, as GitHub says": answer({"message": "rate limit"}, 403, x_ratelimit_remaining="0"),
    "forbidden": answer({"message": "no"}, 403),
    "come back tomorrow": answer({}, 429, retry_after="86400"),
    "reset": Reply(reset=True),
    "not HTTP": Reply(raw=b"220 ready\r\n"),
    "silent": Reply(silent=True),
    "elsewhere": Reply(302, headers=[("Location", "http://127.0.0.3:9/")]),
    "in a circle": Reply(302, headers=[("Location", "/here")]),
    "too deep": Reply(body="[" * 100_000, content_type="application/json"),
}


def world(sample, api, **more):
    return World(sample.service, {"*": api}, token=sample.token, **more)


def test_the_configuration_knows_the_names():
    assert tuple(service.name for service in SERVICES) == SERVICE_NAMES


def test_every_service_with_an_api_has_a_sample():
    asking = {service.name for service in SERVICES if service.questions is not no_questions}
    assert {sample.service for sample in SAMPLES.values()} == asking


def test_what_is_documented_nowhere_is_off():
    assert [service.name for service in SERVICES if not service.documented] == ["edge-addons"]


@EACH
def test_what_is_there_costs_one_question(sample):
    asked = world(sample, sample.found).ask(sample.path)
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 0))
    assert asked.only.final_url is None
    assert asked.only.evidence is None
    assert asked.only.attempts == 1


@EACH
def test_what_is_not_there(sample):
    asked = world(sample, sample.missing).ask(sample.path)
    assert (asked.only.verdict, asked.counts) == (sample.wrong, sample.asked)


@EACH
def test_what_is_not_there_for_readers_either_is_dead(sample):
    asked = world(sample, sample.missing, pages={}).ask(sample.path)
    assert asked.only.verdict is Verdict.DEAD


@EACH
@pytest.mark.parametrize("failure", FAILURES.values(), ids=list(FAILURES))
def test_a_service_that_fails_makes_no_link_worse(sample, failure):
    for pages in ({"*": page()}, {"*": Reply(301, headers=[("Location", "/new")]), "/new": page()}):
        failing = world(sample, failure, pages=pages).ask(sample.path)
        without = world(sample, failure, pages=pages, off=True).ask(sample.path)
        assert failing.only.verdict is without.only.verdict
        assert without_ports(failing.only.reason) == without_ports(without.only.reason)
        assert len(failing.api.seen) <= 3
        assert len(failing.pages.seen) == len(without.pages.seen)
        assert not failing.only.evidence


def without_ports(text):
    return re.sub(r":\d+", "", text)


@EACH
def test_a_pause_that_is_short_is_waited_for(sample):
    asked = World(sample.service, {"*": [answer({}, 429, retry_after="2"), sample.found]}, token=sample.token)
    targets = asked.ask(sample.path)
    assert targets.only.verdict is Verdict.OK
    assert targets.counts == (2, 0)


@EACH
def test_switched_off_nothing_is_asked_but_the_page(sample):
    asked = world(sample, sample.missing, off=True).ask(sample.path)
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (0, 1))


@EACH
def test_a_defect_of_ours_costs_no_link_its_verdict(sample, monkeypatch):
    def broken(*arguments):
        raise ZeroDivisionError

    service = BY_NAME[sample.service]
    monkeypatch.setitem(BY_NAME, sample.service, replace(service, read=broken))
    asked = world(sample, sample.found).ask(sample.path)
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 1))
    [(address, trace)] = asked.defects
    assert address.startswith("http://127.0.0.1")
    assert "ZeroDivisionError" in trace


def test_a_service_that_goes_on_asking_is_left_for_a_plain_request(monkeypatch):
    service = BY_NAME["flathub"]

    def more(question, _answer, _context):
        return {claim: Said(then=question) for claim in question.claims}

    monkeypatch.setitem(BY_NAME, "flathub", replace(service, read=more))
    asked = World("flathub", {"*": answer({})}).ask("/apps/org.tide.Clock")
    assert asked.only.verdict is Verdict.OK
    assert asked.counts == (1 + desk.MOST_FOLLOW_UPS, 1)
