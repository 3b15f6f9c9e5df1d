"""What code hosts say of repositories, their releases, files and places in them."""

import sqlite3

import pytest

from guidelint.links.history import History
from guidelint.links.model import Evidence, LinkResult
from guidelint.links.verdict import State, Verdict
from tests.links.servers import Reply, page
from tests.links.services.apis import World, answer
from tests.links.services.code_hosts import gitea, gitlab, graphql, rest
from tests.links.services.samples import PROJECT, REPOSITORY, REST, not_found

SIGN_IN = Reply(302, headers=[("Location", "/users/sign_in")])
ARCHIVED = {
    "github with a token": (
        graphql(isArchived=True, archivedAt="2025-04-02T00:00:00Z"),
        "archived since 2025-04-02",
    ),
    "github without": (rest(archived=True), "archived, last changed on 2026-01-02"),
    "gitlab": (gitlab({**PROJECT, "archived": True}), "archived"),
    "gitea": (gitea(archived=True, archived_at="2025-04-02T00:00:00Z"), "archived since 2025-04-02"),
    "gitea, of an early version": (gitea(archived=True), "archived"),
    "gitea, west of Greenwich": (gitea(archived=True, archived_at="1969-12-31T19:00:00-05:00"), "archived"),
}


@pytest.mark.parametrize(("world", "text"), ARCHIVED.values(), ids=list(ARCHIVED))
def test_an_archived_repository_is_alive_with_evidence(world, text):
    asked = world.ask("/tide/clock")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 0))
    assert (asked.only.evidence.state, asked.only.evidence.text) == (State.ARCHIVED, text)
    assert asked.only.evidence.subject == "tide/clock"
    assert text in asked.only.reason


RENAMED = {
    "github with a token": graphql(nameWithOwner="coast/watch"),
    "github without": rest(full_name="coast/watch"),
    "gitea": gitea(full_name="coast/watch"),
}


@pytest.mark.parametrize("world", RENAMED.values(), ids=list(RENAMED))
def test_a_renamed_repository_has_moved_for_good(world):
    asked = world.ask("/tide/clock")
    result = asked.only
    assert (result.verdict, asked.counts) == (Verdict.MOVED, (1, 0))
    assert result.permanent_url == result.final_url == f"{asked.pages.url}/coast/watch"
    assert (result.evidence.state, result.evidence.text) == (State.RENAMED, "renamed to coast/watch")


def test_a_name_in_other_letters_is_the_same_name():
    assert graphql(nameWithOwner="Tide/Clock").ask("/tide/clock").only.verdict is Verdict.OK


def test_a_former_name_in_rest_is_a_redirect_that_stays_on_the_host():
    api = {"/repos/tide/clock": Reply(301, headers=[("Location", "/repositories/7")])}
    world = World("github", {**api, "/repositories/7": answer({**REST, "full_name": "coast/watch"})})
    asked = world.ask("/tide/clock/releases")
    assert (asked.only.verdict, asked.counts) == (Verdict.MOVED, (2, 0))
    assert asked.only.permanent_url.endswith("/coast/watch/releases")


@pytest.mark.parametrize(
    "world", [graphql(isEmpty=True), gitea(empty=True), gitlab({**PROJECT, "repository": {"empty": True}})]
)
def test_an_empty_repository(world):
    asked = world.ask("/tide/clock")
    assert (asked.only.verdict, asked.only.evidence.state) == (Verdict.OK, State.EMPTY)


@pytest.mark.parametrize(
    ("world", "path", "questions"),
    [
        (graphql(releases={"totalCount": 0}), "/tide/clock/releases", 1),
        (graphql(releases={"totalCount": 0}), "/tide/clock/releases/latest", 1),
        (
            World(
                "github",
                {"/repos/tide/clock": answer(REST), "/repos/tide/clock/releases?per_page=1": answer([])},
            ),
            "/tide/clock/releases",
            2,
        ),
    ],
)
def test_a_page_of_releases_without_any(world, path, questions):
    asked = world.ask(path)
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (questions, 0))
    assert (asked.only.evidence.state, asked.only.evidence.text) == (State.EMPTY, "there are no releases")


@pytest.mark.parametrize(
    ("world", "path"),
    [
        (gitlab({**PROJECT, "releases": {"count": 0}}), "/tide/clock/-/releases"),
        (gitea(release_counter=0), "/tide/clock/releases"),
    ],
)
def test_no_releases_are_counted_where_nobody_may_see_them_either(world, path):
    asked = world.ask(path)
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 1))
    assert asked.only.evidence.text == "there are no releases"
    world.pages = {}
    assert world.ask(path).only.verdict is Verdict.DEAD


def test_releases_that_are_counted_are_seen_without_a_look_at_the_page():
    asked = gitlab({**PROJECT, "releases": {"count": 2}}).ask("/tide/clock/-/releases")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 0))


PRIVATE = {
    "github with a token": graphql(isPrivate=True, nameWithOwner="secret/name"),
    "github without": rest(private=True, full_name="secret/name"),
    "gitea": gitea(private=True, full_name="secret/name"),
    "gitea, for those who are signed in": gitea(internal=True, full_name="secret/name"),
    "gitlab": gitlab({**PROJECT, "visibility": "private", "fullPath": "secret/name"}),
}


@pytest.mark.parametrize("world", PRIVATE.values(), ids=list(PRIVATE))
def test_of_what_is_private_the_report_says_what_readers_see(world):
    world.pages = {}
    asked = world.ask("/tide/clock")
    assert (asked.only.verdict, asked.counts) == (Verdict.DEAD, (1, 2))
    assert "secret" not in repr(asked.only)
    assert asked.only.evidence is None


def test_what_is_gone_carries_the_evidence():
    asked = World("github", {"*": answer(not_found("r0"))}, pages={}, token="t0ken").ask("/tide/clock")
    assert (asked.only.verdict, asked.counts) == (Verdict.DEAD, (1, 2))
    assert asked.only.evidence.state is State.GONE


# Batches


def test_fifty_repositories_are_one_question():
    paths = [f"/tide/clock-{number}{end}" for number in range(101) for end in ("", "/releases")]
    asked = graphql().ask(*paths)
    assert asked.counts == (3, 0)
    assert {result.verdict for result in asked.results.values()} <= {Verdict.OK, Verdict.MOVED}


def test_accounts_go_along_with_repositories():
    asked = graphql(nameWithOwner="a/b").ask("/a/b", *(f"/person-{number}" for number in range(90)))
    assert asked.counts == (1, 0)


def test_an_account_that_is_not_there_is_left_to_a_plain_request():
    api = {"*": answer({"data": {"u0": None}, "errors": [{"type": "NOT_FOUND", "path": ["u0"]}]})}
    asked = World("github", api, pages={}, token="t0ken").ask("/nobody-7")
    assert (asked.only.verdict, asked.counts) == (Verdict.DEAD, (1, 2))


def test_one_missing_repository_does_not_spoil_the_others():
    both = answer(
        {
            "data": {"r0": None, "r1": {**REPOSITORY, "nameWithOwner": "b/b"}},
            "errors": not_found("r0")["errors"],
        }
    )
    asked = World("github", {"*": both}, pages={}, token="t0ken").ask("/a/a", "/b/b")
    assert [result.verdict for result in asked.results.values()] == [Verdict.DEAD, Verdict.OK]
    assert asked.counts == (1, 2)


def test_what_an_organisation_keeps_from_the_token_is_no_evidence_against_it():
    closed = answer({"data": {"r0": None}, "errors": [{"type": "FORBIDDEN", "path": ["r0"]}]})
    asked = World("github", {"*": closed}, token="t0ken").ask("/tide/clock")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 1))


# The quota


def test_when_the_quota_is_gone_plain_requests_do_the_rest():
    last = answer(REST, x_ratelimit_remaining="0")
    world = World("github", {"*": last}, options={"per_host_limit": 1})
    asked = world.ask(*(f"/tide/clock-{number}" for number in range(9)))
    assert asked.counts == (1, 8)
    assert {result.verdict for result in asked.results.values()} == {Verdict.OK, Verdict.MOVED}


def test_graphql_tells_the_end_of_the_quota_with_status_200():
    spent = answer({"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]})
    asked = World("github", {"*": spent}, token="t0ken").ask("/tide/clock")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 1))


def test_an_api_that_fails_is_soon_left_alone():
    world = World("github", {"*": answer({}, 500)}, options={"per_host_limit": 1})
    asked = world.ask(*(f"/tide/clock-{number}" for number in range(9)))
    assert asked.counts == (2, 9)


def test_a_second_run_asks_only_whether_the_answer_still_holds(tmp_path):
    def reply(seen):
        if seen.headers.get("if-none-match") == '"7"':
            return Reply(304)
        return answer({**REST, "archived": True, "description": "long"}, etag='"7"')

    with History.open(tmp_path / "links.sqlite3") as history:
        asked = World("github", {"*": reply}).ask("/tide/clock", history=history, months=3)
    assert [seen.headers.get("if-none-match") for seen in asked.api.seen] == [None, '"7"', '"7"']
    assert asked.counts == (3, 0)
    assert asked.only.evidence.text == "archived, last changed on 2026-01-02"
    assert b"long" not in (tmp_path / "links.sqlite3").read_bytes()


def test_what_a_service_said_is_remembered_with_the_link(tmp_path):
    with History.open(tmp_path / "links.sqlite3") as history:
        url = "https://github.com/tide/clock"
        evidence = Evidence("GitHub", State.ARCHIVED, "archived since 2025-04-02", "tide/clock")
        history.note(url, LinkResult(url, Verdict.OK, "archived", evidence=evidence), 1.0, 9.0, None)
        history.save()
        assert history.recall(url).result(url).evidence == evidence


def test_a_history_of_before_is_read_on(tmp_path):
    path = tmp_path / "links.sqlite3"
    with History.open(path) as history:
        history.note("https://a.net/", LinkResult("https://a.net/", Verdict.OK), 1.0, 9.0, None)
    with sqlite3.connect(path) as old:
        old.executescript(
            "ALTER TABLE links DROP COLUMN evidence; DROP TABLE answers; PRAGMA user_version = 1;"
        )
    old.close()
    with History.open(path) as history:
        assert history.warnings == []
        assert history.recall("https://a.net/").result("https://a.net/").evidence is None
        history.note_answer("https://api.a.net/", "7", "{}")
    with History.open(path) as history:
        assert history.recall_answer("https://api.a.net/") == ("7", "{}")


# Files and places


def file_world(text, *, missing=False, **pages):
    thing = None if missing else {"__typename": "Blob", "isBinary": False, "isTruncated": False, "text": text}
    found = {**REPOSITORY, "o0": thing}
    return World("github", {"*": answer({"data": {"r0": found}})}, token="t0ken", **pages)


@pytest.mark.parametrize("path", ["/tide/clock/blob/main/docs/a.md", "/tide/clock/tree/main/docs"])
def test_a_file_on_its_ref_is_settled(path):
    asked = file_world("# One\n").ask(path)
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 0))
    assert 'object(expression: \\"main:docs' in asked.api.seen[0].body


@pytest.mark.parametrize("path", ["/tide/clock/blob/main/docs", "/tide/clock/raw/main/docs"])
def test_a_folder_is_no_file(path):
    folder = {**REPOSITORY, "o0": {"__typename": "Tree"}}
    world = World("github", {"*": answer({"data": {"r0": folder}})}, token="t0ken", pages={})
    asked = world.ask(path)
    assert (asked.only.verdict, asked.counts) == (Verdict.DEAD, (1, 2))


@pytest.mark.parametrize(("is_draft", "looks"), [(False, 0), (True, 1)])
def test_a_release_that_is_a_draft_is_not_there_for_readers(is_draft, looks):
    found = {**REPOSITORY, "o0": {"isDraft": is_draft}}
    asked = World("github", {"*": answer({"data": {"r0": found}})}, token="t0ken").ask(
        "/tide/clock/releases/tag/v1"
    )
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, looks))


def test_a_file_that_the_api_does_not_find_is_left_to_a_plain_request():
    asked = file_world("", missing=True, pages={}).ask("/tide/clock/blob/feature/x/a.md")
    assert (asked.only.verdict, asked.counts) == (Verdict.DEAD, (1, 2))
    assert asked.only.evidence is None


@pytest.mark.parametrize(
    ("fragment", "verdict"),
    [
        ("L1", Verdict.OK),
        ("L2-L3", Verdict.OK),
        ("L3-L4", Verdict.FRAGMENT_MISSING),
        ("L4", Verdict.FRAGMENT_MISSING),
        ("one", Verdict.OK),
        ("two", Verdict.FRAGMENT_MISSING),
    ],
)
def test_lines_and_headings_of_a_file(fragment, verdict):
    asked = file_world("# One\nword\nword\n").ask(f"/tide/clock/blob/main/a.md#{fragment}")
    assert (asked.only.verdict, asked.counts) == (verdict, (1, 0))
    if verdict is Verdict.FRAGMENT_MISSING:
        assert "a.md" in asked.only.reason


@pytest.mark.parametrize(
    ("fragment", "verdict"), [("readme", Verdict.OK), ("one", Verdict.OK), ("two", Verdict.FRAGMENT_MISSING)]
)
def test_a_heading_of_the_readme(fragment, verdict):
    asked = file_world("# One\n").ask(f"/tide/clock#{fragment}")
    assert (asked.only.verdict, asked.counts) == (verdict, (1, 0))


def test_without_a_readme_in_markdown_the_page_is_looked_at():
    readme = page(body="<h1 id='user-content-install'>Install</h1>")
    asked = file_world("", missing=True, pages={"*": readme}).ask("/tide/clock#install")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 1))


@pytest.mark.parametrize("path", ["/tide/clock/wiki/Home", "/tide/clock/issues/7", "/tide/clock/pulls"])
def test_other_pages_of_a_repository_are_asked_for_with_what_is_known_of_it(path):
    asked = graphql(isArchived=True).ask(path)
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 1))
    assert asked.only.evidence.state is State.ARCHIVED


def test_a_wiki_that_is_switched_off_leads_to_the_repository():
    world = graphql(hasWikiEnabled=False)
    world.pages = {
        "/tide/clock/wiki": Reply(302, headers=[("Location", "/tide/clock")]),
        "/tide/clock": page(),
    }
    asked = world.ask("/tide/clock/wiki")
    assert (asked.only.verdict, asked.only.reason) == (Verdict.DEAD, "the repository has no wiki")
    assert asked.counts == (1, 2)


# Forgejo


@pytest.mark.parametrize(
    ("account", "looks"),
    [
        ({"login": "Tide"}, 0),
        ({"login": "tide", "visibility": "public"}, 0),
        ({"login": "tide", "visibility": "limited"}, 1),
        ({"login": "coast"}, 1),
    ],
)
def test_an_account_of_forgejo(account, looks):
    asked = World("gitea", {"/api/v1/users/tide": answer(account)}).ask("/tide")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, looks))
