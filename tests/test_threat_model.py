"""The threat model names tests that exist."""

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "docs" / "explanation" / "threat-model.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows():
    """The rows of the tables about faults, as lists of cells."""
    text = PAGE.read_text(encoding="utf-8")
    lines = text[text.index("## Faults and promises") : text.index("## What is not promised")].splitlines()
    cells = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in lines if line.startswith("|")]
    return [row for row in cells if row[0] != "fault" and not set(line_of(row)) <= set("-|")]


def line_of(row):
    return "".join(row)


def functions(path):
    tree = ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_there_are_rows():
    assert len(rows()) > 50


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_every_row_names_a_test_that_exists(row):
    fault, promise, test = row
    assert fault
    assert promise
    found = NAMED.fullmatch(test)
    assert found, test
    assert found[2] in functions(found[1])
