"""Answers that hide a page from us and say nothing about readers: sign-in pages, challenges, refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping

from guidelint.links.phrases import CHALLENGE

REFUSALS: Mapping[int, str] = {
    401: "asks for a sign-in",
    402: "asks for a payment",
    403: "refuses us",
    405: "refuses this method, so something is there",
    406: "refuses this kind of request",
    407: "asks for a sign-in at a proxy",
    415: "refuses this kind of request",
    416: "refuses this kind of request",
    418: "refuses us",
    420: "asks us to slow down",
    429: "asks us to slow down",
    430: "refuses us",
    451: "is closed for legal reasons",
    999: "refuses us",
}
CDN_ERRORS = frozenset({*range(520, 528), 530})

_CHALLENGE_HEADERS = ("cf-mitigated", "x-vercel-mitigated", "x-datadome", "x-amzn-waf-action")

_SIGN_IN_HOST = re.compile(
    r"^(?:login|signin|sign-in|accounts?|auth|sso|idp|oauth|consent|secure-login)\.", re.IGNORECASE
)
_SIGN_IN_PATH = re.compile(
    r"(?:^|/)(?:log-?_?in|sign-?_?in|sign-?_?on|users/sign_in|accounts?/login|oauth2?|openid|saml2?|sso|"
    r"authenticate|wp-login\.php|login\.(?:php|aspx?|jsp|html?)|servicelogin|auth/login|checkpoint|authwall|consent)"
    r"(?:[/;.]|$)",
    re.IGNORECASE,
)


def challenge(status: int, headers: Mapping[str, str], title: str) -> str | None:
    """Give the reason why an answer is a challenge to prove oneself human, or None.

    A title alone counts on an error status; of a good page, only where it is the whole title.
    """
    for name in _CHALLENGE_HEADERS:
        if name in headers and (name != "x-datadome" or status in (401, 403, 429)):
            return f"a challenge for robots ({name})"
    match = CHALLENGE.match(title.strip())
    if match and (status >= 400 or len(title.strip()) - match.end() <= 20):
        return f"a challenge for robots ({title.strip()[:60]!r})"
    return None


def is_sign_in(host: str, path: str) -> bool:
    """Say whether an address looks like a sign-in or consent page."""
    return bool(_SIGN_IN_HOST.search(host) or _SIGN_IN_PATH.search(path))
