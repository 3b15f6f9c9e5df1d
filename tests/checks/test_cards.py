"""Recommendation cards: their links, downloads, parts, and stores."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelint.checks.card_model import cards, owner_of
from guidelint.checks.cards_admonitions import TitleOptions, TypeOptions, admonition_title, admonition_type
from guidelint.checks.cards_copied import card_link_copied
from guidelint.checks.cards_downloads import HostOptions, LabelOptions, download_host, download_label
from guidelint.checks.cards_links import (
    VocabularyOptions,
    card_link_duplicate,
    card_link_title,
    card_link_vocabulary,
)
from guidelint.checks.cards_order import OrderOptions, card_link_order, download_order
from guidelint.checks.cards_stores import StoreOptions, store_url_form
from guidelint.checks.cards_structure import StructureOptions, card_structure
from guidelint.checks.registry import NoOptions
from guidelint.findings import Severity
from guidelint.markdown.parser import parse_page
from guidelint.site.discover import discover
from guidelint.source import Source
from tests.checks.texts import assert_places_exist, markdown_texts, site_of
from tests.sites import EXAMPLE_SITE, check_site, write_site

CARD = """\
## {name}

<div class="admonition recommendation" markdown>

![{name} logo](https://example.org/{name}.svg){{ align=right }}

**{name}** tells when the water comes.

[:octicons-home-16: Homepage]({home}){{ .md-button .md-button--primary }}
{links}

<details class="downloads" markdown>
<summary>Downloads</summary>

{downloads}

</details>

</div>
"""
VOCABULARY = """\
[rules.card-link-vocabulary.titles]
octicons-home-16 = ["Homepage"]
octicons-eye-16 = ["Privacy Policy"]
octicons-code-16 = ["Source Code"]
octicons-heart-16 = ["Contribute"]
"""


def card(name="Tidal", links="", downloads="", home=None):
    return CARD.format(
        name=name, links=links, downloads=downloads, home=home or f"https://{name.lower()}.example"
    )


def link(icon, title, target="https://example.org/a"):
    return f'[:{icon}:]({target}){{ .card-link title="{title}" }}'


def told(tmp_path, text, rule, configuration="", path="docs/index.md", **files):
    site = write_site(tmp_path, {path: text, "guidelint.toml": configuration, **files})
    return [entry for entry in check_site(site, [rule]) if entry.rule == rule]


@pytest.fixture(scope="module")
def dialect(tmp_path_factory):
    (config,) = discover(write_site(tmp_path_factory.mktemp("site"), {"docs/index.md": ""}), {}).configs
    return config.dialect


class TestModel:
    def read(self, dialect, text):
        site = site_of("docs")
        return cards(parse_page(Source("docs/index.md", text), dialect, site.base))

    def test_a_card_in_html(self, dialect):
        text = card(
            links=link("octicons-code-16", "Source Code"),
            downloads="- [:simple-linux: Linux](https://a.example)",
        )
        (found,) = self.read(dialect, text)
        assert (found.name, found.heading.text, found.home) == ("Tidal", "Tidal", "https://tidal.example")
        assert [len(part) for part in (found.images, found.links, found.buttons, found.downloads)] == [
            1,
            1,
            1,
            1,
        ]

    def test_a_card_in_the_older_form(self, dialect):
        text = (
            "## Tidal\n\n!!! recommendation\n\n    ![Tidal logo](a.svg)\n\n    __[Tidal](b.md)__ tells.\n\n"
            "    [Visit](https://a.example){ .md-button }\n\n    ??? downloads\n\n"
            "        - [:simple-linux: Linux](https://a.example/linux)\n"
        )
        (found,) = self.read(dialect, text)
        assert (found.name, found.home, len(found.downloads)) == ("Tidal", "https://a.example", 1)

    def test_a_card_without_a_download_block_lists_links_with_icons(self, dialect):
        text = "!!! recommendation\n\n    **Tidal**\n    - [:simple-linux: Linux](https://a.example)\n"
        (found,) = self.read(dialect, text)
        assert [download.text.strip() for download in found.downloads] == ["Linux"]

    @pytest.mark.parametrize(
        ("url", "owner"),
        [
            ("https://www.docs.tidal.example/a", "tidal.example"),
            ("https://github.com/Tidal/app", "github.com/tidal"),
            ("mailto:a@b.example", None),
            ("https://[::1", None),
            ("docs/a.md", None),
        ],
    )
    def test_who_an_address_belongs_to(self, url, owner):
        assert owner_of(url) == owner


class TestLinks:
    def test_an_icon_without_a_name(self, tmp_path):
        links = [
            "[:octicons-code-16:](https://a.example){ .card-link }",
            '[:octicons-eye-16:](https://b.example "b"){.card-link}',
            "[:octicons-home-16: Home](https://c.example){.card-link}",
        ]
        (found,) = told(tmp_path, card(links="\n".join(links)), "card-link-title")
        assert found.location.line == 10

    def test_icons_and_titles_that_do_not_belong_together(self, tmp_path):
        links = [
            link("octicons-eye-16", "Homepage"),
            link("octicons-code-16", "Code"),
            link("octicons-star-16", "Stars"),
            link("simple-matrix", "Chat room"),
            link("octicons-heart-16", "Contribute"),
        ]
        found = told(tmp_path, card(links="\n".join(links)), "card-link-vocabulary", VOCABULARY)
        assert [(entry.location.line, entry.help) for entry in found] == [
            (10, "use the icon :octicons-home-16:"),
            (11, "another link of the card leads to the same address"),
            (12, "another link of the card leads to the same address"),
        ]

    def test_in_translations_titles_are_compared_with_the_page(self, tmp_path):
        names = ("Tidal", "Ebb", "Flow")
        text = "\n".join(
            card(name, f"{link('octicons-heart-16', 'Mithelfen')}\n{link('octicons-code-16', 'Quelltext')}")
            for name in names
        )
        sentence = link("octicons-heart-16", "Wie man spendet steht ganz unten auf der Seite")
        text += card(
            "Wave", f"{link('octicons-code-16', 'Mithelfen')}\n{sentence}\n{link('octicons-eye-16', 'Daten')}"
        )
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "index.md").write_text("# Tides\n")
        site = write_site(
            tmp_path,
            {"i18n/de/index.md": text, "guidelint.toml": VOCABULARY},
            EXAMPLE_SITE + "docs_dir: !ENV [DOCS, docs]\n",
        )
        found = [
            entry
            for entry in check_site(site, ["card-link-vocabulary"])
            if entry.rule == "card-link-vocabulary"
        ]
        assert [entry.help for entry in found] == [
            "use the icon :octicons-heart-16:",
            "another link of the card leads to the same address",
        ]
        assert "is a sentence" in found[1].message

    def test_a_translation_beside_its_source_is_one(self, tmp_path):
        text = card(links=link("octicons-heart-16", "Mithelfen"))
        files = {"docs/index.md": card()}
        assert told(tmp_path, text, "card-link-vocabulary", VOCABULARY, "docs/index.de.md", **files) == []
        assert told(tmp_path, text, "card-link-vocabulary", VOCABULARY, "docs/other.md", **files) != []

    def test_a_title_that_comes_twice(self, tmp_path):
        links = f"{link('octicons-code-16', 'Source Code')}\n{link('octicons-code-16', 'Source Code', 'https://b.example')}"
        (found,) = told(tmp_path, card(links=links), "card-link-duplicate")
        assert (found.location.line, found.related[0].location.line) == (11, 10)

    def test_links_out_of_order_are_put_in_order(self, tmp_path):
        links = [
            link("octicons-code-16", "Source Code"),
            link("octicons-info-16", "News"),
            link("octicons-eye-16", "Privacy Policy"),
        ]
        order = '[rules.card-link-order]\norder = ["Privacy Policy", "Source Code"]\n'
        (found,) = told(tmp_path, card(links="\n".join(links)), "card-link-order", order)
        assert [(edit.location.line, edit.text) for edit in found.fix.edits] == [
            (10, links[2]),
            (12, links[0]),
        ]


class TestCopied:
    PRIVACY = link("octicons-eye-16", "Privacy Policy", "https://tidal.example/privacy")

    def test_the_address_of_another_product(self, tmp_path):
        (found,) = told(tmp_path, card("Tidal", self.PRIVACY) + card("Ebb", self.PRIVACY), "card-link-copied")
        assert found.message == '"Privacy Policy" of Ebb is the address that Tidal has'

    def test_the_copy_may_stand_first(self, tmp_path):
        (found,) = told(tmp_path, card("Ebb", self.PRIVACY) + card("Tidal", self.PRIVACY), "card-link-copied")
        assert found.message == '"Privacy Policy" of Ebb is the address that Tidal has'

    @pytest.mark.parametrize(
        "text",
        [
            card("Tidal", PRIVACY) + card("Pro", PRIVACY, home="https://pro.tidal.example"),
            card("Tidal", PRIVACY) + card("Tidal Pro", PRIVACY, home="https://pro.test"),
            card("Tidal", PRIVACY)
            + card("Ebb", f"{PRIVACY}\n{link('octicons-code-16', 'Source Code')}")
            + card("Flow", link("octicons-code-16", "Source Code")),
        ],
        ids=["same owner", "same family", "a collection"],
    )
    def test_addresses_that_are_shared_for_good(self, text, tmp_path):
        assert told(tmp_path, text, "card-link-copied") == []


class TestStructure:
    @pytest.mark.parametrize(
        ("old", "new", "message", "severity"),
        [
            ("![Tidal logo]", "![tidal logo]", "the text of the logo is", Severity.WARNING),
            ("![Tidal logo]", "![Tidal Inc logo]", "the text of the logo is", Severity.INFO),
            ("![Tidal logo]", "![Tidal]", "the text of the logo is", Severity.WARNING),
            (
                "![Tidal logo](https://example.org/Tidal.svg){ align=right }",
                "",
                "has no logo",
                Severity.WARNING,
            ),
            ("**Tidal** tells", "Tidal tells", "does not hold the name", Severity.INFO),
            (".md-button .md-button--primary", ".link", "has no button", Severity.INFO),
        ],
    )
    def test_a_part_that_is_missing_or_wrong(self, old, new, message, severity, tmp_path):
        (found,) = told(tmp_path, card().replace(old, new), "card-structure")
        assert (message in found.message, found.severity) == (True, severity)

    def test_the_name_comes_first_where_it_is_the_custom(self, tmp_path):
        text = card().replace("**Tidal** tells", "The **Tidal** tells")
        assert told(tmp_path / "a", text, "card-structure") == []
        (found,) = told(
            tmp_path / "b", text, "card-structure", '[rules.card-structure]\nname-first = ["docs"]\n'
        )
        assert "begin with" in found.message

    def test_a_logo_in_two_versions_is_one_finding(self, tmp_path):
        two = (
            "![Ebb logo](https://a.example/a.svg#only-light)\n![Ebb logo](https://a.example/b.svg#only-dark)"
        )
        text = card().replace("![Tidal logo](https://example.org/Tidal.svg){ align=right }", two)
        (found,) = told(tmp_path, text, "card-structure")
        assert len(found.related) == 1

    @pytest.mark.parametrize(
        ("name", "alt", "is_wrong"),
        [
            ("Tidal", "Logo de Tidal", False),
            ("Marée", "Tidal logo", False),
            ("TidaL Pro", "Tidal logo", True),
            ("Tidal", "Tidal logo", False),
        ],
    )
    def test_in_translations_only_the_spelling_of_a_name_is_compared(self, name, alt, is_wrong, tmp_path):
        text = card().replace("Tidal logo", alt).replace("**Tidal**", f"**{name}**")
        files = {"docs/index.md": card()}
        assert bool(told(tmp_path, text, "card-structure", "", "docs/index.fr.md", **files)) is is_wrong

    def test_logos_in_lists_of_products(self, tmp_path):
        text = (
            "- ![Tidal logo](https://a.example/a.svg){ .twemoji }"
            "![Ebb logo](https://a.example/b.svg){ .twemoji } "
            "[Tidal (tides)](https://a.example)\n"
            "- ![Flow](https://a.example/c.svg){ .twemoji } [Flow](https://a.example)\n"
            "- ![Flow logo](https://a.example/d.svg){ .twemoji } [Flow for sailors](https://a.example)\n"
        )
        found = told(tmp_path, text, "card-structure")
        assert [(entry.location.line, entry.help) for entry in found] == [
            (1, 'write "Tidal logo"'),
            (2, 'write "Flow logo"'),
        ]


class TestDownloads:
    LABELS = (
        '[rules.download-label.icons]\n"Android" = ["simple-android"]\n"F-Droid" = ["simple-fdroid"]\n'
        '"Web" = ["octicons-browser-16"]\n'
    )
    HOSTS = (
        '[rules.download-host]\nreserved = ["play.google.com"]\n'
        '[rules.download-host.hosts]\n"Google Play" = ["play.google.com"]\n"GitHub" = ["github.com"]\n'
    )

    @pytest.mark.parametrize(
        ("download", "is_wrong"),
        [
            (":simple-android: F-Droid", True),
            (":simple-android: Google", True),
            (":simple-android: Android (APK)", False),
            (":octicons-browser-16: Browser", False),
            (":simple-linux: Android", False),
        ],
    )
    def test_icons_of_other_labels(self, download, is_wrong, tmp_path):
        text = card(downloads=f"- [{download}](https://a.example)")
        assert bool(told(tmp_path, text, "download-label", self.LABELS)) is is_wrong

    @pytest.mark.parametrize(
        ("label", "url", "is_wrong"),
        [
            ("Google Play", "https://tidal.example/android", True),
            ("Google Play", "https://play.google.com/store/apps/details?id=a", False),
            ("GitHub", "https://www.github.com/a/b", False),
            ("GitHub", "https://github.com.evil.example/a", True),
            ("Android", "https://play.google.com/store/apps/details?id=a", True),
            ("GooglePlay", "https://play.google.com/store/apps/details?id=a", False),
            ("Android", "https://[", False),
        ],
    )
    def test_hosts_of_other_labels(self, label, url, is_wrong, tmp_path):
        text = card(downloads=f"- [:simple-android: {label}]({url})")
        assert bool(told(tmp_path, text, "download-host", self.HOSTS)) is is_wrong

    def test_labels_in_one_entry_of_the_order_are_equals(self, tmp_path):
        order = '[rules.download-order]\norder = ["A | B", "C"]\n'
        entries = [f"- [:simple-android: {name}](https://{name}.example)" for name in "BAC"]
        assert told(tmp_path / "a", card(downloads="\n".join(entries)), "download-order", order) == []
        (found,) = told(tmp_path / "b", card(downloads="\n".join(reversed(entries))), "download-order", order)
        assert found.fix is not None


class TestStores:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("https://www.flathub.org/apps/details/a.b.C", "https://flathub.org/apps/a.b.C"),
            (
                "https://chrome.google.com/webstore/detail/a/b?x",
                "https://chromewebstore.google.com/detail/a/b?x",
            ),
            ("https://apps.apple.com/us/app/tidal/id1", "https://apps.apple.com/app/tidal/id1"),
        ],
    )
    def test_former_addresses_are_mended(self, old, new, tmp_path):
        (found,) = told(tmp_path, f"The [store]({old}).\n", "store-url-form")
        assert [edit.text for edit in found.fix.edits] == [new]

    def test_every_place_of_one_address_is_mended(self, tmp_path):
        text = "[a](https://flathub.org/apps/details/a) and [b](https://flathub.org/apps/details/a)\n"
        assert len(told(tmp_path, text, "store-url-form")) == 2

    def test_a_site_adds_and_removes_forms(self, tmp_path):
        own = (
            "[rules.store-url-form.forms]\nflathub = false\n[rules.store-url-form.forms.own]\n"
            "pattern = 'https://(a|b)\\.example/'\ntext = 'https://\\1.test/'\nreason = 'moved'\n"
        )
        text = "[a](https://flathub.org/apps/details/a) [b](https://b.example/c)\n"
        (found,) = told(tmp_path, text, "store-url-form", own)
        assert found.help == "write https://b.test/c"

    @pytest.mark.parametrize(
        "form",
        [
            3,
            {"pattern": "a"},
            {"pattern": "(", "text": "", "reason": ""},
            {"pattern": "a", "text": "\\2", "reason": ""},
        ],
    )
    def test_what_is_no_form_is_refused(self, form):
        with pytest.raises(ValueError, match="form"):
            StoreOptions({"x": form})


PARTS = [
    '<div class="admonition recommendation" markdown>',
    '<div class="admonition Note" markdown>',
    '<p class="admonition-title">',
    "</div>",
    "</details>",
    "!!! recommendation",
    "    ",
    "    !!! tide",
    '??? downloads "x"',
    "## Tidal",
    "**Tidal** tells",
    "**",
    "![a logo](a.svg){ .twemoji }",
    "![](a.svg)",
    '[:octicons-eye-16:](https://a.example/x){ .card-link title="A" }',
    "[:octicons-code-16:](https://b.example/x){.card-link title=B}",
    "[:octicons-home-16: A](https://c.example){ .md-button }",
    "- [:simple-android: A](https://flathub.org/apps/details/x)",
    "[:simple-android: B](https://[::1)",
    "[a]: https://chrome.google.com/webstore/detail/x",
    "[:simple-android: C][a]",
    '<details class="downloads" markdown>',
    "<summary>",
]
TABLE = st.dictionaries(
    st.sampled_from(["A", "B", "C", "octicons-eye-16", "simple-android"]),
    st.lists(st.sampled_from(["A", "B", "a.example", "simple-android", ""]), max_size=3),
    max_size=4,
)


@given(markdown_texts(PARTS), TABLE, st.lists(st.sampled_from(["A", "B | C", ""]), max_size=3))
def test_any_page_and_any_options_give_findings_inside_of_the_page(dialect, text, table, order):
    site = site_of("docs")
    page = parse_page(Source("docs/index.md", text), dialect, site.base)
    ordered = OrderOptions(tuple(order))
    for check, options in [
        (card_link_title, NoOptions()),
        (card_link_vocabulary, VocabularyOptions(table)),
        (card_link_duplicate, NoOptions()),
        (card_link_copied, NoOptions()),
        (card_link_order, ordered),
        (download_order, ordered),
        (card_structure, StructureOptions(name_first=("docs",))),
        (download_label, LabelOptions(table)),
        (download_host, HostOptions(table, ("flathub.org",))),
        (store_url_form, StoreOptions()),
        (admonition_type, TypeOptions()),
        (admonition_title, TitleOptions(("recommendation",))),
    ]:
        assert_places_exist(page, check(page, site, options))
