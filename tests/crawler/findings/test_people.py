"""People: a sentence in, names with their posts out. All names are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.extraction.text import article_from_text
from storage.findings import Person
from tests.crawler.findings.texts import an_item, found, words

# The text, and name to (post, body).
POSTS = {
    "posts joined by and": (
        "State Councilor and Minister of Public Security Zhao Weiming visited it.",
        {"Zhao Weiming": ("State Councilor; Minister of Public Security", None)},
    ),
    "rank dropped, post after the name": (
        "Major General Tomas Andersen, acting Force Commander of the United Nations Mission in South Sudan, spoke.",
        {"Tomas Andersen": ("acting Force Commander", "United Nations Mission in South Sudan")},
    ),
    "post, short rank, name": (
        "Force Commander Lt. Gen. Aroldo Lassari visited Wau.",
        {"Aroldo Lassari": ("Force Commander", None)},
    ),
    "post after the name with an article": (
        "Stefano del Corso, the Force Commander of UNIFIL, thanked them.",
        {"Stefano del Corso": ("Force Commander", "UNIFIL")},
    ),
    "post before a comma": (
        "The head of the mission, Sandrine Aubuchon, opened it.",
        {"Sandrine Aubuchon": ("head", "mission")},
    ),
    "the complement of a minister stays": (
        "The Minister of Defence, Dr Kwaku Amissah-Boadi, said so.",
        {"Kwaku Amissah-Boadi": ("Minister of Defence", None)},
    ),
    "the body before the post": (
        "UNIFIL spokeswoman Ottavia Ferrante said so.",
        {"Ottavia Ferrante": ("spokeswoman", "UNIFIL")},
    ),
    "the owner in the possessive": (
        "Rwanda's ambassador to South Sudan, Joséphine Mukamana, and others came.",
        {"Joséphine Mukamana": ("ambassador to South Sudan", "Rwanda")},
    ),
    "the owner as an adjective": (
        "Chinese President Wei Guohua spoke.",
        {"Wei Guohua": ("President", "CHN")},
    ),
    "the body after the name": (
        "Commissioner Yan Peiguo of the Bureau of International Cooperation spoke.",
        {"Yan Peiguo": ("Commissioner", "Bureau of International Cooperation")},
    ),
    "posts before and after": (
        "Ambassador Raghav Mehrotra, India's Permanent Representative to the UN, voted.",
        {"Raghav Mehrotra": ("Ambassador; Permanent Representative to the UN", "India")},
    ),
    "two posts after the name": (
        "General Aurelio Santacroce, head of mission and commander of the force, spoke.",
        {"Aurelio Santacroce": ("head of mission; commander", "force")},
    ),
    "a rank in brackets and a post after it": (
        "Chief of Staff Captain (Navy) Viliame Rokotui spoke.",
        {"Viliame Rokotui": ("Chief of Staff", None)},
    ),
    "the outer post": (
        "Special Representative of the Secretary-General Nils Haldorsen landed.",
        {"Nils Haldorsen": ("Special Representative of the Secretary-General", None)},
    ),
    "an abstract noun is no name": (
        "Deputy Prime Minister for Reintegration Anatol Grosu spoke.",
        {"Anatol Grosu": ("Deputy Prime Minister for Reintegration", None)},
    ),
    "a former one": (
        "A former Irish ambassador, Bobby Kilgannon, spoke.",
        {"Bobby Kilgannon": ("former ambassador", "IRL")},
    ),
    "two posts of two people beside each other": (
        "The US Ambassador to the European Union Gordon Sandlund and Energy Secretary Rick Parry came.",
        {
            "Gordon Sandlund": ("Ambassador to the European Union", "US"),
            "Rick Parry": ("Energy Secretary", None),
        },
    ),
    "one word after a post": ("President Otieno signed it.", {"Otieno": ("President", None)}),
}
BARE = {
    "rank alone is no post": ("Havildar Nazakat Hussain fell.", ["Nazakat Hussain"]),
    "age": ("Cathal Brosnahan (23) fell.", ["Cathal Brosnahan"]),
    "form of address": ("Mr. Bo Lindqvist came.", ["Bo Lindqvist"]),
    "verb of speech and a given name": ('"We stay," said Maria Castellan.', ["Maria Castellan"]),
    "verb of speech, named again": ("Quilo Vantabra said no. Vantabra's men left.", ["Quilo Vantabra"]),
    "country in brackets": ("Sergei Kolotov (Russian Federation) said no.", ["Sergei Kolotov"]),
    "particles, hyphens, initials": (
        "Colonel J. P. van der Meer, Major Amin al-Rashed and Captain Jean-Luc N'Dour left.",
        ["J. P. van der Meer", "Amin al-Rashed", "Jean-Luc N'Dour"],
    ),
    "several ranks": (
        "Naib Subedar Gurdev Rathee, Lt Col Asha Bisht, Supt. Abena Ofori and ACP Ravi Menon came.",
        ["Gurdev Rathee", "Asha Bisht", "Abena Ofori", "Ravi Menon"],
    ),
}
NOBODY = {
    "medal": "They received the Dag Hammarskjöld Medal at Camp Roberts.",
    "mission and council": "The United Nations Mission in South Sudan briefed the Security Council in New York.",
    "days and months": "On Monday, April 5, Exercise Shared Destiny began in Port Sudan.",
    "headline": "",
    "a body that speaks": "Amnesty International said so. Human Rights Watch told Reuters.",
    "university": "Students of Julius Nyerere University came to the Kofi Annan Centre.",
    "ship": "The frigate Admiral Sheffield Bay docked at Fort Kochi.",
    "a generation is no rank": "Gen Z came.",
    "post without a name": "The Force Commander said the Deputy Minister of Defence would come.",
    "a body after a post": "He is commander of the Kavumu garrison. Brazil sent a Special Representative to Geneva.",
}


def people(text: str, **more: object) -> dict[str, tuple[str | None, str | None]]:
    got = found(an_item(text, **more), "person")
    return {one.name: (one.post, one.body) for one in got if isinstance(one, Person)}


@pytest.mark.parametrize("name", POSTS)
def test_posts(name: str) -> None:
    text, wanted = POSTS[name]
    assert people(text) == wanted


@pytest.mark.parametrize("name", BARE)
def test_people_without_a_post(name: str) -> None:
    text, wanted = BARE[name]
    assert people(text) == dict.fromkeys(wanted, (None, None))


@pytest.mark.parametrize("name", NOBODY)
def test_no_people(name: str) -> None:
    assert people(NOBODY[name]) == {}


def test_a_headline_in_title_case_names_nobody() -> None:
    assert people("They trained.", title="Force Commander Visits Wau Before Rains") == {}


def test_a_body_after_the_last_of_a_list_is_shared() -> None:
    text = (
        "Present were Director General Feng Yao of the Political Department, Director General Liao Jinbo, "
        "Political Commissar Wei Xiaolin and Deputy Director General Tan Jun of the International Cooperation "
        "Department."
    )
    got = {one.name: one for one in found(text, "person") if isinstance(one, Person)}
    assert {name: one.body for name, one in got.items()} == {
        "Feng Yao": "Political Department",
        "Liao Jinbo": "International Cooperation Department",
        "Wei Xiaolin": "International Cooperation Department",
        "Tan Jun": "International Cooperation Department",
    }
    assert got["Liao Jinbo"].post_basis == "shared: body written after Tan Jun"
    assert got["Tan Jun"].post_basis == "written"
    assert got["Liao Jinbo"].confidence < got["Tan Jun"].confidence


def test_a_plural_post_holds_for_all_its_names() -> None:
    got = people("Vice Ministers Anna Berg and Bo Lindqvist came.")
    assert got == {"Anna Berg": ("Vice Minister", None), "Bo Lindqvist": ("Vice Minister", None)}


def test_a_ministry_is_understood_from_the_minister() -> None:
    text = "Minister of Public Security Qiu Hengtai spoke.\n\nVice Minister Lin Ruiming came."
    got = {one.name: one for one in found(text, "person") if isinstance(one, Person)}
    assert got["Lin Ruiming"].body == "Ministry of Public Security"
    assert got["Lin Ruiming"].post_basis == "ministry understood from Qiu Hengtai"


def test_a_second_mention_is_the_same_person() -> None:
    text = "Colonel Tomas Andersen, sector commander, came. Andersen told us so. Mr Andersen left."
    assert people(text) == {"Tomas Andersen": ("sector commander", None)}


def test_the_fullest_mention_is_kept() -> None:
    text = "“Go,” said Maria Castellan. The spokeswoman Maria Castellan left."
    assert people(text) == {"Maria Castellan": ("spokeswoman", None)}


def test_post_and_name_are_one_part() -> None:
    text = "Then Major General Tomas Andersen, acting Force Commander of UNMISS, left."
    (one,) = found(text, "person")
    assert words(text, one) == ["Major General Tomas Andersen, acting Force Commander of UNMISS"]


CHINESE = {
    "rank after the name": ("国防部新闻发言人张明远大校表示，", {"张明远": ("国防部新闻发言人", "国防部")}),
    "foreign name": ("联黎部队司令阿罗多·拉萨里在纳古拉会见官兵。", {"阿罗多·拉萨里": ("联黎部队司令", "联黎部队")}),
    "two signs": ("营长王强说，全营准备好了。", {"王强": ("营长", None)}),
    "three signs": ("营长王建邦表示，全营准备好了。", {"王建邦": ("营长", None)}),
    "a preposition after the name": ("营长王强在营区说，", {"王强": ("营长", None)}),
    "double family name": ("分队长欧阳望北介绍，", {"欧阳望北": ("分队长", None)}),
    "two posts": (
        "公安部国际合作局巡视员兼维和处处长水明间、教官来了。",
        {"水明间": ("公安部国际合作局巡视员; 维和处处长", "公安部国际合作局")},
    ),
    "body shared in a list": (
        "公安部国际合作局局长阳春远、政委谈若明出席。",
        {"阳春远": ("公安部国际合作局局长", "公安部国际合作局"), "谈若明": ("政委", "公安部国际合作局")},
    ),
    "rank alone": ("列兵乔内·瓦卡武图牺牲。", {"乔内·瓦卡武图": (None, None)}),
    "traditional signs": ("防暴隊政委隆萬明說，", {"隆萬明": ("防暴隊政委", "防暴隊")}),
    "foreign name by sound alone": ("联合国秘书长古特里斯表示，", {"古特里斯": ("联合国秘书长", "联合国")}),
}
NOBODY_CHINESE = {
    "a verb after the post": "几乎所有官员都认为有必要。主任解释说。部长于当日抵达。",
    "post as a verb": "这并不代表柯达已脱离危机。",
    "medal": "他获得达格·哈马舍尔德勋章。",
    "ship": "“科斯塔·康科迪亚”号游轮来了。",
    "form of address": "负责人王先生说，",
    "reporter": "新华社喀土穆电（记者马明翀）",
}


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_names(name: str) -> None:
    text, wanted = CHINESE[name]
    assert people(text) == wanted


@pytest.mark.parametrize("name", NOBODY_CHINESE)
def test_no_chinese_names(name: str) -> None:
    assert people(NOBODY_CHINESE[name]) == {}


def test_other_languages_are_left_alone() -> None:
    assert people("Le général Jean Dupont a parlé.", language="fr") == {}


@pytest.mark.parametrize(("seed", "count"), [("000_12144f029dc4f62c.txt", 0), ("003_9968fb0687a3fe4f.txt", 9)])
def test_the_seeds_name_so_many(seed: str, count: int) -> None:
    text = (Path(__file__).parents[2] / "seeds" / seed).read_text(encoding="utf-8")
    got = found(article_from_text(text, zone="Asia/Shanghai"), "person")
    assert len(got) == count
    assert all(isinstance(one, Person) and one.post for one in got)
