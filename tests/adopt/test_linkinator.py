from guidelint.adopt.lines import Lines
from guidelint.adopt.linkinator import read, read_arguments
from guidelint.adopt.model import Entry, Replacement

SETTINGS = r"""{
  "recurse": true,
  "timeout": 5000,
  "skip": [
    "^https://harbour\\.example",
    "[^]"
  ],
  "statusCodes": {
    "403": "ok",
    "5xx": "warn",
    "404": "error"
  },
  "urlRewriteSearch": "^https://old\\.example\\.org",
  "urlRewriteReplace": "https://www.example.org"
}
"""


def test_every_setting_has_its_line():
    carried = read(SETTINGS)
    assert carried.ignores == (Entry(r"^https://harbour\.example", 5),)
    assert carried.accepts == (Entry("403", 9), Entry("500-599", 10))
    assert carried.timeouts == (Entry("5", 3),)
    assert carried.replacements == (
        Replacement(r"^https://old\.example\.org", "https://www.example.org", 13),
    )
    assert [left.text for left in carried.left] == ["the ignored link [^]", "the status 404", "recurse"]


def test_options():
    carried = read_arguments(["docs", "--skip", "pier quay", "--config", "x.json"], Lines(""))
    assert [entry.text for entry in carried.ignores] == ["pier", "quay"]
    assert [entry.text for entry in carried.configs] == ["x.json"]
