from guidelint.adopt.markdown_link_check import read
from guidelint.adopt.model import Carried, Entry, Left, Replacement

SETTINGS = r"""{
  "ignorePatterns": [
    { "pattern": "^https://harbour\\.example/login" },
    { "pattern": "^#tide-" },
    { "pattern": "https:\/\/pier\\.example" }
  ],
  "replacementPatterns": [
    { "pattern": "^/", "replacement": "{{BASEURL}}/" }
  ],
  "aliveStatusCodes": [
    200,
    206,
    403
  ],
  "timeout": "20s",
  "retryOn429": true,
  "httpHeaders": [{ "urls": ["https://a.example"], "headers": { "Authorization": "Bearer s3cret" } }]
}
"""
INSIDE = "it is about links inside the site; see runtime-anchors and absent"
HEADERS = "headers may hold secrets, which do not belong in a file that is committed"


def test_every_setting_has_its_line():
    assert read(SETTINGS) == Carried(
        ignores=(
            Entry(r"^https://harbour\.example/login", 3),
            Entry(r"https://pier\.example", 5),
        ),
        accepts=(Entry("206", 12), Entry("403", 13)),
        timeouts=(Entry("20", 15),),
        replacements=(Replacement("^/", "{{BASEURL}}/", 8),),
        left=(
            Left("the ignored link ^#tide-", INSIDE, 4),
            Left("retryOn429", "guidelint waits and asks again without being told", 16),
            Left("httpHeaders", HEADERS, 17),
        ),
    )  # fmt: skip


def test_lines_count_from_where_the_settings_begin():
    assert read(SETTINGS, first_line=40).ignores[0].line == 42


def test_broken_json_is_left_with_its_line():
    [left] = read('{\n  "ignorePatterns": [\n}').left
    assert (left.text, left.line) == ("the whole file", 3)
    assert left.why.startswith("not valid JSON: ")


def test_odd_values_are_left():
    carried = read('{"ignorePatterns": [{"pattern": 7}, 8], "aliveStatusCodes": ["x", 99], "timeout": []}')
    assert carried.ignores == carried.accepts == carried.timeouts == ()
    assert [left.text for left in carried.left] == [
        "an ignored link", "an ignored link", "the accepted status x", "the accepted status 99", "timeout"
    ]  # fmt: skip
