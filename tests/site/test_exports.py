"""What most languages show is the page they were translated from."""

from guidelint.site.exports import common_text, is_same, voters

SOURCE = ["# Tides", "", "The [moon](moon.md) pulls the water twice a day.", "", "And the sun."]


def test_lines_that_most_languages_share():
    french = ["# Marées", "", "La [lune](moon.md) tire.", "", "And the sun, too."]
    german = ["# Gezeiten", "", "Der Mond (moon.md) zieht.", "", "And the sun, too."]
    english = ["# Tides", "", SOURCE[2], "", "And the sun, too."]
    assert common_text(SOURCE, [french, german, english]) == "\n".join([*SOURCE[:4], "And the sun, too."])


def test_where_all_have_translated_the_markup_of_the_source_counts():
    versions = [["Le soleil.", f"La {link} tire."] for link in ("lune", "[lune](moon.md)", "[lune](lune.md)")]
    source = ["The sun.", "The [moon](moon.md) pulls."]
    assert common_text(source, versions) == "Le soleil.\nLa [lune](moon.md) tire."


def test_too_few_or_too_different_languages_tell_nothing():
    assert common_text(SOURCE, []) is None
    assert common_text(SOURCE, [SOURCE, SOURCE]) is None
    assert common_text(SOURCE, [SOURCE[:n] for n in range(1, 5)]) is None


def test_white_space_and_empty_titles_are_the_same():
    assert is_same("[a](b){ .c }\n\n", '[a](b ""){.c}\n')
    assert not is_same("[a](b)", "[a](c)")


def test_not_all_of_many_languages_are_asked():
    assert voters("abc") == list("abc")
    assert len(voters(range(31))) == 9
    assert voters(range(31)) == voters(range(31))
