"""The gazetteer of peace operations."""

from __future__ import annotations

import pytest

from storage.data import load_missions
from storage.errors import ConfigurationError
from storage.missions import COLUMNS, KINDS, parse_missions

HEAD = ",".join(COLUMNS)


def test_packaged_gazetteer_holds_the_71_operations_of_the_un() -> None:
    missions = load_missions()
    assert len(missions) == 211
    assert sum(mission.kind in ("un-pko", "un-au-hybrid") for mission in missions) == 71
    assert {mission.kind for mission in missions} <= KINDS
    assert len({mission.acronym for mission in missions}) == len(missions)


def test_cells_are_taken_apart() -> None:
    by_acronym = {mission.acronym: mission for mission in load_missions()}
    unifil = by_acronym["UNIFIL"]
    assert unifil.aliases == ("FINUL", "联黎部队", "Interim Force in Lebanon")
    assert (unifil.start, unifil.end, unifil.countries) == ("1978-03-19", None, ("LBN",))
    assert unifil.verified == ("un-list", "fatalities", "page")
    assert by_acronym["UNMOGIP"].locations == ("Islamabad", "Srinagar")
    assert by_acronym["UNAMID"].organisations == ("UN", "AU")
    assert by_acronym["MINUSCA"].aliases[-1] == "MUNUSCA", "the remark in brackets is no part of the name"
    assert by_acronym["ISF"].plain_name == "International Stabilization Force"
    assert by_acronym["ISF"].note is not None
    assert by_acronym["UNSF"].false_friend
    assert not unifil.false_friend


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("ABC,A Force,UN,Town,XYZ,2001,,army,,no,", ["line 2", "kind", "'army'", "un-pko"]),
        ("ABC,A Force,UN,Town,XYZ,2001-1,,un-pko,,no,", ["start", "'2001-1'", "YYYY-MM-DD"]),
        ("ABC,A Force,UN,Town,Xy,2001,,un-pko,,no,", ["country_iso3", "'Xy'"]),
        (",A Force,UN,Town,XYZ,2001,,un-pko,,no,", ["acronym and name"]),
        ("ABC,A Force,UN", ["another number of cells"]),
        ("ABC,A,UN,T,XYZ,2001,,un-pko,,no,\nABC,B,UN,T,XYZ,2001,,un-pko,,no,", ["line 3", "twice"]),
    ],
)
def test_mistake_names_line_key_found_and_allowed(row: str, told: list[str]) -> None:
    with pytest.raises(ConfigurationError) as error:
        parse_missions(f"{HEAD}\n{row}\n", file="own.csv")
    assert all(word in str(error.value) for word in ["own.csv", *told]), str(error.value)


def test_other_columns_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="line 1: found columns"):
        parse_missions("a,b\n1,2\n")
