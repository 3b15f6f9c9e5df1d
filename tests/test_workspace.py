from guidelint.config.load import load_settings
from guidelint.workspace import open_workspace
from tests.sites import write_site

FILES = {
    "docs/index.md": "# Home\n\n[pier](pier.md#north)\n",
    "docs/pier.md": "# Pier\n\n## North\n",
    "README.md": "# Read me\n",
}


def opened(folder, *paths):
    return open_workspace(load_settings(folder), [folder / path for path in paths], folder)


def names(workspace):
    return [target.name for target in workspace.targets]


def test_without_paths_every_docs_root(tmp_path):
    write_site(
        tmp_path, {**FILES, "blog/post.md": "# Post\n", "mkdocs.blog.yml": "site_name: B\ndocs_dir: blog\n"}
    )
    assert names(opened(tmp_path)) == ["blog/post.md", "docs/index.md", "docs/pier.md"]


def test_without_a_site_all_markdown_of_the_repository(tmp_path):
    for name in ("README.md", "guide/a.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# A\n")
    assert names(opened(tmp_path)) == ["README.md", "guide/a.md"]


def test_a_page_belongs_to_its_docs_root_and_others_to_none(tmp_path):
    workspace = opened(write_site(tmp_path, FILES), "docs/index.md", "README.md")
    configs = {target.name: workspace.config(target.path) for target in workspace.targets}
    assert configs["docs/index.md"].docs_dir == tmp_path / "docs"
    assert configs["README.md"] is None
    assert [workspace.read(target.path).dialect for target in workspace.targets] == ["github", "mkdocs"]


def test_for_one_page_its_whole_site_is_known(tmp_path):
    workspace = opened(write_site(tmp_path, FILES), "docs/index.md")
    site = workspace.site(tmp_path / "docs" / "index.md")
    assert set(site.summary(tmp_path / "docs" / "pier.md").anchors) == {"pier", "north"}


def test_the_working_directory_need_not_be_the_top(tmp_path):
    write_site(tmp_path, FILES)
    workspace = open_workspace(load_settings(tmp_path / "docs"), [], tmp_path / "docs")
    assert names(workspace) == ["index.md", "pier.md"]


def test_sites_below_the_working_directory_are_found(tmp_path):
    for name in ("one", "two"):
        write_site(tmp_path / name, FILES)
    workspace = opened(tmp_path, "one/docs", "two/docs")
    assert {workspace.config(target.path).docs_dir for target in workspace.targets} == {
        tmp_path / "one" / "docs",
        tmp_path / "two" / "docs",
    }


def test_values_for_env_come_from_the_configuration(tmp_path, monkeypatch):
    monkeypatch.setenv("DOCS", "other")
    write_site(
        tmp_path,
        {"fr/index.md": "# A\n", "docs/index.md": "# B\n"},
        "docs_dir: !ENV [DOCS, docs]\nsite_name: A\n",
    )
    assert names(opened(tmp_path)) == ["docs/index.md"]
    (tmp_path / "guidelint.toml").write_text('[env]\nDOCS = "fr"\n')
    assert names(opened(tmp_path)) == ["fr/index.md"]
