from __future__ import annotations

import pytest

from storage.findings import CountryMention
from tests.crawler.findings.texts import an_item, found, words

# The text, and what is found: part by country.
CASES = {
    "adjective and unit": ("Chinese military and police took part.", {"CHN": "contributor"}),
    "verb of sending": ("Quietly, Ghana has sent a company.", {"GHA": "contributor"}),
    "where they go": (
        "It sent 2,600 police officers to nine countries including East Timor, Liberia and Haiti.",
        {"TLS": "host", "LBR": "host", "HTI": "host"},
    ),
    "of the mission named": ("UNIFIL watches the line. The army of Lebanon helps.", {"LBN": "host"}),
    "neither": ("Norway hosted the talks.", {"NOR": "other"}),
    "the longer name wins": ("South Sudan and Guinea-Bissau voted.", {"SSD": "other", "GNB": "other"}),
    "a name that holds another's": (
        "The United Kingdom of Great Britain and Northern Ireland voted.",
        {"GBR": "other"},
    ),
    "a dollar is no country": ("It costs US$ 40 million and 3 million US dollars.", {}),
    "an acronym in small letters is none": ("They told us and all of us left.", {}),
    "no country in South American": ("South American troops came.", {}),
    "a language is none": ("The test covered shooting, English and French, and a crowd of 200 students.", {}),
    "languages that are spoken": ("French-speaking officers speak French and Arabic; they learned Spanish.", {}),
    "soldiers of two nations": (
        "French and Portuguese peacekeepers came.",
        {"FRA": "contributor", "PRT": "contributor"},
    ),
    "Congo alone": ("Peacekeepers stay in Congo.", {"COD": "host"}),
    "Congo of Brazzaville": ("Talks on Congo began in Brazzaville.", {"COG": "other"}),
    "peacekeepers from a row of countries": (
        "Peacekeepers from Nepal, India and Ghana were decorated.",
        {"NPL": "contributor", "IND": "contributor", "GHA": "contributor"},
    ),
    "Chinese: whose, and where to": ("中国第24批赴黎巴嫩维和部队启程。", {"CHN": "contributor", "LBN": "host"}),
    "Chinese: full-width brackets": ("维和工兵分队抵达刚果（金）。", {"COD": "host"}),
    "they come from a row": (
        "Of its 970 officers 722 are Kenyans, the rest coming from Belize, the Bahamas and El Salvador.",
        {"KEN": "contributor", "BLZ": "contributor", "BHS": "contributor", "SLV": "contributor"},
    ),
    "so many from each": (
        "In all 250 troops each from Mongolia and Pakistan, and 40 from Thailand came.",
        {"MNG": "contributor", "PAK": "contributor", "THA": "contributor"},
    ),
    "has so many": (
        "Uganda has 4,500 soldiers, Ethiopia 2,500 and Kenya 1,410.",
        {"UGA": "contributor", "ETH": "contributor", "KEN": "contributor"},
    ),
    "ranked": (
        "Nepal is the largest contributor of peacekeepers, ahead of Rwanda (5,922) and Bangladesh (5,866).",
        {"NPL": "contributor", "RWA": "contributor", "BGD": "contributor"},
    ),
    "its people": ("Of the hurt peacekeepers three of the Romanians lost a leg.", {"ROU": "contributor"}),
    "halves its contingent": ("Malaysia plans to halve its contingent.", {"MYS": "contributor"}),
    "a list of missions": (
        "It has 2,700 soldiers in seven missions, from Liberia (850) to Haiti.",
        {"LBR": "host", "HTI": "host"},
    ),
    "a list with a place that is no country": (
        "It sent 5,300 troops to Abyei, Cyprus, the Middle East, Somalia and Lebanon.",
        {"CYP": "host", "SOM": "host", "LBN": "host"},
    ),
    "a city and its country are no goal": ("The peacekeepers' chiefs met in Geneva, Switzerland.", {"CHE": "other"}),
    "where they come back from": (
        "South Africa withdraws its soldiers from the DRC.",
        {"ZAF": "contributor", "COD": "host"},
    ),
    "a place and its country": (
        "Five Chadian peacekeepers were killed in Kidal, Mali.",
        {"TCD": "contributor", "MLI": "host"},
    ),
    "contributors, several": (
        "Bangladesh, Pakistan and Egypt are the biggest contributors of troops.",
        {"BGD": "contributor", "PAK": "contributor", "EGY": "contributor"},
    ),
    "nationals": ("The dead were a Ghanaian and two Nepalis.", {"GHA": "contributor", "NPL": "contributor"}),
    "Chinese: a party that attacks": ("以色列军队炮击联黎部队营地。", {"ISR": "other"}),
    "Spanish: adjective": ("El batallón uruguayo patrulla en el Líbano.", {"URY": "contributor", "LBN": "host"}),
    "Portuguese: embarks for": ("O batalhão brasileiro embarcou para o Haiti.", {"BRA": "contributor", "HTI": "host"}),
    "Russian: from several": (
        "Военные из Казахстана и Индии отправились в путь.",
        {"KAZ": "contributor", "IND": "contributor"},
    ),
    "Arabic: adjective": ("الكتيبة الإيطالية في جنوب لبنان", {"ITA": "contributor", "LBN": "host"}),
    "a party that attacks": ("Israeli troops fired at a post of UNIFIL.", {"ISR": "other"}),
    "soldiers killed there": (
        "Ghanaian soldiers killed in Lebanon were honoured.",
        {"GHA": "contributor", "LBN": "host"},
    ),
    "soldiers of the host are no contingent": ("UNIFIL met Lebanese soldiers near Tyre.", {"LBN": "host"}),
    "Chinese: they come from": (
        "遇难维和人员分别来自埃塞俄比亚和卢旺达。",
        {"ETH": "contributor", "RWA": "contributor"},
    ),
    "Chinese: sent towards": (
        "我国已向东帝汶、利比里亚、海地等国派出维和警察。",
        {"CHN": "contributor", "TLS": "host", "LBR": "host", "HTI": "host"},
    ),
    "Chinese: ranked": ("尼泊尔是最大的出兵国。", {"NPL": "contributor"}),
    "Chinese: a developing country is not China": ("为发展中国家培训维和警察。", {}),
    "French: behind its noun": ("Des Casques bleus burundais patrouillent.", {"BDI": "contributor"}),
    "French: deploys": ("Le Burundi déploie 760 soldats.", {"BDI": "contributor"}),
    "Spanish: soldiers of": (
        "Llegaron 14 militares de Paraguay, tres de Chile.",
        {"PRY": "contributor", "CHL": "contributor"},
    ),
    "Portuguese: keeps": ("Portugal mantém 26 militares na missão.", {"PRT": "contributor"}),
    "Indonesian: missions, among them in": (
        "Ada 2.700 personel di delapan misi PBB, termasuk di Republik Demokratik Kongo.",
        {"COD": "host"},
    ),
    "Ukrainian: serves in": (
        "Україна продовжує службу на Кіпрі та в Косові.",
        {"UKR": "contributor", "CYP": "host", "XKX": "host"},
    ),
    "Bengali: in": ("দক্ষিণ সুদান ও লেবাননে নৌবাহিনীর সদস্যরা আছেন।", {"SSD": "host", "LBN": "host"}),
    "French": ("Les casques bleus rwandais patrouillent en Centrafrique.", {"RWA": "other", "CAF": "other"}),
    "Russian, in another case": ("Миротворцы служат в Ливане.", {"LBN": "host"}),
    "Arabic, written on": ("القوات في لبنان وإيطاليا", {"LBN": "other", "ITA": "other"}),
}

LANGUAGES = {
    "French": "fr", "Spanish": "es", "Portuguese": "pt", "Indonesian": "id", "Russian": "ru", "Ukrainian": "uk",
    "Arabic": "ar", "Bengali": "bn",
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_countries_with_their_part(name: str) -> None:
    text, wanted = CASES[name]
    language = LANGUAGES.get(name.replace(",", ":").partition(":")[0])
    article = an_item(text, **({"language": language} if language else {}))
    got = {one.iso3: one.role for one in found(article, "country") if isinstance(one, CountryMention)}
    assert got.keys() == wanted.keys()
    if name not in ("French", "Arabic, written on"):
        assert got == wanted


def test_the_words_of_the_role_belong_to_the_span() -> None:
    text = "Since then China has sent engineers; Chinese peacekeepers build."
    spans = [words(text, one) for one in found(text, "country")]
    assert spans == [["China has sent"], ["Chinese peacekeepers"]]
