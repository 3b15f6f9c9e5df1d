"""Which rules are on for a dialect, in the order in which Python-Markdown applies them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from guidelint.markdown import (
    block_rules,
    containers,
    definitions,
    inline_rules,
    link_rules,
    lists,
    tables,
)
from guidelint.markdown.block_parser import INDENTED, NUMBER, BlockParser, Dispatched
from guidelint.markdown.emphasis import Delimiter, emphasis
from guidelint.markdown.inline import Pass, Passes, PassRule

if TYPE_CHECKING:
    from guidelint.markdown.dialect import Dialect

ESCAPABLE = "\\`*_{}[]()>#+-.!"
ALSO_ESCAPABLE = {
    "markdown.extensions.tables": "|",
    "pymdownx.arithmatex": "$",
    "pymdownx.emoji": ":",
    "pymdownx.keys": "+",
    "pymdownx.caret": "^ ",
    "pymdownx.tilde": "~ ",
    "pymdownx.mark": "=",
}


@lru_cache(maxsize=32)
def block_parser(dialect: Dialect) -> BlockParser:
    """Return the block parser with the block rules of `dialect`."""
    has = dialect.has
    rules = (
        (
            Dispatched("admonition", containers.admonition, "!" + INDENTED),
            has("markdown.extensions.admonition"),
        ),
        (Dispatched("details", containers.details, "?" + INDENTED), has("pymdownx.details")),
        (Dispatched("tab", containers.tab, "=" + INDENTED), has("pymdownx.tabbed")),
        (Dispatched("element", block_rules.markdown_element, "\x02"), has("markdown.extensions.md_in_html")),
        (Dispatched("list_indent", lists.list_indent, INDENTED), True),
        (Dispatched("term_indent", lists.definition_indent, INDENTED), has("markdown.extensions.def_list")),
        (Dispatched("indented_code", block_rules.indented_code, INDENTED), True),
        (Dispatched("math_block", block_rules.math_block, "$\\"), has("pymdownx.arithmatex")),
        (Dispatched("table_block", tables.table, "|:-"), has("markdown.extensions.tables")),
        (Dispatched("hash_heading", block_rules.heading, "#"), True),
        (Dispatched("underlined_heading", block_rules.underlined_heading, "=-"), True),
        (Dispatched("thematic_break", block_rules.thematic_break, "-_*"), True),
        (Dispatched("ordered_list", lists.ordered_list, NUMBER), True),
        (Dispatched("bullet_list", lists.bullet_list, "*+-"), True),
        (Dispatched("definition_list", lists.definition_list, ":"), has("markdown.extensions.def_list")),
        (Dispatched("block_quote", block_rules.block_quote, ">"), True),
        (Dispatched("footnote", definitions.footnote, "["), has("markdown.extensions.footnotes")),
        (Dispatched("abbreviation", definitions.abbreviation, "*"), has("markdown.extensions.abbr")),
        (Dispatched("link_reference", definitions.reference, "["), True),
        (Dispatched("text_block", block_rules.paragraph), True),
    )
    return BlockParser([rule for rule, enabled in rules if enabled])


@lru_cache(maxsize=32)
def inline_passes(dialect: Dialect) -> Passes:
    """Return the inline passes of `dialect`."""
    has = dialect.has
    magic = has("pymdownx.magiclink")
    escapable = ESCAPABLE + "".join(more for name, more in ALSO_ESCAPABLE.items() if has(name))
    autolink = link_rules.MAGIC_AUTOLINK if magic else link_rules.AUTOLINK
    passes = (
        (PassRule("taken", ("\x02", "\x01"), inline_rules.taken), True),
        (PassRule("code", ("`",), inline_rules.code), True),
        (PassRule("maths", ("$", "\\("), _maths(dialect)), has("pymdownx.arithmatex")),
        (PassRule("quoted-keys", ("++",), inline_rules.quoted_keys), has("pymdownx.keys")),
        (PassRule("escape", ("\\",), inline_rules.escapes(escapable)), True),
        (PassRule("footnote", ("[^",), inline_rules.footnotes), has("markdown.extensions.footnotes")),
        (PassRule("reference-link", ("[",), link_rules.reference_links), True),
        (PassRule("link", ("[",), link_rules.inline_links), True),
        (PassRule("image", ("![",), link_rules.inline_images), True),
        (PassRule("reference-image", ("![",), link_rules.reference_images), True),
        (PassRule("short-link", ("[",), link_rules.short_links), True),
        (PassRule("short-image", ("![",), link_rules.short_images), True),
        (PassRule("autolink", ("<",), link_rules.autolinks(autolink)), True),
        (PassRule("automail", ("<",), link_rules.automails), True),
        (PassRule("break", ("  \n",), inline_rules.breaks), True),
        (PassRule("html", ("<",), inline_rules.html), True),
        (PassRule("magic-link", ("://", "www."), link_rules.magic_links), magic),
        (PassRule("magic-mail", ("@",), link_rules.magic_mails), magic),
        (PassRule("entity", ("&",), inline_rules.entities), True),
        (PassRule("icon", (":",), inline_rules.icons), has("pymdownx.emoji")),
        (PassRule("keys", ("++",), inline_rules.keys), has("pymdownx.keys")),
        (PassRule("emphasis", ("*", "_", "^", "~", "=="), emphasis(_delimiters(dialect))), True),
    )
    return Passes([rule for rule, enabled in passes if enabled])


def _maths(dialect: Dialect) -> Pass:
    smart = dialect.option("pymdownx.arithmatex", "smart_dollar", "true") != "false"
    dollar = inline_rules.SMART_DOLLAR if smart else inline_rules.DOLLAR
    return inline_rules.maths(dollar)


def _delimiters(dialect: Dialect) -> tuple[Delimiter, ...]:
    has = dialect.has
    delimiters = [
        Delimiter("*", "emphasis", "strong"),
        Delimiter("_", "emphasis", "strong", smart=True),
    ]
    if has("pymdownx.caret"):
        delimiters.append(Delimiter("^", "superscript", "insert", no_space=True))
    if has("pymdownx.tilde"):
        delimiters.append(Delimiter("~", "subscript", "delete", no_space=True))
    if has("pymdownx.mark"):
        delimiters.append(Delimiter("=", "", "mark"))
    return tuple(delimiters)
