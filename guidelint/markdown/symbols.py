"""Symbols that `pymdownx.smartsymbols` puts in the place of ASCII, which ids of headings follow."""

from __future__ import annotations

import re

SYMBOLS = (
    (re.compile(r"\(tm\)"), "™"),
    (re.compile(r"\(c\)"), "©"),
    (re.compile(r"\(r\)"), "®"),
    (re.compile(r"\+/-"), "±"),
    (re.compile(r"=/="), "≠"),
    (re.compile(r"\bc/o\b"), "℅"),
    (re.compile(r"<--(?:>)"), "↔"),
    (re.compile(r"(?<!-)-->"), "→"),
    (re.compile(r"<--(?!-)"), "←"),
)
FRACTION = re.compile(r"(?<!\d)([1-5]/[234568]|7/8)(?!\d)")
FRACTIONS = {
    "1/4": "¼", "1/2": "½", "3/4": "¾", "1/3": "⅓", "2/3": "⅔", "1/5": "⅕", "2/5": "⅖", "3/5": "⅗",
    "4/5": "⅘", "1/6": "⅙", "5/6": "⅚", "1/8": "⅛", "3/8": "⅜", "5/8": "⅝", "7/8": "⅞",
}  # fmt: skip


def smart_symbols(text: str) -> str:
    """Return `text` with the symbols in place, all of them being on."""
    for pattern, symbol in SYMBOLS:
        text = pattern.sub(symbol, text)
    return FRACTION.sub(lambda match: FRACTIONS.get(match[0], match[0]), text)
