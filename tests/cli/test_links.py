"""Asking for links from the command line: the commands of `links`, and what `check` does around asking."""

import json
import os
import signal
import subprocess
import sys

import pytest

from guidelint.cli.main import main
from guidelint.links import clock
from tests.links.internet import in_a_thread
from tests.links.servers import JumpingClock, Reply, Server, moved, page
from tests.sites import write_site

ALLOWED = ("--allow-network", "127.0.0.0/8")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A working directory of its own, no proxies, an own cache directory, and a clock that need not wait."""
    monkeypatch.setattr(clock, "SystemClock", JumpingClock)
    folder = tmp_path / "site"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return folder


@pytest.fixture
def server():
    """A server with a page, one that has moved, one behind a wall, and nothing else."""
    pages = {
        "/there": page(),
        "/old": moved("/there"),
        "/wall": Reply(403, headers=[("Server", "cloudflare"), ("cf-mitigated", "challenge")]),
        "/gone": Reply(410),
    }
    running = Server(pages)
    with in_a_thread(running):
        yield running


def write(folder, text, configuration=""):
    write_site(folder, {"docs/index.md": f"# Home\n\n{text}\n", "guidelint.toml": configuration})


# guidelint links


def test_list_shows_what_is_linked_from_where(home, run):
    card = '<details class="downloads" markdown>\n<summary>D</summary>\n\n[c](https://b.net/c)\n\n</details>'
    links = "[a](https://u:pw@a.net/) and [b](https://b.net/#x), [a](https://u:pw@a.net/), [in](#home)"
    write(home, f"{links}\n\n{card}")
    status, out, _ = run("links", "list")
    assert status == 0
    assert out == (
        "https://b.net/#x\n  docs/index.md:3:34\n"
        "https://b.net/c\n  docs/index.md:8:5 (download)\n"
        "https://***@a.net/\n  docs/index.md:3:5\n  docs/index.md:3:57\n"
    )
    links = json.loads(run("links", "list", "docs", "--output-format", "json")[1])["links"]
    assert [(link["url"], len(link["occurrences"])) for link in links] == [
        ("https://b.net/#x", 1),
        ("https://b.net/c", 1),
        ("https://***@a.net/", 2),
    ]
    assert links[1]["occurrences"] == [{"path": "docs/index.md", "line": 8, "column": 5, "download": True}]


def test_check_tells_all_about_a_link(run, server):
    status, out, _ = run(
        "links", "check", f"{server.url}/old", f"{server.url}/wall", *ALLOWED, "--no-history"
    )
    assert status == 0
    assert out == (
        f"{server.url}/old\n"
        f"  verdict    moved\n"
        f"  because    301 to {server.url}/there\n"
        f"  301        {server.url}/old → {server.url}/there\n"
        f"  asked      GET {server.url}/there: 200\n"
        f"  ends at    {server.url}/there\n"
        f"{server.url}/wall\n"
        f"  verdict    blocked\n"
        f"  because    403, a challenge for robots (cf-mitigated)\n"
        f"  asked      GET {server.url}/wall: 403\n"
        f"  header     server: cloudflare\n"
        f"  header     cf-mitigated: challenge\n"
        f"  ends at    {server.url}/wall\n"
    )


def test_check_fails_for_a_dead_link_and_history_remembers(run, server):
    url = f"{server.url}/gone"
    assert run("links", "history", url)[0] == 2
    for _ in range(2):
        status, out, _ = run("links", "check", url, *ALLOWED, "--output-format", "json")
        assert status == 1
    [link] = json.loads(out)["links"]
    assert (link["verdict"], link["from_history"], link["past"]["streak"]) == ("dead", True, 1)
    assert server.count("/gone") == 1
    status, out, _ = run("links", "history", url)
    assert status == 0
    assert "failing    since " in out
    assert out.rstrip().endswith("dead: 410, gone for good")
    history = json.loads(run("links", "history", url, "--output-format", "json")[1])
    assert [asking["verdict"] for asking in history["askings"]] == ["dead"]
    assert "nothing is known" in run("links", "history", f"{server.url}/other")[1]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["check"], "URL"),
        (["history", "http://a.net:99999/"], "99999 is no port"),
        (["history", "mailto:a@b.net"], "mailto: links are not requested"),
        (["list", "nowhere"], "does not exist"),
        (["chek"], "chek"),
    ],
)
def test_wrong_usage(run, arguments, complaint):
    status, out, err = run("links", *arguments)
    assert (status, out) == (2, "")
    assert complaint in err


# guidelint check


def test_the_history_is_in_the_cache_directory_unless_configured(home, run, server, tmp_path):
    write(home, f"[a]({server.url}/there)")
    assert run("check", *ALLOWED)[0] == 0
    assert (tmp_path / "cache" / "guidelint" / "links.sqlite3").is_file() or sys.platform != "linux"
    write(home, f"[a]({server.url}/there)", '[links]\nhistory = ".cache/links.sqlite3"\n')
    for _ in range(2):
        assert run("check", *ALLOWED)[0] == 0
    assert (home / ".cache" / "links.sqlite3").is_file()
    assert server.count("/there") == 2


def test_a_history_that_leads_out_of_the_project_is_refused(home, run, tmp_path):
    write(home, "[a](https://a.net/)", '[links]\nhistory = "link/links.sqlite3"\n')
    (home / "link").symlink_to(tmp_path)
    status, _, err = run("check")
    assert status == 2
    assert "leads out of" in err


@pytest.mark.parametrize(
    ("configuration", "complaint"),
    [
        ('history = "../links.sqlite3"', "guidelint.toml:2"),
        ('history = "/etc/passwd"', '"history" must be a path below this folder'),
        ('history = "README.md"', "ends in .sqlite3"),
        ("failing-runs = 1.5", '"failing-runs" must be a whole number'),
        ("failing-days = 0", '"failing-days" must be a number greater than 0'),
        ('archive = "file:///x"', '"archive" must be an http address'),
        ('[links.proxy]\nhttp = "proxy"', '"http" must be the address of a proxy'),
        ('[links.proxy]\nhttps = "ftp://proxy:1"', "guidelint.toml:3"),
        ('[links.hosts."https://a.net/path"]', '"https://a.net/path" is no host'),
        ('[links.hosts."a.net"]\ntoken = "12345"', '"token" comes from the environment'),
        (
            '[links.hosts."a.net"]\ntoken = "${GUIDELINT_NOWHERE}"',
            "guidelint.toml:2: the header Authorization for a.net needs",
        ),
        (
            '[links.hosts."a.net"]\nbasic-auth = "${GUIDELINT_NOWHERE}"',
            '"basic-auth" must be "user:password"',
        ),
        ('[links.hosts."a.net"]\ntoken = "${GUIDELINT_A}"\nbasic-auth = "u:${GUIDELINT_A}"', "only one of"),
        ('[links.hosts."a.net"]\nheaders = { "X Y" = "1" }', '"X Y" must be the name of a header'),
        ('[links.hosts."a.net"]\nagent = "me"', 'unknown key "agent"'),
    ],
)
def test_a_configuration_that_cannot_be_used(home, run, configuration, complaint):
    write(home, "[a](https://a.net/)", f"[links]\n{configuration}\n")
    status, out, err = run("check")
    assert (status, out) == (2, "")
    assert complaint in err


def test_a_proxy_whose_package_is_missing(home, run, monkeypatch):
    monkeypatch.setattr("guidelint.links.routes.importlib.util.find_spec", lambda _: None)
    write(home, "[a](https://a.net/)", '[links.proxy]\nhttps = "socks5h://127.0.0.1:9050"\n')
    status, _, err = run("check", "--no-history")
    assert status == 2
    assert "aiohttp-socks" in err


def test_secrets_go_to_their_host_and_into_no_report(home, run, server, monkeypatch):
    seen = []

    def show(request):
        seen.append({name: request.headers.get(name) for name in ("authorization", "user-agent", "x-key")})
        return Reply(
            302, headers=[("Location", f"http://127.0.0.2:{server.port}/x?q={request.headers['x-key']}")]
        )

    other = Server({"*": lambda request: seen.append(dict(request.headers)) or Reply(404)}, "127.0.0.2")
    server.pages["/api"] = show
    monkeypatch.setenv("GUIDELINT_PASSWORD", "open-sesame")
    write(
        home,
        f"[a]({server.url}/api)",
        f'[links.hosts."{server.url}"]\nuser-agent = "harbour/1"\nbasic-auth = "me:${{GUIDELINT_PASSWORD}}"\n'
        'headers = { X-Key = "${GUIDELINT_PASSWORD}" }\n',
    )
    with in_a_thread(other):
        _, out, err = run("check", *ALLOWED, "--output-format", "json")
    assert seen[0] == {
        "authorization": "Basic bWU6b3Blbi1zZXNhbWU=",
        "user-agent": "harbour/1",
        "x-key": "open-sesame",
    }
    assert "open-sesame" not in out + err
    assert "bWU6b3Blbi1zZXNhbWU=" not in out + err


def test_proxies_of_the_configuration_come_before_those_of_the_environment(home, run, server, monkeypatch):
    server.pages["http://docs.harbour/"] = page()
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    write(home, "[a](http://docs.harbour/)", f'[links.proxy]\nhttp = "{server.url}"\n')
    assert run("check", "--no-history", "--output-format", "json")[0] == 0
    assert server.count("http://docs.harbour/") == 1


def test_a_link_that_is_ignored_for_good_or_until_a_day(home, run, server):
    write(
        home,
        f"[a]({server.url}/gone) [b]({server.url}/gone?again)",
        '[[links.ignore]]\npattern = "*/gone"\nreason = "known"\n'
        '[[links.ignore]]\npattern = "*again"\nreason = "known"\nuntil = 2020-02-29\n',
    )
    status, out, err = run("check", *ALLOWED, "--no-history", "--output-format", "json")
    verdicts = {link["url"]: link["verdict"] for link in json.loads(out)["links"]}
    assert verdicts == {f"{server.url}/gone": "skipped", f"{server.url}/gone?again": "dead"}
    assert 'the links "*again" are asked for again: to ignore them ended on 2020-02-29' in err
    assert status == 1


def test_archived_copies(home, run, server):
    copy = {
        "archived_snapshots": {
            "closest": {
                "available": True,
                "status": "200",
                "timestamp": "20200229120000",
                "url": f"http://web.archive.org/web/20200229120000/{server.url}/gone",
            }
        }
    }
    server.pages["*"] = lambda seen: (
        Reply(body=json.dumps(copy), content_type="application/json")
        if seen.target.startswith("/wayback?url=")
        else Reply(404)
    )
    write(home, f"[a]({server.url}/gone)", f'[links]\narchive = "{server.url}/wayback"\n')
    _, out, _ = run("check", *ALLOWED, "--no-history", "--output-format", "json")
    assert json.loads(out)["findings"][0]["help"] is None
    _, out, _ = run("check", *ALLOWED, "--no-history", "--output-format", "json", "--archive")
    assert json.loads(out)["findings"][0]["help"] == (
        f"a copy of 2020-02-29 is archived: https://web.archive.org/web/20200229120000/{server.url}/gone"
    )


@pytest.mark.parametrize(
    "answer",
    [
        Reply(500),
        Reply(body="<html>"),
        Reply(body="[]"),
        Reply(body='{"archived_snapshots": 3}'),
        Reply(reset=True),
    ],
)
def test_an_archive_that_gives_no_answer_is_said(home, run, server, answer):
    server.pages["*"] = answer
    write(home, f"[a]({server.url}/gone)", f'[links]\narchive = "{server.url}/wayback"\n')
    status, _, err = run("check", *ALLOWED, "--no-history", "--archive")
    assert status == 1
    assert f"warning: the archive at {server.url}/wayback could not be asked about every dead link" in err


def test_our_own_network_is_down(home, run):
    write(home, " ".join(f"[a](http://127.0.0.{number}:9/)" for number in range(2, 9)))
    status, out, err = run("check", *ALLOWED, "--output-format", "json")
    report = json.loads(out)
    assert status == 4
    assert report["summary"]["links"] == {"undecided": 7}
    assert report["findings"] == []
    assert err.count("our own network is down") == 1


def test_ctrl_c_shows_what_is_known_and_saves_it(home, run, server):
    def interrupt(_):
        os.kill(os.getpid(), signal.SIGINT)
        return Reply(silent=True)

    server.pages["/slow"] = interrupt
    write(
        home,
        f"[a]({server.url}/gone) [b]({server.url}/slow)",
        "[links]\nper-host-limit = 1\nglobal-limit = 1\n",
    )
    status, out, _ = run("check", *ALLOWED, "--output-format", "json")
    report = json.loads(out)
    assert status == 130
    assert {link["url"].rpartition("/")[2]: link["verdict"] for link in report["links"]} == {
        "gone": "dead",
        "slow": "undecided",
    }
    assert [entry["rule"] for entry in report["findings"]] == ["link-dead"]
    assert "dead: 410" in run("links", "history", f"{server.url}/gone")[1]


def test_quiet_is_quiet(home, run, server):
    write(home, f"[a]({server.url}/there)")
    assert run("check", *ALLOWED, "--quiet", "--no-history") == (0, "", "")


@pytest.mark.parametrize(
    ("only", "asked"),
    [("links", True), ("link-dead", True), ("GL6", True), ("link-malformed", False), ("front-matter", False)],
)
def test_servers_are_asked_for_rules_that_need_it(home, run, server, only, asked):
    write(home, f"[a]({server.url}/there)")
    run("check", "--only", only, *ALLOWED, "--no-history")
    assert bool(server.seen) is asked


def test_links_named_alone_give_findings_of_their_family_only(home, run, server):
    write(home, f"[a]({server.url}/gone) [b](missing.md)")
    _, out, _ = run("check", "--only", "links", *ALLOWED, "--no-history", "--output-format", "json")
    assert {entry["rule"] for entry in json.loads(out)["findings"]} == {"link-dead"}


def test_offline_nothing_of_the_network_is_imported(home):
    write(home, "[a](https://a.net/)")
    code = (
        "import sys; from guidelint.cli.main import main; main(['check', '--offline']);"
        "print(sorted({'aiohttp', 'rich', 'sqlite3', 'yarl', 'publicsuffixlist'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_commands_have_help(capsys):
    assert main(["links", "--help"]) == 0
    assert {"list", "check", "history"} <= set(capsys.readouterr().out.split())


def test_a_finding_about_a_link_can_be_silenced_where_it_stands(home, run, server):
    silent = "<!-- guidelint-disable-next-line link-dead -- back in spring -->"
    write(home, f"{silent}\n[a]({server.url}/gone)\n\n[b]({server.url}/gone)")
    _, out, _ = run("check", *ALLOWED, "--no-history", "--output-format", "json")
    report = json.loads(out)
    assert [(entry["rule"], entry["line"]) for entry in report["findings"]] == [("link-dead", 6)]
    assert report["summary"]["suppressed"] == 1
    assert run("check", "--offline")[1] == ""


def test_one_dead_page_is_one_finding_with_all_its_places(home, run, server):
    write(home, f"[a]({server.url}/gone) [b]({server.url}/gone#part)\n\n[c]: {server.url}/gone\n[c] [c]")
    _, out, _ = run("check", *ALLOWED, "--no-history", "--output-format", "json")
    [finding] = json.loads(out)["findings"]
    assert (finding["line"], finding["column"]) == (3, 1)
    assert [(place["line"], place["message"]) for place in finding["related"]] == [
        (3, "410, gone for good"),
        (5, "410, gone for good"),
    ]
