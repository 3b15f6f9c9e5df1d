"""Reading YAML without executing, importing or exploding anything."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelint.site.yaml import ConfigError, Opaque, Relative, load_yaml, parse_yaml

BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def parse(text: str, **env: str) -> Any:
        return parse_yaml(tmp_path / "mkdocs.yml", text, env).data

    return parse


def test_env_takes_the_given_value_else_the_default(read: Any) -> None:
    text = "docs_dir: !ENV [DOCS, SOURCE, pages]"
    assert read(text) == {"docs_dir": "pages"}
    assert read(text, SOURCE="i18n/fr") == {"docs_dir": "i18n/fr"}
    assert read(text, SOURCE="i18n/fr", DOCS="i18n/it") == {"docs_dir": "i18n/it"}
    assert read("a: !ENV ONE\nb: !ENV [ONE]") == {"a": None, "b": None}
    assert read("a: !ENV ONE", ONE="no") == {"a": False}, "values are typed as YAML types them"


def test_env_never_reads_the_process_environment(read: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCS", "secrets")
    assert read("docs_dir: !ENV [DOCS, pages]") == {"docs_dir": "pages"}


def test_python_tags_are_names_and_nothing_runs(read: Any, tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    data = read(
        f"""
        format: !!python/name:pymdownx.superfences.fence_code_format
        slugify: !!python/object/apply:pymdownx.slugs.slugify
          kwds: {{case: lower, percent_encode: true}}
        shell: !!python/object/apply:os.system ["touch {witness}"]
        module: !!python/module:os
        own: !our-tag {{a: [1, 2]}}
        """
    )
    assert data["format"] == Opaque("pymdownx.superfences.fence_code_format")
    assert data["slugify"] == Opaque(
        "pymdownx.slugs.slugify", (("case", "lower"), ("percent_encode", "true"))
    )
    assert data["shell"] == Opaque("os.system")
    assert data["own"] == Opaque("!our-tag")
    assert not witness.exists()


def test_relative_paths_keep_their_anchor(read: Any) -> None:
    data = read("- !relative $config_dir/parts\n- !relative $docs_dir\n- !relative")
    assert data == [Relative("$config_dir", "parts"), Relative("$docs_dir", ""), Relative("", "")]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: b\ndate: 2026-13-45", 2, 7, "a value cannot be read: month must be in 1..12"),
        ("? [a]\n: b", 1, 3, "found unhashable key"),
        ("a: &loop [*loop]", 1, 11, "the alias *loop contains itself"),
        ("a: !relative $home/x", 1, 4, "unknown directory '$home'"),
        ("[" * 100_000, 1, 101, "nested deeper than 100 levels"),
        (BOMB, 6, 8, "aliases stand for more than 200,000 values"),
    ],
)
def test_refused_values_have_their_place(
    tmp_path: Path, text: str, line: int, column: int, message: str
) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_yaml(path, {})
    error = caught.value
    assert (error.path, error.line, error.column, error.message) == (path, line, column, message)


@pytest.mark.parametrize(
    ("text", "line"),
    [("site_name: x\nnav: [a.md\nb: 1", 3), ("a: 1\n\tb: 2", 2), ("a: 1\nb: \x07", 2)],
)
def test_syntax_errors_have_their_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_yaml(path, {})
    assert caught.value.line == line
    assert caught.value.message


def test_unreadable_files_are_configuration_errors(tmp_path: Path) -> None:
    path = tmp_path / "mkdocs.yml"
    with pytest.raises(ConfigError, match="No such file"):
        load_yaml(path, {})
    path.write_bytes(b"site_name: caf\xe9\n")
    with pytest.raises(ConfigError, match=r"mkdocs\.yml:1:15: not UTF-8"):
        load_yaml(path, {})


def test_marks_point_at_values_and_through_env(tmp_path: Path) -> None:
    path = tmp_path / "mkdocs.yml"
    path.write_text("site_name: x\nnav:\n  - Home: !ENV [HOME_PAGE, index.md]\n")
    document = load_yaml(path, {})
    assert document.mark("nav", 0, "Home") == (path, 3, 28)
    assert document.mark("nav", 7) == (path, 3, 3), "the nearest value around what is missing"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_data_or_a_configuration_error(text: str) -> None:
    place = (1, 1)
    try:
        parse_yaml(Path(os.devnull), text, {})
    except ConfigError as error:
        place = (error.line, error.column)
    assert min(place) >= 1
