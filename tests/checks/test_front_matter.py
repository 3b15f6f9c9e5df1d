"""Front matter: what can be read, what its keys may hold, and what they name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelint.checks.front_matter import front_matter_syntax
from guidelint.checks.front_matter_file import FileOptions, front_matter_file
from guidelint.checks.front_matter_schema import SchemaOptions, front_matter_schema
from guidelint.checks.front_matter_text import TextOptions, front_matter_text
from guidelint.checks.registry import NoOptions
from guidelint.findings import Severity
from guidelint.markdown.dialect import MKDOCS_DEFAULT
from guidelint.markdown.parser import parse_page
from guidelint.source import Source
from tests.checks.texts import assert_places_exist, site_of, yaml_texts
from tests.sites import EXAMPLE_SITE, check_site, write_site

POST = "docs/posts/spring.md"


def told(findings, rule):
    return [
        (entry.location.line, entry.location.column, entry.message)
        for entry in findings
        if entry.rule == rule
    ]


def messages(findings, rule):
    return [entry.message for entry in findings if entry.rule == rule]


class TestSyntax:
    @pytest.mark.parametrize(
        ("text", "place", "message"),
        [
            ("---\ntitle: a\n\ttags: [b]\n---\n", (3, 1), "a tab at the start of the line"),
            ("---\ntitle: [a\n---\n", (3, 1), "the front matter cannot be read"),
            ("---\ntitle: a\ntitle: b\n---\n", (3, 1), 'the key "title" is given twice'),
            ("---\nx:\n  title: a\n  title: b\n---\n", (4, 3), 'the key "title" is given twice'),
            ("---\ntitle: a\n\n# Tides\n", (1, 1), "the line --- that ends it is missing"),
            ("\n---\ntitle: a\n---\n\n# Tides\n", (2, 1), "it must begin on the first line"),
        ],
    )
    def test_what_cannot_be_read_is_reported_where_it_stands(self, text, place, message, tmp_path):
        (found,) = told(check_site(write_site(tmp_path, {"docs/index.md": text})), "front-matter-syntax")
        assert found[:2] == place
        assert message in found[2]

    def test_a_key_that_comes_twice_shows_the_first(self, tmp_path):
        text = "---\ntitle: a\nx:\n  title: b\n  title: c\n---\n"
        (found,) = check_site(write_site(tmp_path, {"docs/index.md": text}))
        assert [entry.location.line for entry in found.related] == [4]

    @pytest.mark.parametrize(
        "text",
        ["---\n\nA rule, then text.\n", "---\ntitle: a\n---\n", "title: a\n\n# Tides\n", "---\n# a\n---\n"],
    )
    def test_pages_that_only_look_alike_are_silent(self, text, tmp_path):
        assert check_site(write_site(tmp_path, {"docs/index.md": text})) == []


class TestSchema:
    def check(self, tmp_path, front_matter, schema, path=POST):
        files = {path: f"---\n{front_matter}---\n\n# Spring\n", "guidelint.toml": schema}
        return check_site(write_site(tmp_path, files), ["front-matter-schema"])

    def test_a_wrong_value_is_reported_at_the_value_and_an_unknown_key_at_the_key(self, tmp_path):
        schema = (
            '[rules.front-matter-schema.schemas."docs/**"]\nadditionalProperties = false\n'
            '[rules.front-matter-schema.schemas."docs/**".properties]\n'
            'tide = { enum = ["high", "low"] }\n'
            'date = { type = "object", properties = { day = { type = "integer" } } }\n'
        )
        found = self.check(tmp_path, "tide: hihg\ndate:\n  day: Monday\ntides: 3\n", schema)
        assert told(found, "front-matter-schema") == [
            (2, 7, 'tide may not be "hihg"'),
            (4, 8, 'date.day must be a whole number, not "Monday"'),
            (5, 1, 'unknown key "tides"'),
        ]
        assert [entry.help for entry in found] == ["did you mean high?", None, "did you mean tide?"]

    def test_a_missing_key_is_an_error_if_required_and_information_if_recommended(self, tmp_path):
        lacking = 'required = ["date"]\nrecommended = ["description"]\n'
        schema = f'[rules.front-matter-schema.schemas."docs/**"]\n{lacking}'
        found = self.check(tmp_path, "title: Spring\n", schema)
        assert {(entry.message, entry.severity) for entry in found} == {
            ('the front matter has no "date"', Severity.ERROR),
            ('the front matter has no "description"', Severity.INFO),
        }

    def test_a_page_without_front_matter_lacks_everything(self, tmp_path):
        schema = '[rules.front-matter-schema.schemas."docs/**"]\nrequired = ["date"]\n'
        found = check_site(write_site(tmp_path, {"docs/index.md": "# Tides\n", "guidelint.toml": schema}))
        assert told(found, "front-matter-schema") == [(1, 1, 'the front matter has no "date"')]

    @pytest.mark.parametrize("written", ["2031-03-01", "2031-03-01T19:00:00", "2031-03-01 19:00:00"])
    def test_a_time_without_a_zone_can_be_refused(self, written, tmp_path):
        schema = (
            '[rules.front-matter-schema.schemas."**/posts/**".properties.date]\n'
            'pattern = "T.*Z$"\ndescription = "a time with a zone"\n'
        )
        (found,) = messages(self.check(tmp_path, f"date: {written}\n", schema), "front-matter-schema")
        assert found.startswith("date must be a time with a zone, not")
        assert (
            messages(self.check(tmp_path, "date: 2031-03-01T19:00:00Z\n", schema), "front-matter-schema")
            == []
        )

    def test_a_site_changes_one_entry_of_a_preset(self, tmp_path):
        preset = 'preset = "mkdocs-material"\n'
        own = '[rules.front-matter-schema.schemas."*".properties]\ntitle = { type = "boolean" }\n'
        assert self.check(tmp_path / "preset", "title: Spring\n", preset) == []
        found = self.check(tmp_path / "own", "title: Spring\ndescription: 3\n", preset + own)
        assert messages(found, "front-matter-schema") == [
            'title must be true or false, not "Spring"',
            'description must be a text, not "3"',
        ]

    def test_narrow_patterns_lie_over_wide_ones(self, tmp_path):
        schema = (
            '[rules.front-matter-schema.schemas."*".properties]\nlevel = { type = "string" }\n'
            '[rules.front-matter-schema.schemas."docs/posts/**".properties]\nlevel = { type = "integer" }\n'
        )
        assert messages(self.check(tmp_path / "a", "level: 3\n", schema), "front-matter-schema") == []
        assert self.check(tmp_path / "b", "level: 3\n", schema, "docs/a.md") != []

    def test_a_choice_names_the_nearest_branch(self, tmp_path):
        schema = (
            '[rules.front-matter-schema.schemas."docs/**".properties]\n'
            'date = { anyOf = [{ type = "string" }, { properties = { day = { type = "integer" } } }] }\n'
        )
        (found,) = told(self.check(tmp_path, "date:\n  day: Monday\n", schema), "front-matter-schema")
        assert found == (3, 8, 'date.day must be a whole number, not "Monday"')

    def test_mistyped_keys_are_found_where_others_are_allowed(self, tmp_path):
        found = self.check(tmp_path, "descripton: a\nimages: b\ntag: c\n", 'preset = "mkdocs-material"\n')
        assert told(found, "front-matter-schema") == [(2, 1, 'nothing reads the key "descripton"')]

    @pytest.mark.parametrize(
        ("schema", "complaint"),
        [
            ({"*": 3}, "must be a table"),
            ({"*": {"type": "text"}}, "is no JSON Schema"),
            ({"*": {"properties": {"a": {"pattern": "("}}}}, "is no JSON Schema"),
            ({"*": {"properties": {"a": {"$ref": "http://127.0.0.1/x"}}}}, "refers to another one"),
        ],
    )
    def test_what_is_no_schema_is_refused(self, schema, complaint):
        with pytest.raises(ValueError, match=complaint):
            SchemaOptions(schema)

    def test_translations_are_judged_as_their_source_which_alone_is_reported(self, tmp_path):
        configuration = EXAMPLE_SITE + "docs_dir: !ENV [DOCS, docs]\n"
        page = "---\ntide: hihg\n---\n"
        schema = '[rules.front-matter-schema.schemas."docs/*.md".properties]\ntide = { enum = ["high"] }\n'
        files = {"guidelint.toml": schema, "docs/index.md": page}
        files |= {f"i18n/{language}/index.md": page for language in ("de", "fr")}
        (found,) = check_site(write_site(tmp_path, files, configuration), ["front-matter-schema"])
        assert (found.location.path, found.related) == ("docs/index.md", ())


class TestFiles:
    def test_files_icons_and_templates_that_are_missing(self, tmp_path):
        files = {
            "docs/index.md": "---\ncover: tide.wepb\nicon: material/anchr\ntemplate: hom.html\n---\n",
            "theme/covers/tide.webp": "",
            "theme/home.html": "",
            "guidelint.toml": '[rules.front-matter-file.files]\ncover = "theme/covers"\n',
        }
        configuration = EXAMPLE_SITE.replace("name: material", "name: material\n  custom_dir: theme")
        found = check_site(write_site(tmp_path, files, configuration))
        assert [(entry.location.line, entry.help) for entry in found] == [
            (2, "did you mean tide.webp?"),
            (3, "did you mean material/anchor?"),
            (4, "did you mean home.html?"),
        ]

    def test_authors_and_categories_of_the_blog(self, tmp_path):
        files = {
            "docs/blog/posts/a.md": "---\nauthors: [joan, jon]\ncategories: [Tides, Tide]\n---\n# A\n",
            "docs/blog/.authors.yml": "authors:\n  joan: {name: Joan}\n",
        }
        configuration = EXAMPLE_SITE + "plugins:\n  - blog:\n      categories_allowed: [Tides]\n"
        found = check_site(write_site(tmp_path, files, configuration))
        assert told(found, "front-matter-file") == [
            (2, 17, 'the blog has no author "jon"'),
            (3, 21, 'the blog has no category "Tide"'),
        ]

    def test_what_exists_and_what_cannot_be_known_is_silent(self, tmp_path):
        files = {
            "docs/index.md": "---\ncover: https://example.org/a.webp\npreview: {cover: a.webp}\n"
            "icon: material/anchor\n---\n",
            "guidelint.toml": "[rules.front-matter-file.files]\ncover = 'docs'\n'preview.cover' = 'none'\n",
        }
        assert check_site(write_site(tmp_path, files)) == []


class TestText:
    OPTIONS = "[rules.front-matter-text]\nsuffix = ' - Harbour'\nmax-description = 20\nfinal-stop = true\n"

    def check(self, tmp_path, text):
        files = {"docs/index.md": text, "guidelint.toml": self.OPTIONS}
        return messages(check_site(write_site(tmp_path, files), ["front-matter-text"]), "front-matter-text")

    def test_what_departs_from_the_custom(self, tmp_path):
        text = "---\ntitle: a\nmeta_title: b\ndescription: Longer than the twenty characters\n---\n# A\n"
        assert self.check(tmp_path, text) == [
            'meta_title does not end in " - Harbour"',
            "the description does not end with a full stop",
            "the description has 33 characters, more than 20",
            "the page has a title in its front matter and a heading of the first level",
        ]

    @pytest.mark.parametrize("description", ["Short.", "何时出海。", "“Why?”", "متى؟", ""])
    def test_what_ends_a_sentence(self, description, tmp_path):
        assert (
            self.check(tmp_path, f"---\ndescription: {description}\nmeta_title: Harbour guide\n---\n") == []
        )


SCHEMAS = st.recursive(
    st.fixed_dictionaries({}, optional={"type": st.sampled_from(["string", "object", "array", "number"])}),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "properties": st.dictionaries(st.sampled_from(["title", "date", "x"]), inner, max_size=3),
            "items": inner,
            "anyOf": st.lists(inner, min_size=1, max_size=2),
            "not": inner,
            "additionalProperties": st.booleans() | inner,
            "required": st.lists(st.sampled_from(["title", "a.b", "'"]), unique=True),
            "recommended": st.lists(st.sampled_from(["title", "x"])),
            "enum": st.lists(
                st.none() | st.text(max_size=3) | st.integers(), min_size=1, max_size=2, unique=True
            ),
            "pattern": st.sampled_from(["^a", "T.*Z$"]),
            "multipleOf": st.sampled_from([0.5, 3]),
            "uniqueItems": st.booleans(),
            "description": st.text(max_size=5),
        },
    ),
    max_leaves=6,
)


@given(yaml_texts(), SCHEMAS)
def test_any_front_matter_and_any_schema_give_findings_inside_of_the_page(text, schema):
    site = site_of("docs")
    page = parse_page(Source("docs/index.md", text), MKDOCS_DEFAULT, site.base)
    assert_places_exist(page, front_matter_syntax(page, site, NoOptions()))
    assert_places_exist(page, front_matter_schema(page, site, SchemaOptions({"docs/**": schema})))
    assert_places_exist(page, front_matter_file(page, site, FileOptions({"title": ".", "date.x": "docs"})))
    options = TextOptions(suffix=" - a", suffix_key="title", max_description=3, final_stop=True)
    assert_places_exist(page, front_matter_text(page, site, options))
