"""Units are paired, and what differs is told where it came about."""

from guidelint.comparison import Change, compare
from guidelint.site.structure import structure_of
from tests.checks.pages import page_and_site


def structure(text):
    return structure_of(page_and_site(text)[0])


def changes(source, translation):
    found = compare(structure(source), structure(translation)).changes
    return [(change.kind, change.lost, change.gained) for change in found]


def test_other_words_are_no_difference():
    source = "# Tides\n\nThe [moon](moon.md) pulls.\n\n- One\n- Two\n"
    assert compare(
        structure(source), structure("# Marées\n\nLa [lune](moon.md) tire.\n\n- Un\n- Deux\n")
    ) == (
        tuple((number, number) for number in range(4)),
        (),
        (),
        (),
    )


def test_a_link_is_lost_gained_or_another_one():
    assert changes("The [moon](moon.md) pulls.\n", "La lune tire.\n") == [("link", "moon.md", None)]
    assert changes("The moon pulls.\n", "La [lune](moon.md) tire.\n") == [("link", None, "moon.md")]
    assert changes("The [moon](moon.md) pulls.\n", "La [lune](sun.md) tire.\n") == [
        ("link", "moon.md", "sun.md")
    ]


def test_what_has_moved_to_another_paragraph_is_there():
    assert changes("The [moon](moon.md).\n\nThe sun.\n", "La lune.\n\nLe [soleil](moon.md).\n") == []


def test_a_paragraph_more_shifts_nothing():
    paragraphs = [f"[{number}](page-{number}.md) and more.\n" for number in range(20)]
    source, translation = "\n".join(paragraphs), "\n".join([*paragraphs[:3], "De plus.\n", *paragraphs[3:]])
    found = compare(structure(source), structure(translation))
    assert (found.missing, found.extra, found.changes) == ((), (range(3, 4),), ())


def test_missing_units_are_one_run_and_their_facts_are_lost():
    source = "# A\n\nOne.\n\n## B\n\n[Two](two.md).\n\n## C\n\n[Three](three.md).\n"
    found = compare(structure(source), structure("# A\n\nUn.\n\n## C\n\n[Trois](three.md).\n"))
    assert found.missing == (range(2, 4),)
    assert found.changes == (Change("link", "two.md", None, theirs=3, at=0),)
    assert found.before(3) == 1


def test_the_likeliest_partner_of_a_changed_link():
    source = "[a](https://a.example.org/x) [b](https://b.example.org/y)\n"
    translation = "[b](https://b.example.org/fr/y) [a](https://a.example.org/fr/x)\n"
    assert changes(source, translation) == [
        ("link", "https://a.example.org/x", "https://a.example.org/fr/x"),
        ("link", "https://b.example.org/y", "https://b.example.org/fr/y"),
    ]


def test_words_in_attributes_are_for_people():
    source = '[a](b.md){ .button title="Home" data-kind=x }\n'
    assert changes(source, '[a](b.md){ data-kind=x .button title="Accueil" }\n') == []
    assert changes(source, '[a](b.md){ .bouton title="Accueil" data-kind=x }\n') == [
        ("attributes", ".button data-kind=x title", ".bouton data-kind=x title")
    ]


def test_values_of_front_matter_by_their_keys():
    matter = structure("---\ntitle: Tides\nhide: [toc]\nschema:\n  - url: x\n---\n# A\n").matter
    assert matter == (("title", "Tides"), ("hide\0000", "toc"), ("schema\0000\0url", "x"))


def test_many_alike_units_take_no_quadratic_time():
    one, other = structure("- a\n" * 3_000), structure("- b\n" * 2_990 + "\nx\n")
    assert len(compare(one, other).pairs) == 2_990
