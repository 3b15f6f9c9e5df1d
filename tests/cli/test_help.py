"""What ``--help`` says is complete, and its examples work."""

import re
import shlex

import click
import pytest
from click.shell_completion import ShellComplete

from guidelint.cli.check_help import SECTIONS
from guidelint.cli.main import COMMANDS, cli


def commands():
    """Every command with its name, those of groups too."""
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        yield name, command
        if isinstance(command, click.Group):
            for inner in command.list_commands(click.Context(command)):
                yield f"{name} {inner}", command.get_command(click.Context(command), inner)


ALL = list(commands())
EXAMPLES = [
    line.partition("  #")[0].partition(" <")[0].partition(" >")[0].strip()
    for _, command in [("", cli), *ALL]
    for line in (command.epilog or "").splitlines()
    if line.startswith("  guidelint ")
]


@pytest.mark.parametrize(("name", "command"), ALL, ids=[name for name, _ in ALL])
def test_every_command_has_help_with_examples(name, command, run):
    status, out, _ = run(*name.split(), "--help")
    assert status == 0
    assert out.startswith(f"Usage: guidelint {name} ")
    assert f"    guidelint {name}" in out.partition("Examples:")[2]
    assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_understood(example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "changed.txt").write_text("docs/tides.md\n")
    words = shlex.split(example)[1:]
    group, context = cli, click.Context(cli)
    while isinstance(group, click.Group):
        name, group, words = group.resolve_command(context, words)
        context = click.Context(group, info_name=name, parent=context)
    if "--help" not in words:
        group.make_context(name, words, parent=context.parent)


def test_options_of_check_stand_in_sections(run):
    out = run("check", "--help")[1]
    titles = [line.rstrip(":") for line in re.findall(r"^\S.*:$", out, re.MULTILINE)]
    assert titles == [*SECTIONS, "Other options"]
    assert out.index("Fixes:") < out.index("--unsafe-fixes") < out.index("External links:")


def test_every_option_of_check_stands_in_a_section():
    names = {name for names in SECTIONS.values() for name in names}
    command = dict(ALL)["check"]
    options = {option.name for option in command.params if isinstance(option, click.Option)}
    assert options - {"help"} <= names


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["chek"], '(did you mean "check"?)'),
        (["links", "chek"], 'no command is called "chek" (did you mean "check"?)'),
        (["check", "--ofline"], "--offline"),
        (["check", "--color", "nevr"], '(did you mean "never"?)'),
        (["check", "--fail-on", "warn"], '(did you mean "warning"?)'),
        (["check", "--output-format", "jnuit"], '(did you mean "junit"?)'),
        (["schema", "confguration"], '(did you mean "configuration"?)'),
        (["rules", "--output-format", "jsn"], '(did you mean "json"?)'),
        (["explain", "link-ancor"], '(did you mean "link-anchor"?)'),
        (["check", "--ignore", "badgs"], '(did you mean "badges"?)'),
        (["check", "--preset", "mkdocs-materia"], '(did you mean "mkdocs-material"?)'),
    ],
)
def test_mistyped_words_are_answered_with_the_nearest(site, run, arguments, hint):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert hint.lower() in err.lower()


@pytest.mark.parametrize(
    ("words", "start", "expected"),
    [
        ([], "ch", ["check"]),
        (["check"], "--stdin", ["--stdin-filename"]),
        (["check", "--only"], "link-anc", ["link-anchor"]),
        (["check", "--only"], "badges,link-anc", ["badges,link-anchor"]),
        (["check", "--output-format"], "sa", ["sarif"]),
        (["check", "--output"], "sa", ["sarif="]),
        (["check", "--preset"], "priv", ["privacy-guides"]),
        (["explain"], "link-fil", ["link-file"]),
        (["links"], "h", ["history"]),
        (["schema"], "re", ["report"]),
    ],
)
def test_completion(words, start, expected):
    found = ShellComplete(cli, {}, "guidelint", "_GUIDELINT_COMPLETE").get_completions(words, start)
    assert [item.value for item in found] == expected
