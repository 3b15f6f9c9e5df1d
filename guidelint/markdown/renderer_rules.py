"""Which rules are on for a dialect, in the order in which Python-Markdown applies them."""

from __future__ import annotations

from functools import lru_cache

from markdown_it.parser_block import ParserBlock

from guidelint.markdown import (
    block_rules,
    containers,
    definitions,
    inline_rules,
    link_rules,
    lists,
    tables,
)
from guidelint.markdown.dialect import Dialect
from guidelint.markdown.emphasis import Delimiter, emphasis
from guidelint.markdown.inline import PassRule

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


def block_parser(dialect: Dialect) -> ParserBlock:
    """Return markdown-it-py's block parser with the block rules of `dialect`."""
    has = dialect.has
    parser = ParserBlock()
    rules = (
        ("admonition", containers.admonition, has("markdown.extensions.admonition")),
        ("details", containers.details, has("pymdownx.details")),
        ("tab", containers.tab, has("pymdownx.tabbed")),
        ("markdown_element", block_rules.markdown_element, has("markdown.extensions.md_in_html")),
        ("list_indent", lists.list_indent, True),
        ("definition_indent", lists.definition_indent, has("markdown.extensions.def_list")),
        ("indented_code", block_rules.indented_code, True),
        ("math_block", block_rules.math_block, has("pymdownx.arithmatex")),
        ("table_block", tables.table, has("markdown.extensions.tables")),
        ("hash_heading", block_rules.heading, True),
        ("underlined_heading", block_rules.underlined_heading, True),
        ("thematic_break", block_rules.thematic_break, True),
        ("ordered_list", lists.ordered_list, True),
        ("bullet_list", lists.bullet_list, True),
        ("definition_list", lists.definition_list, has("markdown.extensions.def_list")),
        ("block_quote", block_rules.block_quote, True),
        ("footnote", definitions.footnote, has("markdown.extensions.footnotes")),
        ("abbreviation", definitions.abbreviation, has("markdown.extensions.abbr")),
        ("link_reference", definitions.reference, True),
        ("text_block", block_rules.paragraph, True),
    )
    for name, rule, _ in rules:
        parser.ruler.push(name, rule)
    parser.ruler.enableOnly([name for name, _, enabled in rules if enabled])
    return parser


@lru_cache(maxsize=32)
def inline_passes(dialect: Dialect) -> tuple[PassRule, ...]:
    """Return the inline passes of `dialect`."""
    has = dialect.has
    magic = has("pymdownx.magiclink")
    escapable = ESCAPABLE + "".join(more for name, more in ALSO_ESCAPABLE.items() if has(name))
    autolink = link_rules.MAGIC_AUTOLINK if magic else link_rules.AUTOLINK
    passes = (
        (PassRule("mark", ("\x02", "\x01"), inline_rules.marks), True),
        (PassRule("code", ("`",), inline_rules.code), True),
        (PassRule("maths", ("$", "\\("), _maths(dialect)), has("pymdownx.arithmatex")),
        (PassRule("quoted-keys", ("++",), inline_rules.quoted_keys), has("pymdownx.keys")),
        (PassRule("escape", ("\\",), inline_rules.escapes(escapable)), True),
        (PassRule("footnote", ("[^",), inline_rules.footnotes), has("markdown.extensions.footnotes")),
        (PassRule("reference-link", ("][", "] ["), link_rules.reference_links), True),
        (PassRule("link", ("](",), link_rules.inline_links), True),
        (PassRule("image", ("](",), link_rules.inline_images), True),
        (PassRule("reference-image", ("][", "] ["), link_rules.reference_images), True),
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
        (PassRule("emphasis", tuple("*_^~="), emphasis(_delimiters(dialect))), True),
    )
    return tuple(rule for rule, enabled in passes if enabled)


def _maths(dialect: Dialect) -> inline_rules.Pass:
    smart = dialect.option("pymdownx.arithmatex", "smart_dollar", "true") != "false"
    dollar = inline_rules.SMART_DOLLAR if smart else inline_rules.DOLLAR
    return inline_rules.maths(dollar, inline_rules.ROUND)


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
        delimiters.append(Delimiter("=", "", "mark", smart=True))
    return tuple(delimiters)
