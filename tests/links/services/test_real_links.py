"""Real pages: every link to a host that a service is about is claimed, or has its reason."""

import math
from collections import Counter

from guidelint.config.load import load_settings
from guidelint.links.model import ServiceOptions
from guidelint.links.services.github import questions
from guidelint.links.services.model import Address, Context
from guidelint.links.services.table import SERVICES, claim_for, row_for
from guidelint.links.urls import MalformedUrlError, Target, read
from guidelint.occurrences import external_links
from guidelint.workspace import open_workspace

NAMED = (
    "github.com",
    "codeberg.org",
    "play.google.com",
    "apps.apple.com",
    "f-droid.org",
    "flathub.org",
    "addons.mozilla.org",
    "chromewebstore.google.com",
    "chrome.google.com",
    "microsoftedge.microsoft.com",
    "wikipedia.org",
    "youtube.com",
    "youtu.be",
    "matrix.to",
    "web.archive.org",
    "reddit.com",
    "twitter.com",
    "instagram.com",
)


def targets(shared, monkeypatch):
    folder = shared / "corpus" / "privacyguides.org"
    monkeypatch.chdir(folder)
    workspace = open_workspace(load_settings(folder, isolated=True), [folder / "docs"], folder)
    urls = {
        url
        for target in workspace.targets
        for url, _ in external_links(workspace.read(target.path), workspace.site(target.path))
    }
    for url in sorted(urls):
        try:
            target = read(url)
        except MalformedUrlError:
            continue
        if isinstance(target, Target) and not target.host.endswith(".onion"):
            yield url, target


def test_every_link_to_a_named_host_is_claimed_or_has_a_reason(shared, monkeypatch):
    counts = Counter()
    for url, target in targets(shared, monkeypatch):
        host = target.host.removeprefix("www.").removeprefix("old.").removeprefix("en.")
        row = row_for(url, ServiceOptions())
        if row is None:
            assert not any(
                host == name or (name.endswith(".") and host.startswith(name)) for name in NAMED
            ), url
            continue
        assert row.api or row.reason, url
        counts[row.service] += bool(row.api)
    asked = {service.label for service in SERVICES if service.learns and service.documented}
    assert {label for label, count in counts.items() if count} == asked


def test_github_gets_one_request_for_fifty_repositories(shared, monkeypatch):
    addresses = (Address(target.url) for _, target in targets(shared, monkeypatch))
    claims = [claim_for(address, ServiceOptions()) for address in addresses]
    wanted = [claim for claim in claims if claim and claim.service == "github" and not claim.plain]
    repositories = {claim.subject.casefold() for claim in wanted if claim.part != "owner"}
    made = questions(wanted, Context(authorised=lambda _: True))
    assert len(repositories) > 100
    assert len(made) == math.ceil(len(repositories) / 50)
    assert sum(len(question.claims) for question in made) == len(wanted)
