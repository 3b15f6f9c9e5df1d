"""The questions a run asks the file system, and that there is no other way to ask any."""

import ast
import os
from pathlib import Path

import pytest

import guidelint
from guidelint import disk

PACKAGE = Path(guidelint.__file__).parent
READERS = ("checks", "config", "markdown", "own_rules", "site")
MODULES = ("discovery.py", "pipeline.py", "source.py", "suppressions.py", "workspace.py")
ASKING = {"exists", "glob", "is_dir", "is_file", "is_symlink", "iterdir", "lexists", "listdir", "lstat"} | {
    *("open", "read_bytes", "read_text", "readlink", "realpath", "resolve", "rglob", "scandir", "walk"),
}
OWN_DATA = {
    "snippet_files.py: stat": "tells which snippets are unchanged within one run",
    "catalogue.py: walk_packages": "guidelint's own modules",
    "discovery.py: is_symlink": "of an entry that disk has given",
    "front_matter_yaml.py: resolve": "a resolver of YAML",
    "front_matter_yaml.py: walk": "a tree of YAML nodes",
    "history.py: realpath": "as git names it; a commit is a change that is asked for",
    "icons.py: read_bytes": "guidelint's own table",
    "pipeline.py: resolve": "pages in memory, never cached",
    "schema.py: read_text": "guidelint's own schema",
    "schema.py: resolve": "guidelint's own schema",
    "load.py: resolve": "an editor's text, never cached",
    "yaml.py: resolve": "a resolver of YAML",
    "workspace.py: resolve": "pages in memory, never cached",
}


def source_files() -> list[Path]:
    files = [path for folder in READERS for path in (PACKAGE / folder).rglob("*.py")]
    return [*files, *(PACKAGE / name for name in MODULES)]


def direct_questions(path: Path) -> set[str]:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    methods = [call for call in calls if isinstance(call, ast.Attribute)]
    asked = {
        call.attr
        for call in methods
        if call.attr in ASKING
        and not (isinstance(call.value, ast.Name) and call.value.id in ("disk", "site"))
    }
    return asked | {call.id for call in calls if isinstance(call, ast.Name) and call.id == "open"}


@pytest.mark.parametrize("path", source_files(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_whatever_reads_pages_asks_through_disk(path):
    tree_walks = {"open"} if path.parent.name == "markdown" else set()  # a state opens blocks
    unexplained = {
        name for name in direct_questions(path) - tree_walks if f"{path.name}: {name}" not in OWN_DATA
    }
    assert unexplained == set()


def old(path: Path) -> Path:
    os.utime(path, ns=(1_000_000_000, 1_000_000_000))
    return path


def test_every_question_is_kept_with_its_answer(tmp_path):
    page = tmp_path / "a.md"
    page.write_text("text")
    (tmp_path / "link").symlink_to(page)
    with disk.recording() as asked:
        assert disk.read_bytes(page) == b"text"
        assert disk.is_file(page)
        assert not disk.exists(tmp_path / "b.md")
        assert disk.is_symlink(tmp_path / "link")
        assert sorted(disk.names(tmp_path)) == ["a.md", "link"]
        assert disk.real(tmp_path / "link") == page.resolve()
    assert asked.files[str(page)][1] == disk.digest(b"text")
    assert asked.kinds == {str(page): "f", str(tmp_path / "b.md"): ""}
    assert asked.entries == {str(tmp_path / "link"): "l"}
    assert list(asked.folders) == [str(tmp_path)]
    assert asked.real == {str(tmp_path / "link"): str(page.resolve())}


def test_nothing_is_kept_outside_of_a_recording(tmp_path):
    with disk.recording() as asked:
        pass
    assert not disk.exists(tmp_path / "b.md")
    assert asked == disk.Asked()


def test_a_recording_inside_another_keeps_its_own(tmp_path):
    with disk.recording() as outer:
        disk.exists(tmp_path / "outer")
        with disk.recording() as inner:
            disk.exists(tmp_path / "inner")
    assert list(outer.kinds) == [str(tmp_path / "outer")]
    assert list(inner.kinds) == [str(tmp_path / "inner")]


def test_what_cannot_be_read_is_a_question_too(tmp_path):
    with disk.recording() as asked:
        with pytest.raises(FileNotFoundError):
            disk.read_bytes(tmp_path / "b.md")
        with pytest.raises(FileNotFoundError):
            disk.names(tmp_path / "folder")
    assert asked.files == {str(tmp_path / "b.md"): (disk.UNTRUSTED, b"")}
    assert asked.folders == {str(tmp_path / "folder"): (disk.UNTRUSTED, b"")}


def test_a_signature_of_what_has_just_changed_is_not_trusted(tmp_path):
    page = tmp_path / "a.md"
    page.write_text("text")
    old(page)  # a tool may set the one time, but not that of the status
    assert disk.signature_of(page.stat()) == disk.UNTRUSTED


def test_paths_are_kept_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with disk.recording() as asked:
        disk.exists("b.md")
    assert asked.kinds == {str(tmp_path / "b.md"): ""}


def test_walks_as_the_standard_library_does(tmp_path):
    for name in ("a/b/c.md", "a/d.svg", "e.svg"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / "loop").symlink_to(tmp_path / "a")
    ours = {(folder, *sorted(folders), *sorted(files)) for folder, folders, files in disk.walk(tmp_path)}
    theirs = {
        (folder, *sorted(folders), *sorted(files))
        for folder, folders, files in os.walk(tmp_path, followlinks=True)
    }
    assert ours == theirs
    assert set(disk.below(tmp_path, "*.svg")) == set(tmp_path.rglob("*.svg"))


def test_a_folder_taken_out_of_the_list_is_left_out(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    seen = []
    for folder, folders, _ in disk.walk(tmp_path):
        seen.append(Path(folder).name)
        folders[:] = [name for name in folders if name != "a"]
    assert seen == [tmp_path.name, "b"]


def test_text_has_plain_line_ends(tmp_path):
    (tmp_path / "a").write_bytes(b"a\r\nb\rc\n")
    assert disk.read_text(tmp_path / "a") == (tmp_path / "a").read_text()
