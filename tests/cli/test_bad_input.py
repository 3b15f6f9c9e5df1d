"""Bad input gets a clear message, a defined exit status, and does not keep other pages from being checked."""

import os

import pytest

BROKEN = "docs/broken.md:"


def test_bytes_that_are_no_utf_8(site, run):
    (site / "docs" / "latin.md").write_bytes(b"# Tides\n\nCaf\xe9\n")
    status, out, _ = run("check", "--offline", "--output-format", "concise")
    assert status == 1
    assert "docs/latin.md:3:4: error unreadable-file (GL001)" in out
    assert "0xe9" in out
    assert BROKEN in out


def test_what_cannot_be_read_is_said_whatever_is_selected(site, run):
    (site / "docs" / "latin.md").write_bytes(b"Caf\xe9\n")
    assert "unreadable-file" in run("check", "--offline", "--only", "link-anchor")[1]
    assert "unreadable-file" not in run("check", "--offline", "--ignore", "unreadable-file")[1]


def test_a_file_that_may_not_be_read(site, run):
    (site / "docs" / "gone.md").symlink_to("nowhere.md")
    status, out, _ = run("check", "--offline", "--output-format", "concise")
    assert status == 1
    assert "docs/gone.md:1:1: error unreadable-file (GL001) cannot read this file: No such file" in out
    assert BROKEN in out


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission(site, run):
    (site / "docs" / "secret.md").write_text("# Secret\n")
    (site / "docs" / "secret.md").chmod(0)
    assert "cannot read this file: Permission denied" in run("check", "--offline")[1]


def test_a_page_of_50_megabytes(site, run):
    with (site / "docs" / "huge.md").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    status, out, _ = run("check", "--offline", "--output-format", "concise")
    assert status == 1
    assert "docs/huge.md:1:1: error unreadable-file (GL001)" in out
    assert "larger than the limit of 10,485,760 bytes" in out
    assert BROKEN in out


def test_broken_front_matter(site, run):
    status, out, _ = run("check", "--offline", "--output-format", "concise")
    assert status == 1
    assert "error front-matter-syntax (GL101) the front matter cannot be read: " in out


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("site_name: [A\nnav:\n  - B: b.md\n", "mkdocs.yml:2:"),
        ("site_name: A\n\tb: c\n", "mkdocs.yml:2:"),
        ("- a\n- b\n", "mkdocs.yml:1:"),
    ],
)
def test_a_broken_site_configuration(site, run, text, place):
    (site / "mkdocs.yml").write_text(text)
    status, out, err = run("check", "--offline", "--output-format", "concise")
    assert status == 2
    assert f"error: {place}" in err
    assert BROKEN in out


def test_a_broken_configuration(site, run):
    (site / "guidelint.toml").write_text('select = ["ALL"]\n\nignore = [\n')
    status, out, err = run("check", "--offline")
    assert (status, out) == (2, "")
    assert "Error: guidelint.toml:4: not valid TOML" in err


def test_an_unknown_option_of_a_rule(site, run):
    (site / "guidelint.toml").write_text("[rules.front-matter-syntax]\nlevel = 3\n")
    status, _, err = run("check", "--offline")
    assert status == 2
    assert 'guidelint.toml:2: rule front-matter-syntax has no option "level"' in err


def test_a_loop_of_symbolic_links(site, run):
    (site / "docs" / "loop").symlink_to("..", target_is_directory=True)
    (site / "docs" / "round.md").symlink_to("round.md")
    status, out, _ = run("check", "--offline", "--output-format", "concise")
    assert status == 1
    assert "docs/round.md:1:1: error unreadable-file" in out
    assert BROKEN in out


def test_a_name_that_is_no_unicode(site, run):
    try:
        (site / "docs" / "caf\udce9.md").write_text("---\na: [\n---\n")
    except OSError:
        pytest.skip("this file system has no such names")
    status, out, _ = run("check", "--offline", "--output-format", "concise")
    assert status == 1
    assert "docs/caf\\udce9.md:" in out


@pytest.mark.parametrize("depth", [10_000])
@pytest.mark.parametrize("piece", ["> ", "- ", "<div>\n", "[", "**a ", "!!! note\n\n    "])
def test_deep_nesting(site, run, piece, depth):
    (site / "docs" / "deep.md").write_text(piece * depth + "text\n")
    status, out, err = run(
        "check", "--offline", "--output-format", "concise", "--only", "engine,front-matter"
    )
    assert status == 1, err
    assert BROKEN in out


def test_a_link_into_a_folder_that_no_system_can_have(site, run):
    (site / "docs" / "index.md").write_text("# Home\n\n[x](a%00/b.md)\n")
    status, out, _ = run("check", "--offline", "--output-format", "concise", "docs/index.md")
    assert status == 1
    assert out.startswith("docs/index.md:3:1: error link-file (GL501) no such file: docs/a\\x00/b.md")
