"""Organisations: a sentence in, names with their parents out."""

from __future__ import annotations

import pytest

from storage.findings import Organisation
from tests.crawler.findings.texts import an_item, found, words

CASES = {
    "known by several names": ("The Security Council met.", {"UN Security Council": None}),
    "one under another": (
        "The Peacekeeping Affairs Center under China’s Ministry of National Defense held it.",
        {
            "Peacekeeping Affairs Center": "Ministry of National Defense of China",
            "Ministry of National Defense of China": None,
        },
    ),
    "one of another": (
        "The Training Division of the UN Department of Peace Operations held it.",
        {"Training Division": "UN Department of Peace Operations", "UN Department of Peace Operations": None},
    ),
    "the owner in the possessive": (
        "The Baltavian Army's Directorate of Peacekeeping Training opened it.",
        {"Directorate of Peacekeeping Training": "Baltavian Army"},
    ),
    "a row of them": (
        "Officers of the General Office, the Press and Publicity Bureau, the Department for Party-related Affairs and "
        "the International Peacekeeping Corps came.",
        {
            "General Office": None,
            "Press and Publicity Bureau": None,
            "Department for Party-related Affairs": None,
            "International Peacekeeping Corps": None,
        },
    ),
    "a name of a person ends it": (
        "Political Commissar of the Department of Security and Protection Li Xianming came.",
        {"Department of Security and Protection": None},
    ),
    "the council of another": ("The National Security Council met.", {"National Security Council": None}),
    "a country is none": ("The Russian Federation voted.", {}),
    "a head word alone is none": ("The Department said so. The Office closed.", {}),
    "small letters are none": ("The department of health and the press office closed.", {}),
    "Chinese: a bureau of a ministry": (
        "公安部国际合作局组织了培训。",
        {"公安部": None, "国际合作局": "公安部"},
    ),
    "Chinese: a head of a bureau is none": ("国防部部长来了。", {"国防部": None}),
}


@pytest.mark.parametrize("name", CASES)
def test_organisations(name: str) -> None:
    text, wanted = CASES[name]
    got = {one.name: one.parent for one in found(text, "organisation") if isinstance(one, Organisation)}
    assert got == wanted


def test_a_headline_in_title_case_builds_no_names() -> None:
    article = an_item("They met.", title="Minister Opens New Training Center for Women")
    assert found(article, "organisation") == []


def test_the_span_is_the_name() -> None:
    text = "Then the Training Division of the UN Department of Peace Operations met."
    spans = [words(text, one) for one in found(text, "organisation")]
    assert spans == [["Training Division"], ["UN Department of Peace Operations"]]
