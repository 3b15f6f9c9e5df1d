"""What stores, Wikipedia, YouTube, Matrix and others say, beyond what holds for all."""

import pytest

from guidelint.links.model import NetworkOptions, ServiceOptions
from guidelint.links.plan import Plan
from guidelint.links.services.matrix import fragment_problem, scheme_problem
from guidelint.links.services.plain import SLOW_LIMIT, patience
from guidelint.links.services.table import row_for
from guidelint.links.urls import Skip, read
from guidelint.links.verdict import State, Verdict
from tests.links.servers import Reply, page
from tests.links.services.apis import World, answer
from tests.links.services.samples import EXTENSION, manifest

APP = "/app/clock/id1234567890"


# Stores


def test_many_apps_of_one_country_are_one_question():
    found = answer({"resultCount": 9, "results": [{"trackId": 1234567890 + number} for number in range(50)]})
    paths = [f"{place}/app/id{1234567890 + number}" for number in range(50) for place in ("", "/de")]
    asked = World("app-store", {"*": found}).ask(*paths)
    assert asked.counts == (2, 0)
    assert {seen.target.rpartition("=")[2] for seen in asked.api.seen} == {"us", "de"}


@pytest.mark.parametrize("is_there", [True, False])
def test_an_app_that_is_missing_among_several_is_asked_about_alone(is_there):
    def reply(seen):
        ids = seen.target.partition("=")[2].partition("&")[0].split(",")
        found = ids[:1] if len(ids) > 1 or is_there else []
        return answer({"resultCount": len(found), "results": [{"trackId": int(one)} for one in found]})

    asked = World("app-store", {"*": reply}).ask(APP, "/app/watch/id1234567891")
    first, second = asked.results.values()
    assert (first.verdict, first.evidence, second.verdict) == (Verdict.OK, None, Verdict.OK)
    assert (second.evidence is None) is is_there
    assert asked.counts == (2, 0 if is_there else 1)


def test_an_app_that_one_country_lacks_is_alive_with_evidence():
    nothing = answer({"resultCount": 0, "results": []})
    asked = World("app-store", {"*": nothing}, country="nz").ask(APP)
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 1))
    assert (asked.only.evidence.state, asked.only.evidence.text) == (State.GONE, "not in the store of NZ")


def test_google_play_is_asked_for_the_page_and_its_404_is_read_as_it_is_meant():
    asked = World("google-play", {}, pages={}).ask("/store/apps/details?id=org.tide.clock")
    assert (asked.only.verdict, asked.counts) == (Verdict.DEAD, (0, 2))
    assert asked.only.evidence.text == "not in the store of the country that was asked from"
    alive = World("google-play", {}).ask("/store/apps/details?id=org.tide.clock")
    assert (alive.only.verdict, alive.only.evidence, alive.counts) == (Verdict.OK, None, (0, 1))


def test_a_repository_of_other_people_is_where_its_index_is():
    pages = {"/fdroid/repo/entry.json": answer({"timestamp": 1, "index": {"name": "/index-v2.json"}})}
    asked = World("fdroid", {}, pages=pages).ask("/fdroid/repo?fingerprint=AB")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (0, 1))


def test_what_only_looks_like_a_repository_gets_a_plain_request():
    asked = World("fdroid", {}, pages={"/fdroid/repo": page()}).ask("/fdroid/repo")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (0, 2))


def flathub(new_id=None, last_words=None):
    """Flathub where there is no app any more, but perhaps a new id or words about it."""
    return World(
        "flathub",
        {
            "/appstream/org.tide.Clock": answer({"detail": "App not found"}, 404),
            "/eol/rebase/org.tide.Clock": answer(new_id),
            "/eol/message/org.tide.Clock": answer(last_words),
        },
    )


def test_an_app_at_the_end_of_its_life():
    asked = flathub(last_words="Nobody winds it up.").ask("/apps/org.tide.Clock")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (3, 0))
    assert (asked.only.evidence.state, asked.only.evidence.subject) == (State.ARCHIVED, "org.tide.Clock")


@pytest.mark.parametrize("path", ["/apps/org.tide.Clock", "/en/apps/org.tide.Clock"])
def test_an_app_that_has_a_new_id(path):
    asked = flathub("net.tide.Watch").ask(path)
    assert (asked.only.verdict, asked.counts) == (Verdict.MOVED, (2, 0))
    assert asked.only.permanent_url == f"{asked.pages.url}/apps/net.tide.Watch"
    assert asked.only.evidence.text == "renamed to net.tide.Watch"


def test_two_links_to_an_app_that_is_missing_are_both_dead():
    asked = flathub().ask("/apps/org.tide.Clock", "/apps/details/org.tide.Clock")
    assert {result.verdict for result in asked.results.values()} == {Verdict.DEAD}


@pytest.mark.parametrize("wrong", [answer({"new": "id"}), answer("two words"), Reply(body="gone")])
def test_what_is_no_id_leaves_the_app_to_a_plain_request(wrong):
    world = flathub()
    world.api = {**world.api, "/eol/rebase/org.tide.Clock": wrong}
    asked = world.ask("/apps/org.tide.Clock")
    assert (asked.only.verdict, asked.only.evidence, asked.counts) == (Verdict.OK, None, (2, 1))


def test_an_api_that_has_moved_does_not_make_apps_missing():
    asked = World("flathub", {"*": answer({"detail": "Not Found"}, 404)}).ask("/apps/org.tide.Clock")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 1))


def test_a_file_for_installation_is_no_page_of_an_app():
    asked = World("flathub", {"*": answer({"detail": "App not found"}, 404)}).ask(
        "/apps/org.tide.Clock.flatpakref"
    )
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (0, 1))


@pytest.mark.parametrize(
    "path", ["/apps/details/org.tide.Clock", "/en/apps/org.tide.Clock", "/apps/org.tide.Clock/"]
)
def test_former_and_other_forms_ask_about_the_same_app(path):
    asked = World("flathub", {"/appstream/org.tide.Clock": answer({"id": "org.tide.Clock"})}).ask(path)
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 0))


@pytest.mark.parametrize(
    ("said", "status", "text"),
    [
        (
            {"is_disabled_by_developer": True, "is_disabled_by_mozilla": False},
            401,
            "disabled by its developer",
        ),
        ({"is_disabled_by_developer": False, "is_disabled_by_mozilla": True}, 403, "disabled by Mozilla"),
        ({"is_disabled_by_developer": False, "is_disabled_by_mozilla": False}, 401, "not public"),
        ({"is_disabled": True, "status": "public"}, 200, "disabled"),
    ],
)
def test_an_addon_that_was_withdrawn(said, status, text):
    asked = World("firefox-addons", {"*": answer(said, status)}).ask("/firefox/addon/tide")
    assert (asked.only.verdict, asked.counts) == (Verdict.DEAD, (2, 0))
    assert (asked.only.evidence.state, asked.only.evidence.text) == (State.GONE, text)


def test_one_question_about_many_extensions():
    first, second = EXTENSION, EXTENSION[::-1]
    apps = manifest("ok", "ok", first).body.replace("</gupdate>", "") + manifest("ok", "ok", second).body
    asked = World("chrome-web-store", {"*": Reply(body=apps, content_type="text/xml")}).ask(
        f"/webstore/detail/{first}", f"/detail/clock/{second}"
    )
    assert asked.counts == (1, 0)
    assert asked.api.seen[0].target.count("x=id%3D") == 2


def test_an_extension_without_an_update_may_be_withdrawn_or_not():
    asked = World("chrome-web-store", {"*": manifest("ok", "noupdate")}).ask(f"/detail/{EXTENSION}")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 1))


def test_an_api_without_documentation_is_not_asked():
    row = row_for(f"https://microsoftedge.microsoft.com/addons/detail/{EXTENSION}", ServiceOptions())
    assert row.api == ""
    assert "no documentation" in row.reason


def test_what_is_missing_is_dead_only_when_it_is_missing_twice():
    first = answer({"detail": "App not found"}, 404)
    world = flathub()
    world.api = {**world.api, "/appstream/org.tide.Clock": [first, answer({"id": "org.tide.Clock"})]}
    asked = world.ask("/apps/org.tide.Clock")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (4, 0))
    assert asked.only.evidence is None


# Wikipedia


def test_fifty_articles_are_one_question():
    def reply(seen):
        titles = [f"Tide {number}" for number in range(101)]
        return answer({"query": {"pages": [{"title": title, "pageid": 1} for title in titles]}})

    asked = World("wikipedia", {"*": reply}).ask(*(f"/wiki/Tide_{number}" for number in range(101)))
    assert asked.counts == (3, 0)


def test_long_titles_are_asked_about_in_addresses_that_servers_take():
    titles = ["潮汐" * 30 + str(number) for number in range(40)]
    found = answer({"query": {"pages": [{"title": title, "pageid": 1} for title in titles]}})
    asked = World("wikipedia", {"*": found}).ask(*(f"/wiki/{title}" for title in titles))
    assert asked.counts == (4, 0)
    assert max(len(seen.target) for seen in asked.api.seen) < 7000
    assert {result.verdict for result in asked.results.values()} == {Verdict.OK}


def test_normal_forms_and_redirects_of_titles_are_followed():
    query = {
        "normalized": [{"from": "tide", "to": "Tide"}],
        "redirects": [{"from": "Tide", "to": "Tides"}],
        "pages": [{"title": "Tides", "pageid": 1}],
    }
    asked = World("wikipedia", {"*": answer({"query": query})}).ask("/wiki/tide")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 0))


@pytest.mark.parametrize(
    ("fragment", "verdict", "counts"),
    [
        ("Spring_tide", Verdict.OK, (2, 0)),
        ("anchor_of_a_template", Verdict.OK, (2, 1)),
        ("Neap", Verdict.FRAGMENT_MISSING, (2, 1)),
        (":~:text=water", Verdict.OK, (1, 0)),
    ],
)
def test_sections(fragment, verdict, counts):
    def reply(seen):
        if "action=parse" in seen.target:
            return answer({"parse": {"title": "Tide", "sections": [{"anchor": "Spring_tide"}]}})
        return answer({"query": {"pages": [{"title": "Tide", "pageid": 1}]}})

    article = page(body="<h2 id='Spring_tide'>Spring</h2><i id='anchor_of_a_template'></i>")
    asked = World("wikipedia", {"*": reply}, pages={"*": article}).ask(f"/wiki/Tide#{fragment}")
    assert (asked.only.verdict, asked.counts) == (verdict, counts)


@pytest.mark.parametrize(
    "parsed",
    [
        {"sections": [{"anchor": "Spring_tide"}]},
        {"tocdata": {"sections": [{"anchor": "Spring_tide"}]}},
        {"sections": [{"anchor": "Spring_tide"}], "tocdata": {"sections": []}},
    ],
)
def test_sections_of_wikis_old_and_new(parsed):
    def reply(seen):
        if "prop=sections%7Ctocdata" in seen.target:
            return answer({"parse": parsed})
        return answer({"query": {"pages": [{"title": "Tide", "pageid": 1}]}})

    asked = World("wikipedia", {"*": reply}).ask("/wiki/Tide#Spring_tide")
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (2, 0))


def test_a_wiki_that_gives_the_same_answer_to_everything_is_not_asked_without_end():
    same = answer({"query": {"pages": [{"title": "Tide", "pageid": 1}]}})
    asked = World("wikipedia", {"*": same}).ask("/wiki/Tide#Spring_tide")
    assert (asked.only.verdict, asked.counts) == (Verdict.FRAGMENT_MISSING, (2, 1))


# YouTube


def test_a_video_that_may_not_be_embedded_gets_a_plain_request():
    asked = World("youtube", {"*": Reply(401, "Unauthorized", content_type="text/plain")}).ask(
        "/shorts/abcdefghijk"
    )
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (1, 1))


@pytest.mark.parametrize("path", ["/embed/videoseries?list=PLabcdefghijkl", "/embed/live_stream?channel=UCx"])
def test_the_player_of_a_list_or_a_channel_is_no_video(path):
    asked = World("youtube", {"*": answer("Not Found", 404)}).ask(path)
    assert (asked.only.verdict, asked.counts) == (Verdict.OK, (0, 1))


def test_questions_that_were_wrong_do_not_spoil_the_right_ones():
    def reply(seen):
        return answer({"version": "1.0"}) if "abcdefghijk" in seen.target else answer({}, 400)

    videos = ["0123456789a", "0123456789b", "0123456789c", "abcdefghijk"]
    world = World("youtube", {"*": reply}, options={"per_host_limit": 1})
    asked = world.ask(*(f"/watch?v={video}" for video in videos))
    assert asked.counts == (4, 3)
    assert {result.verdict for result in asked.results.values()} == {Verdict.OK}


# Those that are not asked


@pytest.mark.parametrize(
    "fragment",
    [
        "/#room:server.example",
        "/%23room:server.example",
        "/@name:server.example:8448",
        "/!room:server.example?via=server.example",
        "/!opaque",
        "/!room:server.example/$event:server.example?via=a",
        "/#room:server.example/%24event",
        "/@name:[::1]:8448",
        "/%40name%2Fof%20old:server.example",
        "/@name/laptop:server.example",
        "/!room:server.example/$opaque/event+id",
        "/!room:server.example/%24opaque%2Fevent?via=a",
    ],
)
def test_identifiers_of_matrix(fragment):
    assert fragment_problem(fragment) is None


@pytest.mark.parametrize(
    "fragment",
    ["/room", "/#room", "/@name", "/#room:", "/", "/#room:server.example/event", f"/#{'x' * 300}:a"],
)
def test_what_is_no_identifier(fragment):
    assert fragment_problem(fragment)


@pytest.mark.parametrize(
    "rest",
    [
        "r/room:a.example",
        "u/name:a.example?action=chat",
        "roomid/x:a.example/e/y",
        "//b.example/u/name%2Flaptop:a.example",
    ],
)
def test_links_with_the_scheme_of_matrix(rest):
    assert scheme_problem(rest) is None
    assert read(f"matrix:{rest}") == Skip("matrix: links are not requested")


@pytest.mark.parametrize("rest", ["", "room:a.example", "r/room", "x/room:a.example", "r/a:b/x/c"])
def test_broken_links_with_the_scheme_of_matrix(rest):
    assert scheme_problem(rest)
    assert "malformed" in read(f"matrix:{rest}").reason


def test_matrix_links_cost_nothing():
    asked = World("matrix", {}).ask("/#/#room:server.example", "/#/room")
    assert [result.verdict for result in asked.results.values()] == [Verdict.OK, Verdict.FRAGMENT_MISSING]
    assert asked.counts == (0, 0)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.reddit.com/r/x",
        "https://old.reddit.com/",
        "https://x.com/x",
        "https://twitter.com/x/status/1",
    ],
)
def test_networks_that_tell_programs_nothing(url):
    assert "nobody was asked" in row_for(url, ServiceOptions()).reason


def test_hosts_that_end_alike_are_others():
    assert row_for("https://phoronix.com/x", ServiceOptions()) is None
    assert row_for("https://netflix.com/x", ServiceOptions()) is None


# The slow lane


def test_a_web_archive_gets_few_requests_and_much_time():
    assert patience("web.archive.org", 10) == 30
    assert patience("docs.example.org", 10) == 10
    assert Plan(64, 8, {"web.archive.org": SLOW_LIMIT}).pace("web.archive.org").window <= SLOW_LIMIT
    assert NetworkOptions().per_host_limit > SLOW_LIMIT
