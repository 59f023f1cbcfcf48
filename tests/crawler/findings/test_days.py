"""Days in running text. Published on Thursday, 30 May 2024."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.findings.circumstances import Circumstances
from crawler.findings.days import days

AROUND = Circumstances(
    language="en",
    published=date(2024, 5, 30),
    published_basis="publication",
    year=2024,
    year_basis="year of publication",
)
# The words, and (what of them is the day, ISO) in order.
ENGLISH = {
    "In March 2020": [("March 2020", "2020-03")],
    "on April 27 of 2021": [("April 27 of 2021", "2021-04-27")],
    "on Friday": [("on Friday", "2024-05-24")],
    "next Friday": [("next Friday", "2024-05-31")],
    "this morning": [("this morning", "2024-05-30")],
    "last night": [("last night", "2024-05-29")],
    "last week": [("last week", "2024-05")],
    "in September": [("September", "2024-09")],
    "in November": [("November", "2023-11")],
    "last November": [("last November", "2023-11")],
    "in November last": [("November last", "2023-11")],
    "by December": [("December", "2024-12")],
    "Oct.22": [("Oct.22", "2023-10-22")],
    "on 12 May.": [("12 May", "2024-05-12")],
    "Sept. 20, 2023": [("Sept. 20, 2023", "2023-09-20")],
    "2023-04-05": [("2023-04-05", "2023-04-05")],
    "since 1990": [("1990", "1990")],
    "next month": [("next month", "2024-06")],
    "He may go": [],
    "the 1990s": [],
    "in Mali": [],
    "30 February 2023": [("30 February 2023", None)],
}
CHINESE = {
    "2024年5月18日": [("2024年5月18日", "2024-05-18")],
    "5月18日上午": [("5月18日", "2024-05-18")],
    "10月8日": [("10月8日", "2023-10-08")],
    "24日下午": [("24日", "2024-05-24")],
    "31日": [("31日", None)],
    "本月5日": [("本月5日", "2024-05-05")],
    "上月5日": [("上月5日", "2024-04-05")],
    "去年12月": [("去年12月", "2023-12")],
    "昨天": [("昨天", "2024-05-29")],
    "第4日": [],
    "33年来": [],
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_days(text: str) -> None:
    assert [(text[day.start : day.end], day.iso) for day in days(text, AROUND)] == ENGLISH[text]


@pytest.mark.parametrize("text", CHINESE)
def test_chinese_days(text: str) -> None:
    assert [(text[day.start : day.end], day.iso) for day in days(text, AROUND, chinese=True)] == CHINESE[text]


def test_a_day_that_nothing_dates_is_none() -> None:
    assert [day.iso for day in days("on May 3 and on Friday", Circumstances())] == [None, None]
