import pytest

from guidelint.adopt.lines import Lines
from guidelint.adopt.lychee import read, read_arguments, read_ignore_file
from guidelint.adopt.model import Carried, Entry, Left, Replacement

SETTINGS = r"""
# exclude what asks for an account
exclude_mail = true
exclude = [
  '^https://harbour\.example/login',
  "(?<kind>a|b)\\.example",
  '[a-z&&[^b]]\.example',
]
accept = ["100..=103", "200..=299", 429, "500..600"]
timeout = 30
remap = ["https://old.example.org https://www.example.org"]
basic_auth = ["harbour.example user:s3cret"]
exclude_path = ["docs/old"]
"""


def test_every_setting_has_its_line():
    carried = read(SETTINGS)
    assert carried.ignores == (
        Entry(r"^https://harbour\.example/login", 5),
        Entry(r"(?P<kind>a|b)\.example", 6),
    )
    assert carried.accepts == (Entry("429", 9), Entry("500-599", 9))
    assert carried.timeouts == (Entry("30", 10),)
    assert carried.replacements == (Replacement("https://old.example.org", "https://www.example.org", 11),)
    assert [(left.text, left.line) for left in carried.left] == [
        (r"the ignored link [a-z&&[^b]]\.example", 7),
        ("exclude_mail", 3),
        ("basic_auth", 12),
        ("exclude_path", 13),
    ]
    assert "s3cret" not in repr(carried)


def test_an_ignore_file():
    text = "# comment\n\n^https://harbour\\.example\n  pier\\.example  \n"
    assert read_ignore_file(text).ignores == (
        Entry(r"^https://harbour\.example", 3),
        Entry(r"pier\.example", 4),
    )


def test_options():
    words = [
        "--exclude",
        "pier",
        "--exclude=quay",
        "-a",
        "200,403",
        "-c",
        "x.toml",
        "--header",
        "t: s3cret",
        "*.md",
    ]
    lines = Lines("\n".join(words), 10)
    assert read_arguments(words, lines) == Carried(
        ignores=(Entry("pier", 11), Entry("quay", 12)),
        accepts=(Entry("403", 14),),
        left=(Left("--header", "it may hold secrets, which do not belong in a file that is committed", 17),),
        configs=(Entry("x.toml", 16),),
    )


@pytest.mark.parametrize(
    ("written", "ranges"),
    [
        ("404", ["404"]),
        ('"404..=410"', ["404-410"]),
        ('"404..410"', ["404-409"]),
        ('"..=404"', ["300-404"]),
        ('"500.."', ["500-999"]),
        ('"200, 403,429"', ["403", "429"]),
        ('"200..=299"', []),
    ],
)
def test_ranges_of_statuses(written, ranges):
    assert [entry.text for entry in read(f"accept = {written}").accepts] == ranges


def test_broken_toml_is_left_with_its_line():
    [left] = read("exclude = []\n\nexclude = {,\n").left
    assert (left.text, left.line) == ("the whole file", 3)
