"""Whatever stands on a page: no check raises, every place is in its source, every edit can be made."""

import pytest
from hypothesis import given, settings

from guidelint.checks.catalogue import load_rules
from guidelint.checks.registry import Scope
from tests.checks.pages import page_and_site
from tests.checks.texts import assert_places_exist, markdown_texts

RULES = [rule for rule in load_rules() if rule.scope is Scope.PAGE]
PARTS = (
    *("# A", "## A { #b }", "### C", "###### D {.x", "＃＃ E", "A\n===", "**A:**", "__B__"),
    *("- a", "- b\n- c", "1. a\n2. b", "* [ ] x", "> - q", "a:\n- b\n- c", "    - d", "!!! note", '=== "T"'),
    *("[a](b.md)", "[a](#a){ .pg-x }", "[:material-home:](#a){ .pg-y title=T }", "[a](<b c>)", "![](x.png)"),
    *(
        "](https://",
        "[a] (b.md)",
        "[a]（b.md）",
        "\\[a\\](b.md)",
        "！[a](b.png)",
        "[a](b.md＃c)",
        "｛.x｝",
        "＊＊a＊＊",
    ),
    *(
        "http:/x",
        "[a](http:/x)",
        "[a](https://a:99999/)",
        "[a](https://a.b/%zz)",
        "[a](https://a b/)",
        "[a](\\\\)",
    ),
    *("[a](http://a.org?utm_source=x&amp;b=1#c)", "<http://a.org>", "[a](https://x.onion)", "[a](mailto:)"),
    *(
        '{ .x title="a }',
        "{ .x title=“a” }",
        "{: #i .c k=v}",
        ".x }",
        " { .x }",
        ":material-home:",
        "：simple-x：",
    ),
    *(
        "<span class=pg-x>:material-home: A</span>",
        ' <div class="g" markdown>',
        "<div>",
        "</div>",
        "<img src=x>",
    ),
    *(
        "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3",
        "| `a|b` \\| |",
        "|",
        "|---|",
        "(",
        ")",
        "[",
        "]",
        "`",
        "``",
    ),
    *(
        "*[A]: b",
        "*[A]： b",
        "[^1]",
        "[^1]: x",
        "[^2]:\n    y",
        "[x]: y",
        "{{ a }}",
        "${b}",
        "**a",
        "***",
        "\\**",
    ),
    *(
        "\u200b",
        "\ufeff",
        "\u202e",
        "\u2066x\u2069",
        "\u2028",
        "\x00",
        "\u0e01\u200b\u0e02",
        "```\na\n```",
        "~~~",
        "$$",
    ),
    *(
        "<!-- ALL-CONTRIBUTORS-LIST:START -->",
        "<!-- x",
        "---",
        "\t",
        "\r",
        "[a](https://github.com/a/b/blob/main/c)",
    ),
)


@pytest.mark.parametrize("family", sorted({rule.family for rule in RULES}))
@settings(max_examples=60, deadline=None)
@given(text=markdown_texts(PARTS))
def test_any_page_is_checked(family, text):
    page, site = page_and_site(text)
    for rule in RULES:
        if rule.family == family:
            assert_places_exist(page, list(rule(page, site, rule.options())))
