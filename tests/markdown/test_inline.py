"""Code, escapes, maths, HTML, icons, keys: what hides text, and in which order."""

import pytest

from tests.markdown.reading import links, read, seen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("`a`", ["`a`"]),
        ("``a ` b``", ["``a ` b``"]),
        ("`` `a` ``", ["`` `a` ``"]),
        ("`a\nb`", ["`a\nb`"]),
        ("`a``b`", ["`a``b`"]),
        ("\\`a`", []),
        ("\\\\`a`", ["`a`"]),
        ("`a", []),
        ("```a`", ["```a`"]),
        ("`a` b `c`", ["`a`", "`c`"]),
    ],
)
def test_code_spans(text, code):
    page = read(text)
    assert [page.text(item.span) for item in page.codes if item.inline] == code


@pytest.mark.parametrize(
    "hidden",
    [
        "`{}`",
        "${}$",
        "\\({}\\)",
        "<!-- {} -->",
        "<b title='{}'>x</b>",
        "\\{}",
    ],
)
def test_what_hides_a_link(hidden):
    assert links(read("a " + hidden.format("[b](c)") + " d")) == []


@pytest.mark.parametrize(
    "text",
    [
        "$ [b](c) $",
        "5$ [b](c) 6$",
        "\\$[b](c)$",
        "\\\\(`x`[b](c)\\\\)",
        "\\(\\) [b](c)",
        "\\([b](c)",
        "\\(`a`[b](c)\\)",
    ],
)
def test_what_is_no_maths(text):
    assert ("c", "[b](c)") in links(read(text))


def test_a_block_of_maths_is_code():
    page = read("$$\n[a](b)\n$$\n\n\\[\n[a](b)\n\\]\n\n\\begin{x}\n[a](b)\n\\end{x}\n\n[c](d)\n")
    assert links(page) == [("d", "[c](d)")]


def test_a_block_of_maths_must_end_with_its_block():
    assert links(read("\\[\n[a](b)\n\\] x\n")) == [("b", "[a](b)")]
    assert links(read("$$\n[a](b)\n\\$$\n")) == [("b", "[a](b)")]


def test_html_in_text():
    page = read('a <a href="b" id="c">d <img src="e.png"></a> <i>[f](g)</i>')
    assert [(link.target, link.form, link.text) for link in page.links] == [
        ("b", "html", "d"),
        ("g", "inline", "f"),
    ]
    assert [image.target for image in page.images] == ["e.png"]
    assert [anchor.id for anchor in page.anchors] == ["c"]
    assert [tag.name for tag in page.tags] == ["a", "img", "a", "i", "i"]


@pytest.mark.parametrize("text", ["a < b > [c](d)", "<1 [c](d)>", "a<b [c](d)", "&lt;b [c](d)&gt;"])
def test_what_is_no_html(text):
    assert links(read(text)) == [("d", "[c](d)")]


@pytest.mark.parametrize(
    ("text", "icons"),
    [
        (":material-anchor:", ["material-anchor"]),
        (":smile::material-anchor:", ["smile", "material-anchor"]),
        (":brand-buoy:", ["brand-buoy"]),
        (":no-such-icon:", []),
        ("`:smile:`", []),
        ("\\:smile:", []),
        ("12:30:45", []),
        ("[:smile:](a)", ["smile"]),
        (":+1:", ["+1"]),
    ],
)
def test_icons(text, icons):
    assert [icon.name for icon in read(text).icons] == icons


def test_an_unknown_icon_is_text():
    assert seen(read("a :no-such-icon: b")) == ["a :no-such-icon: b"]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("press ++ctrl+alt++ now", ["press ", " now"]),
        ('press ++"own [a](b)"++ now', ["press ", " now"]),
        ("a ++ b", ["a ++ b"]),
    ],
)
def test_keys(text, texts):
    page = read(text)
    assert (seen(page), links(page)) == (texts, [])


def test_every_run_of_text_is_its_source():
    page = read("a **b *c* d** `e` f\n[g h](i) &amp; <b>j</b>\\*k\n")
    assert all(page.text(text.span) == text.value for text in page.texts)
    assert seen(page) == ["a ", "b ", "c", " d", " ", " f", "g h", " ", " ", "j", "k"]


def test_lines_of_a_paragraph_are_runs_of_their_own():
    assert seen(read("- a\n    b\n- c\n  d\n")) == ["a", "    b", "c", "  d"]
