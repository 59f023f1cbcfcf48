"""The header grammar line by line, and datelines."""

from __future__ import annotations

import pytest

from crawler.extraction.dateline import read_dateline
from crawler.extraction.header import read_header, read_line

Fields = list[tuple[str, str]]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (
            "Source:X Military Online Editor:Lin Qiao 2019-09-16 11:22:33",
            [("outlet", "X Military Online"), ("editor", "Lin Qiao"), ("published_raw", "2019-09-16 11:22:33")],
        ),
        (
            "Source: Xinhuanet| 2018-06-30 09:07:36|Editor: mmm",
            [("outlet", "Xinhuanet"), ("published_raw", "2018-06-30 09:07:36"), ("editor", "mmm")],
        ),
        ("(Xinhua) 09:25, December 08, 2021", [("outlet", "Xinhua"), ("published_raw", "09:25, December 08, 2021")]),
        ("Xinhua) 09:25, December 08, 2021", [("outlet", "Xinhua"), ("published_raw", "09:25, December 08, 2021")]),
        ("By Mira Probe and Aron Testa", [("byline_raw", "By Mira Probe and Aron Testa")]),
        ("责任编辑：丙丁戊", [("editor", "丙丁戊")]),
        ("（责任编辑：丙丁）", [("editor", "丙丁")]),
        ("2019-08-13 14:07来源：虚构新闻", [("published_raw", "2019-08-13 14:07"), ("outlet", "虚构新闻")]),
        (
            "By Aron Testa | China Daily | Updated: 2016-08-09 07:46",
            [("byline_raw", "By Aron Testa"), ("outlet", "China Daily"), ("published_raw", "2016-08-09 07:46")],
        ),
        ("(Web editor: Lin Qiao, Sol Marker)", [("editor", "Lin Qiao, Sol Marker")]),
        ("Time: 2025-11-07 10:22:33", [("published_raw", "2025-11-07 10:22:33")]),
        ("来源：虚构日报 参与互动(0)", [("outlet", "虚构日报")]),
        ("来源：虚构日报浏览次数：次", [("outlet", "虚构日报")]),
        ("순천, 광양 구가상 기자 mira@example.kr", [("byline_raw", "구가상")]),
        ("Edited by Aron Testa", [("editor", "Aron Testa")]),
        ("Tekst: kpt. Mira Probe", [("byline_raw", "kpt. Mira Probe")]),
    ],
)
def test_a_header_line_gives_its_fields(line: str, fields: Fields) -> None:
    read = read_line(line, languages=["en"], zone="Asia/Shanghai")
    assert read is not None
    assert [(name, line[start:end]) for name, start, end in read.marks] == fields


@pytest.mark.parametrize(
    "line",
    [
        "On November 3, 2020 the minister visited a photo exhibition and spoke to the officers there.",
        "By the end of the year, twenty people will have gone home",
        "其他在街上的人，就会看到店里的一举一动。来源指这间商店最快可在年底见到，若不行则在年头开张，届时会有更多的人来到这里参观。",
        "The patrol reached the ford.",
        "",
        "As of 31 January 2025, UNMISS had 14,000 troops.",
        "Deployment as of 31 August 2024:",
        "截至2025年1月31日，该团有军事人员9100名。",
    ],
)
def test_running_text_is_no_header_line(line: str) -> None:
    assert read_line(line, languages=["en", "zh"]) is None


def test_bare_lines_above_the_time_are_outlet_and_editor() -> None:
    header = read_header(["A headline", "", "Northwind Daily News", "Lin Qiao", "2021-10-18 09:14:00"])
    assert (header.outlet, header.editors) == ("Northwind Daily News", ("Lin Qiao",))


TIME = "2021-10-18 09:14:00"
LONG = "Ministry of the Northern Rivers and of the Inland Waters of Northwind"


@pytest.mark.parametrize(
    ("lines", "outlet", "editors"),
    [
        (["The Lantern", "Mira Probe"], "The Lantern", ("Mira Probe",)),
        (["Northwind Military", "Mira Probe, Aron Testa"], "Northwind Military", ("Mira Probe", "Aron Testa")),
        (["Le Phare", "Aron Testa"], "Le Phare", ("Aron Testa",)),
        (["虚构参考", "甲一二"], "虚构参考", ("甲一二",)),
        (["Northwind Daily", "Testa"], "Northwind Daily", ("Testa",)),
        (["Gazétte", "Testa"], "Gazétte", ("Testa",)),
        (["Lantern & Sons", "Testa"], "Lantern & Sons", ("Testa",)),
        (["صحيفة مخترعة", "محرر مخترع"], "صحيفة مخترعة", ("محرر مخترع",)),
        (["काल्पनिक समाचार", "मीरा जोशी"], "काल्पनिक समाचार", ("मीरा जोशी",)),
        (["Редактор"], None, ()),
        (["The Lantern"], "The Lantern", ()),
        (["Mira Probe"], None, ("Mira Probe",)),
        (["Mira Probe", "Northwind Daily"], "Northwind Daily", ("Mira Probe",)),
        ([LONG, "Mira Probe"], LONG, ("Mira Probe",)),
    ],
)
def test_the_first_of_two_bare_lines_is_the_outlet_whatever_its_name(
    lines: list[str], outlet: str | None, editors: tuple[str, ...]
) -> None:
    header = read_header(["A headline", "", *lines, TIME], outlets=[LONG])
    assert (header.outlet, header.editors) == (outlet, editors)


def test_in_a_page_a_bare_line_is_no_outlet_that_nothing_tells_for_one() -> None:
    header = read_header(["World", "Mira Probe", TIME], lone_editor=False)
    assert (header.outlet, header.editors) == (None, ())


@pytest.mark.parametrize(
    ("text", "place", "agency", "month_day"),
    [
        ("BEIJING, Apr. 30 -- The text", "Beijing", None, (4, 30)),
        ("WENCHANG, Hainan, May 11 (Xinhua) -- The text", "Wenchang, Hainan", "Xinhua", (5, 11)),
        ("WAU, South Sudan, June 17--The text", "Wau, South Sudan", None, (6, 17)),
        ("BEIJING, Jan 24. -- The text", "Beijing", None, (1, 24)),
        ("January 15, 2015 (JUBA) – The text", "Juba", None, (1, 15)),
        ("New Delhi [India], October 14 (ANI): The text", "New Delhi [India]", "ANI", (10, 14)),
        ("UN, August 28. /TASS/. The text", "UN", "TASS", (8, 28)),
        ("DHAKA, Bangladesh (AA) – The text", "Dhaka, Bangladesh", "AA", (None, None)),
        ("JUBA - The text", "Juba", None, (None, None)),
        (f"Frankfurt am Main - Die {'Brücke ' * 12}", "Frankfurt am Main", None, (None, None)),
        (f"Bad Segeberg – Die {'Brücke ' * 12}", "Bad Segeberg", None, (None, None)),
        (f"Rio de Janeiro - Die {'Brücke ' * 12}", "Rio de Janeiro", None, (None, None)),
        ("Berlin/Potsdam (dpa) - Der Text", "Berlin/Potsdam", "dpa", (None, None)),
        ("Genf (sda/afp) – Der Text", "Genf", "sda/afp", (None, None)),
        ("(Reuters) - The text", None, "Reuters", (None, None)),
        ("新华社喀土穆１０月１０日电 今天", "喀土穆", "新华社", (10, 10)),
        ("中新社北京8月5日電 (記者 甲一) 今天", "北京", "中新社", (8, 5)),
        ("中新网1月17日电 今天", None, "中新网", (1, 17)),
        ("本报讯 记者今天获悉", None, "本报", (None, None)),
        ("Bangui, le 3 mai 2021 – The text", "Bangui", None, (5, 3)),
        ("Kinshasa, lundi 3 mai 2021 : The text", "Kinshasa", None, (5, 3)),
        ("Goma, 03 May 2021. The text", "Goma", None, (5, 3)),
        ("Dhaka, 03 May 2021 (Monday): The text", "Dhaka", None, (5, 3)),
        ("Brasília (DF), 03/05/2021 – The text", "Brasília (DF)", None, (5, 3)),
        ("Bogotá, 3 de mayo de 2021.- The text", "Bogotá", None, (5, 3)),
        ("Abuja, May 3, 2021 (NAN) The text", "Abuja", "NAN", (5, 3)),
        ("YEREVAN, MAY 3, ARMENPRESS. The text", "Yerevan", "ARMENPRESS", (5, 3)),
        ("[Juba, May 3, 2021] – The text", "Juba", None, (5, 3)),
        ("May 3, 2021 – Ottawa, Ontario – The text", "Ottawa, Ontario", None, (5, 3)),
        ("PARIS, 3 août (Reuters) - The text", "Paris", "Reuters", (8, 3)),
        ("МОСКВА, 3 мая. /ТАСС/. Текст", "Москва", "ТАСС", (5, 3)),
        ("МОСКВА, 3 мая - РИА Новости. Текст", "Москва", "РИА Новости", (5, 3)),
        ("Улаанбаатар /МОНЦАМЭ/. Текст", "Улаанбаатар", "МОНЦАМЭ", (None, None)),
        ("نيويورك في 3 مايو / قنا / أنهى", "نيويورك", "قنا", (5, 3)),
        ("عمان 3 أيار (بترا)-- أنهى", "عمان", "بترا", (5, 3)),
        ("بيروت - سانا أنهى", "بيروت", "سانا", (None, None)),
        ("(서울=연합뉴스) 홍가상 기자 = 공병", "서울", "연합뉴스", (None, None)),
        ("［東京　３日　ロイター］ 架空の", "東京", "ロイター", (None, 3)),
    ],
)
def test_datelines(text: str, place: str | None, agency: str | None, month_day: tuple[int | None, int | None]) -> None:
    found = read_dateline(text)
    assert found is not None
    assert (found.place, found.agency, (found.month, found.day)) == (place, agency, month_day)
    assert text[found.start : found.end].strip() == found.raw


@pytest.mark.parametrize(
    "text",
    [
        "On November 3, State Councilor and minister",
        "The Peacekeeping Affairs Center - the",
        "COVID-19 - what we know",
        f"Krieg in der Ukraine - Die {'Brücke ' * 12}",
        "A report (PDF) - from the mission",
        "On Monday, May 3, 2021. The text",
        "In May, 3 March 2021. The text",
        "3 May 2021, Monday: the text",
        "(사진=가상뉴스) 다리",
        "Москва - столица России, город",
        "وقالت أمينة مثال التي تبيع الحبوب: لم نتمكن",
        "",
    ],
)
def test_what_only_looks_like_a_dateline(text: str) -> None:
    assert read_dateline(text) is None
