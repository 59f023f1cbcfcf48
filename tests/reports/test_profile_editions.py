"""Profiles: digests of chosen missions and outlets, with editions and a folder of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.folder import folder_of
from reports.publish import write_missing
from storage.errors import UsageError
from storage.profiles import Profile
from tests.reports.invented import Invented, at
from tests.reports.invented_facts import find
from tests.reports.test_editions import W47, read, watched

__all__ = ["watched"]


def test_a_profile_has_its_own_editions_of_what_it_takes(watched: Invented, tmp_path: Path) -> None:
    watched.source("lantern", "The Lantern", since="2026-10-19")
    mine = watched.article("Mine", "2026-11-18", missions=("UNMISS",), language="en", body="UNMISS did it.")
    find(watched, mine, "mission", "UNMISS", mission="UNMISS")
    watched.article("Of another outlet", "2026-11-18", source="lantern", missions=("UNMISS",), language="en")
    watched.article("Of no mission", "2026-11-18", language="en")
    profile = Profile(name="south-sudan", missions=("UNMISS",), outlets=("harbour",), sections=("missions", "missing"))
    own = folder_of(tmp_path, profile)
    write_missing(watched, tmp_path, now=at("2026-11-24"))
    written = write_missing(watched, own, now=at("2026-11-24"), profile=profile, since=W47)
    assert [(str(one.week), one.number) for one in written] == [("2026-W47", 1)]
    edition = read(own, W47)
    assert [entry["uid"] for block in edition["missions"] for entry in block["items"]] == [mine]
    assert edition["choice"] == {"missions": ["UNMISS"], "outlets": ["harbour"], "sections": ["missions", "missing"]}
    heads = [line[3:] for line in (own / "2026-W47.md").read_text(encoding="utf-8").splitlines() if line[:3] == "## "]
    assert heads == ["By mission", "What is missing"]
    assert read(tmp_path, W47)["counts"]["kept"] == 3
    assert write_missing(watched, own, now=at("2026-11-24"), profile=profile, since=W47) == []


@pytest.mark.parametrize("name", ["../out", "", "A b", "a/b", ".hidden", "x" * 41])
def test_a_profile_cannot_name_a_folder_elsewhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        folder_of(tmp_path, Profile(name=name))
