"""What the environment gives, and what never comes out again."""

from __future__ import annotations

import asyncio

import pytest

from guidelint.links.environment import header, proxies, secrets
from guidelint.links.model import HostHeader, NetworkOptions, Proxies, Results
from tests.links.servers import LOOPBACK, Reply, Seen, Server, ask, moved, page, serving


def test_a_header_is_filled_in_from_the_environment() -> None:
    made = header("api.site.org", "Authorization", "Bearer ${GUIDELINT_TOKEN}", {"GUIDELINT_TOKEN": "s3cret"})
    assert made == HostHeader("api.site.org", "Authorization", "Bearer s3cret")
    assert "s3cret" not in repr(made)


@pytest.mark.parametrize(
    ("environment", "problem"),
    [({}, "TOKEN, which is not set"), ({"GUIDELINT_TOKEN": "a\r\nX: b"}, "no header can hold")],
)
def test_a_header_that_cannot_be_made_is_an_error(environment: dict[str, str], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        header("api.site.org", "Authorization", "Bearer ${GUIDELINT_TOKEN}", environment)


def test_other_variables_of_a_ci_job_stay_where_they_are() -> None:
    with pytest.raises(ValueError, match="only variables that begin with GUIDELINT_ are read"):
        header("evil.org", "X-Key", "${GITHUB_TOKEN}", {"GITHUB_TOKEN": "s3cret"})


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Proxies()),
        ({"http_proxy": "http://p:1"}, Proxies(http="http://p:1")),
        ({"HTTPS_PROXY": "http://p:1"}, Proxies(https="http://p:1")),
        ({"ALL_PROXY": "socks5h://p:1"}, Proxies("socks5h://p:1", "socks5h://p:1")),
        (
            {"all_proxy": "http://p:1", "NO_PROXY": "a.org, .b.org"},
            Proxies("http://p:1", "http://p:1", None, ("a.org", ".b.org")),
        ),
        ({"all_proxy": "http://p:1", "no_proxy": "*"}, Proxies()),
        ({"HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"}, Proxies()),
    ],
)
def test_proxies_are_read_as_curl_reads_them(environment: dict[str, str], expected: Proxies) -> None:
    assert proxies(environment) == expected


def test_a_server_that_sends_a_secret_back_does_not_bring_it_into_the_report() -> None:
    def echo(seen: Seen) -> Reply:
        token = seen.headers["authorization"].rpartition(" ")[2]
        if seen.target == "/a":
            return moved(f"/b?echo={token}")
        return Reply(503, page(f"Just a moment... {token}"))

    server = Server({"*": echo})

    async def run() -> Results:
        async with serving(server):
            headers = [HostHeader(server.url, "Authorization", "Bearer s3cret-token")]
            return await ask([f"{server.url}/a"], NetworkOptions(allow_networks=LOOPBACK, headers=headers))

    results = asyncio.run(run())
    assert len(server.seen) == 2
    assert "s3cret" not in repr(results)
    assert "***" in repr(results)


def test_a_user_agent_is_no_secret() -> None:
    assert secrets([HostHeader("a.org", "User-Agent", "a browser")]) == ()
