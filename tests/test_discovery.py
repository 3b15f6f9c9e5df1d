import os

import pytest

from guidelint.discovery import PathError, discover


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Writes empty files and makes their folder the working directory."""

    def write(*names, repository=True):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
        if repository:
            (tmp_path / ".git").mkdir()
        monkeypatch.chdir(tmp_path)
        return tmp_path

    return write


def pages(root, *paths, **more):
    found = discover([root / path for path in paths or (".",)], **more)
    return [path.relative_to(root).as_posix() for path in found.pages]


def test_markdown_below_a_directory(tree):
    root = tree(
        "b.md",
        "a/c.MD",
        "a/d.txt",
        "a/.github/e.markdown",
        "node_modules/f.md",
        ".git/g.md",
        repository=False,
    )
    assert pages(root) == ["a/.github/e.markdown", "a/c.MD", "b.md"]


def test_gitignore_holds_at_every_level(tree):
    root = tree("keep.md", "build/a.md", "docs/drafts/b.md", "docs/drafts/keep.md", "docs/c.md", "x/c.md")
    (root / ".gitignore").write_text("build/\n/docs/c.md\n")
    (root / "docs" / ".gitignore").write_text("drafts/*\n!drafts/keep.md\n")
    assert pages(root) == ["docs/drafts/keep.md", "keep.md", "x/c.md"]
    assert pages(root, "docs") == ["docs/drafts/keep.md"]


def test_what_is_named_is_taken_though_git_ignores_it(tree):
    root = tree("i18n/fr/a.md", "i18n/fr/b.md")
    (root / ".gitignore").write_text("i18n/\n")
    assert pages(root) == []
    assert pages(root, "i18n/fr/a.md") == ["i18n/fr/a.md"]
    assert pages(root, "i18n/fr") == ["i18n/fr/a.md", "i18n/fr/b.md"]


def test_the_configuration_excludes(tree):
    root = tree("a.md", "b.md")
    found = discover([root], lambda path: path.name == "b.md")
    assert ([path.name for path in found.pages], found.excluded) == (["a.md"], 1)


def test_named_files_that_are_no_markdown_are_counted(tree):
    root = tree("a.md", "logo.svg")
    found = discover([root / "a.md", root / "logo.svg"])
    assert ([path.name for path in found.pages], found.others, found.whole) == (["a.md"], 1, False)


def test_a_page_that_is_found_twice_is_one(tree):
    root = tree("docs/a.md")
    assert pages(root, "docs", "docs/a.md", ".") == ["docs/a.md"]


def test_links_that_go_in_circles_end(tree):
    root = tree("a/page.md", "b/page.md")
    for folder in ("a", "b"):
        for number, target in enumerate(("..", "../a", "../b", "."), 1):
            (root / folder / f"link{number}").symlink_to(target, target_is_directory=True)
    assert pages(root) == ["a/page.md", "b/page.md"]


def test_a_linked_directory_elsewhere_is_followed_with_permission(tree, tmp_path_factory, monkeypatch):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "page.md").write_text("")
    root = tree("docs/a.md")
    (root / "docs" / "shared").symlink_to(elsewhere, target_is_directory=True)
    assert pages(root) == ["docs/a.md"]
    monkeypatch.setenv("GUIDELINT_ALLOW_PATHS", str(elsewhere))
    assert pages(root) == ["docs/a.md", "docs/shared/page.md"]


def test_a_broken_link_is_a_page_that_cannot_be_read(tree):
    root = tree("a.md")
    (root / "b.md").symlink_to("nowhere.md")
    assert pages(root) == ["a.md", "b.md"]


def test_directories_that_may_not_be_read_are_passed_over(tree):
    root = tree("a.md", "secret/b.md")
    (root / "secret").chmod(0)
    try:
        expected = ["a.md"] if not os.access(root / "secret", os.R_OK) else ["a.md", "secret/b.md"]
        assert pages(root) == expected
    finally:
        (root / "secret").chmod(0o700)


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("dosc", '"docs"?'),
        ("docs/Guide.md", 'docs/guide.md"?'),
        ("docs/nothing-like-it", "does not exist$"),
        ("dcos/guide.md", '"docs"?'),
    ],
)
def test_a_path_that_does_not_exist(tree, path, complaint):
    root = tree("docs/guide.md")
    with pytest.raises(PathError, match=complaint):
        discover([(root / path).relative_to(root)])
