"""One rich invented week. Missions are real; outlets, people and events are not."""

from __future__ import annotations

from tests.reports.invented import Invented

EXTRAS = 22
MISSIONS = (
    ("UNMISS", "United Nations Mission in South Sudan", "MINUSS;联南苏团"),
    ("UNIFIL", "United Nations Interim Force in Lebanon", "FINUL"),
    ("MINUSCA", "United Nations Multidimensional Integrated Stabilization Mission in the Central African Republic", ""),
    ("MONUSCO", "United Nations Organization Stabilization Mission in the Democratic Republic of the Congo", ""),
    ("UNISFA", "United Nations Interim Security Force for Abyei", ""),
    ("UNFICYP", "United Nations Peacekeeping Force in Cyprus", ""),
    ("UNDOF", "United Nations Disengagement Observer Force", ""),
    ("MINURSO", "United Nations Mission for the Referendum in Western Sahara", ""),
    ("UNTSO", "United Nations Truce Supervision Organization", ""),
)
OUTLETS = (
    ("harbour", "Harbour Defence Daily"),
    ("northgate", "Northgate Ministry of Defence"),
    ("lantern", "The Lantern"),
    ("bluepost", "Blue Post Wire"),
    ("meridian", "Meridian Armed Forces"),
    ("riverbank", "Riverbank Police Gazette"),
    ("longroad", "Long Road Review"),
    ("eastwind", "东风军报（虚构）"),
)
TITLES = (
    "Engineer company reopens the road to {place} before the rains",
    "Rotation: second echelon of the infantry battalion arrives in {place}",
    "Level II hospital treats its thousandth patient since the deployment began",
    "Medal parade honours 214 peacekeepers",
    "Patrol finds and clears unexploded ordnance near {place}",
    "Force Commander visits the forward base, thanks contingents for their work in a difficult season",
    "Police unit trains community watch groups with the mission's gender adviser",
    "Helicopter detachment completes its 1,500th flight hour without incident",
)
PLACES = ("Malual", "Tabra", "Qasr Ward", "Berol", "Nimbe", "Old Ferry", "Dar Hessa")
LEAD = (
    "The company finished the last bridge on Thursday, two weeks ahead of the plan that the mission's engineers had "
    "agreed with the county, and handed it over to the local road authority."
)


def rich_week(archive: Invented) -> None:
    """2026-W47 with all that a digest can show; the archive began in 2026-W43."""
    with archive.db.write():
        _rich_week(archive)


def _rich_week(archive: Invented) -> None:
    for acronym, name, aliases in MISSIONS:
        archive.mission(acronym, name, aliases=aliases)
    for slug, name in OUTLETS:
        archive.source(slug, name)
    for n in range(1, EXTRAS):
        archive.source(f"extra{n:02}", f"Invented Outlet No. {n}", per_week_least=2.0 if n == 3 else None)
    archive.source("closed", "Closed Gate Bulletin", enabled=0, disabled_because="its terms forbid automatic reading")
    _runs(archive)
    _items(archive)
    for n in range(600):
        archive.page(OUTLETS[n % 8][0], f"2026-11-{16 + n % 7} 08:00", state="other")
    for n in range(24):
        archive.page("extra04", f"2026-11-{11 + n // 2} 07:00", state="other", titled=n < 16)
    for n in range(12):
        archive.page("lantern", f"2026-11-{16 + n % 7} 08:00", state="refused", reason="robots.txt forbids it")


def _runs(archive: Invented) -> None:
    failing = {"extra01": ("unreachable", "no answer within 30 s"), "longroad": ("no-links", None)}
    slugs = [slug for slug, _ in OUTLETS] + [f"extra{n:02}" for n in range(1, EXTRAS)]
    for slug in slugs:
        archive.run(slug, "2026-10-20 06:00")
        for day in range(16, 23):
            if slug == "extra02":
                archive.cover(slug, f"2026-11-{day}", "never-ran")
                continue
            outcome, reason = failing.get(slug, ("collected", None))
            archive.run(slug, f"2026-11-{day} 06:00", outcome, reason)
            state = "failed" if slug in failing else ("collected", "reached-empty")[(day + len(slug)) % 2]
            if slug == "meridian" and day < 18:
                state = "healed" if day == 16 else "failed"
            archive.cover(slug, f"2026-11-{day}", state)
        if slug not in failing and slug not in ("extra02", "extra03"):
            archive.page(slug, "2026-11-18 07:00", state="other")


def _items(archive: Invented) -> None:
    spread = (
        ["UNMISS"] * 9 + ["UNIFIL"] * 7 + ["MINUSCA"] * 6 + ["MONUSCO"] * 5 + ["UNISFA"] * 3 + ["UNFICYP"] + [None] * 6
    )
    for n, mission in enumerate(spread):
        place = PLACES[n % len(PLACES)]
        also = ("UNIFIL",) if n in (3, 20) else ()
        slug, name = OUTLETS[(n * 3) % 8 if n % 2 else n % 4]
        archive.article(
            TITLES[n % 8].format(place=place),
            f"2026-11-{16 + (n * 5) % 7} {6 + n % 12:02}:10",
            source=slug,
            missions=((mission, *also) if mission else ()),
            outlet=name if slug != "eastwind" else None,
            body=f"{place.upper()}, Nov. 17 -- {LEAD}",
            dateline=f"{place.upper()}, Nov. 17 --",
            dateline_place=place.upper(),
        )
    for week, counts in (("10-27", 4), ("11-03", 6), ("11-10", 5)):
        for n in range(counts):
            archive.article(f"Earlier {n}", f"2026-{week}", missions=("UNMISS" if n % 2 else "MINUSCA",))
    archive.article(
        "维和工兵分队完成道路抢修任务（虚构）",
        "2026-11-19 03:00",
        source="eastwind",
        missions=("联南苏团",),
        language="zh",
        body="维和工兵分队十九日完成通往马鲁阿尔的道路抢修任务。" * 6,
        published_local="2026-11-19T11:00:00+08:00",
    )
    archive.article("An undated gallery of the medal parade", None, seen="2026-11-20 05:00", missions=("UNISFA",))
    archive.article("Stabilisation force announces a parade", "2026-11-18", label="contested", source="lantern")
    archive.article("Alliance mission marks its anniversary", "2026-11-20", label="contested", source="bluepost")
    archive.article(
        "Exercise trains staff officers for coalition duty", "2026-11-17", label="borderline", source="meridian"
    )
    archive.article("Back list from the summer", "2026-07-01", seen="2026-11-18", missions=("UNMISS",))
    archive.article("From a file", "2026-11-18", origin="import", missions=("UNMISS",))
    archive.article("Dated in a year to come", "2027-11-18", seen="2026-11-18", missions=("UNMISS",))
