"""Images, icons, headings, texts and repository paths of links inside a site."""

import pytest

from guidelint.checks.site_links_images import image_alt
from guidelint.checks.site_links_pins import heading_id_unpinned
from guidelint.checks.site_links_text import LinkTextOptions, link_text
from guidelint.findings import Confidence, Severity
from tests.checks.pages import findings, places
from tests.sites import EXAMPLE_SITE, check_site, mend_site, write_site


def found_by(name, folder):
    return [entry for entry in check_site(folder, [name]) if entry.rule == name]


@pytest.mark.parametrize(
    "image", ["![](map.svg)", "![ ](map.svg)", '<img src="map.svg">', "[![](map.svg)](tides.md)"]
)
def test_images_without_a_text(image):
    assert len(findings(image_alt, f"# A\n\n{image}\n")) == 1


@pytest.mark.parametrize(
    "image",
    [
        *(
            "![A map](map.svg)",
            '<img src="map.svg" alt="">',
            '<img src="map.svg" alt="A">',
            "[![](map.svg) A map](tides.md)",
        ),
        *('<img src="map.svg" aria-hidden="true">', "`![](map.svg)`"),
    ],
)
def test_images_with_one_and_decoration(image):
    assert places(image_alt, f"# A\n\n{image}\n") == []


def test_in_a_readme_it_is_information(tmp_path):
    (tmp_path / "README.md").write_text('# A\n\n<img src="https://harbour.dev/a.png">\n', "utf-8")
    [found] = found_by("image-alt", tmp_path)
    assert found.severity is Severity.INFO


def test_headings_that_links_lead_to_are_pinned_from_every_page(tmp_path):
    files = {
        "docs/index.md": "# A\n\n[b](tides.md#high-water) [c](#d) [d](https://harbour.dev/tides/#low)\n\n"
        "## D #\n",
        "docs/tides.md": "# Tides\n\n## High water\n\n## Low {.x}\n\n## Neap\n\n"
        "## Own { #own }\n\n[o](#own)\n",
    }
    folder = write_site(tmp_path, files, f"site_url: https://harbour.dev/\n{EXAMPLE_SITE}")
    assert len(found_by("heading-id-unpinned", folder)) == 3
    mend_site(folder, ["heading-id-unpinned"])
    assert "## D { #d } #\n" in (folder / "docs/index.md").read_text("utf-8")
    tides = (folder / "docs/tides.md").read_text("utf-8")
    assert "## High water { #high-water }\n\n## Low { #low .x}\n\n## Neap\n" in tides
    assert found_by("heading-id-unpinned", folder) == []


def test_a_heading_with_a_line_below_it_is_not_rewritten():
    [found] = findings(heading_id_unpinned, "Tides\n=====\n\n[a](#tides)\n") or [None]
    assert found is None or found.fix is None


ICONS = EXAMPLE_SITE.replace("name: material", "name: material\n  custom_dir: theme") + (
    "      options: {custom_icons: [theme/icons]}\n"
)


def test_icons_with_a_prolog_are_named_once(tmp_path):
    files = {
        "docs/index.md": "# A\n",
        "theme/icons/a/flag.svg": "<!-- made by hand -->\n<!DOCTYPE svg>\n<svg/>",
        "theme/icons/b.svg": '<?xml version="1.0"?><svg/>',
        "theme/icons/c.svg": "<svg/>",
        "theme/icons/empty.svg": "",
    }
    found = found_by("icon-file", write_site(tmp_path, files, ICONS))
    assert [(entry.location.path, entry.location.line) for entry in found] == [
        ("theme/icons/a/flag.svg", 2),
        ("theme/icons/b.svg", 1),
    ]


def test_images_count_as_used_wherever_they_are_named(tmp_path):
    names = ("page", "html", "css", "cover", "config", "icons/icon", "theme/unused")
    files = {f"theme/{name}.svg" if "/" in name else f"docs/{name}.svg": "<svg/>" for name in names} | {
        "docs/index.md": '---\ncover: cover.svg\n---\n# A\n\n![a](page.svg)\n\n<img src="html.svg" alt="">\n',
        "docs/extra.css": "a { background: url(css.svg) }",
    }
    folder = write_site(tmp_path, files, f"{ICONS}extra: {{logo: config.svg}}\n")
    assert [entry.location.path for entry in found_by("image-unused", folder)] == ["theme/theme/unused.svg"]


@pytest.mark.parametrize("text", ["here", "Here.", "**here**", "READ MORE", "*this*"])
def test_texts_that_tell_nothing(text):
    assert places(link_text, f"[{text}](tides.md)") == [f"[{text}](tides.md)"]


def test_texts_that_tell_something():
    assert places(link_text, "[here it is](tides.md) [![here](map.svg)](tides.md) [tides](tides.md)") == []
    assert places(link_text, "[ici](tides.md)", LinkTextOptions(("ici",))) == ["[ici](tides.md)"]


REPOSITORY = "site_name: A\nrepo_url: https://github.com/harbour/site\nedit_uri: edit/trunk/docs/\n"


@pytest.mark.parametrize(
    ("url", "is_missing"),
    [
        ("https://github.com/harbour/site/blob/main/docs/gone.md", True),
        ("https://github.com/Harbour/Site/edit/trunk/docs/gone.md#L3", True),
        ("https://raw.githubusercontent.com/harbour/site/main/docs/gone.md", True),
        ("https://github.com/harbour/site/tree/main/docs", False),
        ("https://github.com/harbour/site/blob/main/docs/index.md?plain=1", False),
        ("https://github.com/harbour/site/blob/v1.0/docs/gone.md", False),
        ("https://github.com/harbour/site/blob/main/.github/gone.yml", False),
        ("https://github.com/harbour/site/issues/3", False),
        ("https://github.com/harbour/other/blob/main/docs/gone.md", False),
        ("https://github.com/harbour/site/blob/main/../../etc/passwd", False),
        ("https://[::1/harbour/site/blob/main/docs/gone.md", False),
    ],
)
def test_paths_in_the_own_repository(url, is_missing, tmp_path):
    folder = write_site(tmp_path, {"docs/index.md": f"# A\n\n[a]({url})\n"}, REPOSITORY)
    assert bool(found_by("own-repo-path", folder)) == is_missing


def test_icons_without_a_name_are_one_finding_for_a_page(tmp_path):
    link = "[:material-home:](https://harbour.dev/{})"
    page = f"# A\n\n{link.format(1)} {link.format(2)} [](https://harbour.dev/)\n"
    found = found_by("link-empty", write_site(tmp_path, {"docs/index.md": page}))
    assert [(entry.severity, len(entry.related)) for entry in found] == [
        (Severity.WARNING, 1),
        (Severity.ERROR, 0),
    ]


ALIASES = '[aliases]\n"https://old.harbour.dev/" = "https://harbour.dev/en/"\n"https://harbour.dev/" = "https://harbour.dev/en/"\n'


def test_former_addresses_are_information_and_a_dead_anchor_behind_a_redirect_is_likely(tmp_path):
    page = "# A\n\n[a](https://harbour.dev/tides/) [b](https://harbour.dev/tides/#x) [c](https://old.harbour.dev/tides/#y)\n"
    files = {"docs/index.md": page, "docs/tides.md": "# T\n", "guidelint.toml": ALIASES}
    found = check_site(write_site(tmp_path, files, "site_name: A\nsite_url: https://harbour.dev/en/\n"))
    assert [(entry.rule, entry.severity, entry.confidence) for entry in found] == [
        ("link-form", Severity.INFO, Confidence.CERTAIN),
        ("own-site-link", Severity.WARNING, Confidence.LIKELY),
        ("own-site-link", Severity.ERROR, Confidence.CERTAIN),
    ]


def test_paths_that_leave_the_site_are_named_unless_the_site_ignores_them(tmp_path):
    files = {"docs/index.md": "# A\n\n[a](/licence) [b](tides.md)\n", "docs/tides.md": "# T\n"}
    configuration = "site_name: A\nsite_url: https://harbour.dev/en/\n"
    folder = write_site(tmp_path, files, configuration)
    assert [entry.highlight.column for entry in check_site(folder)] == [5]
    ignoring = f"{configuration}validation: {{links: {{absolute_links: ignore}}}}\n"
    assert check_site(write_site(tmp_path, files, ignoring)) == []
