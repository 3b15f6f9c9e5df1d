from msgspec.structs import replace

from guidelint.findings import Edit, Finding, Fix, Location, Related, Safety, Severity, Standing
from guidelint.overlap import YIELDS_TO, by_cause, most_specific


def found(rule, line, cause="", path="docs/a.md", columns=(3, 20), **more):
    place = Location(path, line, columns[0], line, columns[1])
    return Finding(rule, "GL000", Severity.ERROR, place, f"{rule} on {line}", cause or f"{line}", **more)


def test_the_more_specific_rule_speaks():
    badge, link = found("badge-anchor", 3), found("link-anchor", 3, columns=(8, 12))
    assert most_specific([link, badge]) == [badge]


def test_other_places_are_other_defects():
    both = [found("badge-anchor", 3), found("link-anchor", 4), found("link-anchor", 3, columns=(30, 40))]
    assert most_specific(both) == both


def test_the_highlight_is_what_counts():
    target = Location("docs/a.md", 3, 15, 3, 19)
    link = found("link-anchor", 3, columns=(1, 90), highlight=target)
    badge = found("badge-anchor", 3, columns=(30, 40))
    assert most_specific([link, badge]) == [link, badge]


def test_no_rule_waits_for_itself_or_in_a_circle():
    for rule, betters in YIELDS_TO.items():
        assert rule not in betters
        assert not any(rule in YIELDS_TO.get(better, ()) for better in betters)


def test_one_cause_is_one_finding_at_the_first_place():
    first, second = (
        found("link-anchor", 2, "b.md#x"),
        found("link-anchor", 9, "b.md#x", label="no such heading"),
    )
    [merged] = by_cause([second, first, first], {"docs/a.md"})
    assert merged.location == first.location
    assert merged.related == (Related(second.location, "no such heading"),)


def test_two_rules_are_two_findings():
    assert len(by_cause([found("link-anchor", 2, "x"), found("link-file", 2, "x")], ())) == 2


def test_at_the_root_when_its_file_is_checked():
    root = Related(Location("docs/b.md", 7, 1, 7, 9), "this heading has lost its id")
    places = [found("link-anchor", line, "b.md#x", root=root) for line in (2, 9)]
    [at_root] = by_cause(places, {"docs/a.md", "docs/b.md"})
    assert (at_root.location, at_root.message) == (root.location, root.message)
    assert [related.location for related in at_root.related] == [place.location for place in places]
    [at_first] = by_cause(places, {"docs/a.md"})
    assert at_first.location == places[0].location
    assert [related.location for related in at_first.related] == [root.location, places[1].location]


def test_the_fingerprint_is_the_cause_and_not_the_place():
    one = found("link-anchor", 2, "b.md#x")
    assert one.fingerprint == replace(one, location=Location("elsewhere.md", 99)).fingerprint
    assert one.fingerprint != found("link-anchor", 2, "b.md#y").fingerprint


def fix_of(line, safety=Safety.SAFE):
    return Fix((Edit(Location("docs/a.md", line, 1, line, 2), ""),), safety)


def test_the_fix_of_a_cause_mends_all_its_places_and_is_as_safe_as_the_least_safe():
    places = [found("link-form", line, "x", fix=fix_of(line)) for line in (2, 5)]
    [merged] = by_cause([*places, found("link-form", 9, "x", fix=fix_of(9, Safety.UNSAFE))], ())
    assert merged.fix is not None
    assert [edit.location.line for edit in merged.fix.edits] == [2, 5, 9]
    assert merged.fix.safety is Safety.UNSAFE


def test_one_fix_for_all_places_stays_as_it_is():
    places = [found("link-anchor", line, "x", fix=fix_of(1)) for line in (2, 5)]
    assert by_cause(places, ())[0].fix == fix_of(1)


def test_places_that_were_known_before_stand_behind_new_ones():
    root = Related(Location("docs/b.md", 7, 1, 7, 9), "this heading has lost its id")
    old, new = (found("link-anchor", line, "b.md#x", root=root, label="no such heading") for line in (2, 9))
    baselined = replace(found("link-anchor", 5, "b.md#x"), standing=Standing.BASELINED)
    old = replace(old, standing=Standing.KNOWN)
    [merged] = by_cause([old, new, baselined], {"docs/a.md", "docs/b.md"})
    assert (merged.location, merged.standing) == (new.location, Standing.NEW)
    assert merged.related == (root, Related(old.location, "here too, as before"))


def test_the_finding_goes_with_its_last_place():
    known = replace(found("link-anchor", 2, "b.md#x"), standing=Standing.KNOWN)
    baselined = replace(found("link-anchor", 5, "b.md#x"), standing=Standing.BASELINED)
    assert [entry.standing for entry in by_cause([known, baselined], ())] == [Standing.KNOWN]
    assert [entry.standing for entry in by_cause([baselined], ())] == [Standing.BASELINED]


def test_findings_that_differ_by_their_number_are_two():
    one = found("html-balance", 2, "a.md: </div>")
    two = replace(found("html-balance", 9, "a.md: </div>"), number=1)
    assert by_cause([one, two], ()) == [one, two]
    assert one.fingerprint != two.fingerprint
