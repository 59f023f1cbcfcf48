"""Figures: what is one and what is none, with qualifier, nature, day, owner, parts and series."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crawler.extraction.text import article_from_text
from crawler.findings.figures_series import series_key
from storage.findings import Figure
from storage.records import Article
from tests.crawler.findings.texts import an_item, found, words

SEEDS = Path(__file__).parents[2] / "seeds"


def figures(body: str | Article, **more: Any) -> list[Figure]:
    return [one for one in found(body, "figure", **more) if isinstance(one, Figure)]


def values(body: str | Article) -> list[float]:
    return [one.value for one in figures(body)]


@pytest.mark.parametrize(
    "body",
    [
        "The 10th batch left on the 75th anniversary after 20 years of service.",
        "The soldiers, aged between 22 and 45, left on a 12-month tour and a six-day visit.",
        "Captain Moss, 34, has spent 12 years in the army.",
        "Sector East lies 25 km north of the town and 1,200 km from the capital.",
        "A UH-60 and the Type-81 stood at Sector 2 under Resolution 2518 near Hill 402.",
        "For details, call +880 2 8829999 or 01711-222333 from 9 a.m. to 5 p.m.",
        "The 15-member Council adopted resolution 2709 (2023) by 14 votes in favour with one abstention.",
        "It was one of the first missions; the two sides met at 18:35 GMT on page 3 of 12.",
        "The team won 3-1 and 24/7 service went on.",
        "Three sappers were killed and five wounded when their vehicle hit a mine.",
        "Nepal has lost 90 peacekeepers.",
        "They leave on May 16, 19 and 22.",
        "It ran between 2012 and 2017, and again from 1994-1999 in New Zealand 2011.",
        "Nine out of ten agreed, one in five women did not, and 4 per 100,000 people were ill.",
        "The five permanent members of the Security Council met in 2024.",
        "Shared Meadow 2021 and Boeing 737 are names.",
        "他今年35岁，入伍15年，曾两次参加维和。",
        "第三届论坛于5月10日至12日举行，为期3天。",
        "营区距朱巴市区约10公里，海拔460米。",
        "8名维和人员牺牲，11人受伤。",
        "电话：010-66251234。",
        "77国集团代表发言，两国元首举行会谈。",
        "安理会15个成员国以12票赞成、0票反对、3票弃权通过第2841号决议。",
    ],
)
def test_numbers_that_order_date_name_place_or_report_harm_are_no_figures(body: str) -> None:
    assert values(body) == []


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("The convoy of 32 trucks carried 450 tonnes of food.", [32, 450]),
        ("UNISFA's 3,200 peacekeepers come from 28 countries.", [3_200, 28]),
        ("The 570-strong battalion mans nine bases with a 30-member medical team.", [570, 9, 30]),
        ("More than 70,000 uniformed and civilian personnel serve in 11 operations.", [70_000, 11]),
        ("Engineers cleared 12,000 square metres of land and repaired 320 km of road.", [12_000, 320]),
        ("The force is paid $1.7 billion, or Sh2.5bn, and 20 million euros.", [1.7e9, 2.5e9, 2e7]),
        ("Women make up 51 per cent, three-quarters of the inhabitants agreed.", [51, 75]),
        ("Nepal leads with 6,119 persons, ahead of Rwanda (5,922) and Bangladesh (5,866).", [6_119, 5_922, 5_866]),
        ("Uganda has 4,500 soldiers, Ethiopia 2,500 and Kenya 1,410.", [4_500, 2_500, 1_410]),
        ("The joint force has 402 Russian, 492 Moldovan and 355 Ukrainian servicemen.", [402, 492, 355]),
        ("A company of 90 leaves, and a detachment numbering 58 stays.", [90, 58]),
        ("The detachment of 58 holds two certificates.", [58, 2]),
        ("Twenty-seven bullet holes were counted.", [27]),
        ("The troops captured 31 rifles and one anti-aircraft gun.", [31, 1]),
        ("One soldier waved.", []),
        ("A force of 2000 soldiers marched.", [2_000]),
        ("Ten peacekeepers received medals.", [10]),
        ("全营700名官兵被授予勋章，其中女兵21名、军官九十四名。", [700, 21, 94]),
        ("分队维修道路347公里、架设桥梁5座，处置突发情况7起。", [347, 5, 7]),
        ("近三成队员参加，合格率达100%，上百名侨胞到场。", [30, 100, 100]),
        ("携带车辆装备１８７台（件），其余１８０人随后抵达。", [187, 180]),
    ],
)
def test_what_is_counted_is_a_figure(body: str, wanted: list[float]) -> None:
    assert values(body) == wanted


@pytest.mark.parametrize(
    ("body", "language", "value", "unit", "who"),
    [
        ("Le Burundi déploie actuellement 760 soldats dans le pays.", "fr", 760, "persons", None),
        ("Más de 13.500 militares argentinos sirvieron en la isla.", "es", 13_500, "persons", None),
        ("Portugal mantém 26 militares na missão.", "pt", 26, "persons", "PRT"),
        ("Indonesia menempatkan sekitar 2.700 personel di luar negeri.", "id", 2_700, "persons", "IDN"),
        ("Более 600 миротворцев Казахстана служили в миссиях.", "ru", 600, "persons", "KAZ"),
        ("Прибули близько 230 миротворців.", "uk", 230, "persons", None),
        ("وتضم البعثة 870 جندياً من إيطاليا.", "ar", 870, "persons", "ITA"),
        ("১৫৩ জন শান্তিরক্ষী ঢাকা ত্যাগ করেছেন।", "bn", 153, "persons", None),
    ],
)
def test_other_languages_give_value_unit_and_country(
    body: str, language: str, value: float, unit: str, who: str | None
) -> None:
    (one,) = figures(an_item(body, language=language))
    assert (one.value, one.unit) == (value, unit)
    assert who in (None, one.who)


@pytest.mark.parametrize(
    ("body", "qualifier", "bound"),
    [
        ("There are 40 trucks.", "exact", None),
        ("There are more than 40 trucks.", "more than", "above"),
        ("There are 40-plus trucks.", "more than", "above"),
        ("There are close to 40 trucks.", "nearly", "below"),
        ("There are roughly 40 trucks.", "about", "around"),
        ("There are 40-odd trucks.", "about", "around"),
        ("There are 40 or so trucks.", "about", "around"),
        ("There are as many as 40 trucks.", "up to", "upper"),
        ("There are no fewer than 40 trucks.", "at least", "lower"),
        ("There are dozens of trucks.", "dozens", "lower"),
        ("共有40余辆汽车。", "more than", "above"),
        ("共有近40辆汽车。", "nearly", "below"),
        ("共有约40辆汽车。", "about", "around"),
        ("共有40辆左右汽车。", "about", "around"),
        ("最多40辆汽车。", "up to", "upper"),
        ("共有至少40辆汽车。", "at least", "lower"),
    ],
)
def test_a_qualifier_gives_its_bound(body: str, qualifier: str, bound: str | None) -> None:
    (one,) = figures(body)
    assert (one.qualifier, one.bound) == (qualifier, bound)


def test_a_change_has_its_direction() -> None:
    said = figures("The force was reduced by 800 troops. The force was increased by 1,126 troops. It has 70 officers.")
    assert [(one.value, one.direction) for one in said] == [(800, "fall"), (1_126, "rise"), (70, None)]


@pytest.mark.parametrize(
    ("body", "as_of", "basis"),
    [
        ("The unit has 70 officers.", "2024-05-30", "publication"),
        ("At present, 70 officers serve.", "2024-05-30", "'At present' + publication"),
        ("As of 31 March 2024, the unit had 70 officers.", "2024-03-31", "written"),
        ("In 2017, the state registered 28 units.", "2017", "written"),
        ("Since 2006, the state has sent 28 units.", "2024-05-30", "publication"),
        ("The spokesman said on Monday that 70 officers serve there.", "2024-05-30", "publication"),
        ("截至2024年3月底，共有70名警察。", "2024-03", "written"),
    ],
)
def test_the_day_is_the_one_written_for_it_else_publication(body: str, as_of: str, basis: str) -> None:
    (one,) = figures(body)
    assert (one.as_of, one.as_of_basis) == (as_of, basis)


def test_without_publication_the_day_is_the_events() -> None:
    item = an_item("On November 3, 2020, the minister spoke. The unit has 70 officers.", published_local=None)
    assert [(one.as_of, one.as_of_basis) for one in figures(item)] == [("2020-11-03", "event date")]


def test_without_any_day_none_is_invented() -> None:
    assert [one.as_of for one in figures(an_item("The unit has 70 officers.", published_local=None))] == [None]


@pytest.mark.parametrize(
    ("body", "period"),
    [
        ("Since 2006, China has sent 13 contingents.", "2006/2024-05-30"),
        ("Over the past 20 years, China has sent 13 contingents.", "2004/2024"),
        ("In the past six months, the unit has cleared 215 landmines.", "2023-11/2024-05-30"),
        ("2020年以来，分队接诊病人3200人次。", "2020/2024-05-30"),
    ],
)
def test_a_sum_over_time_has_its_period(body: str, period: str) -> None:
    assert [one.period for one in figures(body)] == [period]


def test_parts_that_add_up_are_tied_to_their_total() -> None:
    total, *parts = figures("The contingent has 850 members, including 700 troops and 150 police.")
    assert [one.part_of for one in parts] == [total.parts, total.parts]
    assert total.part_of is None


def test_parts_of_the_next_sentence_are_tied_where_they_add_up() -> None:
    total, *parts = figures("该分队共410人。其中工兵380人、医疗队30人。")
    assert [one.part_of for one in parts] == [total.parts, total.parts]


def test_a_range_is_its_lower_and_its_upper_end() -> None:
    lower, upper = figures("The site holds between 35,000 and 37,000 displaced people.")
    assert (lower.value, lower.value_to, lower.qualifier) == (35_000, 37_000, "at least")
    assert (upper.value, upper.value_to, upper.qualifier) == (37_000, None, "up to")


def test_the_words_are_qualifier_number_and_noun_with_the_cue_that_touches_them() -> None:
    body = "At present, more than 2,500 Chinese peacekeepers serve in eight mission areas."
    one, two = figures(body)
    assert words(body, one) == ["At present, more than 2,500 Chinese peacekeepers"]
    assert words(body, two) == ["At present", "eight mission areas"]
    assert (one.who, one.unit, one.what) == ("CHN", "persons", "Chinese peacekeepers")


def test_english_and_chinese_of_one_statistic_have_one_key() -> None:
    (english,) = figures("China has sent more than 50,000 peacekeepers.")
    (chinese,) = figures("中国累计派出维和官兵5万余人次。")
    assert english.series_key == chinese.series_key == "personnel sent|chn||cumulative"
    (now,) = figures("At present, 1,800 Chinese blue helmets are deployed.")
    (jetzt,) = figures("目前，1800余名中国维和官兵正在执行任务。")
    assert now.series_key == jetzt.series_key == "personnel deployed|chn||current"


def test_the_key_is_a_pure_function_of_its_four_parts() -> None:
    assert series_key("police", "CHN", "UNMISS", "current") == "police deployed|chn|unmiss|current"
    assert series_key("patrols", None, None, "cumulative", family="work") == "patrols|||cumulative"


def seed(beginning: str) -> Article:
    path = next(path for path in sorted(SEEDS.iterdir()) if path.name.startswith(beginning))
    return article_from_text(path.read_text(encoding="utf-8"), zone="Asia/Shanghai")


def test_the_first_seed_has_its_four_figures_and_no_other() -> None:
    got = [(one.value, one.qualifier, one.nature, one.as_of) for one in figures(seed("000"))]
    day = "2021-04-30"
    assert got == [
        (30, "nearly", "cumulative", day),
        (50_000, "more than", "cumulative", day),
        (2_500, "more than", "current", day),
        (8, "exact", "current", day),
    ]


def test_the_second_seed_has_its_three_figures_and_no_other() -> None:
    got = [(one.value, one.qualifier, one.nature, one.as_of) for one in figures(seed("003"))]
    day = "2020-11-03"
    assert got == [
        (2_600, "more than", "cumulative", day),
        (9, "exact", "cumulative", day),
        (33, "exact", "current", day),
    ]
