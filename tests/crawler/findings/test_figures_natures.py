"""Figures: current, past, planned, authorised, summed over time; and what is wished, needed or refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.crawler.findings.test_figures import figures
from tests.crawler.findings.texts import an_item


def test_a_row_with_a_ceiling_is_authorised() -> None:
    body = "决议规定军事人员上限为11500人，军事观察员和参谋600人，警察443人。目前部署警察300人。"
    natures = {one.value: one.nature for one in figures(body)}
    assert natures == {11_500: "authorised", 600: "authorised", 443: "authorised", 300: "current"}
    deployed = {one.value: one.nature for one in figures("上限为2000人，目前部署1500人，其中警察300人。")}
    assert deployed == {2_000: "authorised", 1_500: "current", 300: "current"}


@pytest.mark.parametrize(
    ("body", "nature", "value"),
    [
        ("At present, 2,500 Chinese peacekeepers serve abroad.", "current", 2_500),
        ("The unit has 70 officers.", "current", 70),
        ("China has sent 13 contingents.", "cumulative", 13),
        ("Over the past 20 years, the country trained 90 officers.", "cumulative", 90),
        ("The clinic has so far treated 4,350 patients.", "cumulative", 4_350),
        ("The hospital treated 4,350 patients.", "cumulative", 4_350),
        ("India will deploy 160 troops.", "planned", 160),
        ("Another 140 policemen are getting ready.", "planned", 140),
        ("The police ceiling is 2,101 persons.", "authorised", 2_101),
        ("The resolution authorises up to 5,550 personnel.", "authorised", 5_550),
        ("The force was increased by 1,126 troops.", "change", 1_126),
        ("The force was reduced by 800 troops.", "change", 800),
        ("There were 41 fewer incidents than in January.", "change", 41),
        ("目前有2267名官兵。", "current", 2_267),
        ("中国累计派出维和官兵5万余人次。", "cumulative", 50_000),
        ("警队将培训2000名警察。", "planned", 2_000),
        ("警察上限维持2101人不变。", "authorised", 2_101),
        ("Authorised strength: 17,000 troops", "authorised", 17_000),
        ("Deployed strength: 13,221 troops", "current", 13_221),
        ("部队减少了800人。", "change", 800),
    ],
)
def test_tense_and_cues_give_the_nature(body: str, nature: str, value: float) -> None:
    (one,) = figures(body)
    assert (one.nature, one.value) == (nature, value)


def told(body: str, **more: Any) -> list[tuple[float, str | None, bool]]:
    """Value, nature, and whether it may be counted, of each figure."""
    return [(one.value, one.nature, one.counted) for one in figures(an_item(body, **more))]


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("Ghana could send 500 troops to UNMISS if the Council agrees.", "en"),
        ("If the Council agrees, Ghana will send 500 troops to UNMISS.", "en"),
        ("Ghana refused to send 500 troops to UNMISS.", "en"),
        ("Ghana will not send 500 troops to UNMISS.", "en"),
        ("UNMISS has not deployed 500 troops to the town.", "en"),
        ("Fiji considered sending 500 soldiers to UNDOF but decided against it.", "en"),
        ("Fiji's plan to send 500 soldiers to UNDOF was scrapped.", "en"),
        ("UNMISS needs 500 more troops, its head said.", "en"),
        ("UNMISS is short of 500 troops.", "en"),
        ("The ambassador asked for 500 additional troops for MINUSCA.", "en"),
        ("The Secretary-General recommended 500 more troops for MINUSCA.", "en"),
        ("Experts say that 500 peacekeepers would be needed.", "en"),
        ("The allies may deploy 500 troops as peacekeepers.", "en"),
        ("The opposition demanded that 500 soldiers be brought home.", "en"),
        ("Le Sénégal pourrait envoyer 500 soldats à la MINUSCA.", "fr"),
        ("Le Sénégal n'enverra pas 500 soldats à la MINUSCA.", "fr"),
        ("La MINUSCA a besoin de 500 soldats.", "fr"),
        ("Guatemala podría enviar 500 policías a Haití.", "es"),
        ("Argentina no enviará 500 soldados.", "es"),
        ("Portugal poderá enviar 500 militares.", "pt"),
        ("Россия может направить 500 миротворцев.", "ru"),
        ("Казахстан отказался направить 500 миротворцев.", "ru"),
        ("قد ترسل مصر ٥٠٠ جندي.", "ar"),
        ("如果安理会批准，埃塞俄比亚将派出500名士兵。", "zh"),
        ("埃塞俄比亚可能派出500名士兵。", "zh"),
        ("该国拒绝派遣500名士兵。", "zh"),
    ],
)
def test_what_is_wished_needed_or_refused_is_no_count_of_today(body: str, language: str) -> None:
    assert told(body, language=language) == [(500, "planned", False)]


@pytest.mark.parametrize(
    "body",
    [
        "Ghana, which refused to join in 2019, has 500 troops in UNMISS.",
        "UNMISS asked for helicopters and has 500 troops.",
        "Nobody could say why, but 500 peacekeepers serve in UNFICYP.",
        "UNIFIL must cut a quarter of its 500 troops.",
        "In May 500 peacekeepers served in UNFICYP.",
        "Not only Togo came: Ghana has 500 troops in UNMISS.",
        "No fewer than 500 peacekeepers serve in UNFICYP.",
        "UNFICYP has 500 troops and may ask for more.",
    ],
)
def test_a_modal_of_another_clause_takes_no_count(body: str) -> None:
    assert told(body)[-1] == (500, "current", True)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "UNMISS has 14,237 troops out of an authorised strength of 17,400.",
            [(14_237, "current", True), (17_400, "authorised", True)],
        ),
        (
            "The Council authorized 17,000 troops for UNMISS, but only 13,200 are deployed.",
            [(17_000, "authorised", True), (13_200, "current", True)],
        ),
        (
            "Of the 2,500 officers pledged, 400 are on the ground.",
            [(2_500, "planned", True), (400, "current", True)],
        ),
        (
            "The authorised strength of MINUSCA is 17,420 personnel, of whom 14,400 are military.",
            [(17_420, "authorised", True), (14_400, "authorised", True)],
        ),
        ("UNMISS once had 17,000 troops and now has 13,000.", [(17_000, "current", False), (13_000, "current", True)]),
        ("UNISFA, whose ceiling is 3,250 troops, has 2,900.", [(3_250, "authorised", True), (2_900, "current", True)]),
        ("UNISFA is 640 police officers below its ceiling.", [(640, "authorised", False)]),
        ("Until 2019 Togo had 300 soldiers in Mali.", [(300, "current", False)]),
        ("Kenya agreed to send 1,000 police officers.", [(1_000, "planned", True)]),
        ("Ten years ago, UNMISS had 7,000 troops.", [(7_000, "current", False)]),
        ("Ghana had 850 troops in UNIFIL until last year.", [(850, "current", False)]),
        ("Ghana used to have 850 troops in UNIFIL.", [(850, "current", False)]),
        (
            "MONUSCO, formerly 20,000 strong, has 10,500 troops.",
            [(20_000, "current", False), (10_500, "current", True)],
        ),
        ("At its peak MONUSCO had 20,000 troops.", [(20_000, "current", False)]),
        ("At its peak in 2015, MONUSCO had 20,000 troops.", [(20_000, "current", True)]),
        ("Between 1999 and 2005, UNAMSIL deployed 17,500 troops.", [(17_500, "current", False)]),
        ("UNAMSIL has 17,500 troops.", [(17_500, "current", False)]),
        ("On 31 May 2004 UNAMSIL had 11,500 troops.", [(11_500, "current", True)]),
        ("UNIFIL has 10,500 peacekeepers, down from 10,800.", [(10_500, "current", True), (10_800, "current", False)]),
        ("UNMISS, set up ten years ago, has 13,000 troops.", [(13_000, "current", True)]),
    ],
)
def test_allowed_promised_and_gone_by_are_told_from_what_is_there(
    body: str, wanted: list[tuple[float, str, bool]]
) -> None:
    assert told(body) == wanted


def test_a_word_of_today_belongs_to_its_own_verb() -> None:
    before, now = figures("UNIFIL had 15,000 troops in 2007 and has 10,000 troops today.")
    assert (before.as_of, now.as_of) == ("2007", "2024-05-30")


def test_what_is_not_counted_makes_no_series() -> None:
    keys = [one.series_key for one in figures("Ghana used to have 850 troops in UNIFIL. Togo could send 70 to UNIFIL.")]
    assert keys == [None] * len(keys)
