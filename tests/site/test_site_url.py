"""A `site_url` that is no address."""

import pytest

from tests.sites import check_site, write_site


@pytest.mark.parametrize("address", ["https://[", "https://a.example:port/", "https://]x"])
def test_links_are_judged_all_the_same(tmp_path, address):
    folder = write_site(
        tmp_path, {"docs/index.md": "[x](gone.md)\n"}, f"site_name: A\nsite_url: '{address}'\n"
    )
    assert [entry.rule for entry in check_site(folder)] == ["link-file"]
