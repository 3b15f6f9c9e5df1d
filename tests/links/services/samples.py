"""For each service with an API: a link, an answer for what is there, and one for what is not."""

from __future__ import annotations

from dataclasses import dataclass

from guidelint.links.verdict import Verdict
from tests.links.servers import Reply, page
from tests.links.services.apis import answer

EXTENSION = "abcdefghijklmnopabcdefghijklmnop"
MANIFEST = '<?xml version="1.0"?><gupdate protocol="2.0"><app appid="{}" status="{}">{}</app></gupdate>'
PROJECT = {
    "fullPath": "tide/clock",
    "archived": False,
    "visibility": "public",
    "repository": {"empty": False},
}
REPOSITORY = {
    "nameWithOwner": "tide/clock",
    "isArchived": False,
    "archivedAt": None,
    "isPrivate": False,
    "isEmpty": False,
    "hasWikiEnabled": True,
    "releases": {"totalCount": 3},
}
REST = {
    "full_name": "tide/clock",
    "archived": False,
    "private": False,
    "pushed_at": "2026-01-02T03:04:05Z",
}
GITEA = {
    "full_name": "tide/clock",
    "archived": False,
    "archived_at": "1970-01-01T00:00:00Z",
    "empty": False,
    "private": False,
    "release_counter": 2,
}


def manifest(status: str, check: str = "", extension: str = EXTENSION) -> Reply:
    """What the Chrome Web Store says to an update check."""
    inner = f'<updatecheck status="{check}"/>' if check else ""
    return Reply(body=MANIFEST.format(extension, status, inner), content_type="text/xml")


def not_found(alias: str) -> dict[str, object]:
    """What GraphQL says of a repository that is not there."""
    error = {"type": "NOT_FOUND", "path": [alias], "message": "Could not resolve to a Repository."}
    return {"data": {alias: None}, "errors": [error]}


@dataclass(frozen=True)
class Sample:
    """`wrong` is the verdict on what is missing if its page has status 200, `asked` the requests for it."""

    service: str
    path: str
    found: Reply
    missing: Reply
    wrong: Verdict
    asked: tuple[int, int]
    token: str | None = None


TWICE, ONCE = (2, 0), (1, 1)
DEAD, OK = Verdict.DEAD, Verdict.OK
SAMPLES = {
    "github with a token": Sample(
        "github",
        "/tide/clock",
        answer({"data": {"r0": REPOSITORY}}),
        answer(not_found("r0")),
        OK,
        ONCE,
        "t0ken",
    ),
    "github without": Sample(
        "github", "/tide/clock", answer(REST), answer({"message": "Not Found"}, 404), OK, ONCE
    ),
    "gitlab": Sample(
        "gitlab", "/tide/clock", answer({"data": {"p0": PROJECT}}), answer({"data": {"p0": None}}), OK, ONCE
    ),
    "gitea": Sample("gitea", "/tide/clock", answer(GITEA), answer({"message": "not found"}, 404), OK, ONCE),
    "app-store": Sample(
        "app-store",
        "/app/clock/id1234567890",
        answer({"resultCount": 1, "results": [{"trackId": 1234567890}]}),
        answer({"resultCount": 0, "results": []}),
        OK,
        ONCE,
    ),
    "fdroid": Sample(
        "fdroid",
        "/packages/org.tide.clock",
        answer({"packageName": "org.tide.clock", "packages": []}),
        Reply(404, page("Not found")),
        OK,
        ONCE,
    ),
    "flathub": Sample(
        "flathub",
        "/apps/org.tide.Clock",
        answer({"id": "org.tide.Clock.desktop"}),
        answer({"detail": "App not found"}, 404),
        DEAD,
        (6, 0),
    ),
    "firefox-addons": Sample(
        "firefox-addons",
        "/en-US/firefox/addon/tide-clock/",
        answer({"id": 7, "status": "public", "is_disabled": False}),
        answer({"detail": "Not found."}, 404),
        OK,
        ONCE,
    ),
    "chrome-web-store": Sample(
        "chrome-web-store",
        f"/detail/tide-clock/{EXTENSION}",
        manifest("ok", "ok"),
        manifest("error-unknownApplication"),
        DEAD,
        TWICE,
    ),
    "edge-addons": Sample(
        "edge-addons",
        f"/addons/detail/{EXTENSION}",
        answer({"crxId": EXTENSION}),
        answer({}, 404),
        DEAD,
        TWICE,
    ),
    "wikipedia": Sample(
        "wikipedia",
        "/wiki/Tide_clock",
        answer({"query": {"pages": [{"title": "Tide clock", "pageid": 1}]}}),
        answer({"query": {"pages": [{"title": "Tide clock", "missing": True}]}}),
        OK,
        ONCE,
    ),
    "youtube": Sample(
        "youtube",
        "/watch?v=abcdefghijk",
        answer({"version": "1.0", "type": "video"}),
        Reply(404, "Not Found", content_type="text/plain"),
        DEAD,
        TWICE,
    ),
}
