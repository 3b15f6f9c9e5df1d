"""Fenced code: what is code, where it stands, and what only looks like it."""

import pytest

from tests.markdown.reading import links, read, seen


def codes(page):
    """The language and source of each block of code."""
    return [(code.language, page.text(code.span)) for code in page.codes]


SUPER = [
    ("```\na\n```", [("", "```\na\n```")]),
    ("```py\na\n```", [("py", "```py\na\n```")]),
    ("~~~ .py\na\n~~~", [("py", "~~~ .py\na\n~~~")]),
    ("```{ .py #x }\na\n```", [("py", "```{ .py #x }\na\n```")]),
    ('``` py title="a.py" linenums="1"\na\n```', [("py", '``` py title="a.py" linenums="1"\na\n```')]),
    ("````\n```\n````", [("", "````\n```\n````")]),
    ("```\n\n[a](b)\n\n# c\n\n```", [("", "```\n\n[a](b)\n\n# c\n\n```")]),
    ("text\n```\na\n```\ntext", [("", "```\na\n```")]),
    ('```mermaid own="x"\na\n```', [("mermaid", '```mermaid own="x"\na\n```')]),
]


@pytest.mark.parametrize(("text", "found"), SUPER)
def test_superfences(text, found):
    assert codes(read(text)) == found


@pytest.mark.parametrize(
    "fence",
    [
        "    ```py\n    [b](c)\n    ```",
        "> ```\n> [b](c)\n> ```",
        ">     ~~~\n>     [b](c)\n>     ~~~",
        "        ```\n        [b](c)\n\n        ```",
    ],
)
@pytest.mark.parametrize("before", ["- a\n    - b\n\n", "> - a\n>\n", "!!! note\n\n", "a\n\n", ""])
def test_a_fence_hides_what_is_in_it_anywhere(before, fence):
    page = read(before + fence)
    assert links(page) == []
    assert "".join(seen(page)).find("[b]") < 0
    assert any("[b](c)" in page.text(code.span) for code in page.codes)


@pytest.mark.parametrize(
    "text",
    [
        "~~~\n[a](b)",
        "~~~\n[a](b)\n```",
        "~~~\n[a](b)\n~~",
        "~~~ py own\n[a](b)\n~~~",
        "> ~~~\n[a](b)\n> ~~~",
        "- ~~~\n[a](b)\n~~~",
        "~~~ [x](y)\n[a](b)\n~~~",
    ],
)
def test_what_is_no_fence_stays_text(text):
    assert ("b", "[a](b)") in links(read(text))


def test_two_fences_leave_what_is_between_them():
    page = read("```\na\n```\n[b](c)\n```\nd\n```\n")
    assert links(page) == [("c", "[b](c)")]
    assert len(page.codes) == 2


def test_the_id_of_a_fence_is_an_anchor():
    page = read("``` { .py #setup }\na\n```\n")
    assert [(anchor.id, page.text(anchor.span)) for anchor in page.anchors] == [("setup", "#setup")]


PLAIN = "markdown.extensions.attr_list"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```\n[a](b)\n```", [("", "```\n[a](b)\n```")]),
        ("~~~~{.py}\n[a](b)\n~~~~", [("py", "~~~~{.py}\n[a](b)\n~~~~")]),
        ('```py hl_lines="1 2"\n[a](b)\n```  ', [("py", '```py hl_lines="1 2"\n[a](b)\n```  ')]),
        ("```\n```", [("", "```\n```")]),
        ("```\n````\n```", [("", "```\n````\n```")]),
    ],
)
def test_fences_of_python_markdown_itself(text, found):
    assert codes(read(text, PLAIN)) == found


@pytest.mark.parametrize(
    "text",
    [
        "- a\n\n    ```\n    [a](b)\n\n    ```",
        "> ```\n> [a](b)\n>\n> ```",
        "``` py own\n\n[a](b)\n\n```",
        "```\n\n[a](b)",
    ],
)
def test_python_markdown_takes_fences_at_the_start_of_a_line_only(text):
    assert links(read(text, PLAIN)) == [("b", "[a](b)")]


def test_a_fence_right_after_indented_code_is_given_up():
    page = read("    code\n~~~\n[a](b)\n~~~\n")
    assert links(page) == [("b", "[a](b)")]
    assert codes(page) == [("", "    code")]
