"""Findings for benchmarks/archive_at_size.py: as many of each type an article as the seed texts have, roughly."""

from __future__ import annotations

import random
from typing import Any

from storage.schema_findings import OWN_COLUMNS

# Type: how many an article has, on average.
FACTS = {
    "figures": 5.0, "casualties": 0.15, "mission_mentions": 1.4, "country_mentions": 2.2, "resolution_mentions": 0.1,
    "people": 1.5, "organisations": 0.5, "rotations": 0.1, "medals": 0.05, "exercises": 0.03, "visits": 0.1,
    "events": 0.3, "commitments": 0.05, "rankings": 0.03, "quotations": 0.8,
}  # fmt: skip
SERIES = 3000
Rows = dict[str, list[tuple[Any, ...]]]
MISSIONS = (
    "UNMISS", "MONUSCO", "MINUSCA", "UNIFIL", "UNISFA", "UNDOF", "UNFICYP", "MINURSO", "UNMIK", "UNTSO", "UNMOGIP",
    "EUTM Mozambique", "EUFOR Althea", "KFOR", "ATMIS", "MINUSMA", "UNAMID", "UNMIL", "UNOCI", "UNTAC",
)  # fmt: skip
COUNTRIES = (
    "CHN", "SSD", "LBN", "COD", "CAF", "MLI", "IND", "NPL", "RWA", "BGD", "PAK", "IDN", "GHA", "ETH", "FRA", "ITA",
    "ESP", "IRL", "KHM", "MNG", "FJI", "URY", "BRA", "DEU", "JPN", "KOR", "VNM", "THA", "KEN", "TZA",
)  # fmt: skip
_WORDS = ("patrols", "families", "soldiers", "vehicles", "kilometres", "patients", "books", "mines")
_KINDS = ("death", "injury", "missing", "illness")
_STEPS = ("left", "arrived", "medal", "returned", "training")


class Facts:
    """Draws findings; all chance comes from ``chance``."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._number = 0
        self._mission_weights = [1 / (rank + 1) for rank in range(len(MISSIONS))]
        self._country_weights = [1 / (rank + 1) for rank in range(len(COUNTRIES))]
        self._series_weights = [1 / (rank + 3) for rank in range(SERIES)]

    def of(self, rows: dict[str, list[tuple[Any, ...]]], of: tuple[int, int, str], day: str, *, counted: bool) -> None:
        """Add the findings of one article to the rows, by table. of: its number, revision and body."""
        article, revision, body = of
        before = self._number
        for table, mean in FACTS.items():
            for _ in range(int(mean * 2 * self._chance.random() + self._chance.random())):
                self._number += 1
                own = dict.fromkeys(_names(table)) | getattr(self, f"_{table}")(day)
                start = self._chance.randrange(max(1, min(900, len(body) - 12)))
                end = min(start + 12, len(body))
                rows[table].append(
                    (
                        f"f-{self._number:010x}", article, revision, "body", None, start, end,
                        f"[[{start},{end}]]", body[start:end], *own.values(), "rule", "1", 1.0, int(counted),
                    )
                )  # fmt: skip
        rows["finding_sets"].append((article, revision, "1", "digest", self._number - before))

    def _mission(self) -> str:
        return self._chance.choices(MISSIONS, weights=self._mission_weights)[0]

    def _country(self) -> str:
        return self._chance.choices(COUNTRIES, weights=self._country_weights)[0]

    def _figures(self, day: str) -> dict[str, Any]:
        value = float(int(self._chance.lognormvariate(4.5, 2)) + 1)
        own: dict[str, Any] = {"value": value, "qualifier": "exact", "unit": "persons"}
        if self._chance.random() < 0.4:
            key = self._chance.choices(range(SERIES), weights=self._series_weights)[0]
            what, who = f"{_WORDS[key % 8]} deployed", COUNTRIES[key % 30]
            place = MISSIONS[key // 30 % 20]
            nature = "current" if key % 3 else "cumulative"
            named = {
                "what": what,
                "who": who,
                "place": place,
                "nature": nature,
                "as_of": day,
                "as_of_basis": "dateline",
            }
            own |= named | {"series_key": f"{what}|{who.lower()}|{place.lower()} {key // 600}|{nature}"}
        return own

    def _casualties(self, day: str) -> dict[str, Any]:
        return {
            "value": float(self._chance.randint(1, 9)), "qualifier": "exact", "kind": self._chance.choice(_KINDS),
            "nationality": self._country(), "personnel": "military", "mission": self._mission(),
            "cause": "malicious act", "nature": "current", "date": day, "as_of": day, "as_of_basis": "dateline",
        }  # fmt: skip

    def _mission_mentions(self, _day: str) -> dict[str, Any]:
        return {"mission": self._mission()}

    def _country_mentions(self, _day: str) -> dict[str, Any]:
        return {"iso3": self._country(), "role": "other", "name": "the name"}

    def _resolution_mentions(self, _day: str) -> dict[str, Any]:
        return {"number": self._chance.randint(1000, 2800), "body": "Security Council"}

    def _people(self, _day: str) -> dict[str, Any]:
        post = "commander" if self._chance.random() < 0.6 else None
        return {"name": f"Given{self._chance.randrange(300)} Family{self._chance.randrange(400)}", "post": post}

    def _organisations(self, _day: str) -> dict[str, Any]:
        return {"name": f"Body {self._chance.randrange(500)}"}

    def _rotations(self, day: str) -> dict[str, Any]:
        return {
            "ordinal": self._chance.randint(1, 30), "country": self._country(), "unit": "engineers",
            "mission": self._mission(), "step": self._chance.choice(_STEPS), "strength": 225.0, "date": day,
        }  # fmt: skip

    def _medals(self, day: str) -> dict[str, Any]:
        return {"medal": "UN Peace Medal", "who": self._country(), "count": 120.0, "date": day}

    def _exercises(self, day: str) -> dict[str, Any]:
        return {"name": f"Shared Example-{self._chance.randrange(90)}", "date": day}

    def _visits(self, day: str) -> dict[str, Any]:
        return {"kind": "visit", "who": "Somebody", "date": day}

    def _events(self, day: str) -> dict[str, Any]:
        return {"kind": self._chance.choice(("meeting", "ceremony", "attack")), "date": day}

    def _commitments(self, _day: str) -> dict[str, Any]:
        return {"who": self._country(), "what": "to send a unit"}

    def _rankings(self, _day: str) -> dict[str, Any]:
        return {"who": self._country(), "rank": self._chance.randint(1, 12), "of": "contributors"}

    def _quotations(self, _day: str) -> dict[str, Any]:
        return {"speaker": f"Given{self._chance.randrange(300)} Family{self._chance.randrange(400)}"}


def _names(table: str) -> list[str]:
    return [part.split()[0] for part in OWN_COLUMNS[table].split(", ")]
