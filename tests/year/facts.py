"""What the invented year tells of: events in real missions, with invented places, people and numbers. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.year.prose import grammar, paragraphs


class Mission(NamedTuple):
    """A mission, its host country and its Chinese names."""

    acronym: str
    host: str
    zh: str
    host_zh: str


class Country(NamedTuple):
    """A country that gives troops, in the words of four languages; fr and es with their preposition."""

    iso3: str
    name: str
    nation: str
    zh: str
    fr: str
    es: str


MISSIONS = (
    Mission("UNMISS", "South Sudan", "联南苏团", "南苏丹"),
    Mission("MONUSCO", "the Democratic Republic of the Congo", "联刚稳定团", "刚果（金）"),
    Mission("MINUSCA", "the Central African Republic", "中非稳定团", "中非共和国"),
    Mission("UNIFIL", "Lebanon", "联黎部队", "黎巴嫩"),
    Mission("UNISFA", "Abyei", "联阿安全部队", "阿卜耶伊"),
)
COUNTRIES = (
    Country("CHN", "China", "Chinese", "中国", "de Chine", "de China"),
    Country("BGD", "Bangladesh", "Bangladeshi", "孟加拉国", "du Bangladesh", "de Bangladesh"),
    Country("NPL", "Nepal", "Nepali", "尼泊尔", "du Népal", "de Nepal"),
    Country("IND", "India", "Indian", "印度", "d'Inde", "de India"),
    Country("RWA", "Rwanda", "Rwandan", "卢旺达", "du Rwanda", "de Ruanda"),
    Country("GHA", "Ghana", "Ghanaian", "加纳", "du Ghana", "de Ghana"),
    Country("PAK", "Pakistan", "Pakistani", "巴基斯坦", "du Pakistan", "de Pakistán"),
    Country("TZA", "Tanzania", "Tanzanian", "坦桑尼亚", "de Tanzanie", "de Tanzania"),
    Country("MNG", "Mongolia", "Mongolian", "蒙古国", "de Mongolie", "de Mongolia"),
    Country("URY", "Uruguay", "Uruguayan", "乌拉圭", "d'Uruguay", "de Uruguay"),
    Country("IDN", "Indonesia", "Indonesian", "印度尼西亚", "d'Indonésie", "de Indonesia"),
    Country("ZMB", "Zambia", "Zambian", "赞比亚", "de Zambie", "de Zambia"),
)
UNITS = {
    "engineer company": "工兵分队", "medical unit": "医疗分队", "infantry battalion": "步兵营",
    "police unit": "警队", "transport company": "运输分队", "aviation unit": "直升机分队",
}  # fmt: skip
_UNIT_OF = {
    "road": 0, "clinic": 1, "patrol": 2, "mines": 0, "training": 3, "flood": 0, "water": 0, "school": 2, "bridge": 0,
    "airlift": 5,
}  # fmt: skip
RANKS = ("Lieutenant Colonel", "Major", "Colonel", "Captain")
_NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))


def name_of(chance: Random) -> tuple[str, str]:
    """An invented name in Latin letters and in Chinese signs."""
    first, middle, last = (chance.choice(_NAMES[name]) for name in ("first", "middle", "last"))
    parts = [first, last] if chance.random() < 0.3 else [first, middle, last]
    return "".join(parts), "".join(chance.choice(_NAMES["signs"]) for _ in range(len(parts)))


class Text(NamedTuple):
    """A headline and its paragraphs."""

    title: str
    paragraphs: tuple[str, ...]
    language: str = "en"


@dataclass(frozen=True)
class Event:
    """Something that happened, by a seed; every account of it holds the same facts."""

    id: str
    day: date
    seed: str

    @cached_property
    def kind(self) -> str:
        """What was done: a key of the grammars' kinds."""
        return self._chance("kind").choice(list(_UNIT_OF))

    @cached_property
    def mission(self) -> Mission:
        """Where."""
        return self._chance("mission").choice(MISSIONS)

    @cached_property
    def country(self) -> Country:
        """By whose troops."""
        return self._chance("country").choice(COUNTRIES)

    @cached_property
    def facts(self) -> dict[str, str]:
        """The facts by the names that the grammars use."""
        chance = self._chance("facts")
        place, place_zh = name_of(chance)
        given, given_zh = name_of(chance)
        family, family_zh = name_of(chance)
        unit = list(UNITS)[_UNIT_OF[self.kind]]
        n1, n2, n3 = chance.sample(range(41, 990), 3)
        if chance.random() < 0.4:
            n1 = chance.randint(1010, 6990)
        country = self.country
        return {
            "place": place, "place_zh": place_zh, "person": f"{given} {family}",
            "person_zh": f"{given_zh}·{family_zh}", "unit": unit, "rank": chance.choice(RANKS),
            "n1": str(n1), "n2": str(n2), "n3": str(n3),
            "mission": self.mission.acronym, "host": self.mission.host, "mission_zh": self.mission.zh,
            "host_zh": self.mission.host_zh, "country": country.name, "nation": country.nation,
            "nation_zh": country.zh, "country_fr": country.fr, "country_es": country.es,
        }  # fmt: skip

    def told(self, language: str, chance: Random, *, extra: int = 0) -> Text:
        """An account of the event in words of its own. extra: sentences beyond the usual three to six of colour."""
        grown, facts, kind = grammar(language), self.worded(language), self.kind
        middle = [grown.say(rule, chance, facts, kind) for rule in ("one", "two", "three", "quote", "about")]
        middle += [grown.say("filler", chance, facts) for _ in range(chance.randint(3, 6) + extra)]
        chance.shuffle(middle)
        lead = grown.say("lead", chance, facts, kind)
        return Text(grown.say("title", chance, facts, kind), paragraphs([lead, *middle], chance, language), language)

    def worded(self, language: str) -> dict[str, str]:
        """The facts as a language writes them."""
        facts, day = dict(self.facts), self.day
        facts["day"] = f"{_NAMES['months']['en'][day.month - 1]} {day.day}"
        facts["date_zh"] = f"{day.month}月{day.day}日"
        facts["day_fr"] = f"le {day.day} {_NAMES['months']['fr'][day.month - 1]}"
        facts["day_es"] = f"el {day.day} de {_NAMES['months']['es'][day.month - 1]}"
        facts["n1"] = f"{int(facts['n1']):,}" if language == "en" else facts["n1"]
        if language == "zh":
            facts |= {"place": facts["place_zh"], "nation": facts["nation_zh"], "unit": UNITS[facts["unit"]]}
            facts["host"] = facts["host_zh"]
        return facts

    def _chance(self, what: str) -> Random:
        return Random(f"{self.seed}/{self.id}/{what}")  # noqa: S311 - a repeatable deal, no secret


def other_news(chance: Random, language: str) -> Text:
    """News of other things, in English or Chinese."""
    facts = {"town_zh": chance.choice(_NAMES["towns_zh"])}
    grown = grammar(language)
    body = [grown.say("filler", chance, facts) for _ in range(chance.randint(5, 9))]
    title, lead = grown.say("other.title", chance, facts), grown.say("other.lead", chance, facts)
    return Text(title, paragraphs([lead, *body], chance, language), language)


def colour(chance: Random, language: str, count: int) -> list[str]:
    """Sentences that say nothing of any event."""
    return [grammar(language).say("filler", chance, {}) for _ in range(count)]


def joined(parts: Sequence[str]) -> str:
    """Paragraphs as a body."""
    return "\n\n".join(parts)
