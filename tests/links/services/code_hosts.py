"""Code hosts under test, where every repository is like the sample but for some changes."""

import json
import re

from tests.links.services.apis import World, answer
from tests.links.services.samples import GITEA, REPOSITORY, REST

ALIASES = re.compile(r"\b(r\d+): repository")
OWNERS = re.compile(r"\b(u\d+): repositoryOwner")


def graphql(**changes):
    """GitHub with a token."""

    def reply(seen):
        query = json.loads(seen.body)["query"]
        found = {alias: {**REPOSITORY, **changes} for alias in ALIASES.findall(query)}
        return answer({"data": found | {alias: {"login": "x"} for alias in OWNERS.findall(query)}})

    return World("github", {"*": reply}, token="t0ken")


def rest(**changes):
    return World("github", {"*": answer({**REST, **changes})})


def gitlab(found):
    return World("gitlab", {"*": answer({"data": {"p0": found}})})


def gitea(**changes):
    return World("gitea", {"*": answer({**GITEA, **changes})})
