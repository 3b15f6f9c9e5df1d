"""What GitLab says of projects and files, and where it leads readers."""

import json
import re

import pytest

from guidelint.links.verdict import Verdict
from tests.links.servers import Reply, page
from tests.links.services.apis import World, answer
from tests.links.services.code_hosts import gitlab
from tests.links.services.samples import PROJECT

SIGN_IN = Reply(302, headers=[("Location", "/users/sign_in")])


def test_ten_projects_are_one_question_to_gitlab():
    def reply(seen):
        names = re.findall(r'(p\d+): project\(fullPath: "([^"]+)"', json.loads(seen.body)["query"])
        return answer({"data": {alias: {**PROJECT, "fullPath": name} for alias, name in names}})

    asked = World("gitlab", {"*": reply}).ask(*(f"/group/project-{number}" for number in range(21)))
    assert asked.counts == (3, 0)


@pytest.mark.parametrize(("is_open", "verdict"), [(True, Verdict.DEAD), (False, Verdict.BLOCKED)])
def test_a_sign_in_page_of_gitlab_means_missing_where_everybody_may_look(monkeypatch, is_open, verdict):
    if is_open:
        monkeypatch.setattr("guidelint.links.services.gitlab.OPEN_HOSTS", ("127.0.0.2",))
    world = gitlab(None)
    world.pages = {"/tide/clock": SIGN_IN, "/users/sign_in": page("Sign in")}
    asked = world.ask("/tide/clock")
    assert (asked.only.verdict, asked.counts) == (verdict, (1, 1))


def led(path, to, status=302):
    """The pages of a GitLab that leads readers from a path to another one."""
    return {path: Reply(status, headers=[("Location", to)]), to: page()}


@pytest.mark.parametrize(
    ("path", "to", "status", "verdict"),
    [
        ("/tide/clock", "/coast/watch", 301, Verdict.MOVED),
        ("/tide/clock", "/coast/watch", 302, Verdict.OK),
        ("/tide/clock/blob/main/a.md", "/tide/clock/-/blob/main/a.md", 302, Verdict.OK),
    ],
)
def test_gitlab_does_not_know_a_project_by_its_former_name_but_leads_readers_on(
    monkeypatch, path, to, status, verdict
):
    monkeypatch.setattr("guidelint.links.services.gitlab.OPEN_HOSTS", ("127.0.0.2",))
    world = gitlab(None)
    world.pages = led(path, to, status)
    asked = world.ask(path)
    assert (asked.only.verdict, asked.counts) == (verdict, (1, 2))
    assert asked.only.evidence is None


FILE = "/tide/clock/-/blob/main/a.md"


@pytest.mark.parametrize(
    ("to", "verdict"),
    [
        pytest.param("/tide/clock/-/tree/main/", Verdict.DEAD, id="missing"),
        pytest.param("/tide/clock/-/tree/main/a.md", Verdict.OK, id="a folder"),
        pytest.param("/tide/clock/-/blob/trunk/a.md", Verdict.OK, id="a renamed branch"),
    ],
)
def test_a_missing_file_of_gitlab_is_a_redirect_to_the_root(to, verdict):
    world = gitlab({**PROJECT, "repository": {"empty": False, "blobs": {"nodes": []}}})
    world.pages = led(FILE, to)
    asked = world.ask(FILE)
    assert (asked.only.verdict, asked.counts) == (verdict, (1, 2))
    assert ("no such file" in asked.only.reason) is (verdict is Verdict.DEAD)


def test_an_error_about_one_project_does_not_spoil_the_others():
    found = {"p0": {**PROJECT, "repository": None}, "p1": {**PROJECT, "archived": True}}
    errors = [{"message": "oops", "path": ["p0", "repository", "blobs"]}]
    asked = World("gitlab", {"*": answer({"data": found, "errors": errors})}).ask(FILE, "/tide/clock")
    assert asked.counts == (1, 1)
    assert [result.evidence is not None for result in asked.results.values()] == [False, True]


def test_a_query_is_no_longer_than_gitlab_takes():
    def reply(seen):
        names = re.findall(r"\b(p\d+): project", json.loads(seen.body)["query"])
        return answer({"data": dict.fromkeys(names, PROJECT)})

    paths = [f"/tide/clock/-/blob/main/{'long/' * 400}{number}.md" for number in range(10)]
    asked = World("gitlab", {"*": reply}).ask(*paths)
    assert asked.counts == (4, 10)
    assert max(len(json.loads(seen.body)["query"]) for seen in asked.api.seen) <= 10_000
