"""A site that wants to take over: what stands in its text, its URLs and its file names does nothing."""

import json
import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from guidelint.cli.main import main
from guidelint.findings import Finding, Location, Related, Severity
from guidelint.report.formats import FORMATS, document
from guidelint.report.model import LinkReport, Report, RuleHelp, Section
from guidelint.source import Source
from tests.sites import write_site

ESCAPES = "\x1b[31m\x1b]8;;https://evil.example\x07\x9b2J\x7f"
BIDI = "\u202e\u2066\u200f"
COMMANDS = "::error::boom ##[add-mask]x ##vso[task.setvariable variable=a]b %0A::warning::boom %0D"
TAGS = "</script></style><script>alert(1)</script><img src=x onerror=alert(1)>\"' ]]> -->"
MENTION = "@harbour #12 https://evil.example/ www.evil.example ![i](https://evil.example/i.png) **b**"
TEXT = f"{ESCAPES}{BIDI}{COMMANDS}{TAGS}{MENTION}"
URL = "none%0A::error::x" + ESCAPES.replace(" ", "") + BIDI + "##[error]</script><script>alert(1)</script>.md"
NAME = "::error::boom ##[error]x %0A<b>&'\u202e\x1b[31m\x9b\u2028"
FOLDER = NAME + "<"
FILES = {
    f"{NAME}.md": f"# T\n\n[text `{TEXT}`](<{URL}>)\n\n::error::text {TEXT} [a](#{URL}) [^::error::]\n",
    f"{FOLDER}/script><script>alert(1)<!--.md": f"[{TEXT}](gone.md)\n\n{TEXT}\n",
    f"  {NAME}.md": "::error::at the start [x](none.md) ##[error]here\n",
}
ALLOWED = {"\n"}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The report of the site in each format, and what `check` prints in it."""
    folder = tmp_path_factory.mktemp("evil")
    (folder / ".git").mkdir()
    try:
        write_site(folder, FILES | {"docs/index.md": "# Fine\n"})
    except OSError:
        pytest.skip("this file system has no such names")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        outputs = [f"--output={name}={name}.out" for name in FORMATS]
        assert main(["check", "--offline", "--quiet", ".", *outputs]) == 1
        return {name: (folder / f"{name}.out").read_text(encoding="utf-8") for name in FORMATS}


def active(text):
    """The characters of `text` that a terminal or a page may act upon."""
    return {
        character
        for character in text
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in ALLOWED
    }


def test_the_site_has_findings_that_quote_it(reports):
    findings = json.loads(reports["json"])["findings"]
    assert {"\x1b", "\u202e"} <= set("".join(entry["path"] for entry in findings))
    assert "\u202e" in "".join(entry["message"] for entry in findings)
    assert len({entry["path"] for entry in findings}) == 3


@pytest.mark.parametrize("name", FORMATS)
class TestEveryFormat:
    def test_has_no_character_that_does_something(self, name, reports):
        assert active(reports[name]) == set()

    def test_gives_no_runner_a_command(self, name, reports):
        assert not re.search(r"##\w*\[", reports[name])
        lines = [line for line in reports[name].splitlines() if line.lstrip().startswith("::")]
        if name != "github":
            assert lines == []


def test_github_gets_the_commands_of_guidelint_alone(reports):
    count = len(json.loads(reports["json"])["findings"])
    lines = [line for line in reports["github"].splitlines() if line.lstrip().startswith("::")]
    *annotations, group, end, notice = lines
    assert group == f"::group::{count - len(annotations)} more findings"
    assert end == "::endgroup::"
    assert notice.startswith("::notice title=guidelint::18 errors, 20 warnings")
    for line in annotations:
        command, message = parsed_by_the_runner(line)
        assert command["name"] in {"error", "warning", "notice"}
        assert command.keys() <= {"name", "file", "line", "col", "endLine", "endColumn", "title"}
        assert active(message) <= {"\n"}
        assert active(command["file"]) == set()


def parsed_by_the_runner(line):
    """What the runner takes from a command: name and properties, and the message."""
    assert line.startswith("::")
    head, _, data = line[2:].partition("::")
    name, _, listed = head.partition(" ")
    properties = dict(entry.split("=", 1) for entry in listed.split(","))
    for old, new in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        properties = {key: value.replace(old, new) for key, value in properties.items()}
        data = data if old in ("%3A", "%2C") else data.replace(old, new)
    return {"name": name, **properties}, data


def test_json_gives_back_what_stands_on_the_page(reports):
    paths = {entry["path"] for entry in json.loads(reports["json"])["findings"]}
    assert paths == {name.replace("docs/", "") for name in FILES}
    assert {json.loads(line).get("path") for line in reports["jsonl"].splitlines()} == paths | {None}


def test_every_path_in_sarif_is_a_relative_address(reports):
    results = json.loads(reports["sarif"])["runs"][0]["results"]
    for result in results:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~%/-]+", uri)


def test_junit_is_well_formed(reports):
    root = ET.fromstring(reports["junit"])
    assert {element.tag for element in root.iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "system-out"
    }  # fmt: skip


def test_markdown_shows_and_does_nothing(reports):
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(reports["markdown"])
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {
        "text", "strong_open", "strong_close", "softbreak", "text_special", "html_inline"
    }  # fmt: skip
    assert {child.content for child in children if child.type == "html_inline"} <= {"<!-- -->"}
    assert {token.content.strip() for token in tokens if token.type == "html_block"} == {
        "<!-- guidelint report -->"
    }
    assert "https://" not in reports["markdown"]
    assert "@harbour" not in reports["markdown"]
    assert "www.evil" not in reports["markdown"]


LINK = LinkReport(
    f"https://a.net/{TEXT}", "dead", 404, f"https://b.net/{TEXT}", TEXT, 1, 0.5, (Location(f"{NAME}.md"),)
)
FOUND = Finding(
    "link-dead", "GL601", Severity.ERROR, Location(f"{NAME}.md", 1, 1, 1, 9), TEXT, TEXT,
    help=TEXT, label=TEXT, notes=(TEXT,), related=(Related(Location(f"{NAME}.md"), TEXT),),
)  # fmt: skip
WHOLE = Report(
    (FOUND,),
    files=1,
    links=(LINK,),
    sections=(Section(TEXT, (TEXT, "Pages"), ((TEXT, 1),), TEXT),),
    sources={f"{NAME}.md": Source(f"{NAME}.md", TEXT)},
    rules={
        "link-dead": RuleHelp(
            "GL601", "link-dead", "links", Severity.ERROR, TEXT, f"# x\n\n## What\n\n{TEXT}"
        )
    },
)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_in_any_part_of_a_report_does_anything(name):
    text = document(name, WHOLE)
    assert active(text) == set()
    assert not re.search(r"##\w*\[", text)
    lines = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert len(lines) == (name == "github")


def test_the_html_has_no_element_that_a_page_brought():
    seen = Elements()
    seen.feed(document("html", WHOLE))
    assert seen.scripts == 1
    assert "img" not in seen.names
    assert not {name for name in seen.attributes if name.startswith("on")}


class Elements(HTMLParser):
    """Counts what a document is made of."""

    def __init__(self):
        super().__init__()
        self.names, self.attributes, self.scripts = set(), set(), 0

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.scripts += tag == "script"
        self.attributes.update(name for name, _ in attrs)


def test_what_other_commands_print_does_nothing_either(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(f"# {TEXT}\n\n[{TEXT}](<https://a.net/{URL}>)\n")
    for command in (["inspect"], ["links", "list"]):
        for form in ("text", "json"):
            assert main([*command, "a.md", "--output-format", form]) == 0
            out = capsys.readouterr().out
            assert active(out) == set()
            assert not re.search(r"##\w*\[", out)
            assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]
