"""After any change to a site, a run with a cache prints what a run without one prints."""

import os
import re
import shutil
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidelint import disk
from guidelint.reach import VARIABLE
from tests.cache.runs import Runs, runs_in


def edit(name, old, new):
    def change(runs):
        text = (runs.folder / name).read_text(encoding="utf-8")
        runs.write(name, text.replace(old, new))

    return change


def write(name, text):
    return lambda runs: runs.write(name, text)


def delete(name):
    return lambda runs: (runs.folder / name).unlink(missing_ok=True)


def move(old, new):
    def change(runs):
        if (runs.folder / old).exists():
            (runs.folder / new).parent.mkdir(parents=True, exist_ok=True)
            (runs.folder / old).rename(runs.folder / new)

    return change


def link(name, target):
    def change(runs):
        (runs.folder / name).unlink(missing_ok=True)
        (runs.folder / name).symlink_to(target)

    return change


def edit_unseen(name, old, new):
    """Replace a text by one of the same length and put the time of the change back."""

    def change(runs):
        path = runs.folder / name
        status = path.stat()
        edit(name, old, new)(runs)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    return change


CHANGES = {
    "a heading is renamed": edit("docs/guide.md", "High water", "High tide"),
    "a heading comes back": edit("docs/guide.md", "High tide", "High water"),
    "a letter is another one, with the same time": edit_unseen("docs/guide.md", "Low water", "Lot water"),
    "a page is deleted": delete("docs/guide.md"),
    "a page is written again": write("docs/guide.md", "# Guide\n\n## High water\n"),
    "a page that a link names is added": write("docs/gone.md", "# Here again\n"),
    "a page is moved": move("docs/news.md", "docs/old/news.md"),
    "a name changes its case": move("docs/guide.md", "docs/Guide.md"),
    "an image is deleted": delete("docs/chart.png"),
    "an image is added": write("docs/chart.png", ""),
    "an included text has another link": edit("includes/note.md", "low-water", "ebb"),
    "an included text is deleted": delete("includes/note.md"),
    "an included text is added": write("includes/note.md", "[A link](guide.md#nowhere)\n"),
    "an abbreviation has another name": edit("includes/words.md", "HW", "LW"),
    "the abbreviations bring a link": write("includes/words.md", "[x](guide.md#nowhere)\n"),
    "an icon is deleted": delete("theme/icons/sea/wave.svg"),
    "an icon is added": write("theme/icons/sea/wave.svg", '<?xml version="1.0"?><svg></svg>\n'),
    "the page has front matter": write("docs/index.md", "---\ntitle: [\n---\n\n# Tides\n"),
    "the page has other front matter": write("docs/index.md", "---\ntitle: T\n---\n\n[G](guide.md#x)\n"),
    "an address of the site": edit("mkdocs.yml", "tides.example", "ebb.example"),
    "a Markdown extension less": edit("mkdocs.yml", "  - attr_list\n", ""),
    "a site configuration that inherits": write("mkdocs.local.yml", "INHERIT: mkdocs.yml\ndocs_dir: other\n"),
    "a configuration": write("guidelint.toml", 'ignore = ["link-file"]\n'),
    "a configuration that is extended": write("guidelint.toml", 'extends = "base.toml"\n'),
    "what a configuration extends": write("base.toml", 'ignore = ["link-anchor"]\n'),
    "a configuration less": delete("guidelint.toml"),
    "what git ignores": write("docs/.gitignore", "news.md\n"),
    "a page in a new folder": write("docs/more/deep.md", "[up](../guide.md#nowhere)\n"),
    "a link to a page": link("docs/linked.md", "guide.md"),
    "the link leads elsewhere": link("docs/linked.md", "index.md"),
    "a post is built elsewhere": edit("docs/blog/posts/ebb.md", "2024-05-01", "2024-05-02"),
    "a post says something else": edit("docs/blog/posts/ebb.md", "# Ebb", "# Flood"),
    "a translation loses a link": edit("i18n/fr/index.md", "[x](gone.md)", "x"),
    "a translation pins a heading": edit("i18n/fr/guide.md", "High fr", "High fr { #high-water }"),
    "all translations pin a heading": lambda runs: [
        edit(f"i18n/{language}/guide.md", f"High {language}", f"High {language} {{ #high-water }}")(runs)
        for language in ("de", "es", "fr", "it")
    ],
    "a language is added": write("i18n/pt/index.md", "# pt\n\n[pt](guide.md#high-water)\n"),
    "a comment that silences": edit("docs/index.md", "# Tides", "<!-- guidelint-disable-file -->\n\n# Tides"),
    "a page that cannot be decoded": lambda runs: (runs.folder / "docs/news.md").write_bytes(b"\xff\xfe"),
    "the docs have gone": lambda runs: shutil.rmtree(runs.folder / "docs", ignore_errors=True),
}
STATUSES = (0, 1, 2)


def same(runs):
    """Assert that a run with a cache, one more and one without print the same."""
    arguments = ("check", "--offline", "--output-format", "json")
    first = runs.run(*arguments, status=STATUSES)
    again = runs.run(*arguments, status=STATUSES)
    fresh = runs.run(*arguments, "--no-cache", status=STATUSES)
    assert first.out == fresh.out
    assert again.out == fresh.out
    assert first.status == again.status == fresh.status


RACY = ("a letter is another one, with the same time", "an icon is added", "a page is deleted")


@pytest.mark.parametrize(
    ("name", "racy"),
    [*((name, 0) for name in CHANGES), *((name, disk.RACY) for name in RACY)],
    ids=[*CHANGES, *(f"{name}, just now" for name in RACY)],
)
def test_a_change_is_seen(name, racy, tmp_path):
    runs = runs_in(tmp_path, racy)
    runs.check("--output-format", "json")
    CHANGES[name](runs)
    same(runs)


ELSEWHERE = {
    "a translation": edit("../words/i18n/fr/guide.md", "High fr", "High fr { #high-water }"),
    "a page of a translation less": delete("../words/i18n/fr/guide.md"),
    "a language": write("../words/i18n/pt/index.md", "# pt\n\n[pt](guide.md#high-water)\n"),
    "an appended text": write("../words/includes/words.md", "[x](guide.md#nowhere)\n"),
    "a file of the platform": write("../words/crowdin.yml", "files: [{translation: /i18n/%locale%/**}]\n"),
    "the source": edit("docs/guide.md", "High water", "High tide"),
    "the configuration of the source": edit("mkdocs.yml", "DIR, docs]", "DIR, other]"),
    "the configuration": edit("guidelint.toml", "i18n/*", "i18n/de"),
}


@pytest.mark.parametrize("beside", ["source", "translations"])
@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_change_in_another_repository_is_seen(name, beside, tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    runs = runs_in(tmp_path, racy=0)
    (tmp_path / "words/.git").mkdir(parents=True)
    (runs.folder / "i18n").rename(tmp_path / "words/i18n")
    runs.write("guidelint.toml", '[translations]\ntrees = "../words/i18n/*"\n')
    words = Runs(tmp_path / "words", tmp_path / "cache", racy=0)
    words.write("guidelint.toml", '[translations]\nsource = "../site"\ntrees = "i18n/*"\n')
    used = runs if beside == "source" else words
    before = used.check("--output-format", "json")
    assert used.check("--output-format", "json") == before
    ELSEWHERE[name](used if name == "the configuration" else runs)
    assert used.fresh("--output-format", "json") != before
    same(used)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(sorted(CHANGES)), min_size=3, max_size=6, unique=True))
def test_any_changes_in_a_row_are_seen(tmp_path_factory, names):
    runs = runs_in(tmp_path_factory.mktemp("row"), racy=0)
    for name in names:
        if (runs.folder / "docs").exists():
            CHANGES[name](runs) if not _needs(name, runs) else None
            same(runs)


def _needs(name, runs):
    """Tell whether a change needs a file that an earlier one has taken away."""
    edited = {
        "docs/guide.md",
        "docs/index.md",
        "docs/blog/posts/ebb.md",
        "includes/note.md",
        "includes/words.md",
    }
    return any(not (runs.folder / path).is_file() for path in edited)


def test_other_words_on_a_page_leave_alone_what_only_links_to_it(tmp_path):
    runs = runs_in(tmp_path, racy=0)
    runs.check()
    guide = (runs.folder / "docs/guide.md").read_text("utf-8")
    runs.write("docs/guide.md", guide.replace("is here", "is now"))
    assert _anew(runs) == 5  # the page and its four translations
    runs.write("docs/guide.md", guide.replace("## High water", "## Highest water"))
    assert _anew(runs) > 5


def _anew(runs):
    """Run, and return how many pages were checked anew."""
    return int(re.search(r"(\d+) checked anew", runs.check("--verbose").err)[1])


def test_what_is_computed_from_all_pages_counts_on_each_page_that_it_is_of_use_for(tmp_path):
    runs = runs_in(tmp_path, racy=0)
    pinned = ("--select", "heading-id-unpinned", "--output-format", "concise")
    runs.write("docs/index.md", "# Tides\n\n[a](guide.md#high-water) [b](news.md#news) [c](post.md#post)\n")
    before = runs.check(*pinned)
    runs.write("docs/index.md", "# Tides\n\nNo links any more.\n")
    runs.write("docs/news.md", "# News\n")
    after = runs.check(*pinned).out
    assert after == runs.fresh(*pinned).out
    assert before.out.count("GL508") > after.count("GL508") + 1


@pytest.mark.skipif(sys.platform == "win32", reason="file names are always Unicode there")
def test_a_site_with_a_file_name_that_is_not_unicode_is_checked_anew(tmp_path):
    runs = runs_in(tmp_path, racy=0)
    (runs.folder / "docs/news.md").rename(runs.folder / os.fsdecode(b"docs/n\xe9ws.md"))
    assert runs.check() == runs.check()
    assert runs.check("docs").out == runs.fresh("docs").out
    assert runs.check("-j", "2").out == runs.fresh("-j", "1").out
