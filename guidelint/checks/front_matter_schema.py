"""The keys and values of front matter, by JSON Schema."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct, field

from guidelint.checks.front_matter_places import place_of
from guidelint.checks.registry import finding, rule
from guidelint.checks.source_pages import source_path
from guidelint.config.settings import merge_tables
from guidelint.findings import Confidence, Finding, Severity
from guidelint.patterns import path_patterns
from guidelint.suggest import close_matches

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from pathspec import GitIgnoreSpec

    from guidelint.markdown.page import Page
    from guidelint.site.index import Site

REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
MAX_SHOWN = 60
MAX_INTEGER = 2**63
LIKE, MISTYPED = 0.7, 0.8
TYPES = {
    "array": "a list",
    "object": "a table of keys and values",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "empty",
}


class SchemaOptions(Struct, frozen=True, eq=False, dict=True):
    """`schemas` maps patterns for paths, written as in .gitignore, to JSON Schemas (draft 2020-12).

    The paths are relative to the folder of the site's configuration, those of translations the ones
    of their sources. Of several schemas for one page the later lies over the earlier, key by key.
    Beyond the standard, `recommended` lists keys that are wanted, but not required: a missing one is
    reported for information.
    """

    schemas: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for pattern, schema in self.schemas.items():
            reason = _refusal(schema)
            if reason:
                raise ValueError(f'the schema for "{pattern}" {reason}')

    @cached_property
    def _patterns(self) -> tuple[tuple[str, GitIgnoreSpec], ...]:
        return tuple((pattern, path_patterns([pattern])) for pattern in self.schemas)

    def matching(self, path: str) -> tuple[str, ...]:
        """Return the patterns that match `path`."""
        name = path.encode("utf-8", "replace").decode()
        return tuple(pattern for pattern, spec in self._patterns if spec.match_file(name))


def _refusal(schema: Any) -> str | None:
    """Return what keeps a value from being a schema."""
    from jsonschema import Draft202012Validator, SchemaError  # noqa: PLC0415 - heavy, few need it

    if not isinstance(schema, Mapping):
        return "must be a table"
    if _has_references(schema):
        return "refers to another one"
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        where = ".".join(str(key) for key in error.absolute_path)
        return f"is no JSON Schema: {where}: {error.message}"
    return None


class Checker(Struct, frozen=True, eq=False):
    """The schema for a class of pages, and its validator."""

    schema: Mapping[str, Any]
    validator: Any

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that the schema knows."""
        return tuple(self.schema.get("properties", ()))

    @property
    def is_open(self) -> bool:
        """Whether pages may have keys that the schema does not know."""
        return self.schema.get("additionalProperties", True) is not False


@rule("GL102", "front-matter-schema", severity=Severity.ERROR, options=SchemaOptions)
def front_matter_schema(page: Page, site: Site, options: SchemaOptions) -> Iterator[Finding]:
    """Report keys and values of front matter that the schema for the page does not allow."""
    matter = page.front_matter
    is_plain = bool(matter.data) and not matter.values
    if not options.schemas or matter.error or is_plain:
        return
    path = _name(page, site)
    patterns = options.matching(path) if path else ()
    if not patterns:
        return
    checker = _checker(options, patterns)
    data = _as_json(matter.data)
    for error in checker.validator.iter_errors(data):
        yield from _report(page, path, _fault(error))
    if checker.is_open:
        yield from _mistyped(page, path, checker, data)


def _name(page: Page, site: Site) -> str:
    """Return the path of the page below the folder of its site, of a translation that of its source.

    Empty for a page outside of every site.
    """
    path = source_path(page, site)
    root = site.root_of(path)
    if root is None:
        return ""
    for folder in (root.config.build_dir, root.config.docs_dir.parent):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return ""


@lru_cache(maxsize=64)
def _checker(options: SchemaOptions, patterns: tuple[str, ...]) -> Checker:
    from jsonschema import Draft202012Validator, validators  # noqa: PLC0415 - heavy, few need it

    schema: Any = {}
    for pattern in patterns:
        schema = merge_tables(schema, options.schemas[pattern])
    extend: Any = validators.extend
    return Checker(schema, extend(Draft202012Validator, {"recommended": _recommended})(schema))


def _recommended(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    from jsonschema import ValidationError  # noqa: PLC0415 - as above

    if isinstance(instance, Mapping) and isinstance(wanted, list):
        for key in wanted:
            if key not in instance:
                yield ValidationError(str(key))


def _has_references(schema: Any) -> bool:
    if isinstance(schema, Mapping):
        has_own = any(isinstance(schema.get(key), str) for key in REFERENCES)
        return has_own or any(_has_references(value) for value in schema.values())
    return isinstance(schema, list | tuple) and any(_has_references(value) for value in schema)


def _as_json(value: Any) -> Any:
    """Return what YAML has read as values of JSON; dates become texts as ISO 8601 writes them."""
    if isinstance(value, Mapping):
        return {str(key): _as_json(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_as_json(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and abs(value) < MAX_INTEGER:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return str(value)


class Fault(NamedTuple):
    """What a validation error says: the keyword of the schema and its value, the value found, and where."""

    keyword: str
    expected: Any
    found: Any
    schema: Mapping[str, Any]
    where: tuple[Any, ...]
    message: str

    @property
    def shown(self) -> str:
        """The dotted path of the value."""
        return ".".join(str(key) for key in self.where)

    def key(self, name: object) -> str:
        """Return the dotted path of a key in the value."""
        return ".".join(str(part) for part in (*self.where, name))


def _fault(error: ValidationError) -> Fault:
    """Return what an error says; of a choice without a description, the branch that went furthest."""
    facts: Any = error
    schema = facts.schema if isinstance(facts.schema, Mapping) else {}
    if facts.validator in ("anyOf", "oneOf") and "description" not in schema and facts.context:
        return _fault(max(facts.context, key=lambda inner: len(inner.absolute_path)))
    where = tuple(facts.absolute_path)
    return Fault(str(facts.validator), facts.validator_value, facts.instance, schema, where, facts.message)


def _report(page: Page, path: str, fault: Fault) -> Iterator[Finding]:
    if fault.keyword == "additionalProperties" and fault.expected is False:
        for key in _surplus(fault):
            message = f'unknown key "{fault.key(key)}"'
            place = place_of(page, (*fault.where, key))
            help_text = _meant(key, fault.schema.get("properties", ()))
            yield finding(page, place, message, cause=f"{path}: {message}", help=help_text)
    elif fault.keyword in ("required", "recommended"):
        yield _missing(page, path, fault)
    else:
        message, help_text = _explain(fault)
        place = place_of(page, fault.where, value=True)
        yield finding(page, place, message, cause=f"{path}: {message}", help=help_text)


def _surplus(fault: Fault) -> list[str]:
    patterns = fault.schema.get("patternProperties", ())
    known = fault.schema.get("properties", ())
    return [key for key in fault.found if key not in known and not any(re.search(p, key) for p in patterns)]


def _missing(page: Page, path: str, fault: Fault) -> Finding:
    key = fault.message
    if fault.keyword == "required":
        key = next((name for name in fault.expected if fault.message.startswith(repr(name))), fault.message)
    return finding(
        page,
        place_of(page, fault.where),
        f'the front matter has no "{fault.key(key)}"',
        cause=f"{path}: no {fault.key(key)}",
        severity=Severity.ERROR if fault.keyword == "required" else Severity.INFO,
    )


def _explain(fault: Fault) -> tuple[str, str | None]:
    """Return what is wrong with a value, and what was meant."""
    shown = fault.shown or "the front matter"
    described = fault.schema.get("description")
    if fault.keyword in ("enum", "const"):
        allowed = fault.expected if fault.keyword == "enum" else [fault.expected]
        texts = [str(entry) for entry in allowed]
        meant = _meant(str(fault.found), texts)
        return f"{shown} may not be {_shown(fault.found)}", meant or f"it is one of {', '.join(texts)}"
    if isinstance(described, str):
        return f"{shown} must be {described}, not {_shown(fault.found)}", None
    if fault.keyword == "type":
        names = [fault.expected] if isinstance(fault.expected, str) else fault.expected
        wanted = " or ".join(TYPES.get(name, str(name)) for name in names)
        return f"{shown} must be {wanted}, not {_shown(fault.found)}", None
    return f"{shown}: {_shortened(fault.message)}", None


def _mistyped(page: Page, path: str, checker: Checker, data: Mapping[str, Any]) -> Iterator[Finding]:
    """Report keys that are spelled almost like one that the schema knows."""
    for key in data:
        if key in checker.keys:
            continue
        free = [known for known in checker.keys if known not in data and not _is_plural(key, known)]
        meant = _meant(key, free, MISTYPED)
        if meant:
            yield finding(
                page,
                place_of(page, (key,)),
                f'nothing reads the key "{key}"',
                cause=f"{path}: mistyped {key}",
                severity=Severity.WARNING,
                confidence=Confidence.LIKELY,
                help=meant,
            )


def _is_plural(one: str, other: str) -> bool:
    return one.rstrip("s") == other.rstrip("s")


def _meant(word: str, known: Any, cutoff: float = LIKE) -> str | None:
    by_case = {str(entry).lower(): str(entry) for entry in known}
    near = close_matches(word.lower(), by_case, cutoff=cutoff)
    return f"did you mean {by_case[near[0]]}?" if near else None


def _shown(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, Mapping):
        return TYPES["object"]
    if isinstance(value, list):
        return TYPES["array"]
    return _shortened(f'"{value}"')


def _shortened(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"
