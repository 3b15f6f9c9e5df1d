"""Error pages with status 200: two signals, or none."""

from __future__ import annotations

import pytest

from guidelint.links.verdict import Verdict
from tests.links.servers import Reply, Server, check, moved, page, serve_and_check

ERROR_PAGE = page("404 - Page not found", "<h1>Page not found</h1>")


def test_a_title_that_siblings_share_is_an_error_page() -> None:
    server = Server({"*": ERROR_PAGE})
    [result] = serve_and_check(server, "/docs/install.html")
    assert (result.verdict, result.attempts) == (Verdict.SOFT_404, 2)
    control = server.seen[-1].target
    assert control.startswith("/docs/")
    assert control.endswith(".html")
    assert control != "/docs/install.html"


def test_a_page_about_errors_is_no_error_page() -> None:
    [result] = check({"/docs/404": page("404 Not Found")}, "/docs/404")
    assert result.verdict is Verdict.OK


def test_equal_bodies_alone_prove_nothing() -> None:
    [result] = check({"*": page("One page application")}, "/a/b")
    assert (result.verdict, result.attempts) == (Verdict.OK, 1)


def test_a_redirect_to_the_front_page_that_siblings_share_is_an_error_page() -> None:
    [result] = check({"/": page(), "*": moved("/")}, "/docs/install")
    assert (result.verdict, result.attempts) == (Verdict.SOFT_404, 3)


def test_a_redirect_to_the_front_page_of_this_link_alone_is_a_move() -> None:
    [result] = check({"/": page(), "/docs/install": moved("/")}, "/docs/install")
    assert result.verdict is Verdict.MOVED


@pytest.mark.parametrize("link", ["/index.html", "/en", "/en-US/"])
def test_a_front_page_may_redirect_to_the_front_page(link: str) -> None:
    [result] = check({"*": moved("/"), "/": page()}, link)
    assert (result.verdict, result.attempts) == (Verdict.MOVED, 2)


@pytest.mark.parametrize(
    "title",
    [
        "Page not found",
        "404",
        "Error 404 (Not Found)!!1",
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "页面不存在",
        "ページが見つかりません",
        "The page you requested could not be found",
    ],
)
def test_titles_in_many_languages_raise_the_suspicion(title: str) -> None:
    [result] = check({"*": page(title)}, "/a/b")
    assert result.verdict is Verdict.SOFT_404


def test_a_heading_raises_it_where_the_title_is_the_sites_name() -> None:
    [result] = check({"*": page("Some site", "<h1>Page <em>not</em> found</h1>")}, "/a/b")
    assert result.verdict is Verdict.SOFT_404


@pytest.mark.parametrize(
    "control", [Reply(403), Reply(500), Reply(reset=True), moved("/login", 302), page("Welcome")]
)
def test_a_control_that_says_something_else_confirms_nothing(control: object) -> None:
    [result] = check({"/a/b": ERROR_PAGE, "*": control}, "/a/b")
    assert result.verdict is Verdict.OK


def test_a_control_that_comes_too_fast_is_asked_again() -> None:
    answers = iter([Reply(200, ERROR_PAGE), Reply(429), Reply(200, ERROR_PAGE)])
    [result] = check({"*": lambda _: next(answers)}, "/a/b")
    assert (result.verdict, result.attempts) == (Verdict.SOFT_404, 3)
