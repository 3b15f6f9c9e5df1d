"""Selectors, the words that choose rules, and how several of them compose.

A selector is ``ALL``, a family (``site-links``), the beginning of a code (``GL5``, ``OWN``), a code
(``GL502``) or a name (``link-anchor``). As in ruff, within one configuration the more specific
selector wins, and at equal specificity ``ignore`` beats ``select``; a later configuration (the
command line comes last) that has a ``select`` starts afresh, one without adds to what it found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum

from msgspec import Struct

from guidelint.checks.registry import ALL_FAMILIES, FAMILIES, Rule, family_of
from guidelint.suggest import did_you_mean

CODE = re.compile(r"GL\d{0,3}")
OTHER_CODE = re.compile(r"(?!GL|ALL$)[A-Z]{2,8}\d{0,3}")
ENGINE = FAMILIES[0]
FULL_CODE = len("GL502")
DIGITS = 3


class UnknownSelectorError(ValueError):
    """A selector that names no rule."""


class Specificity(IntEnum):
    """How much a selector says, from all rules to one."""

    ALL = 0
    FAMILY = 1
    PREFIX = 2
    RULE = 3


class Selector(Struct, frozen=True):
    """A selector as written, codes and ``ALL`` in upper case."""

    text: str

    @property
    def specificity(self) -> Specificity:
        """How specific the selector is; ``GL5`` is as specific as the family it means."""
        if self.text in {"ALL", "GL"}:
            return Specificity.ALL
        if self.text in ALL_FAMILIES:
            return Specificity.FAMILY
        if OTHER_CODE.fullmatch(self.text):
            digits = sum(map(str.isdigit, self.text))
            return {0: Specificity.FAMILY, DIGITS: Specificity.RULE}.get(digits, Specificity.PREFIX)
        if CODE.fullmatch(self.text) and len(self.text) < FULL_CODE:
            return Specificity.FAMILY if len(self.text) == len("GL5") else Specificity.PREFIX
        return Specificity.RULE

    @property
    def families(self) -> frozenset[str]:
        """The families that the selected rules can belong to."""
        if self.text in ALL_FAMILIES:
            return frozenset({self.text})
        is_code = CODE.fullmatch(self.text) and len(self.text) > len("GL")
        if is_code or OTHER_CODE.fullmatch(self.text):
            return frozenset({family_of(self.text)})
        return frozenset(ALL_FAMILIES)

    def matches(self, rule: Rule) -> bool:
        """Tell whether the selector names `rule`."""
        if self.specificity is Specificity.ALL:
            return True
        if CODE.fullmatch(self.text) or OTHER_CODE.fullmatch(self.text):
            return rule.code.startswith(self.text)
        return self.text in {rule.name, rule.family}


class Selection(Struct, frozen=True):
    """What one configuration says about which rules are on; `select` is None where it says nothing."""

    select: tuple[Selector, ...] | None = None
    extend_select: tuple[Selector, ...] = ()
    ignore: tuple[Selector, ...] = ()


def parse_selector(text: str, names: Collection[str]) -> Selector:
    """Return the selector `text`.

    `names` are the names of all rules, and the codes of those that are not built in.
    Raises `UnknownSelectorError`, with the nearest name, when no rule can be meant.
    """
    word = text.strip()
    upper = word.upper()
    if upper == "ALL":
        return Selector(upper)
    if CODE.fullmatch(upper):
        if len(upper) > len("GL") and int(upper[2]) >= len(FAMILIES):
            raise UnknownSelectorError(f'no rule has a code that begins with "{text}"')
        return Selector(upper)
    if word in names or word in ALL_FAMILIES:
        return Selector(word)
    if OTHER_CODE.fullmatch(upper) and any(_begins_code(upper, name) for name in names):
        return Selector(upper)
    raise UnknownSelectorError(
        f'no rule or family is called "{text}"{did_you_mean(word, [*names, *ALL_FAMILIES])}'
    )


def _begins_code(text: str, code: str) -> bool:
    """Tell whether `text` is the letters of a code, with some of its digits or none."""
    return code.startswith(text) and code.rstrip("0123456789") == text.rstrip("0123456789")


def parse_selectors(texts: Iterable[str], names: Collection[str]) -> tuple[Selector, ...]:
    """Return the selectors of `texts`, each of which may hold several divided by commas."""
    words = [word for text in texts for word in text.split(",") if word.strip()]
    return tuple(parse_selector(word, names) for word in words)


def needed_families(selections: Sequence[Selection]) -> frozenset[str]:
    """Return the families that `selections` can leave on: no other check module is needed."""
    reachable = frozenset(ALL_FAMILIES)
    for selection in selections:
        if selection.select is not None:
            reachable = frozenset()
        for selector in (*(selection.select or ()), *selection.extend_select):
            reachable |= selector.families
    return reachable | {ENGINE}


def selected(rules: Sequence[Rule], selections: Sequence[Selection]) -> frozenset[str]:
    """Return the names of the rules that are on after `selections`, in the order of their weight."""
    names = {rule.name for rule in rules if rule.default}
    for selection in selections:
        decisions = _decisions(rules, selection)
        if selection.select is not None:
            names = {rule.name for rule in rules if rule.always}
        names |= {name for name, on in decisions.items() if on}
        names -= {name for name, on in decisions.items() if not on}
    return frozenset(names)


def _decisions(rules: Sequence[Rule], selection: Selection) -> dict[str, bool]:
    decisions: dict[str, bool] = {}
    for level in Specificity:
        for selectors, on in (
            ((*(selection.select or ()), *selection.extend_select), True),
            (selection.ignore, False),
        ):
            chosen = [selector for selector in selectors if selector.specificity is level]
            decisions |= {
                rule.name: on for rule in rules if any(selector.matches(rule) for selector in chosen)
            }
    return decisions
