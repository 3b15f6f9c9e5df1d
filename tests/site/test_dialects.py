"""From `markdown_extensions` to a Dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import markdown

from guidelint.site.dialects import UMBRELLAS, canonical_name, read_extensions
from guidelint.site.mkdocs import load_mkdocs

if TYPE_CHECKING:
    from pathlib import Path

    from guidelint.markdown.dialect import Dialect


def dialect(tmp_path: Path, extensions: str, **env: str) -> Dialect:
    path = tmp_path / "mkdocs.yml"
    path.write_text(f"markdown_extensions:\n{extensions}", "utf-8")
    return load_mkdocs(path, env).dialect


def test_the_list_form_and_the_mapping_form_are_one(tmp_path: Path) -> None:
    as_list = dialect(tmp_path, "  - admonition\n  - toc: {permalink: true}\n  - pymdownx.mark:\n")
    as_mapping = dialect(tmp_path, "  admonition:\n  toc: {permalink: true}\n  pymdownx.mark: {}\n")
    assert as_list == as_mapping
    assert as_list.has("markdown.extensions.admonition")
    assert as_list.option("markdown.extensions.toc", "permalink", "false") == "true"


def test_umbrella_extensions_open_as_they_do() -> None:
    md = markdown.Markdown(extensions=["extra"])
    opened = {type(extension).__module__ for extension in md.registeredExtensions}
    assert opened <= set(UMBRELLAS["markdown.extensions.extra"])
    md = markdown.Markdown(extensions=["pymdownx.extra"])
    opened = {type(extension).__module__ for extension in md.registeredExtensions}
    assert opened - {"pymdownx.highlight"} <= set(UMBRELLAS["pymdownx.extra"])
    extensions = read_extensions(
        [{"pymdownx.extra": {"markdown.extensions.footnotes": {"BACKLINK_TEXT": "^"}}}]
    )
    assert extensions["markdown.extensions.footnotes"] == {"BACKLINK_TEXT": "^"}
    assert "pymdownx.superfences" in extensions


def test_names_become_the_dotted_ones_of_python_markdown() -> None:
    for short in ("toc", "md_in_html", "sane_lists", "wikilinks"):
        loaded = markdown.Markdown().build_extension(short, {})
        assert canonical_name(short) == type(loaded).__module__
    assert canonical_name("pymdownx.emoji:EmojiExtension") == "pymdownx.emoji"
    assert canonical_name("our_own.extension") == "our_own.extension"


def test_toc_options_name_the_slug_function(tmp_path: Path) -> None:
    toc = dialect(
        tmp_path,
        "  toc:\n    separator: _\n"
        "    slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}\n",
    ).toc
    assert toc.slugify == "pymdownx.slugs.slugify"
    assert toc.slugify_options == (("case", "lower"),)
    assert toc.separator == "_"


def test_options_are_text_and_functions_are_names(tmp_path: Path) -> None:
    options = dialect(
        tmp_path,
        "  pymdownx.tabbed:\n    alternate_style: true\n"
        "    slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}\n"
        "  pymdownx.superfences:\n    custom_fences:\n"
        "      - {name: mermaid, class: mermaid, format: !!python/name:a.b }\n"
        "  pymdownx.magiclink: {repo_url_shorthand: false, user: ada}\n",
    )
    assert options.option("pymdownx.tabbed", "alternate_style", "") == "true"
    assert options.option("pymdownx.tabbed", "slugify", "") == "pymdownx.slugs.slugify"
    assert options.option("pymdownx.tabbed", "slugify.case", "") == "lower"
    assert options.option("pymdownx.magiclink", "user", "") == "ada"
    assert (
        options.option("pymdownx.superfences", "custom_fences", "")
        == '[{"name": "mermaid", "class": "mermaid", "format": "a.b"}]'
    )


def test_snippets_are_found_below_their_base_paths(tmp_path: Path) -> None:
    (tmp_path / "includes").mkdir()
    (tmp_path / "includes" / "terms.en.txt").write_text("*[VHF]: very high frequency\n")
    snippets = dialect(
        tmp_path,
        "  pymdownx.snippets:\n"
        "    base_path: [parts, !relative $config_dir/includes, !relative $docs_dir]\n"
        "    auto_append: [!ENV [TERMS, terms.en.txt], !ENV MORE, lost.txt]\n"
        "    restrict_base_path: false\n    dedent_subsections: true\n",
    ).snippets
    assert snippets.base_paths == tuple(str(tmp_path / name) for name in ("parts", "includes", "docs"))
    assert snippets.auto_append == (str(tmp_path / "includes" / "terms.en.txt"), "lost.txt")
    assert not snippets.restrict_base_path
    assert snippets.dedent_subsections


def test_snippets_start_from_the_directory_of_the_build(tmp_path: Path) -> None:
    assert dialect(tmp_path, "  - pymdownx.snippets\n").snippets.base_paths == (str(tmp_path),)
    one = dialect(tmp_path, "  pymdownx.snippets: {base_path: docs, auto_append: a.txt}\n").snippets
    assert one.base_paths == (str(tmp_path / "docs"),)
    assert one.auto_append == ("a.txt",)


def test_emoji_name_their_index_and_the_icons_of_the_site(tmp_path: Path) -> None:
    assert dialect(tmp_path, "  - pymdownx.emoji\n").emoji.index == "pymdownx.emoji.emojione"
    emoji = dialect(
        tmp_path,
        "  pymdownx.emoji:\n    emoji_index: !!python/name:material.extensions.emoji.twemoji\n"
        "    options: {custom_icons: [overrides/.icons]}\n",
    ).emoji
    assert emoji.index == "material.extensions.emoji.twemoji"
    assert emoji.icon_dirs == (str(tmp_path / "overrides" / ".icons"),)
