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
    "a dollar is no country": ("It costs US$ 40 million and 3 million US dollars.", {}),
    "an acronym in small letters is none": ("They told us and all of us left.", {}),
    "no country in South American": ("South American troops came.", {}),
    "Congo alone": ("Peacekeepers stay in Congo.", {"COD": "host"}),
    "Congo of Brazzaville": ("Talks on Congo began in Brazzaville.", {"COG": "other"}),
    "peacekeepers from a row of countries": (
        "Peacekeepers from Nepal, India and Ghana were decorated.",
        {"NPL": "contributor", "IND": "contributor", "GHA": "contributor"},
    ),
    "Chinese: whose, and where to": ("中国第24批赴黎巴嫩维和部队启程。", {"CHN": "contributor", "LBN": "host"}),
    "Chinese: full-width brackets": ("维和工兵分队抵达刚果（金）。", {"COD": "host"}),
    "French": ("Les casques bleus rwandais patrouillent en Centrafrique.", {"RWA": "other", "CAF": "other"}),
    "Russian, in another case": ("Миротворцы служат в Ливане.", {"LBN": "other"}),
    "Arabic, written on": ("القوات في لبنان وإيطاليا", {"LBN": "other", "ITA": "other"}),
}


@pytest.mark.parametrize("name", CASES)
def test_countries_with_their_part(name: str) -> None:
    text, wanted = CASES[name]
    language = {"French": "fr", "Russian, in another case": "ru", "Arabic, written on": "ar"}.get(name)
    article = an_item(text, **({"language": language} if language else {}))
    got = {one.iso3: one.role for one in found(article, "country") if isinstance(one, CountryMention)}
    assert got.keys() == wanted.keys()
    if name not in ("French", "Arabic, written on"):
        assert got == wanted


def test_the_words_of_the_role_belong_to_the_span() -> None:
    text = "Since then China has sent engineers; Chinese peacekeepers build."
    spans = [words(text, one) for one in found(text, "country")]
    assert spans == [["China has sent"], ["Chinese peacekeepers"]]
