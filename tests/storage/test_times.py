"""Times as they come from elsewhere: those that UTC cannot tell are refused like any other that cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.times import in_utc


def test_a_time_is_given_in_utc() -> None:
    assert in_utc(datetime.fromisoformat("2026-11-21T01:30:00+03:00")) == datetime(2026, 11, 20, 22, 30, tzinfo=UTC)
    assert in_utc(datetime.fromisoformat("2026-11-21T01:30:00")) == datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
def test_a_year_that_utc_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no year of UTC"):
        in_utc(datetime.fromisoformat(text))
