"""The page of the documentation about services, made of the table of them."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING

from guidelint.links.services.table import SERVICES

if TYPE_CHECKING:
    from guidelint.links.services.model import Service

INTRODUCTION = """\
# Services

Some servers answer every address alike: a shop window for an app that is not there, a page like any other
for a repository that is archived. Where an API knows more than a status code tells, guidelint asks the API
about the links to that server instead. What it says decides the [verdict](verdicts.md), and
[source-archived](rules/source-archived.md) reports what is archived, renamed, empty or gone. Where an API
fails, is used up or says nothing, the page itself is asked for, as if there were no service.

What an answer means is taken from the documentation of the API or from its source, which the sections below
name. An API that neither of them specifies is asked only where it is switched on, and a detail that neither
specifies makes no link dead unless readers do not find the page either.

```toml title="guidelint.toml"
[links.services]
flathub = false                                # do not ask this one
edge-addons = true                             # ask this one, whose API no documentation specifies
app-store = { country = "de" }                 # the store that is asked about, where a link names none

[links.services.gitlab.instances]              # further hosts, with the base of their API
"git.example.org" = "https://git.example.org"

[links.services.github.instances]
"github.example.org" = "https://github.example.org/api/v3"
```

`services = false` in `[links]`, or `--no-services`, asks no API at all, and `--offline` nobody.
`guidelint links services` asks nobody either: it shows how many of your links belong to which service, and
which API would be asked about them, or why none is.

## Tokens

The variable `GITHUB_TOKEN` is sent to `https://api.github.com` alone: to no other host, in redirects neither,
to none that a configuration names as an API, and not with a link to a page. It is the one variable that is
read although its name does not begin with `GUIDELINT_`, because nothing in a pull request can change where it
goes. If `GITHUB_API_URL` says that it is the token of an enterprise host, it is not sent. With it, fifty
repositories are asked about in one request; without it, GitHub answers 60 requests an hour. What is private
is reported as readers see it, whatever the token may see.

Other tokens are [set for the host of the API](../how-to/private-hosts.md#sign-in), for example:

```toml title="guidelint.toml"
[links.hosts."https://github.example.org"]
token = "${GUIDELINT_ENTERPRISE}"
```
"""


def services_page() -> str:
    """Return the page."""
    lines = [INTRODUCTION, "## Who is asked what", ""]
    lines += ["| service | name | asked by default | the API learns |", "|---|---|---|---|"]
    lines += [_row(service) for service in SERVICES]
    lines.append("")
    for service in SERVICES:
        lines += [f"## {service.label} {{ #{service.name} }}", "", *_section(service), ""]
    return "\n".join(lines)


def _row(service: Service) -> str:
    asked = ("yes" if service.documented else "no") if service.learns else "never"
    return (
        f"| [{service.label}](#{service.name}) | `{service.name}` | {asked} | {service.learns or 'nothing'} |"
    )


def _section(service: Service) -> list[str]:
    hosts = ", ".join(f"`{host}`" for host in service.hosts) or "known by their addresses"
    lines = [f"Hosts: {hosts}.", ""]
    if service.api:
        lines += [f"API: `{service.api}`.", ""]
    module = sys.modules[service.read.__module__ if service.learns else service.claim.__module__]
    return lines + inspect.cleandoc(module.__doc__ or "").splitlines()
