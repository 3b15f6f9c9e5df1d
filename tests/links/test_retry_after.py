"""How long a server wants to be left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelint.links.retry_after import retry_after

NOW = 1_700_000_000.0  # Tue, 14 Nov 2023 22:13:20 GMT


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("5", None, 5),
        (" 3s ", None, 3),
        ("2.5", None, 2.5),
        ("3600", None, 3600),
        ("Tue, 14 Nov 2023 22:13:30 GMT", None, 10),
        ("Tue, 14 Nov 2023 22:13:10 GMT", None, 0),
        ("Tue, 14 Nov 2023 23:13:30 GMT", "Tue, 14 Nov 2023 23:13:20 GMT", 10),
        ("Tue, 14 Nov 2023 22:13:30 GMT", "nonsense", 10),
        (None, None, None),
        ("", None, None),
        ("soon", None, None),
        ("-1", None, None),
    ],
)
def test_seconds_and_dates(value: str | None, date: str | None, seconds: float | None) -> None:
    assert retry_after(value, date, NOW) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_header_breaks_the_reader(value: str, date: str) -> None:
    wait = retry_after(value, date, NOW)
    assert wait is None or wait >= 0
