from datetime import date

import pytest

from guidelint.asking import network_options
from guidelint.config.errors import ConfigurationError
from guidelint.config.load import settings_of


def links(tmp_path, text):
    return settings_of(text, tmp_path / "guidelint.toml").links


def test_a_regular_expression_is_searched_for(tmp_path):
    text = "[[links.ignore]]\nregex = '^https://(a|b)\\.example'\nreason = 'asks for an account'\n"
    [rule] = network_options(links(tmp_path, text), {}).ignore
    assert rule.matches("https://a.example/page", date(2030, 1, 1))
    assert not rule.matches("http://c.example/?https://a.example", date(2030, 1, 1))


def test_ranges_of_statuses(tmp_path):
    assert links(tmp_path, '[links]\naccept = [403, "500-502"]\n').accept == (403, 500, 501, 502)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[[links.ignore]]\nregex = "(a"\nreason = "x"\n',
            'toml:2: "\\(a" is no regular expression',
        ),
        ('[[links.ignore]]\nregex = "[[a]"\nreason = "x"\n', "toml:2: .* is no regular expression"),
        ('[[links.ignore]]\nregex = "a"\n', 'has a "pattern" and a "reason"'),
        ('[[links.ignore]]\nregex = "a"\npattern = "a"\nreason = "x"\n', 'a "regex" can stand for'),
        ('[links]\naccept = ["5xx"]\n', '"5xx" is no HTTP status, nor a range'),
    ],
)
def test_mistakes_have_a_line(tmp_path, text, message):
    with pytest.raises(ConfigurationError, match=message):
        settings_of(text, tmp_path / "guidelint.toml")
