"""Whole sites at random: a run ends with a defined status, says the same twice, and fixes only once."""

import io
import tempfile
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelint.cli.main import main
from tests.checks.test_hostile_pages import PARTS
from tests.checks.texts import markdown_texts

PATHS = ("index", "README", "a", "a b", "é", "a.en", "a.fr", ".hidden", "blog/posts/x", "sub/index", "%41")
ENDS = (".md", ".markdown", ".html", ".svg", ".txt", ".MD", "")
LEADING = (
    "a.md",
    "./a.md#x",
    "../a",
    "/a/",
    "sub/",
    "sub/a.md#a",
    "%41.md",
    "a b.md",
    "#",
    "x.md?y",
    "//h/a",
)
NAMES, ENDINGS, TARGETS = (st.sampled_from(values) for values in (PATHS, ENDS, (*LEADING, "C:\\a")))
POST = "---\ndate: 2031-01-01\nauthors: [x]\n---\n"
FRONT = st.sampled_from(["", "---\ntitle: A\n---\n", "---\na: [\n---\n", POST, "title: A\n\n"])
LINKS = st.lists(TARGETS.map(lambda target: f"[x]({target})\n\n"), max_size=4).map("".join)
PAGES = st.tuples(FRONT, markdown_texts(PARTS), LINKS).map("".join)
FILES = st.dictionaries(st.tuples(NAMES, ENDINGS).map("".join), PAGES, min_size=1, max_size=5)

ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 9)
    | st.sampled_from(["", "docs", "a.md", "x y", "../..", "é"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "name", "enabled"]), inner, max_size=3)
    ),
    max_leaves=6,
)
EXTENSIONS = st.sampled_from(["toc", "extra", "md_in_html", "pymdownx.snippets", "pymdownx.emoji", "x.y"])
PLUGINS = st.sampled_from(["search", "blog", "i18n", "tags", "redirects"])
WITH_OPTIONS = st.dictionaries(EXTENSIONS, st.deferred(lambda: ANY), max_size=1)
CONFIGURATIONS = st.fixed_dictionaries(
    {"site_name": st.just("A")},
    optional={
        "docs_dir": st.sampled_from(["docs", ".", "nowhere", "docs/sub"]) | ANY,
        "site_url": st.sampled_from(["https://a.dev/en/", "a", "http://[", ""]) | ANY,
        "use_directory_urls": st.booleans() | ANY,
        "theme": st.sampled_from(["material", "mkdocs", "x"]) | ANY,
        "plugins": st.lists(PLUGINS, max_size=3) | ANY,
        "markdown_extensions": st.lists(EXTENSIONS | WITH_OPTIONS, max_size=4) | ANY,
        "nav": st.lists(TARGETS | st.dictionaries(st.just("A"), TARGETS, max_size=1), max_size=3) | ANY,
        "extra_css": ANY,
        "exclude_docs": st.sampled_from(["*.txt\n!", "a*b*c*", "/"]) | ANY,
        "validation": ANY,
        "extra": ANY,
        "repo_url": st.sampled_from(["https://github.com/a/b", "x:"]) | ANY,
        "not_in_nav": ANY,
    },
)


def write(top, files, configuration):
    (top / ".git").mkdir()
    (top / "mkdocs.yml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
    for name, text in files.items():
        path = top / "docs" / name
        with suppress(OSError):  # a name may be that of a folder
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")


def run(top, *arguments):
    output, errors = io.StringIO(), io.StringIO()
    command = ["check", "--offline", "--preset", "privacy-guides", "--output-format", "concise", *arguments]
    with chdir(top), redirect_stdout(output), redirect_stderr(errors):
        status = main(command)
    assert status in (0, 1, 2), errors.getvalue()
    return status, output.getvalue()


@settings(max_examples=60, deadline=None)
@given(files=FILES, configuration=CONFIGURATIONS)
def test_any_site(files, configuration):
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder).resolve()
        write(top, files, configuration)
        first = run(top, "--no-cache")
        assert run(top, "--cache-dir", "cache") == first
        assert run(top, "--cache-dir", "cache") == first
        run(top, "--no-cache", "--fix", "--unsafe-fixes")
        after = {path: path.read_bytes() for path in (top / "docs").rglob("*") if path.is_file()}
        run(top, "--no-cache", "--fix", "--unsafe-fixes")
        assert after == {path: path.read_bytes() for path in (top / "docs").rglob("*") if path.is_file()}
        assert not list(top.rglob(".guidelint-*"))
