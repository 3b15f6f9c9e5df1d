"""What code scanning keeps of a finding."""

from guidelint.findings import Edit, Finding, Fix, Location, Related, Severity
from guidelint.report import sarif
from guidelint.report.model import Report, RuleHelp
from guidelint.report.sarif import as_data

HELP = RuleHelp("GL501", "link-file", "site-links", Severity.ERROR, "A file.", "# link-file\n\nA file.\n")


def found(line=1, cause="docs/none.md", **more):
    place = Location("docs/a b#.md", line, 3, line, 9)
    return Finding("link-file", "GL501", Severity.ERROR, place, "no such file", cause, **more)


def run_of(*findings, **more):
    return as_data(Report(findings, files=1, rules={"link-file": HELP}, **more))["runs"][0]


def test_a_finding_that_moves_keeps_its_fingerprints():
    [before], [after] = (run_of(found(line))["results"] for line in (1, 40))
    assert before["partialFingerprints"] == after["partialFingerprints"]
    assert before["locations"] != after["locations"]


def test_two_findings_of_one_cause_are_told_apart():
    prints = [result["partialFingerprints"] for result in run_of(found(1), found(2))["results"]]
    assert prints[1]["primaryLocationLineHash"] == prints[0]["primaryLocationLineHash"] + "-2"
    assert prints[0]["guidelint/v1"] == prints[1]["guidelint/v1"]


def test_a_rule_brings_its_page():
    run = run_of(found(), found(2))
    [rule] = run["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"], rule["shortDescription"]["text"]) == ("GL501", "link-file", "A file.")
    assert rule["help"]["markdown"].startswith("# link-file\n")
    assert [result["ruleIndex"] for result in run["results"]] == [0, 0]


def test_addresses_are_those_of_the_repository():
    [result] = run_of(found(), directory="site")["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "site/docs/a%20b%23.md", "uriBaseId": "%SRCROOT%"}


def test_fixes_and_related_places():
    edits = (Edit(Location("docs/b.md", 2, 1, 2, 4), ""), Edit(Location("docs/a.md", 1, 1, 1, 1), "x"))
    related = (Related(Location("docs/c.md", 7, 1, 7, 2), "here too"),)
    [result] = run_of(found(fix=Fix(edits), related=related))["results"]
    changes = result["fixes"][0]["artifactChanges"]
    assert [change["artifactLocation"]["uri"] for change in changes] == ["docs/b.md", "docs/a.md"]
    assert "insertedContent" not in changes[0]["replacements"][0]
    assert changes[1]["replacements"][0]["insertedContent"] == {"text": "x"}
    assert result["relatedLocations"][0]["message"] == {"text": "here too"}


def test_what_github_would_refuse_is_left_out_and_said(monkeypatch):
    monkeypatch.setattr(sarif, "MAX_RESULTS", 2)
    mild = Finding("link-form", "GL505", Severity.INFO, Location("docs/a.md"), "m", "c")
    run = run_of(mild, found(2), mild, found(4))
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert [place["region"]["startLine"] for place in places] == [2, 4]
    [invocation] = run["invocations"]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"].startswith("2 findings left out")
    places = tuple(Related(Location("docs/c.md", line), "here") for line in range(1, 1200))
    [result] = run_of(found(related=places))["results"]
    assert len(result["relatedLocations"]) == 999
