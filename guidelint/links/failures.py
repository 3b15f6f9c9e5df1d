"""Why no answer came: exceptions of the network, named."""

from __future__ import annotations

import errno
import socket
import ssl
from enum import StrEnum

import aiohttp
from msgspec import Struct

from guidelint.links.guard import ForbiddenAddressError
from guidelint.links.routes import DroppedError


class Kind(StrEnum):
    """What went wrong before an answer came."""

    SILENT = "no answer in time"
    CONNECT_TIMEOUT = "no connection in time"
    REFUSED = "connection refused"
    RESET = "connection reset"
    EMPTY = "connection closed without an answer"
    NOT_HTTP = "the answer is not HTTP"
    UNREADABLE = "the answer cannot be read"
    NO_NAME = "no such host name"
    RESOLVER = "the name could not be looked up"
    NO_ROUTE = "our network has no route to it"
    UNREACHABLE = "host unreachable"
    FORBIDDEN = "not a public address"
    CERTIFICATE = "certificate"
    TLS = "TLS"
    PROXY = "the proxy failed"
    OTHER = "no connection"
    DEFECT = "guidelint failed on the answer"


OURS = frozenset({Kind.RESOLVER, Kind.NO_ROUTE, Kind.PROXY})
OF_THE_HOST = frozenset(
    {
        Kind.CONNECT_TIMEOUT,
        Kind.REFUSED,
        Kind.NO_NAME,
        Kind.RESOLVER,
        Kind.NO_ROUTE,
        Kind.UNREACHABLE,
        Kind.FORBIDDEN,
        Kind.CERTIFICATE,
        Kind.TLS,
        Kind.OTHER,
    }
)
UNREACHED = OURS | {Kind.CONNECT_TIMEOUT, Kind.REFUSED, Kind.NO_NAME, Kind.UNREACHABLE, Kind.OTHER}
_BY_ERRNO = {
    errno.ECONNREFUSED: Kind.REFUSED,
    errno.ECONNRESET: Kind.RESET,
    errno.EPIPE: Kind.RESET,
    errno.ECONNABORTED: Kind.RESET,
    errno.ENETUNREACH: Kind.NO_ROUTE,
    errno.ENETDOWN: Kind.NO_ROUTE,
    errno.EADDRNOTAVAIL: Kind.NO_ROUTE,
    errno.EHOSTUNREACH: Kind.UNREACHABLE,
    errno.ETIMEDOUT: Kind.CONNECT_TIMEOUT,
    errno.EACCES: Kind.FORBIDDEN,
    errno.EPERM: Kind.NO_ROUTE,
}
_NO_NAME = {
    socket.EAI_NONAME,
    getattr(socket, "EAI_NODATA", socket.EAI_NONAME),
    getattr(socket, "EAI_ADDRFAMILY", socket.EAI_NONAME),
}
# X509_V_ERR_* of OpenSSL.
_CERTIFICATE = {
    9: "the certificate is not valid yet",
    10: "the certificate has expired",
    18: "the certificate is self-signed",
    19: "the certificate chain ends in an unknown, self-signed root",
    20: "the issuer of the certificate is missing or unknown (browsers may fetch a missing one)",
    21: "the issuer of the certificate is missing or unknown (browsers may fetch a missing one)",
    23: "the certificate has been revoked",
    62: "the certificate is for another name",
    64: "the certificate is for another address",
}


class Failure(Struct, frozen=True):
    """No answer: the kind, a sentence, and the seconds it took."""

    kind: Kind
    detail: str
    seconds: float = 0.0


def name_failure(problem: BaseException, seconds: float) -> Failure:
    """Turn an exception of aiohttp, of the resolver or of the socket into a Failure."""
    kind, detail = _kind(problem)
    return Failure(kind, detail or str(kind), seconds)


def _kind(problem: BaseException) -> tuple[Kind, str]:
    if isinstance(problem, DroppedError) and problem.__cause__ is not None:
        problem = problem.__cause__
    cause = _cause(problem)
    if isinstance(cause, ForbiddenAddressError):
        return Kind.FORBIDDEN, str(cause.strerror)
    if _is_the_proxys(problem):
        return Kind.PROXY, "the proxy failed"
    if isinstance(cause, ssl.SSLError):
        return _tls(cause)
    if isinstance(cause, socket.gaierror):
        return (Kind.NO_NAME, "") if cause.errno in _NO_NAME else (Kind.RESOLVER, "")
    if isinstance(problem, aiohttp.ClientResponseError):
        is_http = "Expected HTTP/" not in problem.message and "status line" not in problem.message.lower()
        return (Kind.UNREADABLE if is_http else Kind.NOT_HTTP), ""
    return _by_type(problem, cause), ""


def _cause(problem: BaseException) -> BaseException:
    """Give the exception of the socket, of TLS or of the resolver behind one of aiohttp."""
    if isinstance(problem, aiohttp.ClientConnectorCertificateError):
        return problem.certificate_error
    if isinstance(problem, aiohttp.ClientConnectorError) and problem.os_error is not None:
        return problem.os_error
    return problem


def _is_the_proxys(problem: BaseException) -> bool:
    if isinstance(problem, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
        return True
    return type(problem).__module__.startswith(("python_socks", "aiohttp_socks"))


def _by_type(problem: BaseException, cause: BaseException) -> Kind:
    if isinstance(problem, aiohttp.ConnectionTimeoutError):
        return Kind.CONNECT_TIMEOUT
    if isinstance(problem, TimeoutError):
        return Kind.SILENT
    if isinstance(problem, aiohttp.ServerDisconnectedError):
        return Kind.EMPTY
    if isinstance(cause, ConnectionResetError):
        return Kind.RESET
    return _BY_ERRNO.get(cause.errno or 0, Kind.OTHER) if isinstance(cause, OSError) else Kind.UNREADABLE


def _tls(problem: ssl.SSLError) -> tuple[Kind, str]:
    if isinstance(problem, ssl.SSLCertVerificationError):
        unknown = f"the certificate is not trusted ({problem.verify_message})"
        return Kind.CERTIFICATE, _CERTIFICATE.get(problem.verify_code, unknown)
    reason = (problem.reason or "").replace("_", " ").lower()
    if "wrong version number" in reason or "record layer failure" in reason or "http request" in reason:
        return Kind.NOT_HTTP, "the server does not speak TLS"
    if "unsupported protocol" in reason or "protocol version" in reason:
        return Kind.TLS, "the server only speaks an outdated TLS version"
    if "eof" in reason:
        return Kind.RESET, "connection closed during the TLS handshake"
    return Kind.TLS, f"the TLS handshake failed ({reason or 'no reason given'})"
