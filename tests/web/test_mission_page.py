"""The page of a mission: what it does not show it counts, and its weeks end where the archive does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from reports.web.server import Pages
from tests.web.conftest import Reader
from tests.web.world import MONDAY, NOW, World, an_article

DEAD = 35
BODY = (
    "JUBA, South Sudan -- {} peacekeepers of UNMISS were killed in an attack on a patrol near Tabra {} on {} October"
    " 2026, the United Nations Mission in South Sudan (UNMISS) said. It was a day of {} and of wind{}."
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    world = World(tmp_path_factory.mktemp("mission"))
    world.source("harbour", "Harbour Defence Daily")
    for n in range(DEAD):
        at = MONDAY + timedelta(minutes=n)
        body = BODY.format(n % 9 + 2, n, n % 27 + 1, ("rain", "dust", "heat")[n % 3] + str(n), n)
        world.publish(f"{n}", an_article("harbour", n, f"Attack number {n} on UNMISS", body, at), at)
    ahead = datetime(2099, 11, 10, tzinfo=UTC)
    body = "JUBA, South Sudan -- Two peacekeepers of UNMISS were injured, the United Nations Mission said."
    world.publish("ahead", an_article("harbour", 99, "UNMISS ahead of its time", body, ahead), MONDAY)
    last = MONDAY + timedelta(minutes=DEAD)
    wounded = "JUBA, South Sudan -- At least 20 peacekeepers of UNMISS were wounded, the United Nations said."
    world.publish("wounded", an_article("harbour", 98, "UNMISS patrol hit", wounded, last), last)
    russian = "ДЖУБА -- Двое миротворцев ООН из МООНЮС (UNMISS) погибли во вторник, сообщили в ООН."
    world.publish("russian", an_article("harbour", 97, "Двое погибших", russian, MONDAY, language="ru"), MONDAY)
    world.archive.close()
    reader = Reader(Pages(world.data, now=lambda: NOW))
    yield re.sub(r"\s+", " ", reader.get("/mission/UNMISS").text)
    reader.close()


def test_what_is_not_shown_is_counted(page: str) -> None:
    assert f'Casualties <span class="n">{DEAD + 2}</span>' in page
    assert f"Newest 30 of {DEAD + 2}." in page
    assert page.count("Newest 30 of") == 1


def test_a_toll_is_told_as_in_the_digest_with_what_bounds_it(page: str) -> None:
    assert re.search(r"<b>at least 20 hurt</b>, military", page)
    assert re.search(r"<b>\d dead</b>", page)
    assert "never add them up" in page
    assert "UN peacekeeping operation" in page


def test_items_that_are_not_read_for_casualties_are_named(page: str) -> None:
    known = "English, Chinese, French, Spanish and Portuguese"
    assert f"Casualties are read in {known} only. Not read for them: 1 item in Russian." in page


def test_a_date_ahead_of_the_archive_makes_no_week(page: str) -> None:
    weeks = page[page.index('id="weeks"') : page.index('id="numbers"')]
    assert "9 Nov 2026" in weeks or "9 November 2026" in weeks
    assert "2099" not in weeks
