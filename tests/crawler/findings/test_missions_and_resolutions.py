from __future__ import annotations

import pytest

from storage.findings import MissionMention, ResolutionMention
from storage.records import Label
from tests.crawler.findings.texts import an_item, finder, found, relevance, words

MISSIONS = {
    "acronym": ("UNMISS said so.", ["UNMISS"]),
    "full name": ("The United Nations Interim Force in Lebanon said so.", ["UNIFIL"]),
    "name and acronym are two mentions": ("The UN Mission in South Sudan (UNMISS) began.", ["UNMISS", "UNMISS"]),
    "a misspelling": ("Peacekeepers of UNIFSA left Abyei.", ["UNISFA"]),
    "none": ("Peacekeepers left.", []),
    "a comma in the name": ("Peacekeepers of the United Nations Interim Security Force, Abyei.", ["UNISFA"]),
    "described by who leads it": ("Officers of the Kenyan-led security support mission in Haiti left.", ["MSS"]),
    "described in small letters, one of several": ("He was with the UN mission in Liberia.", []),
    "described in small letters, the only one": ("He was with the UN mission in South Sudan.", ["UNMISS"]),
    "a body's force in small letters that is not NATO's of old": (
        "Peacekeepers of the ECOWAS stabilisation force in Guinea-Bissau left.",
        [],
    ),
    "Chinese long name": ("联合国驻黎巴嫩临时部队说，维和人员安全。", ["UNIFIL"]),
    "Chinese, with a dash": ("根据决议，非盟—联合国达尔富尔混合行动部署维和部队。", ["UNAMID"]),
    "French, shortened": ("La Mission de l'ONU au Soudan du Sud a dit.", ["UNMISS"]),
    "Spanish": ("La Fuerza Provisional de las Naciones Unidas para el Líbano informó.", ["UNIFIL"]),
    "Portuguese": ("A Missão das Nações Unidas para a Estabilização no Haiti terminou.", ["MINUSTAH"]),
    "Indonesian": ("Pasukan Interim PBB di Lebanon berpatroli.", ["UNIFIL"]),
    "Russian, in another case": ("Из Сил ООН по наблюдению за разъединением вернулись.", ["UNDOF"]),
    "Arabic": ("قالت بعثة الأمم المتحدة في جنوب السودان", ["UNMISS"]),
    "Bengali": ("শান্তিরক্ষা মিশনে (মনুস্কো) যোগ দিতে", ["MONUSCO"]),
}
# Contested operations are named by description.
CONTESTED = {
    "Karabakh": ("Russian peacekeepers left Karabakh.", ["RPKC Karabakh"]),
    "Karabakh in Chinese": ("俄罗斯维和部队撤离纳卡。", ["RPKC Karabakh"]),
    "Transnistria": ("Russian peacekeepers stand on the Dniester at Tiraspol.", ["JCC Transnistria"]),
    "South Ossetia": ("Russian peacekeepers stood in Tskhinvali.", ["JPKF South Ossetia"]),
    "Kazakhstan": ("CSTO troops came to Kazakhstan as peacekeepers.", ["CSTO KAZ"]),
    "Donbas": ("Putin's decree sends peacekeepers to Donetsk.", ["RU Donbas decree"]),
    "Ukraine": (
        "The coalition of the willing may send peacekeepers to Ukraine after a ceasefire.",
        ["MNF-Ukraine", "MNF-Ukraine"],
    ),
}
# The text, and what is found: number, adoption and vote.
RESOLUTIONS = {
    "number": ("It cited resolution 1701.", [(1701, None, None)]),
    "adopted in a month": ("In March 2020, the Council passed Resolution 2518.", [(2518, "2020-03", None)]),
    "year in brackets": ("Resolution 1325 (2000) says so.", [(1325, "2000", None)]),
    "vote as a tally": ("By 12-0-3 the Council adopted resolution 2793.", [(2793, None, "12-0-3")]),
    "vote in words": (
        "With thirteen votes in favour, none against and two abstentions it adopted resolution 2702.",
        [(2702, None, "13-0-2")],
    ),
    "several": (
        "Recalling resolutions 1701 (2006), 2373 and 2790.",
        [(1701, "2006", None), (2373, None, None), (2790, None, None)],
    ),
    "the day a mandate ends is not that of adoption": (
        "The Council renewed it by resolution 2749 until 31 August 2025.",
        [(2749, None, None)],
    ),
    "adopted, with what it does": (
        "The Council adopted resolution 2790 on 28 May, to extend it until 31 December 2026.",
        [(2790, "2024-05-28", None)],
    ),
    "a draft that was adopted": (
        "The draft was adopted as resolution 2790 on 28 May.",
        [(2790, "2024-05-28", None)],
    ),
    "its own day, in a sentence of another vote": (
        "Members failed on Monday to end what resolution 2779 of 8 May had begun.",
        [(2779, "2024-05-08", None)],
    ),
    "only expected": (
        "BEROL, May 28 -- The Council is expected to adopt resolution 2851 in May, extending it.",
        [(2851, None, None)],
    ),
    "vetoed": (
        "On 28 May Russia vetoed the text that was to become resolution 2852, which would have extended it.",
        [(2852, None, None)],
    ),
    "failed": ("The Council on Tuesday failed to pass resolution 2852, which extends it.", [(2852, None, None)]),
    "to be voted on": ("On 28 May it is to vote on resolution 2852.", [(2852, None, None)]),
    "a day of last year": ("The Council adopted resolution 2852 on 30 June.", [(2852, "2023-06-30", None)]),
    "document sign": ("See S/RES/2100 (2013).", [(2100, "2013", None)]),
    "of the General Assembly, by session and number": (
        "The Assembly, by its resolution 78/292, agreed.",
        [(292, None, None)],
    ),
    "of the General Assembly, in Chinese": ("大会第77/321号决议为特派团批款。", [(321, None, None)]),
    "adopted by the sitting that is told": (
        "The Security Council this morning extended the mandate of UNIFIL.\n\n"
        "In adopting resolution 2790 (2024), it recalled what resolution 2749 of August 2023 had asked.",
        [(2790, "2024-05-30", None), (2749, "2023-08", None)],
    ),
    "nothing tells of a sitting": ("Since adopting resolution 2790, the Council has met often.", [(2790, None, None)]),
    "a day straight before it": (
        "He recalled that in 2006 resolution 1701 raised the ceiling.",
        [(1701, "2006", None)],
    ),
    "what others set up": ("A panel set up on Monday will review resolution 1701.", [(1701, None, None)]),
    "what it set up": ("Established in 2011 by resolution 1996, UNMISS helps.", [(1996, "2011", None)]),
    "Chinese": ("安理会以13票赞成、2票弃权通过第2759号决议。", [(2759, None, "13-0-2")]),
    "an amount is no number": ("A resolution 2,000 people signed.", []),
}


@pytest.mark.parametrize("name", MISSIONS)
def test_missions(name: str) -> None:
    text, wanted = MISSIONS[name]
    assert [one.mission for one in found(text, "mission") if isinstance(one, MissionMention)] == wanted


@pytest.mark.parametrize("name", CONTESTED)
def test_contested_operations(name: str) -> None:
    text, wanted = CONTESTED[name]
    article = an_item(text, title=None)
    judged = relevance().judge(article)
    missions = [one for one in finder().find(article, judged) if isinstance(one, MissionMention)]
    assert judged.decision.label is Label.CONTESTED
    assert {one.mission for one in missions} == set(wanted)
    assert not any(one.counted for one in missions)
    assert all(words(article, one)[0] in text for one in missions)


def test_a_name_of_several_operations_is_the_one_of_its_year() -> None:
    old = an_item("UNOSOM began in Somalia, with peacekeepers.", published_local="1992-06-01", published_at=None)
    new = an_item("UNOSOM began in Somalia, with peacekeepers.", published_local="1994-06-01", published_at=None)
    assert [one.mission for one in found(old, "mission") if isinstance(one, MissionMention)] == ["UNOSOM I"]
    assert [one.mission for one in found(new, "mission") if isinstance(one, MissionMention)] == ["UNOSOM II"]


def test_an_old_acronym_for_its_successor() -> None:
    late = "Peacekeepers of UNMIS guard Bor in South Sudan."
    got = [(one.mission, one.confidence) for one in found(late, "mission") if isinstance(one, MissionMention)]
    assert got == [("UNMISS", 0.8)]
    early = an_item(late, published_local="2009-05-30", published_at=None)
    assert [one.mission for one in found(early, "mission") if isinstance(one, MissionMention)] == ["UNMIS"]


@pytest.mark.parametrize("name", RESOLUTIONS)
def test_resolutions(name: str) -> None:
    text, wanted = RESOLUTIONS[name]
    ours = [one for one in found(text, "resolution") if isinstance(one, ResolutionMention)]
    assert [(one.number, one.adopted, one.vote) for one in ours] == wanted


def test_a_title_tells_of_the_sitting_of_the_opening() -> None:
    item = an_item("The Security Council on Tuesday extended it.", title="Council Adopts Resolution 2790 (2024)")
    ours = [one for one in found(item, "resolution") if isinstance(one, ResolutionMention)]
    assert [(one.number, one.adopted) for one in ours] == [(2790, "2024-05-28")]


def test_the_day_of_adoption_belongs_to_the_span() -> None:
    text = "In March 2020, the Council passed Resolution 2518."
    assert [words(text, one) for one in found(text, "resolution")] == [["March 2020", "Resolution 2518"]]


@pytest.mark.parametrize(
    ("text", "adopted", "vote"),
    [
        (
            "The Council on Friday voted 14 to none, with Chad abstaining, to extend it. Resolution 2736 keeps 860.",
            "2024-05-24",
            "14-0-1",
        ),
        ("The Council extended it on Tuesday. The text, resolution 2736, was drafted by France.", "2024-05-28", None),
        ("安理会30日以13票赞成、2票弃权通过决议，延长任期。第2736号决议将上限定为860人。", "2024-05-30", "13-0-2"),
        # An old resolution, a vote to come, one that failed, and another paragraph.
        ("The Council extended the mandate on Tuesday. Resolution 1701 calls for a zone without arms.", None, None),
        ("The General Assembly adopted it on Friday by 120 votes in favour to 5. Resolution 2736 stays.", None, None),
        ("The Council will vote on Friday. Resolution 2736 set up the force.", None, None),
        ("The Council rejected a draft on Tuesday. Resolution 2736, which set up the force, stays.", None, None),
        ("The Council extended the mandate on Tuesday.\n\nResolution 2736 was long.", None, None),
    ],
)
def test_a_sentence_that_begins_with_the_number_goes_on_about_the_vote(
    text: str, adopted: str | None, vote: str | None
) -> None:
    (one,) = (one for one in found(text, "resolution") if isinstance(one, ResolutionMention))
    assert (one.adopted, one.vote) == (adopted, vote)
