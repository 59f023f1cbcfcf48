"""Days in running text. Published on Thursday, 30 May 2024."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from crawler.findings.circumstances import Circumstances
from crawler.findings.days import days
from storage.findings import Casualty, Figure, Rotation
from tests.crawler.findings.texts import an_item, found

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
    "since Oct. 7": [("Oct. 7", "2023-10-07")],
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
# Published on 8 August 2024; what a day without its year is in each clause.
TENSES = {
    "Twelve peacekeepers were killed on 7 October in an ambush.": "2023-10-07",
    "The Oct. 7 attack killed 12 peacekeepers.": "2023-10-07",
    "On 7 October, 12 peacekeepers were killed.": "2023-10-07",
    "The force had 10,000 peacekeepers on 30 September.": "2023-09-30",
    "Four peacekeepers were killed in September.": "2023-09",
    "The battalion left for Juba on 30 September, the army recalled.": "2023-09-30",
    "The mission, which lost 12 soldiers on 7 October, is to stay.": "2023-10-07",
    "As of 30 September the mission counted 13,900 troops.": "2023-09-30",
    "The war goes on since 7 October.": "2023-10-07",
    "He said on 30 September that it will leave.": "2023-09-30",
    "According to a statement on 30 September, the force will leave.": "2023-09-30",
    "They were given medals at a ceremony on 30 September.": "2023-09-30",
    "From 1 to 12 October the hospital treated 412 people.": "2023-10-12",
    "The troops were honoured on 9 August, local time.": "2024-08-09",
    "The battalion left on 3 March.": "2024-03-03",
    "The battalion will leave on 30 September.": "2024-09-30",
    "The mandate was extended until 31 October.": "2024-10-31",
    "The mandate ends on 31 October.": "2024-10-31",
    "They were due to leave on 30 September.": "2024-09-30",
    "They decided to leave on 30 September.": "2024-09-30",
    "The council discussed the elections on 15 October.": "2024-10-15",
    "The day is celebrated every year on 24 October.": "2024-10-24",
    "On 30 September the force deployed from Accra leaves.": "2024-09-30",
    "A parade takes place on 9 September, the army said.": "2024-09-09",
    "The battalion will leave on 3 March.": "2025-03-03",
    "The army said that it would send 300 soldiers in February.": "2025-02",
    "Ghana to send 850 soldiers in March": "2025-03",
    "The 3 March ambush will be investigated.": "2024-03-03",
    "By the end of September the force had lost 12 soldiers.": "2023-09",
    "The council extended the mandate until 31 December.": "2024-12-31",
    "The government asked the force to leave by 31 December.": "2024-12-31",
    "The force must leave by 31 December.": "2024-12-31",
    "The army chose 850 soldiers for deployment in September.": "2024-09",
    "He was appointed in Accra and takes office on 1 September.": "2024-09-01",
    "The report of 3 March will be discussed.": "2024-03-03",
    "They will be thanked on 2 August.": "2024-08-02",
    "The battalion left on Friday.": "2024-08-02",
    "The battalion will leave on Friday.": "2024-08-09",
    "The battalion will leave, it said on Friday.": "2024-08-02",
    "9月30日，4名维和人员在袭击中牺牲。": "2023-09-30",
    "第12批维和部队于9月30日启程。": "2023-09-30",
    "截至9月30日，部队有10000名维和人员。": "2023-09-30",
    "第12批维和部队将于9月30日启程。": "2024-09-30",
    "授权延长至10月31日。": "2024-10-31",
    "9月30日的选举将决定去留。": "2024-09-30",
    "部队计划3月启程。": "2025-03",
    "第二批官兵计划于3月出发。": "2025-03",
    "部队3月12日抵达，将执行任务。": "2024-03-12",
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_days(text: str) -> None:
    assert [(text[day.start : day.end], day.iso) for day in days(text, AROUND)] == ENGLISH[text]


@pytest.mark.parametrize("text", CHINESE)
def test_chinese_days(text: str) -> None:
    assert [(text[day.start : day.end], day.iso) for day in days(text, AROUND, chinese=True)] == CHINESE[text]


def test_a_day_that_nothing_dates_is_none() -> None:
    assert [day.iso for day in days("on May 3 and on Friday", Circumstances())] == [None, None]


@pytest.mark.parametrize("text", TENSES)
def test_a_day_without_its_year_lies_where_its_clause_tells(text: str) -> None:
    around = replace(AROUND, published=date(2024, 8, 8))
    assert [day.iso for day in days(text, around, chinese=not text.isascii())] == [TENSES[text]]


def test_all_facts_are_dated_by_the_tense_of_their_clause() -> None:
    late = {"published_at": datetime(2024, 8, 8, tzinfo=UTC), "published_local": "2024-08-08T12:00:00+00:00"}
    body = (
        "Twelve peacekeepers were killed on 7 October. UNIFIL had 10,000 peacekeepers on 30 September. "
        "The 12th Ghanaian battalion left for Juba on 3 October. "
        "The 13th Ghanaian battalion will leave for Juba on 4 October."
    )
    facts = found(an_item(body, **late))
    assert [one.date for one in facts if isinstance(one, Casualty)] == ["2023-10-07"]
    assert [(one.as_of, one.nature) for one in facts if isinstance(one, Figure)] == [("2023-09-30", "current")]
    assert [one.date for one in facts if isinstance(one, Rotation)] == ["2023-10-03", "2024-10-04"]


def test_a_deadline_is_no_day_of_a_count() -> None:
    [one] = found("The 6,500 peacekeepers of UNAMID must leave by 30 June.", "figure")
    assert isinstance(one, Figure)
    assert (one.as_of, one.nature) == ("2024-05-30", "current")
