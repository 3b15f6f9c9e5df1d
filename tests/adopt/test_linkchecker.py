from guidelint.adopt.linkchecker import read
from guidelint.adopt.model import Entry

SETTINGS = r"""[checking]
timeout=45
threads=5

[filtering]
ignore=
  ^https://harbour\.example
  # a comment
  !\.example
ignoreerrors=
  https://pier\.example
  https://quay\.example ^503
checkextern=1

[authentication]
entry= ^https://a\.example user s3cret
"""


def test_every_setting_has_its_line():
    carried = read(SETTINGS)
    assert carried.ignores == (Entry(r"^https://harbour\.example", 7), Entry(r"https://pier\.example", 11))
    assert carried.timeouts == (Entry("45", 2),)
    assert [(left.text, left.line) for left in carried.left] == [
        (r"the ignored link !\.example", 9),
        (r"the ignored error https://quay\.example ^503", 12),
        ("threads", 3),
        ("checkextern", 13),
        ("[authentication]", 15),
    ]
    assert "s3cret" not in repr(carried)


def test_a_broken_file_is_left_with_its_line():
    [left] = read("timeout=45\n").left
    assert (left.text, left.line) == ("the whole file", 1)
