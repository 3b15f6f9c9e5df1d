"""Records as msgpack and back: nothing is lost, and nothing else is taken."""

from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from guidelint.cache.codec import decode, encode, strictly_encode
from guidelint.findings import Edit, Finding, Fix, Location, Related, Safety, Severity
from guidelint.markdown.dialect import Dialect
from guidelint.occurrences import Occurrence
from guidelint.site.config import NavEntry, SiteConfig
from guidelint.site.files import SiteFile
from guidelint.site.opaque import Opaque
from guidelint.site.structure import Structure, Unit
from guidelint.site.summary import AnchorPlace, PageSummary

PLACE = Location("docs/a.md", 1, 2, 3, 4)
FINDING = Finding(
    rule="link-file",
    code="GL501",
    severity=Severity.ERROR,
    location=PLACE,
    message="no such file",
    cause="b.md",
    highlight=PLACE,
    notes=("one",),
    related=(Related(PLACE, "here"),),
    fix=Fix((Edit(PLACE, "x"),), Safety.UNSAFE, adds=(("link", "b.md"),)),
    root=Related(PLACE, "root"),
)
CONFIG = SiteConfig(
    path=Path("/site/mkdocs.yml"),
    generator="material",
    docs_dir=Path("/site/docs"),
    build_dir=Path("/site"),
    nav=(NavEntry("a.md", None, Path("/site/mkdocs.yml"), 1, 2),),
    plugins={
        "blog": {"enabled": True, "names": ["a", {"b": None}], "slug": Opaque("x.y", (("case", "lower"),))}
    },
    dialect=Dialect(extensions=frozenset({"b", "a"}), options=(("a", "b", "c"),)),
    variables=frozenset({"z", "y"}),
)
SUMMARY = PageSummary(
    anchors={"z": AnchorPlace("docs/a.md", 1, 1, "Z"), "a": AnchorPlace("docs/a.md", 2, 1)},
    headings=(("z", 1),),
    targets=(("b.md", False),),
)
STRUCTURE = Structure((Unit("p", 1, 2, (("link", "a"),), (1,), 3, 4),), (("title", "x"),), (("<div>", 1),))
VALUES = [
    (FINDING, Finding),
    (CONFIG, SiteConfig),
    (SUMMARY, PageSummary),
    (STRUCTURE, Structure | None),
    (None, PageSummary | None),
    ((SiteFile("a.md", Path("/site/docs/a.md"), "a/index.html"),), tuple[SiteFile, ...]),
    ((("https://a.example", Occurrence(PLACE, PLACE, "x")),), tuple[tuple[str, Occurrence], ...]),
]


@pytest.mark.parametrize(("value", "kind"), VALUES, ids=[type(value).__name__ for value, _ in VALUES])
def test_a_value_and_back(value, kind):
    assert decode(encode(value), kind) == value


def test_the_order_of_anchors_is_kept():
    assert list(decode(encode(SUMMARY), PageSummary).anchors) == ["z", "a"]


def test_equal_values_have_equal_bytes():
    assert encode(SUMMARY) == encode(decode(encode(SUMMARY), PageSummary))


def test_lists_in_options_are_lists():
    assert decode(encode(CONFIG), SiteConfig).plugins["blog"]["names"] == ["a", {"b": None}]


def test_other_objects_in_options_are_refused():
    with pytest.raises(TypeError):
        encode(replace(CONFIG, plugins={"blog": {"x": object()}}))


def test_text_that_utf_8_cannot_hold_can_be_compared_and_not_kept():
    odd = replace(FINDING, message="no \udc80 file")
    assert encode(odd) == encode(replace(odd)) != encode(replace(odd, message="no \udc81 file"))
    with pytest.raises(ValueError, match="malformed"):
        decode(encode(odd), Finding)
    with pytest.raises(ValueError, match="surrogates"):
        strictly_encode(odd)


def test_another_extension_is_refused():
    with pytest.raises(ValueError, match="unknown extension 7"):
        decode(encode(msgspec.msgpack.Ext(7, b"")), object)


def test_deep_nesting_is_refused():
    with pytest.raises(ValueError, match="recursion"):
        decode(b"\x91" * 100_000 + b"\xc0", object)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | st.text(max_size=3) | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=30,
)


@given(plain, st.sampled_from([kind for _, kind in VALUES]))
def test_other_data_is_refused_or_of_the_type(data, kind):
    with suppress(ValueError):
        value = decode(encode(data), kind)
        assert decode(encode(value), kind) == value


@given(st.data())
def test_a_field_of_another_type_is_refused(data):
    fields = list(msgspec.structs.astuple(FINDING))
    number = data.draw(st.integers(0, 13))
    fields[number] = data.draw(st.just(1.5) | st.just({}) | st.just([[1]]) | st.just(7))
    with pytest.raises(ValueError, match="Expected"):
        decode(encode(fields), Finding)


@given(st.binary())
def test_any_bytes_are_a_value_or_refused(data):
    with suppress(ValueError):
        decode(data, object)
