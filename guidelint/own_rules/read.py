"""Read the tables ``[[own-rules]]`` of a configuration; every mistake is an error with its file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from guidelint.extra_rules import name_refusal
from guidelint.findings import Safety, Severity
from guidelint.own_rules.model import (
    Conditions,
    LinkShape,
    OwnRule,
    SectionShape,
    Shape,
    TextShape,
    ValuesShape,
)
from guidelint.own_rules.patterns import PatternError, compile_text
from guidelint.suggest import did_you_mean

if TYPE_CHECKING:
    from enum import StrEnum

    from guidelint.config.table import EntryReader, TableReader

    E = TypeVar("E", bound=StrEnum)

TABLE = "own-rules"
COMMON_KEYS = ("name", "message", "severity", "help", "paths", "safety")
TEXT_KEYS = ("pattern", "regex", "replace", "ignore-case", "whole-words", "except")
LINK_KEYS = ("when", "then", "replace")
PROPERTIES = ("host", "icon", "class", "title", "text", "target")
REPLACEABLE = {
    "host": re.compile(r"[A-Za-z0-9.:\[\]-]+"),
    "icon": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+"),
    "title": re.compile(r"[^\"\\\r\n]*"),
    "target": re.compile(r"[^\s()<>\"]+"),
}
SECTION_KEYS = ("heading", "id", "level")
VALUE_KEYS = ("of", "name", "allowed", "replace")
NAMED = ("front-matter", "attribute")
SOURCES = (*NAMED, "admonition", "language")


def read_own_rules(reader: TableReader, names: frozenset[str]) -> tuple[OwnRule, ...]:
    """Return the rules that a configuration declares; `names` are those of the built-in rules."""
    rules: dict[str, OwnRule] = {}
    for entry in reader.entries(TABLE):
        rule = _rule(entry)
        refusal = name_refusal(rule.name, names | set(rules))
        if refusal:
            raise entry.error(refusal, "name")
        rules[rule.name] = rule
    return tuple(rules.values())


def _rule(entry: EntryReader) -> OwnRule:
    entry.only((*COMMON_KEYS, *SHAPES))
    shapes = [key for key in SHAPES if entry.get(key) is not None]
    if len(shapes) != 1:
        raise entry.error(f"a rule has exactly one of {', '.join(SHAPES)}")
    [shape] = shapes
    return OwnRule(
        name=_required(entry, "name"),
        message=_required(entry, "message"),
        shape=SHAPES[shape](entry),
        severity=_one_of(entry, Severity, "severity") or Severity.WARNING,
        path=entry.path,
        line=entry.line(),
        help=entry.string("help"),
        paths=entry.strings("paths"),
        safety=_one_of(entry, Safety, "safety") or Safety.SAFE,
    )


def _text(entry: EntryReader) -> TextShape:
    entry.only(TEXT_KEYS, "text")
    shape = TextShape(
        pattern=entry.string("text", "pattern"),
        regex=entry.string("text", "regex"),
        replace=entry.string("text", "replace"),
        ignore_case=entry.flag("text", "ignore-case"),
        whole_words=entry.flag("text", "whole-words"),
        exceptions=entry.strings("text", "except"),
    )
    if (shape.pattern is None) == (shape.regex is None):
        raise entry.error('"text" has either a "pattern" or a "regex"', "text")
    if shape.whole_words and shape.regex is not None:
        raise entry.error(r'"whole-words" goes with "pattern"; write \b in a "regex"', "text", "whole-words")
    try:
        compile_text(shape)
    except PatternError as error:
        raise entry.error(str(error), "text", error.key) from error
    return shape


def _link(entry: EntryReader) -> LinkShape:
    entry.only(LINK_KEYS, "link")
    when = _conditions(entry, "when")
    if not when:
        raise entry.error(f'"link" has a table "when" with some of {", ".join(PROPERTIES)}', "link")
    return LinkShape(when, _conditions(entry, "then"), _link_replacement(entry))


def _link_replacement(entry: EntryReader) -> Mapping[str, str]:
    keys = ("link", "replace")
    entry.only(REPLACEABLE, *keys)
    values = _strings_by_key(entry, *keys)
    for key, value in values.items():
        if not REPLACEABLE[key].fullmatch(value):
            raise entry.error(f'"{value}" is no {key} for a link', *keys, key)
    return values


def _conditions(entry: EntryReader, key: str) -> Conditions:
    table = entry.table("link", key)
    entry.only(PROPERTIES, "link", key)
    return tuple((name, entry.strings("link", key, name)) for name in table)


def _section(entry: EntryReader) -> SectionShape:
    entry.only(SECTION_KEYS, "section")
    level = entry.get("section", "level")
    if level is not None and (not isinstance(level, int) or not 1 <= level <= 6):
        raise entry.error('"level" must be a number from 1 to 6', "section", "level")
    shape = SectionShape(entry.strings("section", "heading"), entry.strings("section", "id"), level)
    if not shape.headings and not shape.ids:
        raise entry.error('"section" has a "heading" or an "id"', "section")
    return shape


def _values(entry: EntryReader) -> ValuesShape:
    entry.only(VALUE_KEYS, "values")
    of = entry.string("values", "of") or ""
    if of not in SOURCES:
        reason = f'"of" must be one of {", ".join(SOURCES)}{did_you_mean(of, SOURCES)}'
        raise entry.error(reason, "values", "of")
    name = entry.string("values", "name") or ""
    if bool(name) != (of in NAMED):
        reason = f'with "of" = "{of}" there is {"a" if of in NAMED else "no"} "name"'
        raise entry.error(reason, "values")
    allowed = entry.strings("values", "allowed")
    if not allowed:
        raise entry.error('"values" has a list "allowed"', "values")
    return ValuesShape(of, name, allowed, _strings_by_key(entry, "values", "replace"))


SHAPES: Mapping[str, Callable[[EntryReader], Shape]] = {
    "text": _text,
    "link": _link,
    "section": _section,
    "values": _values,
}


def _required(entry: EntryReader, key: str) -> str:
    value = entry.string(key)
    if not value or not value.strip():
        raise entry.error(f'a rule has a "{key}"', key)
    return value


def _one_of(entry: EntryReader, kind: type[E], key: str) -> E | None:
    value = entry.string(key)
    allowed = [member.value for member in kind]
    if value is not None and value not in allowed:
        hint = did_you_mean(value, allowed)
        raise entry.error(f'"{value}" is no {key}{hint}; use {", ".join(allowed)}', key)
    return None if value is None else kind(value)


def _strings_by_key(entry: EntryReader, *keys: str) -> Mapping[str, str]:
    table: Mapping[str, Any] = entry.table(*keys)
    for key, value in table.items():
        if not isinstance(value, str):
            raise entry.error(f'"{key}" must be a string', *keys, key)
    return table
