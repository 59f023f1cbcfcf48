from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.week import Week, weeks_between
from storage.errors import UsageError

INSTANTS = st.datetimes(
    min_value=datetime(1, 1, 10),  # noqa: DTZ001  hypothesis adds the zone
    max_value=datetime(9998, 12, 20),  # noqa: DTZ001
    timezones=st.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(timezone),
)


@given(INSTANTS)
def test_every_instant_is_in_exactly_one_week(moment: datetime) -> None:
    week = Week.of(moment)
    assert week.start <= moment < week.end
    assert not week.previous.start <= moment < week.previous.end
    assert not week.next.start <= moment < week.next.end


@given(INSTANTS)
def test_weeks_follow_each_other_without_gap(moment: datetime) -> None:
    week = Week.of(moment)
    assert week.next.start == week.end
    assert week.next.previous == week
    assert week < week.next
    assert Week.parse(str(week)) == week
    assert [day.isoweekday() for day in week.days] == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime(2026, 12, 31, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 3, 23, 59, 59, tzinfo=UTC), "2026-W53"),
        (datetime(2027, 1, 4, tzinfo=UTC), "2027-W01"),
        (datetime(2024, 12, 30, tzinfo=UTC), "2025-W01"),
        (datetime(2021, 1, 3, tzinfo=UTC), "2020-W53"),
        (datetime(2026, 11, 23, 7, 59, tzinfo=timezone(timedelta(hours=8))), "2026-W47"),
        (datetime(2026, 10, 25, 23, 30, tzinfo=timezone(timedelta(hours=-1))), "2026-W44"),
    ],
)
def test_year_ends_and_zones(moment: datetime, week: str) -> None:
    assert str(Week.of(moment)) == week


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-47", "2026-W7", "2026-W00", "2026-W54", "2025-W53", "2026-W471", "٢٠٢٦-W47", "last", "0000-W01"],
)
def test_a_bad_week_is_refused_with_its_words(text: str) -> None:
    with pytest.raises(UsageError, match="is not a week"):
        Week.parse(text)


def test_a_week_in_small_letters_is_read() -> None:
    assert str(Week.parse(" 2026-w47 ")) == "2026-W47"


def test_a_time_without_a_zone_has_no_week() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        Week.of(datetime(2026, 1, 1))  # noqa: DTZ001


def test_weeks_between_goes_over_the_year_end() -> None:
    found = weeks_between(Week(2026, 52), Week(2027, 2))
    assert [str(week) for week in found] == ["2026-W52", "2026-W53", "2027-W01"]
