"""Dataclasses as plain data and back: nothing is lost, and nothing else is taken."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from guidelint.cache.codec import MismatchError, packer, unpacker
from guidelint.cache.store import pack, unpack
from guidelint.findings import Edit, Finding, Fix, Location, Related, Safety, Severity
from guidelint.markdown.dialect import Dialect
from guidelint.occurrences import Occurrence
from guidelint.site.config import NavEntry, SiteConfig
from guidelint.site.opaque import Opaque
from guidelint.site.summary import AnchorPlace, PageSummary

PLACE = Location("docs/a.md", 1, 2, 3, 4)
FINDING = Finding(
    rule="link-file",
    code="GL501",
    severity=Severity.ERROR,
    location=PLACE,
    message="no \udc80 file",
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
VALUES = [
    (FINDING, Finding),
    (CONFIG, SiteConfig),
    (SUMMARY, PageSummary),
    (None, PageSummary | None),
    ((("https://a.example", Occurrence(PLACE, PLACE, "x")),), tuple[tuple[str, Occurrence], ...]),
]


def copied(value, kind):
    return unpacker(kind)(unpack(pack(packer(kind)(value))))


@pytest.mark.parametrize(("value", "kind"), VALUES, ids=[type(value).__name__ for value, _ in VALUES])
def test_a_value_and_back(value, kind):
    assert copied(value, kind) == value


def test_the_order_of_anchors_is_kept():
    assert list(copied(SUMMARY, PageSummary).anchors) == ["z", "a"]


def test_equal_values_have_equal_bytes():
    other = replace(CONFIG, variables=frozenset({"y", "z"}))
    assert pack(packer(SiteConfig)(CONFIG)) == pack(packer(SiteConfig)(other))


def test_lists_in_options_are_lists():
    assert copied(CONFIG, SiteConfig).plugins["blog"]["names"] == ["a", {"b": None}]


def test_other_objects_in_options_are_refused():
    with pytest.raises(TypeError):
        pack(packer(SiteConfig)(replace(CONFIG, plugins={"blog": {"x": object()}})))


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | st.text(max_size=3) | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=30,
)


@given(plain, st.sampled_from([kind for _, kind in VALUES]))
def test_other_data_is_refused_or_of_the_type(data, kind):
    try:
        value = unpacker(kind)(unpack(pack(data)))
    except MismatchError:
        return
    assert unpack(pack(packer(kind)(value))) == unpack(pack(data))


@given(st.data())
def test_a_field_of_another_type_is_refused(data):
    packed = packer(Finding)(FINDING)
    number = data.draw(st.integers(0, 13))
    packed[number] = data.draw(st.just(1.5) | st.just({}) | st.just([[1]]) | st.just(7))
    with pytest.raises(MismatchError):
        unpacker(Finding)(unpack(pack(packed)))
