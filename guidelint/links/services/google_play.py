"""Google Play: it has no API for asking, so a plain request decides, and its 404 is read as it is meant.

The form of addresses is specified in https://developer.android.com/distribute/marketing-tools/linking-to-google-play,
that of an id in https://developer.android.com/build/configure-app-module#set-application-id. What a page says
depends on the country that the question comes from; a parameter that chooses one (`gl`) is documented nowhere
and is not used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guidelint.links.services import store
from guidelint.links.services.model import Claim, Said, Service

if TYPE_CHECKING:
    from guidelint.links.services.model import Address

NAME, LABEL = "google-play", "Google Play"
_ID = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)+", re.ASCII)


def claim(address: Address, base: str) -> Claim:  # noqa: ARG001 - of the interface
    """Claim a page of the store."""
    app = address.url.query.get("id", "")
    if address.segments[:3] != ("store", "apps", "details"):
        return SERVICE.plain(address, "a page of the store itself")
    if not _ID.fullmatch(app):
        return SERVICE.plain(address, "names no app")
    said = Said(if_dead=store.gone(LABEL, "not in the store of the country that was asked from"))
    return Claim(NAME, address, subject=app, said=said)


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=("play.google.com",),
    documented="https://developer.android.com/distribute/marketing-tools/linking-to-google-play",
    claim=claim,
)
