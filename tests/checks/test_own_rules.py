"""Rules that a site declares: the examples of the documentation, and what lies beyond them."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelint.cli.main import main
from guidelint.findings import Severity
from guidelint.markdown.dialect import MKDOCS_DEFAULT
from guidelint.markdown.parser import parse_page
from guidelint.own_rules.model import TextShape
from guidelint.own_rules.text import find_text
from guidelint.rulebook import DEFAULT_TITLE, FENCE, TITLE
from guidelint.source import Source
from tests.conftest import REPOSITORY
from tests.sites import check_site, mend_site, read_files, write_site

MARKS = {"Reported": "bad", "Not reported": "good", "After --fix": "fixed"}
DOCUMENT = REPOSITORY / "docs" / "how-to" / "own-rules.md"


def documented():
    """The declared rules of the documentation, each time with the examples below it."""
    configuration, sections = None, []
    for fence in FENCE.finditer(DOCUMENT.read_text(encoding="utf-8")):
        language = fence["info"].split()[0]
        title = TITLE.search(fence["info"])
        if language == "toml" and not title:
            configuration = fence["body"]
            sections.append((configuration, []))
        elif language == "markdown" and title:
            label, _, path = title[1].partition(": ")
            if label in MARKS:
                sections[-1][1].append((MARKS[label], path or DEFAULT_TITLE, fence["body"]))
    return sections


def findings(folder, text, configuration, path="docs/index.md"):
    site = write_site(folder, {path: text, "guidelint.toml": configuration})
    return [entry for entry in check_site(site) if entry.code.startswith("OWN")]


def found(folder, text, configuration, path="docs/index.md"):
    """Line, column and message of the findings of declared rules, with the text they mark."""
    lines = text.split("\n")
    return [
        (
            entry.location.line,
            entry.location.column,
            lines[entry.location.line - 1][entry.location.column - 1 :],
        )
        for entry in findings(folder, text, configuration, path)
    ]


def mended(folder, text, configuration):
    site = write_site(folder, {"docs/index.md": text, "guidelint.toml": configuration})
    mend_site(site)
    return read_files(site, ["docs/index.md"])["docs/index.md"]


def declared(shape, **keys):
    more = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'[[own-rules]]\nname = "of-ours"\nmessage = "found {{found}}"\n{more}{shape}\n'


def test_the_documentation_has_examples_of_every_shape():
    used = {
        word
        for configuration, _ in documented()
        for word in re.findall(r"^(\w+) = \{", configuration, re.MULTILINE)
    }
    assert used == {"text", "link", "section", "values"}


@pytest.mark.parametrize(
    ("configuration", "mark", "title", "text"),
    [(configuration, *example) for configuration, examples in documented() for example in examples],
)
def test_the_examples_of_the_documentation(configuration, mark, title, text, tmp_path):
    assert bool(findings(tmp_path, text, configuration, title)) == (mark == "bad")


@pytest.mark.parametrize(
    ("configuration", "bad", "fixed"),
    [
        (configuration, bad, fixed)
        for configuration, examples in documented()
        for (mark, _, bad), (following, _, fixed) in pairwise(examples)
        if (mark, following) == ("bad", "fixed")
    ],
)
def test_the_replacements_of_the_documentation(configuration, bad, fixed, tmp_path):
    assert mended(tmp_path, bad, configuration) == fixed


def test_text_is_what_a_reader_sees(tmp_path):
    text = (
        "---\ntitle: Dock\n---\n\n# Dock\n\n`Dock` [Dock](Dock.md) <b title='Dock'>Dock</b>\n\n"
        "> a Dry\n> Dock\n\n    Dock\n\n<!-- Dock -->\n"
    )
    places = found(tmp_path, text, declared('text = { pattern = "Dock" }'))
    assert [(line, column) for line, column, _ in places] == [(5, 3), (7, 9), (7, 40), (10, 3)]
    phrase = declared('text = { pattern = "dry dock", ignore-case = true }')
    assert [line for line, *_ in found(tmp_path, text, phrase)] == [9]


def test_what_is_found_is_said_on_one_line(tmp_path):
    [entry] = findings(tmp_path, "a dry\ndock\n", declared('text = { pattern = "dry dock" }'))
    assert entry.message == "found dry dock"
    assert (entry.severity, entry.code, entry.rule) == (Severity.WARNING, "OWN001", "of-ours")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_replacement_over_a_line_break(tmp_path, newline):
    text = newline.join(["> the dry", "> dock, and", "> more", ""])
    rule = declared('text = { pattern = "dry dock", replace = "basin" }')
    assert mended(tmp_path, text, rule) == newline.join(["> the basin, and", "> more", ""])


def test_a_replacement_in_a_heading_leaves_its_anchor(tmp_path):
    rule = declared('text = { pattern = "dock", replace = "quay" }')
    assert mended(tmp_path, "# The dock\n", rule) == "# The dock\n"
    assert mended(tmp_path, "# The dock { #dock }\n", rule) == "# The quay { #dock }\n"


def test_unsafe_replacements_need_to_be_asked_for(tmp_path, monkeypatch, capsys):
    rule = declared('text = { pattern = "dock", replace = "quay" }', safety='"unsafe"')
    monkeypatch.chdir(write_site(tmp_path, {"docs/index.md": "The dock\n", "guidelint.toml": rule}))
    main(["check", "--offline", "--fix"])
    assert Path("docs/index.md").read_text() == "The dock\n"
    main(["check", "--offline", "--fix", "--unsafe-fixes"])
    assert Path("docs/index.md").read_text() == "The quay\n"


def test_paths_are_relative_to_the_configuration(tmp_path, monkeypatch):
    rule = declared('text = { pattern = "dock" }', paths='["docs/**", "!docs/old/**"]')
    files = {"docs/index.md": "dock\n", "docs/old/a.md": "dock\n", "guidelint.toml": rule}
    site = write_site(tmp_path, files)
    monkeypatch.chdir(site / "docs")
    assert [entry.location.path for entry in check_site(site)] == ["docs/index.md"]
    assert [entry.location.path for entry in check_site(site / "docs")] == ["index.md"]


@pytest.mark.parametrize(
    ("conditions", "lines"),
    [
        ('when = { host = "a.example" }', [1, 2]),
        ('when = { host = "*.example", title = "" }', [1, 3]),
        ('when = { host = "" }', [4]),
        ('when = { class = "button" }', [2]),
        ('when = { icon = "octicons-*" }', [3]),
        ('when = { text = "One" }, then = { class = "button" }', [1]),
        ('when = { text = "T*" }, then = { title = ["Two", "Drei"] }', [3]),
        ('when = { target = "*.md" }, then = { host = "a.example" }', [4]),
    ],
)
def test_which_links(tmp_path, conditions, lines):
    text = (
        "[One](https://a.example/x)\n"
        '[Two](https://A.example/y "Two"){ .button }\n'
        "[:octicons-home-16: Three](https://b.example/)\n"
        "[Four](other.md)\n"
    )
    assert [line for line, *_ in found(tmp_path, text, declared(f"link = {{ {conditions} }}"))] == lines


def test_a_link_gets_other_properties(tmp_path):
    text = "[:octicons-code-16:](https://old.example/old.example){ title='Code' }\n"
    change = '{ host = "new.example", icon = "octicons-home-16", title = "Home" }'
    rule = declared(f'link = {{ when = {{ host = "old.example" }}, replace = {change} }}')
    assert (
        mended(tmp_path, text, rule)
        == "[:octicons-home-16:](https://new.example/old.example){ title='Home' }\n"
    )


def test_a_link_without_a_place_for_the_property_is_reported_alone(tmp_path):
    rule = declared('link = { when = { host = "a.example" }, replace = { title = "A" } }')
    [entry] = findings(tmp_path, "[A](https://a.example/)\n", rule)
    assert entry.fix is None


@pytest.mark.parametrize(
    ("section", "silent"),
    [
        ('heading = "Sources"', True),
        ('heading = ["References", "So*"]', True),
        ('heading = "sources"', False),
        ('id = "sources"', True),
        ('id = "spot"', True),
        ('heading = "Sources", level = 2', True),
        ('heading = "Sources", level = 3', False),
        ('id = "spot", level = 2', False),
    ],
)
def test_sections(tmp_path, section, silent):
    text = '# Tides\n\n<a id="spot"></a>\n\n## Sources\n'
    assert (findings(tmp_path, text, declared(f"section = {{ {section} }}")) == []) is silent


def test_a_section_that_is_almost_there(tmp_path):
    [entry] = findings(tmp_path, "# Tides\n\n## Source\n", declared('section = { heading = "Sources" }'))
    assert entry.help == 'the page has "Source"'
    assert findings(tmp_path, "", declared('section = { heading = "Sources" }'))


@pytest.mark.parametrize(
    ("text", "values", "message"),
    [
        (
            "---\ntags: [tide, rope]\n---\n",
            'of = "front-matter", name = "tags", allowed = "tide"',
            "found rope",
        ),
        ("---\na:\n  b: true\n---\n", 'of = "front-matter", name = "a.b", allowed = "false"', "found true"),
        (
            "![a](a.png){ align=middle }\n",
            'of = "attribute", name = "align", allowed = ["left"]',
            "found middle",
        ),
        ('<p class="a b">x</p>\n', 'of = "attribute", name = "class", allowed = "a"', "found b"),
        ("??? notte\n    a\n", 'of = "admonition", allowed = ["note"]', "found notte"),
        ('<div class="admonition notte">a</div>\n', 'of = "admonition", allowed = ["note"]', "found notte"),
        ("```bash\na\n```\n", 'of = "language", allowed = ["sh"]', "found bash"),
    ],
)
def test_values(tmp_path, text, values, message):
    [entry] = findings(tmp_path, text, declared(f"values = {{ {values} }}"))
    assert entry.message == message


def test_values_that_are_allowed_or_not_there(tmp_path):
    text = "---\ntitle: A\n---\n\n!!! note\n    a\n\n```\na\n```\n\n`a`\n"
    for values in (
        'of = "front-matter", name = "status", allowed = "final"',
        'of = "front-matter", name = "title.a", allowed = "final"',
        'of = "admonition", allowed = "no*"',
        'of = "language", allowed = "sh"',
        'of = "attribute", name = "align", allowed = "left"',
    ):
        assert findings(tmp_path, text, declared(f"values = {{ {values} }}")) == []


def test_values_are_replaced_where_they_stand(tmp_path):
    rule = declared('values = { of = "admonition", allowed = "note", replace = { seealso = "note" } }')
    assert (
        mended(tmp_path, '!!! seealso "seealso"\n\n    seealso\n', rule)
        == '!!! note "seealso"\n\n    seealso\n'
    )


def test_comments_silence_own_rules_and_unused_ones_are_found(tmp_path):
    text = (
        "<!-- guidelint-disable-next-line of-ours -->\ndock\n\n"
        "<!-- guidelint-disable-next-line OWN001 -->\ndock\n\n"
        "<!-- guidelint-disable-next-line of-ours -->\nquay\n"
    )
    site = write_site(
        tmp_path, {"docs/index.md": text, "guidelint.toml": declared('text = { pattern = "dock" }')}
    )
    assert [(entry.rule, entry.location.line) for entry in check_site(site)] == [("unused-suppression", 7)]


@pytest.fixture
def declaring(tmp_path, monkeypatch):
    """A working directory whose configuration declares a rule."""
    rule = declared('text = { pattern = "dock", replace = "quay" }', help='"ask the harbour master"')
    monkeypatch.chdir(write_site(tmp_path, {"docs/index.md": "dock\n", "guidelint.toml": rule}))


def test_the_commands_know_own_rules(declaring, capsys):
    assert main(["explain", "own001"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# of-ours\nOWN001 · warning · family own · since ")
    for part in ("The text `dock` outside code.", "ask the harbour master", "guidelint.toml, line 1"):
        assert part in out
    main(["rules"])
    assert "OWN001  of-ours" in capsys.readouterr().out
    assert main(["explain", "of-our"]) == 2
    assert '(did you mean "of-ours"?)' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "count"),
    [(["--only", "own"], 1), (["--only", "of-ours"], 1), (["--ignore", "OWN001"], 0), (["--isolated"], 0)],
)
def test_the_command_line_chooses_own_rules(declaring, capsys, options, count):
    main(["check", "--offline", "--output-format", "concise", *options])
    assert capsys.readouterr().out.count("of-ours") == count


def test_isolated_and_a_configuration_exclude_each_other(declaring, capsys):
    assert main(["check", "--isolated", "--config", "guidelint.toml"]) == 2
    assert "--isolated" in capsys.readouterr().err


def test_nothing_is_imported_for_sites_without_own_rules():
    code = (
        "import sys; from pathlib import Path; from guidelint.config.load import load_settings;"
        "load_settings(Path.cwd(), isolated=True);"
        "print([name for name in sys.modules if name.startswith(('guidelint.own', 'guidelint.pl'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


SHAPES = st.builds(
    TextShape,
    pattern=st.text(min_size=1, max_size=5).filter(str.strip),
    regex=st.none(),
    replace=st.none() | st.text(max_size=3),
    ignore_case=st.booleans(),
    whole_words=st.booleans(),
    exceptions=st.lists(st.sampled_from(["dry dock", "a", "é b"]), max_size=2).map(tuple),
) | st.builds(
    TextShape,
    pattern=st.none(),
    regex=st.sampled_from(["(a+)+b", "[^x]+", r"(?i)\bDOCK\b", r"(a|aa)+\s", r"(?:\w+\s*)+!"]),
    replace=st.none() | st.just("x"),
    ignore_case=st.booleans(),
)
PAGES = st.lists(
    st.sampled_from(
        ["a", "é b", "dock", "\n", "\r\n", "> ", "- ", "`", "**", "!", " ", "\n\n", "# ", "<b>", "|"]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(PAGES, SHAPES)
def test_any_text_rule_on_any_page_marks_places_on_the_page(text, shape):
    page = parse_page(Source("docs/index.md", text), MKDOCS_DEFAULT, Path.cwd())
    for hit in find_text(shape, page):
        assert 0 <= hit.span.start < hit.span.end <= len(text)
        assert hit.found == " ".join(hit.found.split())
        for edit in hit.edits:
            assert edit.location == page.location(hit.span)


def test_an_expression_made_to_run_for_ever_does_not(tmp_path):
    assert findings(tmp_path, "a" * 50_000 + "\n", declared("text = { regex = '(a|aa)+$|(a+)+b' }")) != []
    assert findings(tmp_path, "a" * 50_000 + "\n", declared("text = { regex = '(a+)+b' }")) == []
