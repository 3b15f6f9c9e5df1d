"""Compare a report about translated pages with a list of defects that is known from elsewhere.

    guidelint check --offline --preset privacy-guides --output-format json --output report.json
    python benchmarks/translations_gold.py known.jsonl report.json

Each line of the list is an object with `path`, `line`, `rule` (its class), `message` and `confidence`.
A defect is found when a finding of a rule that fits its class (``translations-gold-map.json``) has a
place on its line or a neighbouring one; a defect on line 1 that is about the whole page, anywhere on it.
A place that a finding names on a translated page is confirmed when a defect of a fitting class stands
there. What is missed, and what is not confirmed, is listed for reading.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

MAP = Path(__file__).with_name("translations-gold-map.json")
ABOUT_THE_PAGE = re.compile(r"\d+ footnotes? render|: \d+ in English export")


class Place(NamedTuple):
    """A place that a finding names."""

    path: str
    line: int
    rule: str
    message: str
    is_root: bool


def places(findings: Iterable[dict[str, Any]]) -> Iterator[Place]:
    """Yield the places of all findings: where each stands, and what it lists behind."""
    for item in findings:
        yield Place(item["path"], item["line"], item["rule"], item["message"], is_root=True)
        for other in item["related"]:
            yield Place(other["path"], other["line"], item["rule"], other["message"], is_root=False)


def main() -> None:
    """Print the counts by class, then the lists."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("known", type=Path)
    parser.add_argument("report", type=Path)
    parser.add_argument("--family", default="translation", help="rules whose places are to be confirmed")
    parser.add_argument("--list", action="store_true", help="print what is missed and what is not confirmed")
    arguments = parser.parse_args()
    known = [json.loads(line) for line in arguments.known.read_text("utf-8").splitlines()]
    ours = list(places(json.loads(arguments.report.read_text("utf-8"))["findings"]))
    fits: dict[str, list[str]] = json.loads(MAP.read_text("utf-8"))
    recall(known, ours, fits, listed=arguments.list)
    confirmation(known, ours, fits, arguments.family, listed=arguments.list)


def _near(line: int) -> range:
    return range(line - 1, line + 2)


def recall(
    known: list[dict[str, Any]], ours: list[Place], fits: dict[str, list[str]], *, listed: bool
) -> None:
    """Print how many of the known defects are found, by class and confidence."""
    at: dict[tuple[str, int], set[str]] = defaultdict(set)
    on: dict[str, set[str]] = defaultdict(set)
    for place in ours:
        at[place.path, place.line].add(place.rule)
        on[place.path].add(place.rule)
    found: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for item in known:
        rules = set().union(*(at[item["path"], line] for line in _near(item["line"])))
        if item["line"] == 1 or ABOUT_THE_PAGE.search(item["message"]):
            rules = on[item["path"]]
        hit = any(re.fullmatch(pattern, rule) for pattern in fits[item["rule"]] for rule in rules)
        for key in ((item["confidence"], item["rule"]), (item["confidence"], "all")):
            total[key] += 1
            found[key] += hit
        if listed and not hit:
            print(
                f"missed {item['confidence']} {item['rule']} {item['path']}:{item['line']} {item['message']}"
            )
    for key, count in sorted(total.items()):
        print(f"{found[key]:5} of {count:5} {found[key] / count:6.1%}  {' '.join(key)}")


def confirmation(
    known: list[dict[str, Any]], ours: list[Place], fits: dict[str, list[str]], family: str, *, listed: bool
) -> None:
    """Print how many places of the rules of `family` a known defect confirms, by rule."""
    at: dict[tuple[str, int], list[str]] = defaultdict(list)
    pages: dict[str, list[str]] = defaultdict(list)
    for item in known:
        at[item["path"], item["line"]].append(item["rule"])
        if item["line"] == 1 or ABOUT_THE_PAGE.search(item["message"]):
            pages[item["path"]].append(item["rule"])
    confirmed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for place in sorted(set(ours)):
        if not place.path.startswith(("i18n/", "includes/")) or not place.rule.startswith(family):
            continue
        near = [rule for line in _near(place.line) for rule in at[place.path, line]]
        near += pages[place.path]
        hit = any(re.fullmatch(pattern, place.rule) for rule in near for pattern in fits[rule])
        total[place.rule] += 1
        confirmed[place.rule] += hit
        if listed and not hit:
            print(f"unconfirmed {place.rule} {place.path}:{place.line} {place.message}")
    for rule, count in sorted(total.items()):
        print(f"{confirmed[rule]:5} of {count:5} {confirmed[rule] / count:6.1%}  confirmed places of {rule}")


if __name__ == "__main__":
    main()
