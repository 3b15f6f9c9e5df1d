"""The pictures of the documentation can be made anew, and load nothing from elsewhere."""

import importlib
import re
import shutil
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import REPOSITORY

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def screenshots(monkeypatch):
    monkeypatch.syspath_prepend(REPOSITORY / "tools")
    return importlib.import_module("screenshots")


def test_the_text_report_is_drawn_and_loads_nothing(screenshots):
    svg = screenshots.report_svg()
    text = " ".join("".join(ET.fromstring(svg).itertext()).split())
    assert "docs/index.md:10:41" in text
    assert not re.search(r"url\((?!#)|href|@import|<image", svg)


@pytest.mark.skipif(not shutil.which("chromium"), reason="there is no Chromium to photograph with")
def test_the_html_report_is_photographed(screenshots, tmp_path):
    screenshots.report_png(tmp_path / "report.png")
    kept = (REPOSITORY / "docs" / "img" / "report.png").read_bytes()
    for data in ((tmp_path / "report.png").read_bytes(), kept):
        assert data.startswith(PNG)
        assert [int.from_bytes(data[at : at + 4]) for at in (16, 20)] == [1200, 900]
