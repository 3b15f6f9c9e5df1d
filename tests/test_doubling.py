"""Twice as much input is at most about twice the work: pages through all checks and reports, and the rest.

Work is counted in lines of Python that run, those of libraries included, not in seconds.
"""

from functools import partial

import pytest
from yarl import URL

from guidelint.adopt.files import foreign_settings
from guidelint.baseline.file import read_baseline
from guidelint.checks.catalogue import load_rules
from guidelint.comparison import compare
from guidelint.config.errors import ConfigurationError
from guidelint.config.load import settings_of
from guidelint.engine import make_plan
from guidelint.links.fragments import is_present, near_miss
from guidelint.links.page_facts import PageFacts
from guidelint.links.urls import MalformedUrlError, host_form, mask, page_key, read, resolve
from guidelint.report.formats import FORMATS, document
from guidelint.report.model import Report
from guidelint.site.structure import structure_of
from guidelint.site.suggest import Words, closest, index_names, similar_files
from tests.fuzz.pages import findings_on, page_of
from tests.markdown.test_hostile import of_size
from tests.markdown.work import work
from tests.sites import check_site, write_site

SMALL = 60
LIMIT = 2.6  # of twice the input; the square of two would be 4


def assert_doubles(make, small=SMALL, *, everything=True):
    """Count the work of `make(n)()` for some n and for twice as many; making the input is not counted."""
    make(3)()
    first, second = (work(make(size), everything=everything) for size in (small, 2 * small))
    assert second < LIMIT * first


# -- pages, through all checks

CARD = (
    '<div class="admonition recommendation" markdown>\n\n## A\n\n![A logo](a.svg)\n\n**B** is.\n\n'
    "[:octicons-home-16: Homepage](https://a.org){ .md-button }\n\n</div>\n\n"
)
PAGES = {
    "dead anchors": "## a b\n\n[x](#ab)\n\n",
    "dead files": "[x](tide.md)\n\n",
    "unknown icons": ":material-achor:\n\n",
    "suppressions": "<!-- guidelint-disable-next-line link-anchr -->\n[x](#b)\n\n",
    "words of a suppression": ("<!-- guidelint-disable ", "linkk-anchor ", "-->"),
    "suppressed stretches": "<!-- guidelint-disable GL5 -->\n[x](#b)\n<!-- guidelint-enable GL5 -->\n\n",
    "suppressions without end": "<!-- guidelint-disable link-anchor -->\n[x](#b)\n\n",
    "closing tags": "</div>\n\n",
    "opening tags": "<div>\n\n",
    "text that should be links": "\\[a\\](b)\n\n",
    "badges": "[:material-bug: A](tides.md#x){ .pg-red }\n\n",
    "images": "![](x.png)\n\n",
    "malformed addresses": "[a](http:/x)\n\n",
    "onion addresses": "[a](https://abc.onion)\n\n",
    "rows that are too short": ("a|b\n-|-\n", "c\n"),
    "equal ids": "# a { #b }\n\n",
    "unknown admonitions": '!!! nte "x"\n    a\n\n',
    "equal footnotes": "[^a]: b\n\n",
    "undefined footnotes": "a[^b]\n\n",
    "equal keys": ("---\n", "titel: x\n", "---\n"),
    "invisible characters": "a\u200bb\n",
    "brackets": "[ ( [ (\n",
    "bold paragraphs": "**A**\n\n",
    "placeholders": "{{ a }} ${b}\n\n",
    "tracking": "[a](https://a.org?utm_source=x)\n\n",
    "stores": "[a](https://apps.apple.com/us/app/id1)\n\n",
    "own addresses": "[a](https://harbour.dev/en/tidez/)\n\n",
    "own repository": "[a](https://github.com/harbour/guide/blob/main/docs/x.md)\n\n",
    "cards": CARD,
    "wide marks": "［a］（b）\n\n",
    "attributes": "[a](b){ .x title=A b}\n\n",
    "glued lists": "a\n- b\n\n",
}


@pytest.mark.parametrize("name", PAGES)
def test_checks_of_a_page(name):
    assert_doubles(lambda size: partial(findings_on, of_size(PAGES[name], size)))


NUMBERED = {
    "different dead anchors": "## head {0}\n\n[x](#haed-{0})\n\n",
    "different dead files": "[x](tidez-{0}.md)\n\n",
    "different icons": ":material-achor-{0}:\n\n",
    "different footnotes": "[^{0}]: b\n\na[^x{0}]\n\n",
    "different abbreviations": "*[A{0}]: b\n\nA{0}\n\n",
    "different ids": "# a {{ #b{0} }}\n\n",
}
COMPARED = ("different dead anchors", "different dead files")


@pytest.mark.parametrize("name", NUMBERED)
def test_checks_of_a_page_of_different_things(name):
    def make(size):
        return partial(findings_on, "".join(NUMBERED[name].format(number) for number in range(size)))

    is_compared = name in COMPARED  # with at most 200 others, which is more than there are here
    assert_doubles(make, everything=not is_compared)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "html"])
def test_reports(name):
    def make(size):
        findings = findings_on("</div>\n\n[a](x.md)\n\n" * size)
        return partial(document, name, Report(tuple(findings), files=1))

    assert_doubles(make)


# -- sites


def test_many_pages_with_dead_links(tmp_path):
    def make(size):
        text = "# A\n\n[a](pag-{0}.md) [b](page-1.md#x{0})\n"
        return partial(
            checked_site, tmp_path / str(size), {f"docs/page-{n}.md": text.format(n) for n in range(size)}
        )

    assert_doubles(make, small=20)


def test_many_entries_of_a_navigation(tmp_path):
    def make(size):
        nav = "".join(f"  - P{n}: pag-{n}.md\n" for n in range(size))
        return partial(
            checked_site, tmp_path / str(size), {"docs/index.md": "# A\n"}, f"site_name: A\nnav:\n{nav}"
        )

    assert_doubles(make)


def checked_site(folder, files, configuration="site_name: A\n"):
    return check_site(write_site(folder, files, configuration))


# -- configuration

TOML = {
    "severities": ("[severity]\n", "GL{0} = 'off'\n"),
    "unknown rules": ("[rules]\n", "[rules.a-{0}]\nb = 1\n"),
    "options of a rule": ("[rules.front-matter-schema]\n", "a{0} = 1\n"),
    "files of ignores": ("[per-file-ignores]\n", "'a{0}' = ['GL5']\n"),
    "ignored links": ("", "[[links.ignore]]\npattern = 'a{0}'\nreason = 'x'\n"),
    "hosts": ("", "[links.hosts.'https://a{0}.org']\nuser-agent = 'a'\n"),
    "aliases": ("[aliases]\n", "'https://a{0}.org/' = 'https://b.org/'\n"),
    "variables": ("[env]\n", "A{0} = 'b'\n"),
    "own rules": ("", "[[own-rules]]\nname = 'no-foo{0}'\nmessage = 'x'\ntext = {{pattern = 'foo'}}\n"),
    "patterns": ("exclude = [", "'a{0}*b*c',"),
}


@pytest.mark.parametrize("name", TOML)
def test_configurations(name, tmp_path):
    before, line = TOML[name]

    def make(size):
        text = before + "".join(line.format(number) for number in range(size))
        return partial(read_settings, text + ("]" if name == "patterns" else ""), tmp_path)

    assert_doubles(make)


def read_settings(text, folder):
    try:
        settings = settings_of(text, folder / "guidelint.toml")
        make_plan(settings, load_rules(), folder)
        settings.excludes("docs/index.md")
    except ConfigurationError:
        pass


def test_settings_of_other_tools(tmp_path):
    def make(size):
        (tmp_path / "lychee.toml").write_text("exclude = [" + '"a.*b",' * size + "]\n")
        return lambda: list(foreign_settings(tmp_path))

    assert_doubles(make)


# -- addresses and HTML

ADDRESSES = {
    "dots": "../",
    "segments": "a/",
    "escapes": "%41%zz",
    "letters": "é",
    "backslashes": "\\",
    "parameters": "a=b&",
    "at signs": "a@",
    "labels": "a.",
    "colons": ":",
    "brackets": "[",
}


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("before", ["https://a.org/", "https://", "https://a.org/?", "https://a.org/#", ""])
def test_addresses(name, before):
    def make(size):
        return partial(read_address, before + ADDRESSES[name] * size)

    assert_doubles(make)


def read_address(text):
    for function in (read, page_key, mask, host_form, partial(resolve, URL("https://a.org/b/"))):
        try:
            function(text)
        except MalformedUrlError:
            continue


HTML = {
    "ids": "<p id=a>",
    "tags": "<b>",
    "attributes": ("<p ", "a=b "),
    "open tags": "<a ",
    "comments": "<!-- a -->",
    "open comments": "<!-- a",
    "sections": "<![a[",
    "entities": "&amp;&",
    "scripts": "<script>a</script>",
    "open scripts": "<script>",
    "refreshes": "<meta http-equiv=refresh content='0;url=a'>",
    "titles": "<title>a",
}


@pytest.mark.parametrize("name", HTML)
def test_searching_html(name):
    def make(size):
        return partial(search, of_size(HTML[name], size).encode())

    assert_doubles(make, small=400)


def search(data):
    facts = PageFacts()
    for start in range(0, len(data), 64):
        facts.feed_bytes(data[start : start + 64])
    facts.end()
    is_present("b", facts.ids)
    near_miss("b", facts.ids)


# -- suggestions


@pytest.mark.parametrize("ask", [1, 20])
def test_suggestions_among_many(ask):
    def make(size):
        words = Words(f"chapter-{number:06}" for number in range(size))
        return lambda: [closest(f"chaptre-{number}", words) for number in range(ask)]

    few, many = (work(make(size), everything=True) for size in (2_000, 20_000))
    assert many < 1.2 * few


def test_files_among_many():
    def make(size):
        index = index_names(f"a{number}/page-{number:06}.md" for number in range(size))
        return lambda: similar_files("a/paeg-000007.md", index)

    few, many = (work(make(size), everything=True) for size in (2_000, 20_000))
    assert many < 1.2 * few


# -- translations and baselines

TRANSLATIONS = {
    "all links lost": ("[a](b{0}.md) c{0}\n\n", "c{0}\n\n"),
    "all links moved": ("[a](b{0}.md)\n\n", "[a](c{0}.md)\n\n"),
    "blocks in another order": ("# A{0}\n\ntext\n\n- b\n\n", "- b\n\ntext\n\n# A{0}\n\n"),
    "every other block": ("# A{0}\n\n[b](c{0}.md)\n\n", "# A{0}\n\n"),
    "equal blocks": ("- a\n\ntext\n\n", "text\n\n- a\n\n- a\n\n"),
}


@pytest.mark.parametrize("name", TRANSLATIONS)
def test_comparing_a_translation(name):
    def make(size):
        source, other = (
            structure_of(page_of("".join(text.format(number) for number in range(size))))
            for text in TRANSLATIONS[name]
        )
        return partial(compare, source, other)

    assert_doubles(make)


def test_reading_a_baseline(tmp_path):
    def make(size):
        entry = '[[finding]]\npath = "a{0}.md"\nrule = "link-file"\nmessage = "x"\nfingerprint = "{0:016x}"\n'
        path = tmp_path / f"{size}.toml"
        path.write_text("version = 1\n" + "".join(entry.format(number) for number in range(size)))
        return partial(read_baseline, path, path.name)

    assert_doubles(make)
