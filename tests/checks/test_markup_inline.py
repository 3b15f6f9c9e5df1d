"""Attribute lists, look-alike and invisible characters, and signs that never close."""

import pytest

from guidelint.checks.markup import rendered_residue
from guidelint.checks.markup_attributes import UnquotedOptions, attribute_malformed, attribute_unquoted
from guidelint.checks.markup_characters import fullwidth_markup, invisible_character
from guidelint.checks.markup_inline import brackets_unbalanced, emphasis_unbalanced, template_placeholder
from tests.checks.pages import one_defect, places
from tests.sites import check_site, mend_site, write_site

LINK = "[a](tides.md)"


def test_values_without_quotes_are_one_finding_for_a_page():
    text = f'{LINK}{{ .x title=A}} {LINK}{{title=B target=_blank}} {LINK}{{ title="C" }}'
    [found] = one_defect(attribute_unquoted, text)
    assert len(found.related) == 1
    assert found.fix
    assert [edit.text for edit in found.fix.edits] == ['"A"', '"B"']


def test_which_keys_are_words_is_an_option():
    assert places(attribute_unquoted, f"{LINK}{{ rel=A }}", UnquotedOptions(("rel",))) == ["A"]
    assert places(attribute_unquoted, f"{LINK}{{ width=3 loading=lazy .x }}") == []


@pytest.mark.parametrize(
    ("attributes", "shown"),
    [
        ("{ .x title=“A” }", "{ .x title=“A” }"),
        ('{ .x title="A }', '{ .x title="A }'),
        ('{ .x title="A"', '{ .x title="A"'),
        (".x title=A }", ".x title=A }"),
        ("format@@align=right }", "format@@align=right }"),
        (" { .x }", "{ .x }"),
    ],
)
def test_broken_attribute_lists(attributes, shown):
    assert places(attribute_malformed, f"See {LINK}{attributes}") == [shown]


@pytest.mark.parametrize(
    "behind", ["{ .x }", '{.x title="A" }', " {braces}", " and { .x }", "{{ x }}", " { }", "}", " f(a=b)"]
)
def test_attribute_lists_and_braces_that_are_fine(behind):
    assert places(attribute_malformed, f"See {LINK}{behind}") == []


@pytest.mark.parametrize(
    ("text", "shown", "mended"),
    [
        ("[a]（tides.md）", "]（tides.md）", "[a](tides.md)"),
        ("![a]（map.svg）", "]（map.svg）", "![a](map.svg)"),
        ("！[a](map.svg)", "！", "![a](map.svg)"),
        ("[a](tides.md＃x)", "tides.md＃x", "[a](tides.md#x)"),
        ("[a](tides.md)｛ .x ｝", "｛ .x ｝", "[a](tides.md){ .x }"),
        ("：material-home： a", "：material-home：", ":material-home: a"),
        ("＃ 潮", "＃", None),
    ],
)
def test_full_width_markup(text, shown, mended, tmp_path):
    assert places(fullwidth_markup, text) == [shown]
    if mended:
        folder = write_site(
            tmp_path, {"docs/index.md": text, "docs/tides.md": "# A { #x }\n", "docs/map.svg": ""}
        )
        mend_site(folder, ["fullwidth-markup"])
        assert (folder / "docs/index.md").read_text("utf-8") == mended


def test_full_width_emphasis_is_mended_at_both_ends():
    assert places(fullwidth_markup, "这是＊＊潮汐＊＊。") == ["＊＊", "＊＊"]
    assert places(fullwidth_markup, "这是＊＊潮汐。") == []


@pytest.mark.parametrize(
    "text", ["潮汐（每天两次）！", "`[a]（tides.md）`", "第＃1号", "价格：5", "见［一］。"]
)
def test_full_width_punctuation_is_punctuation(text):
    assert places(fullwidth_markup, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "a\u200bb",
        "a\u200b\u200bb",
        "a\ufeffb",
        "a\u202eb",
        "\u2067a",
        "a\u0007b",
        "[a](tides\u200b.md)",
        "---\ntitle: a\u200b\n---\n",
    ],
)
def test_invisible_characters(text):
    assert len(places(invisible_character, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        *(
            "می\u200cخواهم",
            "👩\u200d💻",
            "❤\ufe0f",
            "10\u00a0€",
            "กา\u200bแฟ",
            "a\u00adb",
            "\u2067עברית\u2069",
            "`a\u200bb`",
        ),
        *("```\na\u200bb\n```", "\u202aa\u202c", "a\tb\r\nc"),
    ],
)
def test_characters_that_languages_need(text):
    assert places(invisible_character, text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("to **Disabled", ["**"]),
        ("a ** b, then **c**", ["**"]),
        ("**a* b", ["*"]),
        ("a **b **", ["**"]),
    ],
)
def test_emphasis_that_does_not_pair(text, shown):
    assert places(emphasis_unbalanced, text) == shown


@pytest.mark.parametrize(
    "text",
    [
        *(
            "**a** and *b*",
            "\\**a",
            "2 * 3",
            "a*",
            "src/**/*.md",
            "f(*args, **kwargs)",
            "2**10",
            "`**`",
            "****",
            "* * *",
        ),
        "`a **b`",
    ],
)
def test_asterisks_that_are_meant(text):
    assert places(emphasis_unbalanced, text) == []


def test_a_link_with_backslashes_before_its_brackets_is_no_link():
    text = "See \\[the tides\\](tides.md) and \\[a\\] (b) and \\[x\\]."
    assert places(rendered_residue, text) == ["\\[the tides\\](tides.md)"]


def test_placeholders_that_nothing_fills(tmp_path):
    assert places(template_placeholder, "At {{ hour }}, ${PLACE}, `{{ code }}`, {x}, {{ }}") == [
        "{{ hour }}",
        "${PLACE}",
    ]
    hooked = "site_name: A\nhooks: [build.py]\n"
    folder = write_site(tmp_path, {"docs/index.md": "At {{ hour }}\n", "build.py": ""}, hooked)
    assert check_site(folder, ["template-placeholder"]) == []


def test_variables_of_the_macros_plugin(tmp_path):
    text = "---\nown: 1\n---\n{{ known }} {{ own }} {{ page.title }}\n\n```\n{{ unknown.x }}\n```\n"
    configuration = "site_name: A\nplugins: [macros]\nextra: {known: 1}\n"
    folder = write_site(tmp_path, {"docs/index.md": text}, configuration)
    [found] = check_site(folder, ["template-placeholder"])
    assert found.location.line == 7
    (tmp_path / "main.py").write_text("", "utf-8")
    assert check_site(folder, ["template-placeholder"]) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"A rope (such as {LINK} or {LINK} works.", ["("]),
        (f"In [Ada's words about the tides [here](tides.md) and {LINK}], he", ["["]),
        (f"In [the {LINK}", ["["]),
    ],
)
def test_brackets_that_never_close(text, shown):
    assert places(brackets_unbalanced, text) == shown


@pytest.mark.parametrize(
    "text",
    [
        *(
            f"A rope (such as {LINK}) works.",
            f"a) {LINK}",
            f"{LINK} :-(",
            f"({LINK}, {LINK})",
            f"[{LINK}]",
            "a (b",
        ),
        *(f"\\(a {LINK}", f"`(` {LINK}", f"[sic] {LINK}", f"(a [1] {LINK})"),
    ],
)
def test_brackets_that_are_fine(text):
    assert places(brackets_unbalanced, text) == []
