"""Certificates: each fault has its name, and a page behind a faulty one is not called dead."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guidelint.links.failures import Kind, name_failure
from guidelint.links.model import LinkResult, NetworkOptions
from guidelint.links.verdict import Verdict
from tests.links.servers import LOOPBACK, Reply, Server, ask, page, serving

trustme = pytest.importorskip("trustme")
PAST = datetime.now(UTC) - timedelta(days=3)


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A certificate authority that this process trusts."""
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return made


def context(certificate, *, alone: bool = False) -> ssl.SSLContext:
    """A server's side of TLS; `alone` leaves out the certificates of the issuers."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    chain = certificate.cert_chain_pems[:1] if alone else certificate.cert_chain_pems
    with trustme.Blob(
        b"".join([certificate.private_key_pem.bytes(), *(blob.bytes() for blob in chain)])
    ).tempfile() as path:
        made.load_cert_chain(path)
    return made


def check(tls: ssl.SSLContext | None, links: int = 1) -> tuple[list[LinkResult], Server]:
    server = Server({"*": page()})

    async def run() -> list[LinkResult]:
        async with serving(server, tls=tls):
            urls = [f"https://127.0.0.1:{server.port}/{number}" for number in range(links)]
            results = await ask(urls, NetworkOptions(timeout=3, allow_networks=LOOPBACK))
            return list(results.links.values())

    return asyncio.run(run()), server


def test_a_good_certificate(authority) -> None:
    [result], _ = check(context(authority.issue_cert("127.0.0.1")))
    assert result.verdict is Verdict.OK


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("expired", "expired"),
        ("name", "another"),
        ("issuer", "issuer"),
        ("self-signed", "self-signed"),
        ("intermediate", "missing or unknown"),
    ],
)
def test_faults_have_names(authority, fault: str, reason: str) -> None:
    if fault == "expired":
        tls = context(authority.issue_cert("127.0.0.1", not_before=PAST, not_after=PAST + timedelta(days=1)))
    elif fault == "name":
        tls = context(authority.issue_cert("127.0.0.77"))
    elif fault == "issuer":
        tls = context(trustme.CA().issue_cert("127.0.0.1"))
    elif fault == "self-signed":
        own = trustme.CA()
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with trustme.Blob(own.private_key_pem.bytes() + own.cert_pem.bytes()).tempfile() as path:
            tls.load_cert_chain(path)
    else:
        tls = context(authority.create_child_ca().issue_cert("127.0.0.1"), alone=True)
    [result], _ = check(tls)
    assert (result.verdict, result.attempts) == (Verdict.INSECURE, 1)
    assert reason in result.reason


def test_one_certificate_is_one_fault_of_the_host() -> None:
    results, server = check(context(trustme.CA().issue_cert("127.0.0.1")), links=20)
    assert {result.verdict for result in results} == {Verdict.INSECURE}
    assert {result.host_gone for result in results} <= {"127.0.0.1", None}
    assert server.connections <= 3


def test_an_outdated_version_is_insecure() -> None:
    problem = ssl.SSLError(1, "unsupported protocol")
    problem.reason = "UNSUPPORTED_PROTOCOL"
    failure = name_failure(problem, 0.1)
    assert (failure.kind, failure.detail) == (Kind.TLS, "the server only speaks an outdated TLS version")


def test_a_server_that_does_not_speak_tls_is_dead() -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async def run() -> list[LinkResult]:
        listener = await asyncio.start_server(plain, "127.0.0.1")
        async with listener:
            port = listener.sockets[0].getsockname()[1]
            return list((await ask([f"https://127.0.0.1:{port}/"])).links.values())

    [result] = asyncio.run(run())
    assert (result.verdict, result.reason) == (Verdict.DEAD, "the server does not speak TLS")


def test_a_redirect_from_http_to_https_is_a_move(authority) -> None:
    plain = Server({})
    secure = Server({"/a": page()})
    plain.pages["/a"] = lambda _: Reply(301, headers=[("Location", f"https://127.0.0.1:{secure.port}/a")])

    async def run() -> LinkResult:
        async with serving(secure, tls=context(authority.issue_cert("127.0.0.1"))), serving(plain):
            return (await ask([f"{plain.url}/a"])).links[f"{plain.url}/a"]

    result = asyncio.run(run())
    assert (result.verdict, result.permanent_url) == (Verdict.MOVED, f"https://127.0.0.1:{secure.port}/a")
