"""Nothing outside of the repository is read, however a change from a stranger asks for it."""

import json
import os
from pathlib import Path

import pytest

from guidelint.config.layer import Layer
from guidelint.config.links import LinkSettings
from guidelint.config.load import load_settings
from guidelint.reach import VARIABLE, leads_out, lies_outside
from tests.faults import guidelint

SECRET = "s3same"


@pytest.fixture
def outside(tmp_path_factory):
    """A directory beside the repository, with a page, a snippet and a configuration nobody may see."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "page.md").write_text(f"# Home\n\n[{SECRET}](gone.md)\n")
    (folder / "extra.yml").write_text(f"nav:\n  - {SECRET}.md\n")
    (folder / "names.yml").write_text(f"authors:\n  {SECRET}:\n    name: A\n")
    (folder / "base.toml").write_text(f'select = ["{SECRET}"]\n')
    return folder


def everything(run, *arguments):
    status, out, err = run("check", "--offline", "--output-format", "concise", *arguments)
    return status, out + err


def test_a_page_that_is_a_link_out_of_the_repository(site, run, outside):
    (site / "docs" / "leak.md").symlink_to(outside / "page.md")
    status, said = everything(run)
    assert status == 1
    assert "docs/leak.md:1:1: error unreadable-file (GL001) cannot read this file: the symbolic link" in said
    assert "leads out of the repository" in said
    assert SECRET not in said


def test_a_directory_that_is_a_link_out_of_the_repository(site, run, outside):
    (site / "mkdocs.yml").write_text("site_name: A\n")
    (site / "docs" / "shared").symlink_to(outside, target_is_directory=True)
    (site / "docs" / "index.md").write_text("# Home\n\n[a](shared/gone.md) [b](gone.md)\n")
    _, said = everything(run)
    assert SECRET not in said
    assert "gone.md" in said
    assert "shared/gone.md" not in said  # what lies there is not known, so it is not called missing


def test_what_the_environment_names_is_read(site, run, outside, monkeypatch):
    monkeypatch.setenv(VARIABLE, os.pathsep.join(("/nowhere", str(outside))))
    (site / "mkdocs.yml").write_text("site_name: A\n")
    (site / "docs" / "shared").symlink_to(outside, target_is_directory=True)
    _, said = everything(run)
    assert "docs/shared/page.md:3" in said


def test_a_link_inside_of_the_repository_is_followed(site, run):
    (site / "mkdocs.yml").write_text("site_name: A\n")
    (site / "notes").mkdir()
    (site / "notes" / "a.md").write_text("[a](gone.md)\n")
    (site / "docs" / "a.md").symlink_to("../notes/a.md")
    (site / "docs" / "notes").symlink_to("../notes", target_is_directory=True)
    _, said = everything(run)
    assert "docs/a.md:1" in said
    assert "docs/notes/a.md:1" in said


@pytest.mark.parametrize(
    "setting",
    [
        "docs_dir: {outside}",
        "docs_dir: ../../../../../../..",
        "INHERIT: {outside}/extra.yml",
        "theme: {{name: material, custom_dir: {outside}}}",
        "markdown_extensions: [pymdownx.snippets: {{base_path: ['{outside}'], restrict_base_path: false}}]",
        "markdown_extensions: [pymdownx.emoji: {{options: {{custom_icons: ['/']}}}}]",
    ],
    ids=["docs_dir", "upwards", "INHERIT", "custom_dir", "base_path", "custom_icons"],
)
def test_a_site_configuration_that_names_a_place_outside(site, run, outside, setting):
    (site / "mkdocs.yml").write_text(setting.format(outside=outside) + "\n")
    status, said = everything(run)
    assert status == 2
    assert "error: mkdocs.yml:1:" in said
    assert "leads out of the repository" in said
    assert SECRET not in said


@pytest.mark.parametrize(
    "name", ["{outside}/page.md", "../../{name}/page.md", "//host/share", "\\\\\\\\host\\\\a"]
)
@pytest.mark.parametrize("restrict", ["true", "false"])
def test_a_snippet_from_outside(site, run, outside, name, restrict):
    options = f"{{base_path: ['.'], restrict_base_path: {restrict}}}"
    (site / "mkdocs.yml").write_text(f"site_name: A\nmarkdown_extensions: [pymdownx.snippets: {options}]\n")
    named = name.format(outside=outside, name=outside.name)
    (site / "docs" / "index.md").write_text(f'# A\n\n--8<-- "{named}"\n')
    _, said = everything(run)
    assert SECRET not in said


def test_a_snippet_that_is_a_link_out_of_the_repository(site, run, outside):
    (site / "mkdocs.yml").write_text("site_name: A\nmarkdown_extensions: [pymdownx.snippets]\n")
    (site / "docs" / "index.md").write_text('# A\n\n--8<-- "leak.txt"\n')
    (site / "leak.txt").symlink_to(outside / "page.md")
    _, said = everything(run)
    assert SECRET not in said


def test_a_file_of_authors_outside(site, run, outside):
    blog = f"plugins: [blog: {{authors_file: '{outside}/names.yml'}}]"
    (site / "mkdocs.yml").write_text(f"site_name: A\ntheme: material\n{blog}\n")
    (site / "docs" / "blog" / "posts").mkdir(parents=True)
    post = f"---\ndate: 2031-01-01\nauthors: [{SECRET[:-1]}]\n---\n"
    (site / "docs" / "blog" / "posts" / "a.md").write_text(post)
    _, said = everything(run)
    assert SECRET not in said


def test_suggestions_name_nothing_outside(site, run, outside):
    (site / "mkdocs.yml").write_text("site_name: A\ntheme: {name: material, custom_dir: theme}\n")
    (site / "theme").mkdir()
    (site / "guidelint.toml").write_text('[rules.front-matter-file]\nfiles = {cover = "theme"}\n')
    (outside / f"{SECRET}.png").write_text("")
    near = f"{outside.name}/{SECRET[:-1]}.png"
    front = f"---\ncover: ../../{near}\ntemplate: ../../{outside.name}/x.html\n---\n"
    (site / "docs" / "index.md").write_text(front + f"[a](../../{near})\n")
    (site / "README.md").write_text(f"[a](../{near})\n")
    _, said = everything(run, ".")
    assert SECRET not in said


def test_a_configuration_that_extends_one_outside(site, run, outside):
    (site / "guidelint.toml").write_text(f'extends = "{outside}/base.toml"\n')
    status, said = everything(run)
    assert status == 2
    assert "leads out of the repository" in said
    assert SECRET not in said


def test_a_configuration_that_is_a_link_out_of_the_repository(site, run, outside):
    (site / "guidelint.toml").symlink_to(outside / "base.toml")
    status, said = everything(run)
    assert status == 2
    assert SECRET not in said


# -- what the command line has narrowed


def test_an_isolated_run_reads_no_configuration_of_the_repository(site, run):
    (site / "guidelint.toml").write_text('exclude = ["*"]\nplugins = ["nothing"]\n')
    (site / "docs" / "index.md").write_text("[a](gone.md)\n")
    assert everything(run)[0] == 2
    status, said = everything(run, "--isolated")
    assert status == 1
    assert "docs/index.md:1" in said


def test_a_named_configuration_takes_the_place_of_that_of_the_repository(site, run, outside):
    (site / "guidelint.toml").write_text('exclude = ["*"]\n')
    (site / "docs" / "index.md").write_text("[a](gone.md)\n")
    (outside / "trusted.toml").write_text('[severity]\nlink-file = "error"\n')
    status, said = everything(run, "--config", str(outside / "trusted.toml"))
    assert status == 1
    assert "docs/index.md:1" in said


def test_a_configuration_adds_no_network_to_those_of_the_command_line(site):
    (site / "guidelint.toml").write_text('[links]\nallow-network = ["169.254.0.0/16"]\n')
    command_line = Layer(links=LinkSettings(allow_network=("10.1.0.0/16",)))
    assert load_settings(site).links.allow_network == ("169.254.0.0/16",)
    assert load_settings(site, overrides=command_line).links.allow_network == ("10.1.0.0/16",)


def test_a_site_prints_no_variable_of_the_process(site, run, monkeypatch):
    monkeypatch.setenv("DEPLOY_TOKEN", SECRET)
    settings = "site_name: !ENV DEPLOY_TOKEN\ndocs_dir: !ENV [DEPLOY_TOKEN, docs]\nnav: [!ENV DEPLOY_TOKEN]\n"
    (site / "mkdocs.yml").write_text(settings)
    _, said = everything(run)
    assert SECRET not in said
    assert "docs/broken.md" in said


# -- limits


def test_a_page_with_more_links_than_are_asked_for(site, run, monkeypatch):
    monkeypatch.setattr("guidelint.markdown.page.MAX_LINKS", 3)
    monkeypatch.setattr("guidelint.occurrences.MAX_LINKS", 3)
    (site / "docs" / "many.md").write_text("".join(f"<https://a.dev/{n}>\n\n" for n in range(5)))
    _, said = everything(run, "docs/many.md")
    assert "docs/many.md:1:1: warning unreadable-file (GL001) the page has more than" in said
    assert run("links", "list", "docs/many.md")[1].count("https://") == 3


# -- output


def test_a_report_is_not_written_through_a_link_out_of_the_repository(site, run, outside):
    (site / "report.json").symlink_to(outside / "page.md")
    before = (outside / "page.md").read_text()
    status, said = everything(run, "--output", "report.json")
    assert status == 2
    assert 'cannot write "report.json": it leads out of the repository' in said
    assert (outside / "page.md").read_text() == before


def test_a_report_may_go_to_a_stream(site):
    result = guidelint(site, "check", "--offline", "--output", "json=/dev/stdout", "--output", "/dev/stderr")
    assert result.returncode == 1
    assert json.loads(result.stdout)["version"] == 1
    assert Path("/dev/stdout").is_symlink()


def test_a_pipe_is_not_waited_for(site, run):
    for name in ("docs/pipe.md", ".gitignore", "requirements.txt"):
        os.mkfifo(site / name)
    (site / "docs" / "broken.md").write_text("[a](gone.md)\n")
    status, said = everything(run, "docs")
    assert status == 1
    assert "docs/pipe.md:1:1: error unreadable-file (GL001) cannot read this file: not a regular file" in said
    assert "docs/broken.md:1" in said


def test_without_a_repository_the_working_directory_or_the_site_is_the_limit(tmp_path, monkeypatch):
    for name in ("site/docs/a.md", "site/mkdocs.yml", "other/b.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / "site" / "docs" / "b.md").symlink_to("../../other/b.md")
    (tmp_path / "site" / "docs" / "c.md").symlink_to("../mkdocs.yml")
    monkeypatch.chdir(tmp_path / "other")
    assert leads_out(tmp_path / "site" / "docs" / "b.md")
    assert not leads_out(tmp_path / "site" / "docs" / "c.md")
    assert lies_outside(Path("../site"), Path())
    monkeypatch.chdir(tmp_path)
    assert not leads_out(tmp_path / "site" / "docs" / "b.md")


def test_a_name_that_no_file_can_have_leads_nowhere():
    assert not leads_out(Path("a\0b"))
    assert not leads_out(Path("a\0b/c.md"))
    assert not lies_outside(Path("a\0b"), Path())
