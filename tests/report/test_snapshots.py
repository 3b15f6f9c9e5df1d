"""The whole report of two sites in every format, as it stands in `snapshots/`.

``GUIDELINT_SNAPSHOTS=write pytest tests/report/test_snapshots.py`` writes them anew; read the difference
before it is committed.
"""

import json
import os
import re
import shutil

import pytest
import xmlschema
from jsonschema import Draft4Validator, Draft202012Validator
from markdown_it import MarkdownIt

from guidelint import __version__
from guidelint.cli.main import main
from guidelint.report.formats import FORMATS, format_of
from tests.conftest import REPOSITORY
from tests.links.internet import internet, remember
from tests.report.schemas import GITLAB, JUNIT, published_schema, sarif_schema

SNAPSHOTS = REPOSITORY / "tests" / "report" / "snapshots"
NAMES = {
    "text": "report.txt",
    "concise": "concise.txt",
    "json": "report.json",
    "jsonl": "report.jsonl",
    "github": "github.txt",
    "gitlab": "gl-code-quality-report.json",
    "sarif": "report.sarif",
    "junit": "report.xml",
    "markdown": "report.md",
    "html": "report.html",
}
TIME = re.compile(r'("seconds": |time="|data-seconds="[\d.]+">|<td class="number">(?=\d+\.\d))[\d.]+')
OTHERS = (
    (re.compile(r' data-seconds="[\d.]+"'), ""),
    (re.compile(r'<h3 id="slowest-title">.*?</table></div>\n', re.DOTALL), ""),
    (re.compile(rf'(guidelint |"){re.escape(__version__)}\b'), r"\g<1>VERSION"),
    (re.compile(r"'sha256-[^']+'|&#39;sha256-.*?&#39;"), "HASH"),
    (re.compile(r"(<style>|<script>).*?(?=</style>|</script>)", re.DOTALL), r"\g<1>…"),
    (re.compile(r'(<div class="book">).*?(?=</div>)', re.DOTALL), r"\g<1>…"),
    (re.compile(r'("(?:text|markdown)": "# [a-z-]+)\\n.*(?=")'), r"\g<1>…"),
)


def timeless(text):
    """`text` without what differs between two runs, two releases, or two editions of the rule book."""
    text = TIME.sub(r"\g<1>0", text)
    for pattern, replacement in OTHERS:
        text = pattern.sub(replacement, text)
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("sites")


@pytest.fixture(scope="module")
def reports(folder):
    """The reports of both sites by site and format, each site checked once with all outputs."""
    with pytest.MonkeyPatch.context() as patch:
        return {site: made(site, folder, patch) for site in ("harbour-guide", "external-links")}


def made(site, folder, patch):
    place = folder / site
    shutil.copytree(REPOSITORY / "fixtures" / site, place)
    (place / ".git").mkdir()
    patch.chdir(place)
    outputs = [f"--output={name}={NAMES[name]}" for name in FORMATS]
    if site == "harbour-guide":
        assert main(["check", "--offline", "--quiet", *outputs]) == 1
    else:
        with internet(place, folder, patch) as running:
            remember(place / ".cache/links.sqlite3", running.description)
            assert main(["check", "--quiet", *outputs]) == 1
    return {name: (place / NAMES[name]).read_text(encoding="utf-8") for name in FORMATS}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("site", ["harbour-guide", "external-links"])
def test_the_whole_report(site, name, reports):
    path = SNAPSHOTS / site / NAMES[name]
    if os.environ.get("GUIDELINT_SNAPSHOTS") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(timeless(reports[site][name]), encoding="utf-8", newline="\n")
    assert timeless(reports[site][name]) == path.read_text(encoding="utf-8")


def test_every_format_is_there():
    assert NAMES.keys() == FORMATS.keys()
    for name in ("text", "json", "jsonl", "gitlab", "sarif", "junit", "markdown", "html"):
        assert format_of(SNAPSHOTS / NAMES[name]) == name


@pytest.mark.parametrize("site", ["harbour-guide", "external-links"])
class TestSchemas:
    """Reports for programs have the form that those programs expect."""

    def test_json(self, site, reports):
        schema = published_schema("report")
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(json.loads(reports[site]["json"]))

    def test_every_line_of_jsonl(self, site, reports):
        entries = [json.loads(line) for line in reports[site]["jsonl"].splitlines()]
        whole = json.loads(reports[site]["json"])
        kinds = {"finding": whole["findings"], "link": whole["links"], "summary": [whole["summary"]]}
        assert {entry["kind"] for entry in entries} <= kinds.keys()
        for kind, expected in kinds.items():
            kept = [entry for entry in entries if entry["kind"] == kind]
            assert [{key: value for key, value in entry.items() if key not in ("kind", "version")}
                    for entry in kept] == expected  # fmt: skip

    def test_sarif(self, site, reports):
        Draft4Validator(sarif_schema()).validate(json.loads(reports[site]["sarif"]))

    def test_gitlab(self, site, reports):
        issues = json.loads(reports[site]["gitlab"])
        Draft202012Validator(GITLAB).validate(issues)
        assert len({issue["fingerprint"] for issue in issues}) == len(issues) > 0

    def test_junit(self, site, reports):
        xmlschema.XMLSchema(JUNIT).validate(reports[site]["junit"])

    def test_markdown_has_only_what_guidelint_puts_there(self, site, reports):
        tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(reports[site]["markdown"])
        inline = {child.type for token in tokens for child in token.children or ()}
        assert inline <= {"text", "strong_open", "strong_close", "softbreak", "text_special", "html_inline"}


def test_fingerprints_stay_when_lines_move(tmp_path, monkeypatch):
    shutil.copytree(REPOSITORY / "fixtures" / "harbour-guide", tmp_path / "site")
    (tmp_path / "site" / ".git").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    command = ["check", "--offline", "--quiet", "--output=a.sarif", "--output=gl-code-quality-report.json"]

    def identities():
        main(command)
        run = json.loads((tmp_path / "site" / "a.sarif").read_text())["runs"][0]
        issues = json.loads((tmp_path / "site" / "gl-code-quality-report.json").read_text())
        lines = [
            result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in run["results"]
        ]
        prints = [result["partialFingerprints"] for result in run["results"]]
        return lines, prints, [issue["fingerprint"] for issue in issues]

    before = identities()
    for page in (tmp_path / "site" / "docs").glob("*.md"):
        page.write_text(
            "Some words.\n\nAnd more of them.\n\n" + page.read_text(encoding="utf-8"), encoding="utf-8"
        )
    after = identities()
    assert after[0] == [line + 4 for line in before[0]]
    assert after[1:] == before[1:]
