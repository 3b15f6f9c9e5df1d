"""Snippets: which file replaces which line, and where its constructs stand."""

import pytest
from msgspec.structs import replace

from guidelint.markdown.dialect import Dialect, SnippetOptions
from guidelint.markdown.parser import parse_page
from guidelint.source import Source
from tests.markdown.reading import links
from tests.oracle.compare import compare
from tests.oracle.facts import read_facts
from tests.oracle.positions import misplaced
from tests.oracle.render import OracleSite

EXTENSIONS = ("markdown.extensions.toc", "markdown.extensions.abbr", "pymdownx.snippets")


@pytest.fixture
def site(tmp_path):
    """A folder with a base path `inc`, and a secret beside it."""
    (tmp_path / "inc" / "deep").mkdir(parents=True)
    (tmp_path / "secret.md").write_text("[secret](secret.md)\n")
    return Site(tmp_path)


class Site:
    def __init__(self, root):
        self.root = root
        self.options = SnippetOptions(base_paths=(str(root / "inc"),))

    def write(self, name, text):
        (self.root / "inc" / name).write_bytes(text.encode())

    def parse(self, text, **options):
        dialect = Dialect(extensions=frozenset(EXTENSIONS), snippets=replace(self.options, **options))
        return parse_page(Source("docs/page.md", text), dialect, self.root)

    def read(self, text, **options):
        """Read a page and compare it with what is rendered."""
        page = self.parse(text, **options)
        configuration = {"base_path": [str(self.root / "inc")], "check_paths": False, **options}
        oracle = OracleSite(self.root, self.root, EXTENSIONS, {"pymdownx.snippets": configuration})
        difference = compare(read_facts(oracle.render(text)), page)
        assert not difference, difference
        assert misplaced(page) == []
        return page


def places(page):
    """The target of each link with the file, line and column where it stands."""
    found = []
    for link in page.links:
        where = page.location(link.span)
        found.append((link.target, where.path, where.line, where.column))
    return found


def problems(page):
    """The messages, each with the source text it stands at."""
    return [(problem.message, page.text(problem.span)) for problem in page.problems]


def test_positions_point_into_the_included_file(site):
    site.write("tides.md", "Tides\n\nSee [moon](moon.md).\n")
    page = site.read('[a](a.md)\n\n--8<-- "tides.md"\n\n[b](b.md)\n')
    assert places(page) == [
        ("a.md", "docs/page.md", 1, 1),
        ("moon.md", "inc/tides.md", 3, 5),
        ("b.md", "docs/page.md", 5, 1),
    ]
    assert set(page.sources) == {"docs/page.md", "inc/tides.md"}


def test_an_indented_snippet_takes_its_indent_along(site):
    site.write("item.md", "one [a](a.md)\ntwo [b](b.md)\n")
    page = site.read('- item\n\n    --8<-- "item.md"\n')
    assert [link.block for link in page.links] == [page.links[0].block] * 2
    assert [block.tag for block in page.ancestors(page.links[0].block)] == ["p", "li", "ul"]
    assert places(page) == [("a.md", "inc/item.md", 1, 5), ("b.md", "inc/item.md", 2, 5)]


def test_snippets_in_snippets(site):
    site.write("outer.md", 'outer\n--8<-- "deep/inner.md"\n')
    site.write("deep/inner.md", "[inner](x.md)\n")
    assert places(site.read('--8<-- "outer.md"\n')) == [("x.md", "inc/deep/inner.md", 1, 1)]


def test_a_block_names_one_file_a_line(site):
    site.write("a.md", "[a](a)\n")
    site.write("b.md", "[b](b)\n")
    page = site.read("--8<--\na.md\n\nb.md\n; c.md\n--8<--\n\n[c](c)\n")
    assert places(page) == [
        ("a", "inc/a.md", 1, 1),
        ("b", "inc/b.md", 1, 1),
        ("c", "docs/page.md", 8, 1),
    ]


SECTIONS = """[top](top)
--8<-- [start:one]
[one](one)
--8<-- [end:one]
<!-- --8<-- [start:two] -->
[two](two)
"""


@pytest.mark.parametrize(
    ("name", "targets"),
    [
        ("s.md:one", ["one"]),
        ("s.md:two", ["two"]),
        ("s.md:three", []),
        ("s.md", ["top", "one", "two"]),
        ("s.md:1:1", ["top"]),
        ("s.md:3:", ["one", "two"]),
        ("s.md::3", ["top", "one"]),
        ("s.md:-2:", ["two"]),
        ("s.md:1,6:6", ["top", "one", "two", "two"]),
        ("s.md:1:1,6:6", ["top", "two"]),
        ("s.md:0", ["top", "one", "two"]),
        ("s.md:99", []),
    ],
)
def test_sections_and_ranges(site, name, targets):
    site.write("s.md", SECTIONS)
    page = site.read(f'--8<-- "{name}"\n')
    assert [link.target for link in page.links] == targets


def test_a_section_may_lose_its_common_indent(site):
    site.write("code.md", "--8<-- [start:x]\n    [a](a)\n\n    [b](b)\n--8<-- [end:x]\n")
    assert links(site.read('--8<-- "code.md:x"\n')) == []
    page = site.read('--8<-- "code.md:x"\n', dedent_subsections=True)
    assert places(page) == [("a", "inc/code.md", 2, 5), ("b", "inc/code.md", 4, 5)]


def test_an_escaped_snippet_is_text(site):
    site.write("a.md", "[a](a)\n")
    page = site.read(';--8<-- "a.md"\n')
    assert [text.value for text in page.texts] == ['--8<-- "a.md"']


def test_a_missing_snippet_is_a_problem_where_it_is_named(site):
    page = site.read('text\n\n  --8<-- "gone.md"\n')
    assert problems(page) == [("snippet gone.md is not there", "gone.md")]
    assert page.location(page.problems[0].span).line == 3


def test_a_snippet_missing_in_a_snippet_is_a_problem_there(site):
    site.write("a.md", '\n--8<-- "gone.md"\n')
    page = site.read('--8<-- "a.md"\n')
    assert page.location(page.problems[0].span).path == "inc/a.md"


def test_an_address_is_never_fetched(site, monkeypatch):
    monkeypatch.setattr("socket.socket", None)
    page = site.parse('--8<-- "https://example.org/a.md"\n')
    assert problems(page) == [("snippet https://example.org/a.md is not fetched", "https://example.org/a.md")]


@pytest.mark.parametrize("name", ["../secret.md", "deep/../../secret.md", "{root}/secret.md"])
def test_a_file_outside_the_base_path_is_not_read(site, name):
    page = site.parse(f'--8<-- "{name.format(root=site.root)}"\n')
    assert page.links == ()
    assert [message for message, _ in problems(page)] == [
        f"snippet {name.format(root=site.root)} is not there"
    ]
    assert set(page.sources) == {"docs/page.md"}


def test_a_symbolic_link_out_of_the_base_path_is_not_followed(site):
    (site.root / "inc" / "link.md").symlink_to(site.root / "secret.md")
    (site.root / "inc" / "up").symlink_to(site.root)
    page = site.parse('--8<-- "link.md"\n--8<-- "up/secret.md"\n')
    assert page.links == ()
    assert len(page.problems) == 2


def test_a_symbolic_link_inside_the_base_path_is_followed(site):
    site.write("a.md", "[a](a)\n")
    (site.root / "inc" / "link.md").symlink_to(site.root / "inc" / "a.md")
    assert places(site.parse('--8<-- "link.md"\n')) == [("a", "inc/a.md", 1, 1)]


def test_the_site_may_lift_the_restriction(site):
    (site.root / ".git").mkdir()
    page = site.read('--8<-- "../secret.md"\n', restrict_base_path=False)
    assert places(page) == [("secret.md", "secret.md", 1, 1)]


def test_a_file_may_be_a_base_path(site):
    site.write("a.md", "[a](a)\n")
    page = site.parse('--8<-- "a.md"\n', base_paths=(str(site.root / "inc" / "a.md"),))
    assert links(page) == [("a", "[a](a)")]


def test_a_file_that_includes_itself_is_there_once(site):
    site.write("a.md", '[a](a)\n--8<-- "a.md"\n--8<-- "b.md"\n')
    site.write("b.md", '[b](b)\n--8<-- "a.md"\n')
    assert [target for target, *_ in places(site.read('--8<-- "a.md"\n'))] == ["a", "b"]


def test_files_that_multiply_are_cut_with_a_problem(site):
    site.write("a.md", "\n" * 50_000)
    page = site.parse('--8<-- "a.md"\n' * 6 + "[b](b)\n")
    assert problems(page) == [("snippets bring in more than 200,000 lines", "a.md")]
    assert links(page) == [("b", "[b](b)")]


@pytest.mark.parametrize("content", [b"\xff\xfe", None], ids=["not UTF-8", "a directory"])
def test_a_snippet_that_cannot_be_read(site, content):
    if content is not None:
        (site.root / "inc" / "deep" / "a.md").write_bytes(content)
    page = site.parse('--8<-- "deep/a.md"\n' if content else '--8<-- "deep"\n')
    assert len(page.problems) == 1


def test_appended_files_stand_after_every_page(site):
    site.write("end.md", "[end]: target.md\n\n## Last\n")
    page = site.read("See [end].\n", auto_append=("end.md",))
    assert links(page) == [("target.md", "[end]")]
    assert page.location(page.links[0].target_span).path == "inc/end.md"
    assert [(heading.id, heading.span.path) for heading in page.headings] == [("last", "inc/end.md")]


def test_appended_abbreviations_are_definitions_of_the_page(site):
    site.write("abbreviations.md", "*[API]: Application Programming Interface\n")
    page = site.read("The API.\n", auto_append=("abbreviations.md",))
    [definition] = page.definitions
    assert (definition.kind, definition.label, definition.span.path) == (
        "abbreviation",
        "API",
        "inc/abbreviations.md",
    )


@pytest.mark.parametrize(
    "before", ["Text", "- item", "<div>", "<!-- open", "> quote", "tab\tbed", "[^1]: note"]
)
@pytest.mark.parametrize(
    "end",
    [
        "[end](end.md), no abbreviation\n*[API]: Application Programming Interface",
        "*[API] (AP): no\n*[UI]: User Interface\n\n[end](end.md)",
        "- *[API]: in a list\n- [end](end.md)",
        "    indented [end](end.md)\n*[API]: x",
        "# Last\n*[API]: x",
    ],
)
def test_appended_text_is_read_with_every_page_before_it(site, before, end):
    site.write("end.md", end + "\n")
    for text in (f"[a](a.md)\n\n{before}\n", f"{before}\n"):
        site.read(text, auto_append=("end.md",))


def test_a_changed_snippet_is_read_again(site):
    site.write("a.md", "[a](a)\n")
    assert links(site.read('--8<-- "a.md"\n')) == [("a", "[a](a)")]
    site.write("a.md", "[longer](b)\n")
    assert links(site.read('--8<-- "a.md"\n')) == [("b", "[longer](b)")]


def test_line_ends_of_a_snippet_do_not_matter(site):
    site.write("a.md", "one\r\n\r\n\t[a](a)\rtwo [b](b)\r\n")
    assert places(site.read('- x\n--8<-- "a.md"\n'))[-1] == ("b", "inc/a.md", 4, 5)
