"""Whatever stands in a file of another link checker: a configuration that loads, or a reason."""

import json
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guidelint.adopt.files import PIPELINES, foreign_settings
from guidelint.adopt.proposal import propose, render
from guidelint.adopt.repository import Repository
from guidelint.adopt.tools import FILES
from guidelint.config.load import settings_of

KEYS = "ignorePatterns pattern replacementPatterns replacement aliveStatusCodes timeout skip statusCodes"
OTHERS = "exclude accept remap ^https:// ( [a \\ ' \" {{ 5xx ..= [filtering] ignore lychee --exclude"
SEVERAL = ["run: |\n  ", "cat <<E > .lycheeignore\n", "\n", "= ", ": "]
WORDS = st.sampled_from([*KEYS.split(), *OTHERS.split(), *SEVERAL])
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=20).map("".join)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from([*FILES, *(pattern.replace("*", "x") for pattern in PIPELINES)])
CONTENTS = st.one_of(
    TEXTS.map(lambda text: text.encode("utf-8", "replace")),
    VALUES.map(lambda value: json.dumps(value).encode()),
    VALUES.map(lambda value: f"run: lychee --exclude {json.dumps(value)}".encode()),
    st.binary(max_size=40),
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(NAMES, CONTENTS, max_size=3))
def test_any_settings_give_a_configuration_that_loads(files):
    with TemporaryDirectory() as folder:
        top = Path(folder)
        for name, content in files.items():
            path = top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        text = render(propose(Repository(), foreign_settings(top)))
        tomllib.loads(text)
        settings_of(text, top / "guidelint.toml")


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        '{"ignorePatterns": ' * 30_000,
        "lychee: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(2000)),
        "run: |\n" + "  cat <<E > .lycheeignore lychee\n" * 5_000,
        "run: lychee " + "lychee " * 30_000,
        "run: |\n  {'ignorePatterns' lychee" + '{"ignorePatterns' * 10_000,
        json.dumps({"ignorePatterns": [{"pattern": f"p{n}"} for n in range(1_000)]}),
    ],
)
def test_hostile_files_are_read_quickly(tmp_path, content):
    for name in (*FILES, ".mega-linter.yml"):
        (tmp_path / name).write_text(content)
    tomllib.loads(render(propose(Repository(), foreign_settings(tmp_path))))
