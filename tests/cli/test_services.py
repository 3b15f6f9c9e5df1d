"""A page whose links belong to services: its report, what was asked, and where a token went."""

import json
import shutil

import pytest

from guidelint.links.services.client import ApiClient
from tests.conftest import REPOSITORY as ROOT
from tests.links.internet import internet

FIXTURE = ROOT / "fixtures" / "services"
PAGE = "docs/index.md"


@pytest.fixture
def harbour(tmp_path, monkeypatch):
    """A copy of the fixture, the working directory, with its internet running."""
    folder = tmp_path / "site"
    shutil.copytree(FIXTURE, folder)
    monkeypatch.chdir(folder)
    with internet(folder, tmp_path, monkeypatch) as running:
        yield running


def test_the_whole_report(harbour, run):
    status, out, _ = run("check", "--color", "never")
    assert out == (FIXTURE / "report.txt").read_text(encoding="utf-8")
    assert status == 1


def test_each_page_or_its_api_is_asked_but_not_both_without_need(harbour, run):
    run("check")
    hosts = [url.split("/")[2] for url in harbour.asked]
    assert {host: hosts.count(host) for host in hosts} == {
        "api.github.com": 4,
        "github.com": 2,
        "play.google.com": 2,
        "itunes.apple.com": 1,
        "apps.apple.com": 1,
        "flathub.org": 7,
        "addons.mozilla.org": 2,
        "codeberg.org": 1,
        "www.youtube.com": 1,
    }


def test_a_second_run_says_the_same_and_asks_nobody(harbour, run):
    _, first, _ = run("check", "--output-format", "json")
    before = len(harbour.asked)
    _, second, _ = run("check", "--output-format", "json")
    assert len(harbour.asked) == before
    told = [
        [(entry["rule"], entry["line"], entry["message"]) for entry in json.loads(text)["findings"]]
        for text in (first, second)
    ]
    assert told[0] == told[1]


# Tokens

CANARY = "ghs_CanaryInTheCoalHarbour7"
GRAPHQL = "https://api.github.com/graphql"
REPOSITORY = {
    "nameWithOwner": f"harbour/{CANARY}",
    "isArchived": True,
    "archivedAt": CANARY,
    "isPrivate": False,
    "isEmpty": False,
    "hasWikiEnabled": True,
    "releases": {"totalCount": 1},
}
ECHO = json.dumps({"data": {f"r{number}": REPOSITORY for number in range(3)}})


def answers(harbour, urls):
    """Change what the internet of the fixture answers."""
    harbour.description["answers"].update(urls)


def carriers(harbour):
    """The hosts that a request with the canary went to."""
    servers = (harbour.plain, harbour.tunnels)
    seen = [one for server in servers for one in server.seen]
    return {one.host for one in seen if CANARY in f"{one.target}{one.headers}{one.body}"}


def everything_written(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def token(monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", CANARY)


def test_the_token_goes_to_the_api_and_is_shown_nowhere(harbour, run, token, tmp_path):
    answers(harbour, {GRAPHQL: {"type": "application/json", "body": ECHO, "headers": {"ETag": CANARY}}})
    for form in ("text", "concise", "json"):
        _, out, err = run("check", "--output-format", form, "--output", f"report.{form}")
        assert CANARY not in out + err
    _, out, err = run("links", "check", "https://github.com/harbour/tide-clock", "--no-history")
    assert CANARY not in out + err
    assert "***" in out
    assert carriers(harbour) == {"api.github.com"}
    assert CANARY.encode() not in everything_written(tmp_path / "site")
    assert harbour.asked.count(GRAPHQL) == 2


def test_an_api_that_redirects_does_not_take_the_token_along(harbour, run, token):
    for status in (301, 302, 307, 308):
        answers(harbour, {GRAPHQL: {"status": status, "location": "https://evil.harbour/graphql"}})
        run("check", "--no-history")
    assert carriers(harbour) == {"api.github.com"}
    assert not any("evil" in url for url in harbour.asked)


def test_a_page_that_redirects_to_the_api_does_not_get_it(harbour, run, token):
    to = "https://api.github.com/repos/harbour/other"
    answers(harbour, {"https://flathub.org/": {"status": 302, "location": to}})
    run("links", "check", "https://flathub.org/", to, "--no-history")
    assert carriers(harbour) == set()
    assert harbour.asked.count(to) == 4


@pytest.mark.parametrize(
    "configured",
    [
        '[links.services.github]\napi = "https://evil.harbour/api"\n',
        '[links.services.github]\napi = "http://api.github.com"\n',
        '[links.services.github]\napi = "https://api.github.com.evil.harbour"\n',
        '[links.services.github]\napi = "https://api.github.com:8443"\n',
        '[links.services.github.instances]\n"github.com" = "https://evil.harbour/api"\n',
        '[links.services.gitlab.instances]\n"github.com" = "https://evil.harbour"\n',
    ],
)
def test_an_api_that_a_configuration_names_does_not_get_it(harbour, run, token, tmp_path, configured):
    with (tmp_path / "site" / "guidelint.toml").open("a") as file:
        file.write(configured)
    run("check", "--no-history")
    assert carriers(harbour) == set()
    assert any("evil" in url or "api.github.com" in url for url in harbour.asked)


def test_the_token_of_an_enterprise_host_stays_at_home(harbour, run, token, monkeypatch):
    monkeypatch.setenv("GITHUB_API_URL", "https://git.harbour/api/v3")
    run("check", "--no-history")
    assert carriers(harbour) == set()


def test_a_configuration_cannot_send_it_anywhere(harbour, run, token, tmp_path):
    with (tmp_path / "site" / "guidelint.toml").open("a") as file:
        file.write('[links.hosts."https://evil.harbour"]\ntoken = "${GITHUB_TOKEN}"\n')
    status, out, err = run("check", "--no-history")
    assert status == 2
    assert CANARY not in out + err


def test_it_is_in_no_crash_report(harbour, run, token, monkeypatch):
    def broken(*arguments):
        raise RuntimeError("a defect")

    monkeypatch.setattr(ApiClient, "_send", broken)
    status, out, err = run("check", "--no-history")
    assert status == 3
    assert "a defect" in err
    assert CANARY not in out + err


def test_a_token_that_is_refused_leaves_the_pages_to_plain_requests(harbour, run, token):
    answers(harbour, {GRAPHQL: {"status": 401, "type": "application/json", "body": "{}"}})
    _, _, err = run("check", "--no-history")
    assert "GitHub refused the token" in err
    assert "https://github.com/harbour/tide-clock" in harbour.asked


def test_a_token_that_is_named_for_guidelint_goes_to_the_api_it_is_for(harbour, run, tmp_path, monkeypatch):
    monkeypatch.setenv("GUIDELINT_FORGE", CANARY)
    with (tmp_path / "site" / "guidelint.toml").open("a") as file:
        file.write('[links.services.gitea]\napi = "https://forge.harbour"\n')
        file.write('[links.hosts."https://forge.harbour"]\ntoken = "${GUIDELINT_FORGE}"\n')
    run("check", "--no-history")
    assert carriers(harbour) == {"forge.harbour"}


# Switched off


@pytest.mark.parametrize("switch", ["option", "configuration"])
def test_without_services_no_api_is_asked(harbour, run, tmp_path, switch):
    if switch == "configuration":
        (tmp_path / "site" / "guidelint.toml").write_text("[links]\nservices = false\n")
    run("check", "--no-history", *(["--no-services"] if switch == "option" else []))
    assert not any("api" in url or "oembed" in url or "lookup" in url for url in harbour.asked)
    assert any(url.startswith("https://www.reddit.com") for url in harbour.asked)


def test_offline_nobody_is_asked(harbour, run):
    run("check", "--offline")
    assert harbour.asked == []


# Who would be asked


def test_who_would_be_asked_about_how_many_links(harbour, run):
    status, out, _ = run("links", "services")
    assert (status, harbour.asked) == (0, [])
    assert out.splitlines()[0] == "    15 of 15 links belong to a service"
    assert "     5  GitHub: asks https://api.github.com" in out
    status, out, _ = run("links", "services", "--output-format", "json")
    services = json.loads(out)["services"]
    assert sum(len(entry["links"]) for entry in services) == 15
    assert {entry["api"] is None for entry in services} == {entry["reason"] is not None for entry in services}
    assert ["https://www.reddit.com/r/neap"] in [entry["links"] for entry in services]


def test_switched_off_no_link_belongs_to_a_service(harbour, run, tmp_path):
    (tmp_path / "site" / "guidelint.toml").write_text("[links]\nservices = false\n")
    assert run("links", "services")[1] == "     0 of 15 links belong to a service\n"


def test_all_evidence_about_one_link(harbour, run):
    _, out, _ = run("links", "check", "https://github.com/harbour/tide-clock", "--output-format", "json")
    [link] = json.loads(out)["links"]
    assert (link["verdict"], link["final_url"]) == ("ok", None)
    assert link["service"] == {
        "name": "GitHub",
        "subject": "harbour/tide-clock",
        "state": "archived",
        "text": "archived, last changed on 2024-02-29",
    }
    assert link["tried"] == ["GitHub at https://api.github.com: archived, last changed on 2024-02-29"]


def test_the_fix_writes_the_present_name(harbour, run, tmp_path):
    page = tmp_path / "site" / PAGE
    run("check", "--fix", "--no-history")
    assert "https://github.com/harbour/ebb-clock)" in page.read_text(encoding="utf-8")
    run("check", "--fix", "--unsafe-fixes", "--no-history")
    text = page.read_text(encoding="utf-8")
    assert "(https://github.com/coast/ebb){ .card-link" in text
    assert "(https://github.com/coast/ebb/wiki)" in text
