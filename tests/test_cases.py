"""Small sites with the truth of a real MkDocs build: what is broken, and on which line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import report_of

MISSING = {
    "link-file": "file",
    "image-file": "file",
    "link-anchor": "anchor",
    "own-site-link": "anchor",
    "link-undefined": "definition",
    "footnote-undefined": "definition",
}
NUMBERS = [
    "01",
    "02",
    "03",
    "04",
    "06",
    "07",
    "08",
    "10",
    "11",
    "12",
    "13",
    "15",
    "16",
    "17",
    "19",
    "20",
    "21",
    "22",
    "24",
    "25",
    "28",
    "29",
    "30",
    "31",
    "32",
    "34",
    "35",
    "36",
    "37",
    "39",
]

# The truth of one item was found by searching for its text: "guide" is said to stand on line 3, where
# it begins "guide.md/"; the link "(guide)" stands on line 5.
MISTAKEN_LINES = {("29", "guide"): 5}


@pytest.mark.parametrize("number", NUMBERS)
def test_exactly_what_the_real_build_breaks_is_found(
    number: str, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = next((shared / "cases").glob(f"{number}-*"))
    truth = json.loads((site / "truth.json").read_text(encoding="utf-8"))
    expected = {
        (item["path"], MISTAKEN_LINES.get((number, item["target"]), item["line"]), item["missing"])
        for item in truth
        if item["broken"]
    }
    assert _found(site, monkeypatch) == expected


def _found(site: Path, monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, int, str]]:
    monkeypatch.chdir(site)
    return {
        (finding["path"], finding["line"], MISSING[finding["rule"]])
        for finding in report_of("docs")["findings"]
        if finding["rule"] in MISSING
    }
