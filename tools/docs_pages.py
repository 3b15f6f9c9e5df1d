"""The pages of the documentation that are made of the program: commands, rules, configuration.

They are never written into the repository, so they cannot be out of date: `docs_hook` gives them to
MkDocs. ``python tools/docs_pages.py FOLDER`` writes the whole documentation into FOLDER, for tools
that read files.
"""

from __future__ import annotations

import inspect
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guidelint.checks.catalogue import load_rules
from guidelint.cli.explain import facts
from guidelint.cli.main import cli
from guidelint.rulebook import FENCE, MARKS, TITLE, preset_names, read_rule_page, rules_directory

if TYPE_CHECKING:
    from guidelint.checks.registry import Rule

REPOSITORY = Path(__file__).resolve().parent.parent
SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")
LABELS = {"bad": "Reported", "good": "Not reported", "fixed": "After --fix"}
FAMILIES = {
    "engine": "The engine",
    "front-matter": "Front matter",
    "badges": "Badges",
    "cards": "Cards",
    "footnotes": "Footnotes",
    "site-links": "Links inside the site",
    "links": "External links",
    "translations": "Translations",
    "markup": "Markup",
}


def pages() -> dict[str, str]:
    """Return the text of every generated page and picture by its path below ``docs/``."""
    from docs_configuration import configuration_page  # noqa: PLC0415 - the folder is on the path by now
    from docs_services import services_page  # noqa: PLC0415 - as above
    from screenshots import report_svg  # noqa: PLC0415 - as above

    rules = load_rules()
    return {
        "img/report.svg": report_svg(),
        "reference/commands.md": commands_page(),
        "reference/configuration.md": configuration_page(),
        "reference/presets.md": presets_page(),
        "reference/services.md": services_page(),
        "reference/rules/index.md": rules_page(rules),
        **{f"reference/rules/{rule.name}.md": rule_page(rule) for rule in rules},
    }


def escaped(text: str) -> str:
    """Return `text` so that Markdown shows it as it is."""
    return SPECIAL.sub(r"\\\1", text)


@dataclass(frozen=True)
class Command:
    """A command with its full name, such as ``links list``."""

    name: str
    context: click.Context


def commands_page() -> str:
    """Return the page about all commands and their options."""
    lines = ["# Commands", "", "What `guidelint COMMAND --help` prints, for all commands.", ""]
    for command in _commands(click.Context(cli, info_name="guidelint"), ()):
        lines += _command(command)
    return "\n".join(lines) + "\n"


def _commands(context: click.Context, above: tuple[str, ...]) -> Iterator[Command]:
    group = context.command
    if not isinstance(group, click.Group):
        return
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        own = click.Context(command, info_name=name, parent=context)
        yield Command(" ".join([*above, name]), own)
        yield from _commands(own, (*above, name))


def _command(command: Command) -> list[str]:
    anchor = command.name.replace(" ", "-")
    usage = command.context.command.collect_usage_pieces(command.context)
    lines = [f"## guidelint {command.name} {{ #{anchor} }}", ""]
    lines += ["```text", " ".join([command.context.command_path, *usage]), "```", ""]
    lines += _help(command.context.command.help or "")
    options = [record for param in command.context.command.params if (record := _record(param, command))]
    if options:
        lines += ["| option | meaning |", "|---|---|"]
        lines += [f"| `{names}` | {escaped(meaning)} |" for names, meaning in options]
        lines.append("")
    epilog = command.context.command.epilog
    return lines + (_help(epilog) if epilog else [])


def _record(param: click.Parameter, command: Command) -> tuple[str, str] | None:
    record = param.get_help_record(command.context)
    if record is None:
        return None
    names, meaning = record
    return " ".join(names.split()), " ".join(meaning.split())


def _help(text: str) -> list[str]:
    """Return the paragraphs of a help text; one that click does not wrap becomes a block of text."""
    lines: list[str] = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            lines += ["```text", *paragraph.removeprefix("\b").strip("\n").splitlines(), "```", ""]
        else:
            lines += [escaped(" ".join(paragraph.split())), ""]
    return lines


def presets_page() -> str:
    """Return the page that shows the presets as they are."""
    lines = ["# Presets", "", 'A preset is a configuration to build on: `preset = "mkdocs-material"`.', ""]
    for name in preset_names():
        text = (rules_directory() / "presets" / f"{name}.toml").read_text(encoding="utf-8")
        lines += [f"## {name}", "", "```toml", *text.splitlines(), "```", ""]
    return "\n".join(lines)


def rules_page(rules: tuple[Rule, ...]) -> str:
    """Return the list of all rules, by family."""
    lines = ["# Rules", ""]
    lines += [
        "Each rule has a name, a code, and a page. The examples on the pages are the tests of the rules.",
        "",
    ]
    lines += ["`guidelint explain RULE` shows the same page in a terminal, `guidelint rules` this list.", ""]
    for family in dict.fromkeys(rule.family for rule in rules):
        lines += [f"## {FAMILIES.get(family, family)} {{ #{family} }}", ""]
        lines += ["| code | rule | severity | fix | what it is about |", "|---|---|---|---|---|"]
        lines += [_row(rule) for rule in rules if rule.family == family]
        lines.append("")
    return "\n".join(lines)


def _row(rule: Rule) -> str:
    severity = rule.severity.value if rule.default else f"{rule.severity.value}, off by default"
    cells = [rule.code, f"[{rule.name}]({rule.name}.md)", severity, "yes" if rule.fixable else ""]
    return f"| {' | '.join([*cells, read_rule_page(rule.name).summary])} |"


def rule_page(rule: Rule) -> str:
    """Return the page of the rule book about `rule`, its examples labelled for readers."""
    title, _, body = read_rule_page(rule.name).text.partition("\n")
    shown = FENCE.sub(
        lambda fence: f"{fence['ticks']}{_info(fence['info'])}\n{fence['body']}{fence['ticks']}", body
    )
    return f"{title}\n\n{facts(rule)}\n{shown}".replace("](../docs/", "](../../")


def _info(info: str) -> str:
    """Return the words after the ticks of a fence, with its mark as a part of the title."""
    words = info.split()
    mark = next((word for word in words if word in MARKS), None)
    if mark is None:
        return info
    title = TITLE.search(info)
    label = f"{LABELS[mark]}: {title[1]}" if title else LABELS[mark]
    return f'{words[0]} title="{label}"'


def write(folder: Path) -> None:
    """Write the whole documentation into `folder`, as MkDocs gets it."""
    shutil.copytree(REPOSITORY / "docs", folder / "docs", dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "ci", folder / "ci", dirs_exist_ok=True)
    for name in ("Containerfile", "mkdocs.yml"):
        shutil.copy(REPOSITORY / name, folder)
    for path, text in pages().items():
        (folder / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
