"""The pictures of the documentation, made of reports on the sample site.

``python tools/screenshots.py`` photographs the HTML report with Chromium, into ``docs/img``. The text
report is drawn anew whenever the documentation is built (`docs_hook`).
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

REPOSITORY = Path(__file__).resolve().parent.parent
SITE = REPOSITORY / "fixtures" / "harbour-guide"
PNG = REPOSITORY / "docs" / "img" / "report.png"
COLUMNS = 110
FONT_FACES = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
DESK = {"COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "FORCE_HYPERLINK": "0", "CI": "true"}


def check(*options: str) -> str:
    """Run a check of the sample site, and return its standard output."""
    command = (
        sys.executable,
        "-m",
        "guidelint",
        "check",
        "--offline",
        "--exit-zero",
        "--no-cache",
        "--quiet",
    )
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | DESK
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, *options],
        cwd=SITE,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def report_svg() -> str:
    """Return a picture of the first findings of the text report, which loads no font from elsewhere."""
    blocks = check().split("\n\n")
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("$ guidelint check --offline\n\n" + "\n\n".join(blocks[:3])))
    svg = console.export_svg(title="guidelint", unique_id="report")
    return FONT_FACES.sub("", svg).replace("Fira Code", "monospace")


def report_png(target: Path) -> None:
    """Photograph the HTML report into `target`."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("there is no Chromium to photograph the report with")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        check("--output", f"html={page}")
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(  # noqa: S603 - the browser that was found
            [
                *(
                    chromium,
                    "--headless",
                    *ARGUMENTS,
                    f"--user-data-dir={folder}/profile",
                    "--hide-scrollbars",
                ),
                *("--window-size=1200,900", f"--screenshot={target}", page.as_uri()),
            ],
            capture_output=True,
            check=True,
        )


if __name__ == "__main__":
    report_png(PNG)
