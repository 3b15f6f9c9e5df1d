"""Patterns of .gitignore files: as pathspec reads them, and never slow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from guidelint.patterns import path_patterns

PIECES = st.sampled_from(["*", "**", "a", "b", "/", "**/", "/**/", "?", "[ab]", ".", "\\*", "!", "c"])
PATTERNS = st.lists(PIECES, min_size=1, max_size=8).map("".join)
NAMES = st.text("abc.*", min_size=1, max_size=4)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)


@given(PATTERNS, PATHS)
def test_a_pattern_means_what_it_means_to_pathspec(pattern, path):
    try:
        plain = GitIgnoreSpec.from_lines([pattern], backend="simple")
    except ValueError:
        return
    assert path_patterns([pattern]).check_file(path).include == plain.check_file(path).include


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 40 + "b", "a" * 250),
        ("**/a/" * 40 + "b", "a/" * 900 + "c"),
        ("**/*a*/" * 20 + "b", "aa/" * 600 + "c"),
        ("*a" * 5 + "/" + "*a" * 20 + "b", "a" * 200 + "/" + "a" * 200),
    ],
    ids=["stars", "trees", "stars in trees", "two names"],
)
def test_many_wildcards_end_at_once(pattern, path):
    assert path_patterns([pattern]).check_file(path).include is None  # with ways back this takes years
