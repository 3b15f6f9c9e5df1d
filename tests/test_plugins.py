"""Plugins: the one that the documentation shows, built and installed, and what is refused."""

import os
import re
import subprocess
import sys
from itertools import count

import pytest

from guidelint.cli.main import main
from guidelint.config.errors import ConfigurationError
from guidelint.config.load import load_settings
from guidelint.rulebook import FENCE, TITLE
from tests.conftest import REPOSITORY
from tests.sites import write_site

SHOUTING = "# HIGH WATER\n"
NUMBERS = count(1)


def call(*command, cwd, **environment):
    """Run a command of this Python with the variables `environment`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """The distribution that docs/how-to/own-rules.md shows, as a folder."""
    folder = tmp_path_factory.mktemp("harbour-rules")
    page = REPOSITORY / "docs" / "how-to" / "own-rules.md"
    for fence in FENCE.finditer(page.read_text(encoding="utf-8")):
        title = TITLE.search(fence["info"])
        if title and not re.match(r"(?:Not r|R)eported|After --fix", title[1]):
            (folder / title[1]).parent.mkdir(parents=True, exist_ok=True)
            (folder / title[1]).write_text(fence["body"], encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def installed(project, tmp_path_factory):
    """A folder into which it is installed from a wheel."""
    target = tmp_path_factory.mktemp("installed")
    done = call(
        *("-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-build-isolation", "--target"),
        *(target, project),
        cwd=project,
    )
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def site(tmp_path):
    """A site with a page that the plugin finds something on."""
    return write_site(tmp_path / "site", {"docs/index.md": SHOUTING})


def check(site, installed, *options, cwd=None):
    """An offline check of `site` with the plugin on the module path; standard output and error."""
    done = call(
        *("-m", "guidelint", "check", "--offline", "--output-format", "concise", *options),
        cwd=cwd or site,
        PYTHONPATH=os.pathsep.join([str(installed), str(REPOSITORY)]),
    )
    assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


def test_a_named_plugin_brings_its_rules(site, installed):
    (site / "guidelint.toml").write_text('plugins = ["harbour"]\n')
    assert "docs/index.md:1:1: warning no-shouting (HRB001)" in check(site, installed)[0]
    (site / "guidelint.toml").write_text('plugins = "harbour"\nignore = ["HRB"]\n')
    assert check(site, installed)[0] == ""
    (site / "guidelint.toml").write_text('plugins = "harbour"\n[severity]\nno-shouting = "error"\n')
    assert "error no-shouting" in check(site, installed, "--only", "plugins")[0]


def test_an_installed_plugin_that_nobody_names_is_not_used(site, installed):
    assert check(site, installed)[0] == ""


def test_an_isolated_run_has_the_plugins_of_the_command_line_only(site, installed):
    (site / "guidelint.toml").write_text('plugins = ["harbour"]\n')
    assert check(site, installed, "--isolated")[0] == ""
    assert "no-shouting" in check(site, installed, "--isolated", "--plugin", "harbour")[0]


def test_the_working_directory_is_no_place_to_install_to(site, installed, tmp_path):
    hostile = tmp_path / "hostile"
    done = call("-c", "import shutil, sys; shutil.copytree(*sys.argv[1:])", installed, hostile, cwd=tmp_path)
    assert done.returncode == 0
    (hostile / "harbour_rules" / "__init__.py").write_text('raise SystemExit("imported")\n')
    write_site(hostile, {"docs/index.md": SHOUTING, "guidelint.toml": 'plugins = ["harbour"]\n'})
    _, complaint = check(hostile, tmp_path)
    assert "no installed distribution offers it" in complaint
    assert "no-shouting" in check(hostile, installed)[0]


def test_the_documented_test_passes(project, installed):
    path = os.pathsep.join([str(installed), str(REPOSITORY)])
    done = call("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", cwd=project, PYTHONPATH=path)
    assert "1 passed" in done.stdout, done.stdout


@pytest.fixture
def plugin(tmp_path, monkeypatch):
    """Make an installed plugin called ``made-up`` out of the text of a module and pages by their names."""
    target = tmp_path / "site-packages"
    monkeypatch.syspath_prepend(str(target))

    def make(text, **pages):
        package = f"made_up_{next(NUMBERS)}"
        files = {
            f"{package}/__init__.py": text,
            "made_up-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: made-up\nVersion: 1.0\n",
            "made_up-1.0.dist-info/entry_points.txt": f"[guidelint.rules]\nmade-up = {package}\n",
            **{f"{package}/rules/{name.replace('_', '-')}.md": page for name, page in pages.items()},
        }
        for name, content in files.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_text(content)

    return make


MODULE = """\
from guidelint.checks.registry import Scope, rule
from guidelint.findings import Severity

@rule({declared}, severity=Severity.INFO)
def made_up(page, site, options):
    "Find nothing."
    yield from ()
"""
PAGE = "# made-up\n\nA.\n\n## What it checks\nB.\n\n## Why it matters\nC.\n"


def module(declared='"HRB001", "made-up"'):
    return MODULE.format(declared=declared)


TWO = module() + "other = rule('HRB001', 'made-down', severity=Severity.INFO)(made_up)\n"


def load(folder, text='exclude = []\nplugins = [\n  "made-up",\n]\n'):
    (folder / "guidelint.toml").write_text(text)
    return load_settings(folder)


def test_rules_of_a_plugin_have_pages(tmp_path, plugin, monkeypatch, capsys):
    plugin(module(), made_up=PAGE)
    [extra] = load(tmp_path).extra
    assert (extra.rule.code, extra.rule.family, extra.page().summary) == ("HRB001", "plugins", "A.")
    monkeypatch.chdir(tmp_path)
    assert main(["explain", "hrb001"]) == 0
    assert "HRB001 · info · family plugins" in capsys.readouterr().out
    assert main(["rules", "--isolated"]) == 0
    assert "HRB001" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "pages", "complaint"),
    [
        ("raise RuntimeError('broken')", {}, "cannot be imported: RuntimeError: broken"),
        ("raise SystemExit", {}, "cannot be imported: SystemExit"),
        ("import no_such_module", {}, "cannot be imported: ModuleNotFoundError"),
        ("", {}, "there is no rule with a code of its own"),
        ("from guidelint.checks.markup import link_spacing", {}, "there is no rule with a code of its own"),
        (module('"OWN001", "made-up"'), {"made_up": PAGE}, '"OWN001" is no code'),
        (module('"HRB1", "made-up"'), {"made_up": PAGE}, '"HRB1" is no code'),
        (module('"HRB001", "link-file"'), {"link_file": PAGE}, 'another rule is called "link-file"'),
        (module('"HRB001", "Made"'), {"Made": PAGE}, "is no name for a rule"),
        (module('"HRB001", "made-up", scope=Scope.ENGINE'), {"made_up": PAGE}, "only built-in rules"),
        (TWO, {"made_up": PAGE, "made_down": PAGE.replace("up", "down")}, "two rules have the code HRB001"),
        (module(), {}, "no page made-up.md in the folder rules"),
        (module(), {"made_up": "# made-up\n"}, '"What it checks" is missing'),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_plugin(tmp_path, monkeypatch, plugin, text, pages, complaint):
    monkeypatch.chdir(tmp_path)
    plugin(text, **pages)
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path)
    assert complaint in str(caught.value)
    assert str(caught.value).startswith('guidelint.toml:3: plugin "made-up": ')


def test_a_mistyped_plugin(tmp_path, plugin):
    plugin(module(), made_up=PAGE)
    with pytest.raises(ConfigurationError, match=re.escape('(did you mean "made-up"?)')):
        load(tmp_path, 'plugins = "made-ip"\n')


def test_a_declared_rule_with_the_name_of_a_plugins_rule(tmp_path, plugin):
    plugin(module(), made_up=PAGE)
    own = '[[own-rules]]\nname = "made-up"\nmessage = "m"\ntext = { pattern = "x" }\n'
    with pytest.raises(ConfigurationError, match='another rule is called "made-up"'):
        load(tmp_path, 'plugins = "made-up"\n' + own)


def test_no_distribution_is_looked_at_without_a_named_plugin(tmp_path):
    code = (
        "import sys, pathlib; from guidelint.config.load import load_settings;"
        f"load_settings(pathlib.Path({str(tmp_path)!r}));"
        "print('guidelint.plugins' in sys.modules)"
    )
    assert call("-c", code, cwd=REPOSITORY).stdout == "False\n"


def test_the_module_path_is_as_before(tmp_path, plugin):
    plugin(module(), made_up=PAGE)
    before = list(sys.path)
    load(tmp_path)
    assert sys.path == before
