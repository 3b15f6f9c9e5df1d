"""Reddit, X and Instagram: they answer programs with a refusal or a page for all, so nothing can be told.

Such a link is called blocked without asking. No API of theirs answers without an account.
"""

from __future__ import annotations

from guidelint.links.services.model import Address, Claim, Said, Service
from guidelint.links.verdict import Verdict

NAME, LABEL = "social", "Reddit, X and Instagram"
_OF = {
    "reddit.com": "Reddit",
    "redd.it": "Reddit",
    "x.com": "X",
    "twitter.com": "X",
    "instagram.com": "Instagram",
}


def claim(address: Address, base: str) -> Claim:  # noqa: ARG001 - of the interface
    """Claim every page."""
    domain = ".".join(address.host.split(".")[-2:])
    reason = f"{_OF[domain]} tells programs nothing; nobody was asked"
    return Claim(NAME, address, said=Said(Verdict.BLOCKED, reason))


def recognises(address: Address) -> bool:
    """Tell the hosts with everything below them."""
    return any(address.host == domain or address.host.endswith(f".{domain}") for domain in _OF)


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=(),
    documented="nothing is asked",
    claim=claim,
    recognises=recognises,
)
