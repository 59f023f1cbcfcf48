"""Commitments: who promised or called for what. All names are invented."""

from __future__ import annotations

import pytest

from storage.findings import Commitment
from tests.crawler.findings.texts import found

CASES = {
    "pledge of a country": (
        "Norway has also pledged 40 officers for the mission, the minister said.",
        [("NOR", "40 officers for the mission")],
    ),
    "promise of a minister": (
        "Interior Minister Anna Berg promised a force of 1,200.",
        [("Anna Berg", "a force of 1,200")],
    ),
    "an offer to do": ("Ghana offered to send a field hospital.", [("GHA", "send a field hospital")]),
    "a plan": ("Malaysia plans to halve its contingent.", [("MYS", "halve its contingent")]),
    "a call": ("Ambassador Bo Lindqvist urged both sides to step back.", [("Bo Lindqvist", "both sides to step back")]),
    "after an apposition": (
        "Norway, a small contributor, vowed to send 40 officers.",
        [("NOR", "send 40 officers")],
    ),
    "of the government": ("The Norway government has promised to stay on.", [("NOR", "stay on")]),
    "plans that are none": ("Norway has published its plans to build an agency.", []),
    "nobody known": ("The crowd promised nothing to anybody.", []),
    "not promised": ("Norway would not promised land for it.", []),
    "of somebody is no subject": ("The envoy of Liberia, urged the crowd to leave.", []),
    "Chinese promise": ("中方承诺继续支持维和行动。", [("CHN", "继续支持维和行动")]),
    "Chinese plan": ("中国还将为发展中国家培训维和警察。", [("CHN", "为发展中国家培训维和警察")]),
    "Chinese call": ("秘书长特别代表安娜·贝格呼吁各方立即停火。", [("安娜·贝格", "各方立即停火")]),
}


@pytest.mark.parametrize("name", CASES)
def test_commitments(name: str) -> None:
    text, wanted = CASES[name]
    got = [(one.who, one.what) for one in found(text, "commitment") if isinstance(one, Commitment)]
    assert got == wanted
