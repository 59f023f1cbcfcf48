"""Operations told by their body and place: which one is meant, and that the byte scan finds all of them."""

from __future__ import annotations

from functools import cache
from html import escape

import pytest

from crawler.peacekeeping.byte_scan import Scan
from crawler.peacekeeping.byte_scan_engine import load_byte_scan
from crawler.peacekeeping.rules import read_table
from crawler.peacekeeping.terms import parse_terms
from storage.records import KEPT_LABELS, Article
from tests.crawler.findings.texts import an_item, finder, relevance

# Words, the day of the text, and the operations found in them.
TOLD = {
    "the one that runs": ("The UN mission in Congo said so.", "2026-10-13", ["MONUSCO"]),
    "the one that ran": ("The UN mission in Congo said so.", "2008-10-13", ["MONUC"]),
    "dots, and a part of the country": ("The U.N. force in eastern Congo said so.", "2026-10-13", ["MONUSCO"]),
    "the African Union's": ("AU troops in Somalia said so.", "2026-10-13", ["AUSSOM"]),
    "the African Union's, before": ("The AU mission in Somalia said so.", "2010-10-13", ["AMISOM"]),
    "the European Union's": ("The EU force in Bosnia said so.", "2026-10-13", ["EUFOR Althea"]),
    "a city": ("Shells hit a UN base in Bentiu.", "2026-10-13", ["UNMISS"]),
    "a place of its own": ("The UN force in Abyei said so.", "2026-10-13", ["UNISFA"]),
    "a later name of a country": ("The UN mission in South Sudan said so.", "2026-10-13", ["UNMISS"]),
    "the name of an ended one, of its successor's day": (
        "La mission des Nations unies en République démocratique du Congo partira.", "2026-10-13", ["MONUSCO"],
    ),
    "since a year of the one that it took over from": (
        "The UN mission in Congo has been there since 1999.", "2026-10-13", ["MONUSCO"],
    ),
    "named beside": ("The UN mission in Congo (MONUSCO) said so.", "2026-10-13", ["MONUSCO", "MONUSCO"]),
    "an older one named beside": ("The UN mission in Congo, MONUC, is recalled.", "2026-10-13", ["MONUC"]),
    "a name with a word of its own": (
        "The United Nations Stabilization Mission in Haiti brought cholera.", "2026-10-13", ["MINUSTAH"],
    ),
    "in Spanish": (
        "La Misión de Estabilización de las Naciones Unidas en Haití partió.", "2026-10-13", ["MINUSTAH"],
    ),
    "a longer name": ("The United Nations Mission in Ethiopia and Eritrea said so.", "2026-10-13", ["UNMEE"]),
    "a name with a number": ("The UN Operation in Somalia II lost 24 soldiers.", "2026-10-13", ["UNOSOM II"]),
    "such a name in small letters": ("The UN support mission in Haiti trained police.", "2026-10-13", []),
    "an acronym in the paragraph": (
        "The UN Mission in the Central African Republic left in haste. So MINURCA was told.", "2026-10-13",
        ["MINURCA", "MINURCA"],
    ),
    "an acronym in the sentence": ("The UN mission in Haiti, known as MINUSTAH, left.", "2026-10-13", ["MINUSTAH"]),
    "both acronyms": (
        "The UN mission in Congo took over from MONUC as MONUSCO.", "2026-10-13", ["MONUSCO", "MONUC", "MONUSCO"],
    ),
    "French": ("La force de l’ONU au Liban a été visée.", "2026-10-13", ["UNIFIL"]),
    "Russian": ("Миссия ООН в ЦАР сообщила о потерях.", "2026-10-13", ["MINUSCA"]),
    "Arabic": ("قالت قوات الأمم المتحدة في لبنان إن جنديين أصيبا.", "2026-10-13", ["UNIFIL"]),
    "Chinese": ("联合国驻黎巴嫩部队营地遭炮击。", "2026-10-13", ["UNIFIL"]),
    "ended": ("The UN mission in Mali said so.", "2026-10-13", []),
    "several": ("The EU mission in Somalia said so.", "2026-10-13", []),
    "no day known": ("The UN mission in Congo said so.", None, []),
    "a year of another": ("UN troops in Congo fought there in 1961.", "2026-10-13", []),
    "a year of another, in the paragraph": (
        "The UN mission in Congo is honoured. The battle was in 1961.", "2026-10-13", [],
    ),
    "memories": ("Veterans of the UN mission in Congo met.", "2026-10-13", []),
    "a man's memories": ("He served with the UN mission in Congo, and in two others.", "2026-10-13", []),
    "an acronym as a word": ("La Monusco et l'Unifil se retirent.", "2026-10-13", ["MONUSCO", "UNIFIL"]),
    "a word that is an acronym elsewhere": ("Les amis de la Minus et de Samim se retirent.", "2026-10-13", []),
    "an office of before": ("BINUCA reported on Bangui.", "2011-10-13", ["BINUCA"]),
    "a task in German": ("Die UN-Mission in Libyen zur Aufklärung von Verbrechen reiste ab.", "2026-10-13", []),
    "a task in Chinese": ("联合国在利比亚任务团评估了医院。", "2026-10-13", []),
    "the east of its country": ("The UN mission in Congo's east said so.", "2026-10-13", ["MONUSCO"]),
    "troops in its capital": ("AU troops in Somalia's capital said so.", "2026-10-13", ["AUSSOM"]),
    "a fate": ("UN mission in Congo to leave by December", "2026-10-13", ["MONUSCO"]),
    "an agency beside": ("The UN mission in Congo flew out staff of WFP.", "2026-10-13", ["MONUSCO"]),
    "another country": ("NATO troops in Kosovo's neighbour Albania trained.", "2026-10-13", []),
    "a mission of agencies": ("The joint UN mission in Congo of WHO and UNICEF met.", "2026-10-13", []),
    "an office": ("The EU mission in Kosovo's capital gave a party.", "2026-10-13", []),
    "a task": ("The UN's mission in Lebanon is to fight hunger.", "2026-10-13", []),
    "a task in French": ("La mission de l'ONU au Liban pour évaluer les dégâts.", "2026-10-13", []),
    "experts": ("A UN mission in Cyprus of tax experts met.", "2026-10-13", []),
    "observers may be of another": ("UN observers in Lebanon said so.", "2026-10-13", []),
    "with its country elsewhere in the sentence": ("Congo asked the UN mission to leave.", "2026-10-13", []),
    "another Congo": ("The UN mission in Congo-Brazzaville said so.", "2026-10-13", []),
    "in another place": ("The UN mission in Geneva said so.", "2026-10-13", []),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_the_operation_that_ran_on_the_day_of_the_text(name: str) -> None:
    text, day, wanted = TOLD[name]
    read = an_item(text, published_local=day and f"{day}T09:00:00+00:00", published_at=None)
    found = finder().find(read, relevance().judge(read))
    assert [one.mission for one in found if one.TYPE == "mission"] == wanted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Congo has asked the UN mission to leave by December.", True),
        ("A UN soldier was killed in Lebanon on Tuesday.", True),
        ("Le Congo demande le retrait de la mission de l’ONU.", True),
        ("The EU mission in Somalia trained soldiers.", True),
        ("Israel’s UN mission said that the troops in Lebanon would leave.", False),
        ("A UN mission visited bases of the army in Mali.", False),
        ("Iraq asked the UN mission to leave; its soldiers are ready.", False),
        ("UN experts in Mali said that soldiers had burned huts.", False),
        ("UN troops in Rwanda could do nothing.", False),
        ("NATO troops in Kosovo's neighbour Albania trained.", False),
        ("UN mission in Lebanon to assess damage, says UNESCO", False),
        ("UN observers in Lebanon's municipal vote said so.", False),
        ("The game lets players lead UN troops in Mali; its DLC adds loot and quests to the multiplayer.", False),
    ],
)
def test_a_country_apart_from_its_head_needs_troops(text: str, kept: bool) -> None:
    read = an_item(text, published_local="2026-10-13T09:00:00+00:00")
    assert (relevance().decide(read).label in KEPT_LABELS) is kept


@cache
def _scan(*, slow: bool) -> Scan:
    return load_byte_scan(slow=slow, hyperscan=None if slow else False)


def _every_phrase() -> list[str]:
    """Each way to tell a body's operation, with a country and what stands between."""
    table, name = read_table(None)
    where = {
        "UN": {"zh": "黎巴嫩", "ar": "لبنان", "ru": "Ливане", "uk": "Лівані"},
        "AU": {"zh": "索马里", "ar": "الصومال"},
    }
    told = []
    for language in parse_terms(table, file=name).described.language:
        for body, ways in language.bodies.items():
            country = where.get(body, {}).get(language.lang, "Somalia" if body == "AU" else "Kosovo")
            country = "Lebanon" if body == "UN" and country == "Kosovo" else country
            for written in ways:
                for noun in (*language.missions, *language.armed, *language.loose, *language.observers):
                    plain = noun.replace("*", "")
                    join = language.joins[0] if language.joins else ""
                    told.append(
                        f"{written}{country}{plain}"
                        if language.first == "host"
                        else f"{written} {plain} {join} {country}"
                        if language.first == "body"
                        else f"{plain} {written} {join} {country}"
                    )
    return told


@pytest.mark.parametrize("slow", [False, True])
def test_the_byte_scan_finds_every_phrase_that_the_rules_keep(slow: bool) -> None:
    phrases = _every_phrase()
    kept = [one for one in phrases if relevance().decide(Article(title=one, body=one)).label in KEPT_LABELS]
    assert len(kept) > 0.6 * len(phrases)
    pages = {one: f"<meta charset=utf-8><h1>Ferry</h1><p>So {escape(one)}.</p>".encode() for one in kept}
    assert [one for one, page in pages.items() if not _scan(slow=slow).scan(page).relevant] == []


def test_the_byte_scan_passes_over_such_words_without_a_country() -> None:
    assert not _scan(slow=False).scan(b"<p>The UN mission in Geneva met on Friday.</p>").relevant
