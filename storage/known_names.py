"""Names that a user gives for a mission, a country or a source, as the archive writes them; others are refused."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from storage.countries import country_names
from storage.database import Database
from storage.errors import UsageError
from storage.known import NO_SOURCE

NEAR = 3
_CODE_SIGNS = 3
# Missions that findings name and the gazetteer does not hold, such as an operator's own: one step each in the index.
_NAMED = """
WITH RECURSIVE named (mission) AS (
  SELECT min(mission) FROM mission_mentions
  UNION ALL SELECT (SELECT min(mission) FROM mission_mentions WHERE mission > named.mission) FROM named
  WHERE named.mission IS NOT NULL
)
SELECT mission FROM named WHERE mission IS NOT NULL
"""


class KnownNames:
    """What this archive knows. Letters may be small or capital; an empty name stays empty and means any."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def mission(self, given: str, *, also: Iterable[str | None] = ()) -> str:
        """The acronym of a mission that is named by it, by its name or by an alias; also: what else may be meant.

        Raises UsageError where there is none, or where several have the name.
        """
        found = self.missions(given) or _same(given, also)
        if len(found) == 1 or not given:
            return next(iter(found), "")
        if found:
            raise UsageError(f"{given} may be the mission {' or '.join(sorted(found))}; name one of them")
        others = near(given.upper(), self._acronyms())
        raise UsageError(f"there is no mission {given} in the gazetteer or in this archive{others}")

    def missions(self, given: str) -> set[str]:
        """The acronyms of all missions that are named so; none for an empty name."""
        if not given:
            return set()
        wanted, named, exact = _plain(given), set(), set()
        for row in self._db.rows("SELECT acronym, name, aliases FROM missions"):
            if _plain(row["acronym"]) == wanted:
                exact.add(row["acronym"])
            elif wanted in map(_plain, (row["name"], *(row["aliases"] or "").split(";"))):
                named.add(row["acronym"])
        others = {row["mission"] for row in self._db.rows(_NAMED) if _plain(row["mission"]) == wanted}
        return exact or named or others

    def country(self, given: str, *, also: Iterable[str | None] = ()) -> str:
        """The three-letter code of a country, by the code or by its English name; also: what else may be meant.

        Raises UsageError where no country has it, and no outlet of this archive gives it for its own.
        """
        found = self._country(given)
        if found is None:
            found = next(iter(_same(given, also)), None)
        if found is not None:
            return found
        names = {name: f"{code} ({name})" for code, name in country_names().items()}
        names |= {code: names[name] for code, name in country_names().items()}
        by_form = {key.casefold(): told for key, told in names.items()}
        forms = difflib.get_close_matches(given.casefold(), by_form, n=NEAR)
        alike = list(dict.fromkeys(by_form[form] for form in forms))
        words = f"; near: {', '.join(alike)}" if alike else ""
        raise UsageError(f"there is no country {given}; give a three-letter code such as CHN{words}")

    def source(self, given: str) -> str:
        """The slug of a source that this archive knows, or of articles in it; raises UsageError for any other."""
        slug = given.lower()
        known = [row["slug"] for row in self._db.rows("SELECT slug FROM sources")]
        if slug in ("", NO_SOURCE, *known) or self._db.value(
            "SELECT 1 FROM articles WHERE source = ? LIMIT 1", (slug,)
        ):
            return slug
        raise UsageError(f"there is no source {given} in this archive{near(slug, known)}")

    def whose(self, given: str) -> str:
        """A country's code, else a mission's acronym: whose people a number counts. Raises UsageError for neither."""
        missions = self.missions(given)
        if self._country(given) is None and len(missions) == 1:
            return missions.pop()
        return self.country(given)

    def place(self, given: str) -> str:
        """A mission's acronym where it names one mission; any other place as it is given."""
        missions = self.missions(given)
        return missions.pop() if given and len(missions) == 1 else given

    def series(self, given: str) -> str:
        """The key of a statistic: all its letters are small."""
        return given.lower().strip()

    def _country(self, given: str) -> str | None:
        code = given.upper()
        if code in country_names() or not given:
            return code
        if len(code) == _CODE_SIGNS and self._db.value(
            "SELECT EXISTS (SELECT 1 FROM country_mentions WHERE iso3 = :code)"
            " OR EXISTS (SELECT 1 FROM sources WHERE country = :code)",
            {"code": code},
        ):
            return code
        named = (code for code, name in country_names().items() if name.casefold() == given.casefold())
        return next(named, None)

    def _acronyms(self) -> list[str]:
        rows = self._db.rows("SELECT acronym AS mission FROM missions")
        return list(dict.fromkeys(row["mission"] for row in (*rows, *self._db.rows(_NAMED))))


def _same(given: str, names: Iterable[str | None]) -> set[str]:
    """Those of the names that are the given one in other letters."""
    return {name for name in names if given and name and _plain(name) == _plain(given)}


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def near(given: str, known: Iterable[str]) -> str:
    """``; near: this, that``, or nothing."""
    found = difflib.get_close_matches(given, list(known), n=NEAR)
    return f"; near: {', '.join(found)}" if found else ""
