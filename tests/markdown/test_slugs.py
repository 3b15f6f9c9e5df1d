"""Ids of headings, as the site makes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions import toc
from pymdownx import slugs as pymdown

from guidelint.markdown.dialect import TocOptions
from guidelint.markdown.slugs import slug_function, unique
from tests.markdown.reading import ids, read


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("# Ebb and Flood", "ebb-and-flood"),
        ("# Sécurité & co.", "securite-co"),
        ("# 潮汐", "_1"),
        ("# a_b-c", "a_b-c"),
        ("# `code` *x*", "code-x"),
        ("# [Link](b) ![alt](c)", "link"),
        ("# :material-anchor: Piers", "piers"),
        ("# :no-such-icon: Piers", "no-such-icon-piers"),
        ("# A[^1]\n\n[^1]: b", "a"),
        ("# A &amp; B", "a-b"),
        ("# ½ ﬁ", "12-fi"),
        ("# A <b>c</b>", "a-c"),
        ("# A { #Own }", "Own"),
        ("#A", "a"),
        ("A\n=", "a"),
    ],
)
def test_ids(text, slug):
    assert ids(read(text)) == [slug]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("# A\n# A\n# A", ["a", "a_1", "a_2"]),
        ("# A\n# A_1\n# A", ["a", "a_1", "a_2"]),
        ("# A_1\n# A\n# A", ["a_1", "a", "a_2"]),
        ("# A_1\n# A_1", ["a_1", "a_2"]),
        ("# !\n# ?", ["_1", "_2"]),
        ("# A\n# B { #a }", ["a_1", "a"]),
        ("# B { #a }\n# C { #a }", ["a", "a"]),
        ("[x](y){ #a }\n\n# A", ["a_1"]),
    ],
)
def test_ids_are_unique_and_own_ids_come_first(text, slugs):
    assert ids(read(text)) == slugs


@given(st.lists(st.sampled_from(["a", "a_1", "a_2", "a_9", "_1", "", "b_1", "a_1_1"]), max_size=12))
def test_numbers_are_those_of_python_markdown(slugs):
    used, rendered, following = set(), set(), {}
    for slug in slugs:
        assert unique(slug, used, following) == toc.unique(slug, rendered)


@given(st.text(alphabet="aB é潮½ﬁ-_.!<b>'\u00a0", max_size=12))
def test_slugs_are_those_of_the_functions_named(text):
    assert slug_function(TocOptions())(text, "-") == toc.slugify(text, "-")
    unicode = slug_function(TocOptions("markdown.extensions.toc.slugify_unicode"))
    assert unicode(text, "_") == toc.slugify_unicode(text, "_")
    for options in ({"case": "lower"}, {"case": "fold"}, {"normalize": "NFKD", "percent_encode": "true"}):
        made = slug_function(TocOptions("pymdownx.slugs.slugify", tuple(options.items())))
        rendered = pymdown.slugify(**{key: value == "true" or value for key, value in options.items()})
        assert made(text, "-") == rendered(text, "-")


def test_letters_of_other_scripts_stay_where_the_site_says_so():
    assert ids(read("# 潮汐 Tide\n# Été\n", config="magic.yml")) == ["潮汐-tide", "été"]


def test_an_unknown_function_makes_ids_unknown():
    assert slug_function(TocOptions("my.own.slugs")) is None
