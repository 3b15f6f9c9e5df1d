"""Chrome Web Store: the update check that the browser itself makes, for many extensions at once.

The request and the manifest are specified in https://developer.chrome.com/docs/apps/autoupdate, and in
Chromium's source where that says more: `extensions/browser/updater/manifest_fetch_data.cc` (several
extensions, at most 2000 characters), `components/update_client/update_query_params.cc` (`acceptformat`,
`prodversion`) and `extensions/common/update_manifest.h` (`status` of an app and of its check). The states
themselves are those of https://chromium.googlesource.com/chromium/src/+/main/docs/updater/protocol_3_1.md:
`error-unknownApplication` for an id that the store does not have. `noupdate` is also said of some extensions
that were withdrawn, so a plain request then decides, as it does for `restricted` and all other states.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from guidelint.links.services import store
from guidelint.links.services.model import Claim, Question, Said, Service, batches

if TYPE_CHECKING:
    from guidelint.links.services.model import Address, ApiAnswer, Context

NAME, LABEL = "chrome-web-store", "Chrome Web Store"
AT_ONCE = 20
ID = re.compile(r"[a-p]{32}")
_BROWSER = "9999.0.0.0"
_APP = re.compile(r"<app\b([^>]*)>(.*?)(?:</app>|(?=<app\b)|\Z)", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\b(appid|status)\s*=\s*["']([^"']*)["']""")
_CHECK = re.compile(r"<updatecheck\b([^>]*)>")
_MANIFEST = "<gupdate"


def claim(address: Address, base: str) -> Claim:
    """Claim the page of an extension, on the present and on the former host."""
    parts = address.segments
    if "detail" not in parts or not ID.fullmatch(parts[-1]):
        return SERVICE.plain(address, "no page of one extension")
    return Claim(NAME, address, base, parts[-1])


def questions(claims: Sequence[Claim], context: Context) -> list[Question]:  # noqa: ARG001 - of the interface
    """Ask about twenty extensions at once."""
    found = []
    for group in batches(claims, AT_ONCE):
        subjects = dict.fromkeys(claim.subject for claim in group)
        asked = "&".join("x=" + quote(f"id={subject}&v=0.0.0.0&uc", safe="") for subject in subjects)
        url = f"{group[0].base}?prodversion={_BROWSER}&acceptformat=crx3&{asked}"
        found.append(Question(NAME, url, group))
    return found


def read(question: Question, answer: ApiAnswer, context: Context) -> Mapping[Claim, Said]:  # noqa: ARG001 - of the interface
    """Read what the manifest says about each extension."""
    if _MANIFEST not in answer.text:
        raise ValueError("no update manifest")
    states = dict(_state(attributes, inner) for attributes, inner in _APP.findall(answer.text))
    said = {"ok": store.PRESENT, "error-unknownapplication": store.missing(LABEL)}
    return {
        claim: said[states[claim.subject]] for claim in question.claims if states.get(claim.subject) in said
    }


def _state(attributes: str, inner: str) -> tuple[str, str]:
    app = dict(_ATTRIBUTE.findall(attributes))
    status = app.get("status", "").lower()
    check = _CHECK.search(inner)
    if status == "ok":
        status = dict(_ATTRIBUTE.findall(check[1])).get("status", "").lower() if check else ""
    return app.get("appid", ""), status


SERVICE = Service(
    name=NAME,
    label=LABEL,
    hosts=("chromewebstore.google.com", "chrome.google.com"),
    api="https://clients2.google.com/service/update2/crx",
    documented="https://chromium.googlesource.com/chromium/src/+/main/docs/updater/protocol_3_1.md",
    learns="the ids of the extensions that are linked",
    claim=claim,
    questions=questions,
    read=read,
)
