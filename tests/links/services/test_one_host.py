"""An API on the host of its pages: both share what the host can bear, and what becomes of it."""

import asyncio

import pytest

from guidelint.links.model import NetworkOptions, ServiceOptions
from guidelint.links.verdict import Verdict
from tests.links.servers import LOOPBACK, Reply, Server, ask, page, serving
from tests.links.services.apis import answer

APP, ABOUT = "/apps/org.tide.Clock", "/about"
API = "/api/v2/appstream/org.tide.Clock"
FOUND = answer({"id": "org.tide.Clock"})
LATER = Reply(429, headers=[("Retry-After", "3600")])


def verdicts(pages, *paths, limit=8):
    """Ask about pages of one server, whose API is that of Flathub."""

    async def run():
        server = Server(pages)
        async with serving(server):
            services = ServiceOptions(instances={"flathub": {"127.0.0.1": f"{server.url}/api/v2"}})
            options = NetworkOptions(
                timeout=2, allow_networks=LOOPBACK, services=services, per_host_limit=limit
            )
            found = await ask([f"{server.url}{path}" for path in paths], options)
        return [result.verdict for result in found.links.values()], server

    return asyncio.run(run())


def test_questions_and_pages_share_the_pace_of_the_host():
    pages = {API: FOUND, ABOUT: page(), "*": page()}
    found, server = verdicts(pages, APP, *(f"/page/{number}" for number in range(20)), limit=2)
    assert set(found) == {Verdict.OK}
    assert server.most_active <= 2


@pytest.mark.parametrize("first", [ABOUT, APP])
def test_a_host_that_wants_to_be_left_alone_gets_no_question_either(first):
    other = APP if first == ABOUT else ABOUT
    found, server = verdicts({"*": LATER}, first, other, limit=1)
    assert set(found) <= {Verdict.BLOCKED, Verdict.UNDECIDED}
    assert len(server.seen) <= 3


def test_a_host_whose_pages_are_closed_leaves_nothing_open():
    found, _ = verdicts({ABOUT: LATER, API: FOUND, APP: page()}, ABOUT, APP, limit=1)
    assert found[0] is Verdict.BLOCKED
    assert found[1] in (Verdict.OK, Verdict.UNDECIDED)


def test_a_host_that_is_gone_is_gone_for_its_questions_too():
    async def run():
        server = Server({})
        async with serving(server):
            url = server.url
        services = ServiceOptions(instances={"flathub": {"127.0.0.1": f"{url}/api/v2"}})
        options = NetworkOptions(timeout=1, allow_networks=LOOPBACK, services=services)
        return (await ask([f"{url}{APP}", f"{url}{ABOUT}"], options)).links.values()

    assert {result.verdict for result in asyncio.run(run())} <= {Verdict.DEAD, Verdict.UNDECIDED}
