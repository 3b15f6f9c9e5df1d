"""The normal form: one key for one page, and nothing of what the author wrote is rewritten."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from guidelint.links.urls import MalformedUrlError, Skip, Target, http_target, mask, read, resolve


def key(text: str) -> str:
    target = read(text)
    assert isinstance(target, Target)
    return target.key


@pytest.mark.parametrize(
    "same",
    [
        ("HTTP://DOCS.SITE.org:80/%7Ea/./b/../c", "http://docs.site.org/~a/c"),
        ("https://site.org:443", "https://site.org/"),
        ("https://site.org/%2f", "https://site.org/%2F"),
        (
            "https://münchen.de/",
            "https://xn--mnchen-3ya.de/",
            "https://MÜNCHEN.de",
            "https://mu\u0308nchen.de/",
        ),
        ("https://site.org/münchen", "https://site.org/m%C3%BCnchen", "https://site.org/m%c3%bcnchen"),
        ("https://site.org/a b", "https://site.org/a%20b"),
        ("//site.org/a", "https://site.org/a"),
        ("https://site.org/a", "  https://site.org/a\n", "https://site.org/\ta", "https:\\\\site.org\\a"),
        ("https://site.org/a#x", "https://site.org/a#y", "https://site.org/a"),
        ("https://site.org./a", "https://site.org/a"),
        ("http://[::0001]:8080/", "http://[::1]:8080/"),
        ("http://2130706433/", "http://127.0.0.1/", "http://0x7f.1/"),
        ("https://site.org/../../a", "https://site.org/a"),
        ("https://site.org/a/%2e%2E/b", "https://site.org/b"),
        ("https://site.org/a/b/..", "https://site.org/a/"),
        ("https://site.org/a", "https://site.org/a?"),
    ],
)
def test_spellings_of_one_page(same: tuple[str, ...]) -> None:
    assert len({key(text) for text in same}) == 1


@pytest.mark.parametrize(
    "different",
    [
        ("https://site.org/a%2Fb", "https://site.org/a/b"),
        ("https://site.org/?q=c%2B%2B", "https://site.org/?q=c++"),
        ("https://site.org/?q=a+b", "https://site.org/?q=a%20b"),
        ("https://site.org/a", "https://site.org/a/"),
        ("https://site.org/a", "https://site.org/A"),
        ("https://site.org/a//b", "https://site.org/a/b"),
        ("https://site.org/a%23b", "https://site.org/a"),
        ("https://site.org/", "http://site.org/"),
        ("https://ann:pw@site.org/", "https://site.org/"),
    ],
)
def test_pages_that_stay_apart(different: tuple[str, str]) -> None:
    assert key(different[0]) != key(different[1])


@pytest.mark.parametrize(
    "text",
    [
        "http:/site.org",
        "http:site.org",
        "http://",
        "http:///a",
        "https//site.org",
        "",
        "page.md",
        "#top",
        "http://site.org:0/",
        "http://site.org:99999/",
        "http://site.org:8x/",
        "http://[::1",
        "http://[::g]/",
        "http://a b.org/",
        "http://site..org/",
        "http://.site.org/",
        "http://256.0.0.1/",
        "http://1.2.3.4.5/",
        "http://0x100000000/",
        "http://a|b.org/",
        f"http://{'a' * 64}.org/",
        "http://user@/",
    ],
)
def test_what_no_browser_could_request_is_malformed(text: str) -> None:
    with pytest.raises(MalformedUrlError):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "mailto:me@site.org",
        "tel:+491234",
        "javascript:void(0)",
        "briar://abc",
        "matrix:r/x:site.org",
        "signal:x",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/2000/svg",
        "https://schema.org",
        "http://purl.org/dc/terms/",
    ],
)
def test_what_is_never_fetched(text: str) -> None:
    assert isinstance(read(text), Skip)


def test_a_page_of_a_vocabulary_is_fetched() -> None:
    assert isinstance(read("https://schema.org/Article"), Target)


def test_the_fragment_is_kept_as_written() -> None:
    target = http_target("https://site.org/a#caf%C3%A9#b")
    assert target.fragment == "caf%C3%A9#b"
    assert str(target.url) == "https://site.org/a"


def test_credentials_are_kept_apart_from_the_url() -> None:
    target = http_target("https://ann:p%40ss@site.org/a")
    assert (str(target.url), target.credentials) == ("https://site.org/a", ("ann", "p@ss"))
    assert "p@ss" not in repr(target)


def test_masking_hides_every_password_in_a_text() -> None:
    assert (
        mask("from https://a:b@x.org/p to http://c@y.org") == "from https://***@x.org/p to http://***@y.org"
    )
    assert mask("https://x.org/@name") == "https://x.org/@name"


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    for candidate in (text, "http://" + text, "http://site.org/" + text):
        with contextlib.suppress(MalformedUrlError):
            read(candidate)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_reading_the_requested_url_again_changes_nothing(path: str) -> None:
    once = http_target("https://site.org/" + path)
    again = http_target(str(once.url))
    assert (again.url, again.key) == (once.url, once.key)


@given(st.text(max_size=60))
def test_no_location_breaks_the_redirect(location: str) -> None:
    with contextlib.suppress(MalformedUrlError):
        http_target(resolve(URL("https://site.org/a"), location))
