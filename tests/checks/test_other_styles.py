"""Pages of other styles than the one the rules were made on: nothing that their authors would not mend."""

import pytest

from tests.sites import check_site, write_site

PLAIN = "site_name: Gauge\ntheme: readthedocs\nmarkdown_extensions: [admonition, tables, footnotes]\n"
PAGES = {
    "an API reference": """\
# gauge.tides

::: gauge.tides.High
    options:
      show_source: true

`high(*args, **kwargs)` passes `**kwargs` on; so does low(*args, **kwargs). The file is src/**/*.py.

## Parameters

| name | type | default |
|------|:----:|--------:|
| `port` | `str | None` | `None` |
| level | float | 2**10 |

Returns
:   The height (see [the notes](#notes)) in metres.

## Notes

Heights are above chart datum [1]. It may raise `ValueError` :-(
""",
    "a changelog": """\
# Changelog

## [2.0.0] - 2031-03-01

### Added

* **port**: tides of *any* port (#12, @ada)
* support for `[brackets](in code)`

### Fixed

- a * b and 2 * 3 are no longer swapped
- prices such as 5 $ and 10\u00a0€

[2.0.0]: https://harbour.dev/gauge/2.0.0
""",
    "a tutorial": """\
# First steps

Install it:

```console
$ pip install gauge
- not a list
[no](link)
```

1. Open the page.

    !!! note "Mind"

        The water is cold[^1].

2. Wait (about six hours).

    - The tide
      turns.

Press <kbd>Ctrl</kbd>+<kbd>C</kbd> to stop. <br>
Use `{{ value }}` in templates, {braces} and ${HOME} in shells.

[^1]: Ten degrees.
""",
    "hard-wrapped prose": """\
Tides
=====

The moon draws the water twice a day --
and the sun a little, since
1968. It is not known - or was not -
what the *largest* tide was; see
[the almanac](https://harbour.dev/almanac?year=1968&port=Saint-Malo)
(or [another one](https://harbour.dev/other_(1968))) for more.

Low water
---------

> Quoted: "the sea
> - always the sea -
> was gone."
""",
    "a page of HTML": """\
# Gallery

<p align="center">
  <img src="https://harbour.dev/a.png" alt="The quay" width="40">
</p>

<details>
<summary>More</summary>

Hidden *until* opened.

</details>

<!-- TODO: **more** [pictures]( -->
""",
    "Japanese": """\
# 潮汐

潮汐（満潮と干潮）は、毎日二回あります。詳しくは[こちら](https://harbour.dev/ja/)をご覧ください！

**重要**：海は寒い。
""",
}


@pytest.mark.parametrize("style", PAGES)
def test_nothing_is_reported(style, tmp_path):
    assert check_site(write_site(tmp_path, {"docs/index.md": PAGES[style]}, PLAIN)) == []


@pytest.mark.parametrize("style", ["a changelog", "hard-wrapped prose", "a page of HTML", "Japanese"])
def test_nor_outside_of_a_site(style, tmp_path):
    (tmp_path / "README.md").write_text(PAGES[style], "utf-8")
    assert check_site(tmp_path) == []
