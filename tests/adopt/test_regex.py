import pytest

from guidelint.adopt.regex import Flavour, UntranslatableError, translated


@pytest.mark.parametrize(
    ("pattern", "flavour", "python"),
    [
        (r"^https?:\/\/a\.example", Flavour.JAVASCRIPT, r"^https?:\/\/a\.example"),
        (r"(?<host>a)\k<host>", Flavour.JAVASCRIPT, r"(?P<host>a)(?P=host)"),
        (r"(?<!a)b(?<=b)\(?<", Flavour.JAVASCRIPT, r"(?<!a)b(?<=b)\(?<"),
        (r"a\.example/\z", Flavour.RUST, r"a\.example/\Z"),
        (r"a\\z", Flavour.RUST, r"a\\z"),
        (r"(?P<host>a)\Z", Flavour.PYTHON, r"(?P<host>a)\Z"),
    ],
)
def test_what_means_the_same(pattern, flavour, python):
    assert translated(pattern, flavour) == python


@pytest.mark.parametrize(
    ("pattern", "flavour", "reason"),
    [
        ("", Flavour.JAVASCRIPT, "covers every link"),
        (r"a\Z", Flavour.JAVASCRIPT, r"\Z means something else"),
        ("a[^]b", Flavour.JAVASCRIPT, "means something else"),
        ("a{,3}", Flavour.JAVASCRIPT, "means something else"),
        ("[a-z&&[^b]]", Flavour.RUST, "cannot read it"),
        (r"\p{Greek}", Flavour.RUST, "cannot read it"),
        ("(a", Flavour.PYTHON, "cannot read it"),
        ("a{99999999999999999999}", Flavour.PYTHON, "cannot read it"),
        ("^#_", Flavour.JAVASCRIPT, "inside the site"),
        (r"^\.\./", Flavour.JAVASCRIPT, "inside the site"),
        ("\ud800", Flavour.JAVASCRIPT, "half a character"),
    ],
)
def test_what_does_not(pattern, flavour, reason):
    with pytest.raises(UntranslatableError, match=reason.replace("\\", r"\\")):
        translated(pattern, flavour)


def test_an_alternative_about_other_sites_counts():
    assert translated("^#_|^https://a", Flavour.JAVASCRIPT) == "^#_|^https://a"
