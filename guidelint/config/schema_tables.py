"""The JSON Schemas of the tables of a configuration that have a form of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from guidelint.config.link_services import SERVICE_NAMES, WITH_COUNTRY
from guidelint.config.translations import DEFAULT_TREES
from guidelint.findings import Safety, Severity
from guidelint.links.model import NetworkOptions
from guidelint.links.policy import FailurePolicy
from guidelint.own_rules.read import PROPERTIES, REPLACEABLE, SOURCES

Schema = dict[str, Any]

PATTERNS = "Shell patterns for"

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
POSITIVE: Schema = {"type": "number", "exclusiveMinimum": 0}
COUNT: Schema = {"type": "integer", "minimum": 1}
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
TEXT_BY_NAME: Schema = {"type": "object", "additionalProperties": TEXT}
STATUS: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 100, "maximum": 999},
        {"type": "string", "pattern": r"^[1-9]\d\d-[1-9]\d\d$"},
    ]
}


def described(schema: Schema, description: str) -> Schema:
    """Return `schema` with a description, which editors show."""
    return {**schema, "description": description}


def table(properties: Mapping[str, Schema], required: Collection[str] = ()) -> Schema:
    """Return the schema of a table that has no other keys than `properties`."""
    schema: Schema = {"type": "object", "additionalProperties": False, "properties": dict(properties)}
    return {**schema, "required": list(required)} if required else schema


def tables(properties: Mapping[str, Schema], required: Collection[str] = (), **more: Any) -> Schema:
    """Return the schema of an array of tables; `more` are further keywords for each."""
    return {"type": "array", "items": {**table(properties, required), **more}}


def links() -> Schema:
    """Return the schema of ``[links]``."""
    ignored = {
        "pattern": described(TEXT, "A shell pattern for addresses."),
        "regex": described(TEXT, "A regular expression that is searched for in addresses."),
        "reason": described({**TEXT, "pattern": r"\S"}, "Why these links are not asked for."),
        "until": described({**TEXT, "format": "date"}, "The last day on which this holds."),
    }
    host = {
        "user-agent": described(TEXT, "What this host sees as the name of the program."),
        "token": described(TEXT, "Sent as a bearer token; ${GUIDELINT_NAME} stands for a variable."),
        "basic-auth": described(TEXT, "User and password with a colon between them; variables as in token."),
        "headers": described(TEXT_BY_NAME, "More headers; variables as in token."),
    }
    proxy = {
        "http": described(TEXT, "The proxy for http addresses."),
        "https": described(TEXT, "The proxy for https addresses."),
        "onion": described(TEXT, "The proxy for onion addresses, such as socks5h://127.0.0.1:9050."),
        "bypass": described(TEXTS, "Hosts that are asked directly, with all below them."),
    }
    default, policy = NetworkOptions(), FailurePolicy()
    either = [{"required": ["pattern"]}, {"required": ["regex"]}]
    return table(
        {
            "timeout": described({**POSITIVE, "default": default.timeout}, "Seconds for a request."),
            "max-time": described({**POSITIVE, "default": default.max_time}, "Seconds for all links."),
            "retry-after-cap": described(
                {**POSITIVE, "default": default.retry_after_cap},
                "The longest wait, in seconds, that a server may ask for.",
            ),
            "global-limit": described(
                {**COUNT, "default": default.global_limit}, "Requests under way at a time."
            ),
            "per-host-limit": described(
                {**COUNT, "default": default.per_host_limit}, "Requests under way to one host."
            ),
            "failing-runs": described(
                {**COUNT, "default": policy.runs}, "Runs after which a link that was good is an error."
            ),
            "failing-days": described(
                {**POSITIVE, "default": policy.days}, "Days after which a link that was good is an error."
            ),
            "allow-network": described(TEXTS, "Private networks that may be asked, as CIDR."),
            "accept": described(
                {"anyOf": [STATUS, {"type": "array", "items": STATUS}]},
                'HTTP statuses that count as alive, or ranges such as "500-599".',
            ),
            "user-agent": described(
                {**TEXT, "default": default.user_agent}, "What servers see as the name of the program."
            ),
            "history": described(TEXT, "The file with what is known of each link."),
            "archive": described(TEXT, "The address that is asked for archived copies."),
            "ignore": tables(ignored, ["reason"], oneOf=either),
            "hosts": described(
                {"type": "object", "additionalProperties": table(host)}, "What requests to a host carry."
            ),
            "proxy": table(proxy),
            "services": described(_services(), "Services that know more than a status code tells."),
        }
    )


def _services() -> Schema:
    keys = {
        "enabled": FLAG,
        "api": described(TEXT, "The base of its API."),
        "instances": described(TEXT_BY_NAME, "Further hosts of it, each with the base of its API."),
    }
    country = {"country": described({**TEXT, "pattern": "^[a-z]{2}$"}, "The store that is asked about.")}
    named = {
        name: {"anyOf": [FLAG, table({**keys, **(country if name == WITH_COUNTRY else {})})]}
        for name in SERVICE_NAMES
    }
    return {"anyOf": [FLAG, table(named)]}


def translations() -> Schema:
    """Return the schema of ``[translations]``."""
    return table(
        {
            "source": described(
                TEXT, "The directory with the mkdocs.yml of the pages that are translated here."
            ),
            "trees": described(
                TEXTS,
                'Directories of translated pages, one for each language, such as "../i18n/i18n/*". '
                f'With source: "{DEFAULT_TREES}" if not given.',
            ),
        }
    )


def own_rules() -> Schema:
    """Return the schema of ``[[own-rules]]``."""
    shapes = {"text": _text(), "link": _link(), "section": _section(), "values": _values()}
    common = {
        "name": described(
            {**TEXT, "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)+$"}, "Two or more words joined by hyphens."
        ),
        "message": described(TEXT, "What a finding says; {found} stands for what was found."),
        "severity": described({"enum": [level.value for level in Severity]}, "Default: warning."),
        "help": described(TEXT, "What to do about it."),
        "paths": described(TEXTS, "The pages it is about: patterns as in .gitignore."),
        "safety": described(
            {"enum": [safety.value for safety in Safety]},
            "Whether --fix alone applies the fix. Default: safe.",
        ),
    }
    either = [{"required": [name]} for name in shapes]
    return tables(common | shapes, ["name", "message"], oneOf=either)


def _text() -> Schema:
    keys = {
        "pattern": described(TEXT, "The text; a space is any white space."),
        "regex": described(TEXT, "A regular expression as RE2 reads it."),
        "replace": described(TEXT, r"What to write instead; \1 is a group of the regular expression."),
        "ignore-case": described(FLAG, "Take capital and small letters for the same."),
        "whole-words": described(FLAG, "Find it only where it is no part of a longer word."),
        "except": described(TEXTS, "Texts that it may be a part of."),
    }
    return {**table(keys), "oneOf": [{"required": ["pattern"]}, {"required": ["regex"]}]}


def _link() -> Schema:
    conditions = table({name: described(TEXTS, f"{PATTERNS} its {name}.") for name in PROPERTIES})
    replaced = {name: described(TEXT, f"The {name} to give it.") for name in REPLACEABLE}
    keys = {
        "when": described(conditions, "Which links: shell patterns for their properties."),
        "then": described(conditions, "What these links must be like."),
        "replace": described(table(replaced), "Properties to give them."),
    }
    return table(keys, ["when"])


def _section() -> Schema:
    keys = {
        "heading": described(TEXTS, "The heading, or shell patterns for it."),
        "id": described(TEXTS, "The id, or ids of which one is enough."),
        "level": described({"type": "integer", "minimum": 1, "maximum": 6}, "The level of the heading."),
    }
    return {**table(keys), "anyOf": [{"required": ["heading"]}, {"required": ["id"]}]}


def _values() -> Schema:
    keys = {
        "of": described({"enum": list(SOURCES)}, "Which values."),
        "name": described(TEXT, "The key of front matter, with dots, or the name of the attribute."),
        "allowed": described(TEXTS, "Shell patterns."),
        "replace": described(TEXT_BY_NAME, "What to write instead of a value."),
    }
    return table(keys, ["of", "allowed"])
