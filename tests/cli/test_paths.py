"""What can be named on the command line: lists of paths, and a page from standard input."""

import io
import sys

import pytest

PAGE = "# Tides\n\n[high](#high) [home](index.md)\n"


@pytest.fixture
def typed(monkeypatch):
    """Put a text, or bytes, on standard input."""

    def put(text):
        data = text if isinstance(text, bytes) else text.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return put


def concise(run, *arguments):
    return run("check", "--offline", "--output-format", "concise", *arguments)


def test_a_page_from_standard_input_is_read_where_it_belongs(site, run, typed):
    typed(PAGE)
    status, out, err = concise(run, "-", "--stdin-filename", "docs/index.md")
    assert (status, out.splitlines()) == (
        1,
        ["docs/index.md:3:1: error link-anchor (GL502) no such anchor: #high in docs/index.md"],
    )
    assert err.startswith("Material · docs/ · 1 page")
    assert (site / "docs" / "index.md").read_text() == "# Home\n"


def test_the_frame_quotes_what_was_typed(site, run, typed):
    typed(PAGE)
    _, out, _ = run("check", "--offline", "-", "--stdin-filename", "docs/index.md")
    assert "3 │ [high](#high) [home](index.md)" in out


def test_the_page_need_not_be_there_yet(site, run, typed):
    typed("[home](../index.md) [none](none.md)\n")
    _, out, _ = concise(run, "-", "--stdin-filename", "docs/new/page.md")
    assert out == "docs/new/page.md:1:21: error link-file (GL501) no such file: docs/new/none.md\n"


def test_without_a_name_it_is_a_page_of_its_own(site, run, typed):
    typed("[none](none.md)\n")
    assert concise(run, "-")[1] == "stdin.md:1:1: error link-file (GL501) no such file: none.md\n"


def test_a_second_run_reads_again(site, run, typed):
    typed("[none](none.md)\n")
    assert concise(run, "-")[0] == 1
    typed("# Fine\n")
    assert concise(run, "-")[:2] == (0, "")


def test_a_page_that_the_configuration_leaves_out(site, run, typed):
    (site / "guidelint.toml").write_text('exclude = ["docs/"]\n')
    typed(PAGE)
    status, out, err = concise(run, "-", "--stdin-filename", "docs/index.md")
    assert (status, out) == (0, "")
    assert "1 excluded" in err


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["-", "docs"], "leave the other paths out"),
        (["docs", "--stdin-filename", "a.md"], "give - as the path"),
        (["-", "--fix"], "is not fixed"),
        (["-", "--diff"], "is not fixed"),
        (["@none.txt"], 'cannot read "@none.txt": No such file or directory'),
    ],
)
def test_what_makes_no_sense(site, run, typed, arguments, complaint):
    typed(PAGE)
    status, out, err = run("check", "--offline", *arguments)
    assert (status, out) == (2, "")
    assert complaint in err


def test_standard_input_that_is_no_text(site, run, typed):
    typed(b"Caf\xe9\n")
    status, _, err = run("check", "--offline", "-")
    assert status == 2
    assert "stdin.md:1:4: not UTF-8" in err


@pytest.mark.parametrize("text", ["docs/index.md\n\ndocs/broken.md\n", "docs/index.md\0docs/broken.md\0"])
@pytest.mark.parametrize("command", [["check", "--offline"], ["inspect"], ["links", "list"]])
def test_a_file_that_lists_paths(site, run, text, command):
    (site / "changed.txt").write_text(text)
    listed = run(*command, "@changed.txt", "--output-format", "json")[1]
    named = run(*command, "docs/index.md", "docs/broken.md", "--output-format", "json")[1]
    assert [line for line in listed.splitlines() if "seconds" not in line] == [
        line for line in named.splitlines() if "seconds" not in line
    ]


def test_a_path_that_is_there_is_no_list(site, run):
    (site / "@scope").mkdir()
    (site / "@scope" / "a.md").write_text("[none](none.md)\n")
    assert "@scope/a.md:1:1" in concise(run, "@scope")[1]


@pytest.mark.parametrize(
    ("text", "threshold", "status"),
    [
        ("[none](none.md)\n", "error", 1),
        ("[none](none.md)\n", "never", 0),
        ("[x](#y)\n", "error", 0),
        ("[x](#y)\n", "warning", 1),
        ("[x](#y)\n", "info", 1),
    ],
)
def test_fail_on(site, run, typed, text, threshold, status):
    typed(text)
    assert concise(run, "-", "--fail-on", threshold)[0] == status
    typed(text)
    assert concise(run, "-", "--fail-on", threshold, "--exit-zero")[0] == 0
