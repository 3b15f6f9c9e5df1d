"""Which services are asked: the configuration, and the one token that needs none."""

import pytest

from guidelint.asking import service_options
from guidelint.config.errors import ConfigurationError
from guidelint.config.link_services import EVERY, ServiceSettings
from guidelint.config.links import LinkSettings
from guidelint.config.load import settings_of
from guidelint.links.environment import service_tokens
from guidelint.links.model import HostHeader

GITHUB = "https://api.github.com"


def options(text, tmp_path, **environment):
    return service_options(settings_of(text, tmp_path / "guidelint.toml").links, environment)


def test_what_can_be_said_about_services(tmp_path):
    found = options(
        """
        [links.services]
        youtube = false
        edge-addons = true
        app-store = { country = "de" }
        flathub = { enabled = false }
        [links.services.gitlab]
        api = "https://proxy.example.org/gitlab"
        instances = { "git.example.org" = "https://git.example.org" }
        """,
        tmp_path,
    )
    assert found.off == {"youtube", "flathub"}
    assert found.on == {"edge-addons"}
    assert found.country == "de"
    assert found.apis == {"gitlab": "https://proxy.example.org/gitlab"}
    assert found.instances["gitlab"] == {"git.example.org": "https://git.example.org"}
    assert "salt" in found.heading_ids("# Salt\n")


def test_all_can_be_switched_off_and_one_layer_overrules_another(tmp_path):
    assert options("[links]\nservices = false\n", tmp_path) is None
    both = LinkSettings(
        services=(ServiceSettings(EVERY, enabled=False), ServiceSettings(EVERY, enabled=True))
    )
    assert service_options(both, {}) is not None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("githb = false", 'no service is called "githb"'),
        ("github = 7", '"github" must be a table'),
        ('github = { url = "https://a.net" }', 'unknown key "url"'),
        ('github = { country = "de" }', 'unknown key "country"'),
        ('github = { api = "a.net" }', '"api" must be an http address'),
        ('github = { api = "https://me:secret@a.net" }', "without a password"),
        ('app-store = { country = "Germany" }', "two letters"),
        ('gitlab = { instances = { "https://a.net" = "https://a.net" } }', "is no host"),
        ('gitlab = { instances = { "a.net" = 7 } }', "must be a string"),
    ],
)
def test_mistakes(tmp_path, text, complaint):
    with pytest.raises(ConfigurationError, match=complaint) as caught:
        options(f"[links.services]\n{text}\n", tmp_path)
    assert caught.value.line == 2
    assert "secret" not in str(caught.value)


def test_the_token_for_github_has_one_destination():
    assert service_tokens({"GITHUB_TOKEN": "x y"}) == (HostHeader(GITHUB, "Authorization", "Bearer x y"),)
    assert service_tokens({"GITHUB_TOKEN": "abc", "GITHUB_API_URL": f"{GITHUB}/"})[0].origin == GITHUB
    assert "abc" not in repr(service_tokens({"GITHUB_TOKEN": "abc"}))


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"GITHUB_TOKEN": " "},
        {"GITHUB_TOKEN": "a\nb"},
        {"GITHUB_TOKEN": "é"},
        {"GH_TOKEN": "abc"},
        {"GITHUB_TOKEN": "abc", "GITHUB_API_URL": "https://git.example.org/api/v3"},
        {"GITHUB_TOKEN": "abc", "GITHUB_API_URL": ""},
    ],
)
def test_no_token_is_better_than_a_wrong_one(environment):
    assert service_tokens(environment) == ()
