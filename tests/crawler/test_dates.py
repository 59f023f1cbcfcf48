"""Printed dates of many newsrooms, and those that must have no value."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.dates import find_date, parse_date

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "language", "zone", "value"),
    [
        ("2021-04-30 17:42:05", "en", "Asia/Shanghai", "2021-04-30T09:42:05"),
        ("09:25, December 08, 2021", "en", "Asia/Shanghai", "2021-12-08T01:25:00"),
        ("2019-11-20T10:11:12+01:00", "de", None, "2019-11-20T09:11:12"),
        ("2020-01-02T03:04:05.123Z", "en", "Asia/Tokyo", "2020-01-02T03:04:05"),
        ("Tue, 03 Mar 2020 10:00:00 GMT", "en", None, "2020-03-03T10:00:00"),
        ("２０１２年１月１２日 18：35", "zh", "Asia/Shanghai", "2012-01-12T10:35:00"),
        ("5. März 2020, 14:30 Uhr", "de", "Europe/Berlin", "2020-03-05T13:30:00"),
        ("Publié le 5 août 2016 à 10h25", "fr", "Europe/Paris", "2016-08-05T08:25:00"),
        ("5 de marzo de 2020", "es", None, "2020-03-05T00:00:00"),
        ("5 марта 2020, 12:30", "ru", None, "2020-03-05T12:30:00"),
        ("5 Maret 2020 | 10:11 WIB", "id", None, "2020-03-05T03:11:00"),
        ("Published : 4 Oct 2022, 01:51 PM", "en", "Asia/Dhaka", "2022-10-04T07:51:00"),
        ("Posted On: 03 JUN 2020 4:12PM by PIB Delhi", "en", "Asia/Kolkata", "2020-06-03T10:42:00"),
        ("On 16 September 2022 at 06:25", "en", None, "2022-09-16T06:25:00"),
        ("13/05/2022", "en", None, "2022-05-13T00:00:00"),
        ("03/05/2021", "es", "America/Montevideo", "2021-05-03T00:00:00"),
        ("03/05/2021", "fr", "America/New_York", "2021-05-03T00:00:00"),
        ("03/05/2021", "en", "America/New_York", "2021-03-05T00:00:00"),
        ("Publicerad: 3 maj 2021 kl. 14.30", "sv", None, "2021-05-03T14:30:00"),
        ("2023年5月17日 20時15分", "ja", "Asia/Tokyo", "2023-05-17T11:15:00"),
        ("3 Ogos 2021", "ms", None, "2021-08-03T00:00:00"),
        ("الإثنين 03 أيار 2021 الساعة 17:42", "ar", "Asia/Beirut", "2021-05-03T14:42:00"),
        ("৫ জানুয়ারি ২০২৪, ১০:১১", "bn", "Asia/Dhaka", "2024-01-05T04:11:00"),
        ("٥ مارس ٢٠٢٤ - ١٠:١١", "ar", "Asia/Beirut", "2024-03-05T08:11:00"),
        ("5 มี.ค. 2567 เวลา 10:11 น.", "th", "Asia/Bangkok", "2024-03-05T03:11:00"),
        ("۱۵ اسفند ۱۴۰۲، ۱۰:۱۱", "fa", "Asia/Tehran", "2024-03-05T06:41:00"),
        ("۳۰ اسفند ۱۴۰۳", "fa", None, "2025-03-20T00:00:00"),
        ("1 فروردین 1404", "fa", None, "2025-03-21T00:00:00"),
        ("令和6年3月5日", "ja", None, "2024-03-05T00:00:00"),
        ("Ngày 5 tháng 3 năm 2024", "vi", None, "2024-03-05T00:00:00"),
        ("2024 оны 3 сарын 5", "mn", None, "2024-03-05T00:00:00"),
        ("2024 03/05 10:11:12", "zh", "Asia/Shanghai", "2024-03-05T02:11:12"),
        ("08.02.2007", "en", None, "2007-02-08T00:00:00"),
        ("1575849600", "en", None, "2019-12-09T00:00:00"),
        ("20111215", "zh", None, "2011-12-15T00:00:00"),
    ],
)
def test_known_forms_are_read(text: str, language: str, zone: str | None, value: str) -> None:
    read = parse_date(text, languages=[language], zone=zone, reference=NOW)
    assert read.value is not None
    assert read.value.replace(tzinfo=None).isoformat() == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("30 February 2020", "no such day"),
        ("2021-13-45", "no such day"),
        ("31 اسفند 1402", "no such day"),
        ("平成元年3月5日", "before 1990"),
        ("2031-01-01", "more than two days after the page was fetched"),
        ("12 May 1975", "before 1990"),
        ("08/05/2022", "day and month cannot be told apart"),
        ("2019", "not a full date"),
        ("Monday", "not a full date"),
        ("May", "not a full date"),
        ("Resolution 1701 (2006)", "not a full date"),
        ("2 hours ago", "not a full date"),
        ("", "not a full date"),
    ],
)
def test_what_is_no_date_keeps_its_words_and_says_why(text: str, reason: str) -> None:
    read = parse_date(text, languages=["en"], reference=NOW)
    assert (read.value, read.local, read.raw, read.reason) == (None, None, text, reason)


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
def test_a_year_that_utc_may_not_have_is_no_date(text: str) -> None:
    assert parse_date(text, languages=["en"]).value is None


@pytest.mark.parametrize(
    ("text", "zone", "basis"),
    [
        ("2020-01-02 03:04 +0300", None, "offset printed"),
        ("2020-01-02 03:04", "Africa/Juba", "outlet's zone assumed: Africa/Juba"),
        ("2020-01-02 03:04", None, "UTC assumed"),
        ("2020-01-02 03:04 (Beijing Time)", None, "offset printed"),
    ],
)
def test_the_zone_says_what_it_rests_on(text: str, zone: str | None, basis: str) -> None:
    assert parse_date(text, languages=["en"], zone=zone, reference=NOW).basis == basis


def test_a_bare_day_has_a_local_day_and_no_invented_time() -> None:
    read = parse_date("30 April 2021", languages=["en"], zone="Asia/Shanghai", reference=NOW)
    assert (read.local, read.precision) == ("2021-04-30", "day")


@pytest.mark.parametrize("line", ["อัปเดต 5 มีนาคม 2567 | ข่าว", "Đăng ngày 5 tháng 3, 2024 | tin"])
def test_a_day_in_words_of_its_own_is_found_in_a_line(line: str) -> None:
    found = find_date(line)
    assert found is not None
    assert found.read.local == "2024-03-05"


def test_the_span_of_a_date_in_a_line_is_its_printed_words() -> None:
    line = "Source: X Daily| 2018-06-30 09:07:36|Editor: mmm"
    found = find_date(line)
    assert found is not None
    assert line[found.start : found.end] == found.read.raw == "2018-06-30 09:07:36"
