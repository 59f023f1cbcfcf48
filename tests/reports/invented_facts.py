"""Findings for the rich invented week: every section that is made of facts has some."""

from __future__ import annotations

from typing import Any

from storage.finding_forms import finding_uid
from storage.findings import BY_TYPE, own_columns
from tests.reports.invented import Invented

KINDS = {
    "harbour": "mod-media", "northgate": "mod", "lantern": "paper", "bluepost": "wire", "meridian": "mod",
    "riverbank": "un-police", "longroad": "think-tank", "eastwind": "mod-media",
}  # fmt: skip


def find(archive: Invented, article: str, kind: str, words: str, /, **own: Any) -> str:
    """Store one finding of an article's body and give its uid; words: as its body holds them."""
    row = archive.db.row("SELECT id, body, revision FROM articles WHERE uid = ?", (article,))
    assert row is not None
    start = row["body"].index(words)
    parts = ((start, start + len(words)),)
    made = BY_TYPE[kind](field="body", parts=parts, rule="invented", **own)
    uid = finding_uid(article, row["revision"], made, 0)
    archive.insert(
        made.TABLE, uid=uid, article_id=row["id"], revision=row["revision"], field="body", start=start,
        end=start + len(words), parts=f"[[{start},{start + len(words)}]]", words=words, rule="invented",
        rules="findings-1", confidence=1.0, counted=1,
        **{name: getattr(made, name) for name in own_columns(type(made))},
    )  # fmt: skip
    with archive.db.write():
        archive.db.execute(
            "INSERT OR IGNORE INTO finding_sets (article_id, revision, rules, digest, count) VALUES (?, ?, ?, '', 1)",
            (row["id"], row["revision"], "findings-1"),
        )
    return uid


def one_story(archive: Invented, *articles: str, shared: float = 0.8) -> None:
    """Tie articles as one text and story, the first one first."""
    ids = [archive.id_of(article) for article in articles]
    for number in ids:
        archive.insert("texts", id=number, merged_into=None if number == ids[0] else ids[0], first_article_id=ids[0])
        archive.insert(
            "stories", id=number, merged_into=None if number == ids[0] else ids[0], first_article_id=ids[0], why="[]"
        )
        relation, own = ("same", None) if number == ids[0] else ("cut", shared)
        archive.insert(
            "appearances", text_id=ids[0], article_id=number, first_seen_at="2026-11-18T00:00:00Z", shared=own,
            relation=relation, new_headline=0, cut="[]", added="[]",
        )  # fmt: skip
    with archive.db.write():
        for number in ids:
            archive.db.execute("UPDATE articles SET text_id = ?, story_id = ? WHERE id = ?", (ids[0], ids[0], number))


def rich_facts(archive: Invented) -> dict[str, str]:
    """Add articles with findings to 2026-W47 and before it; give the uids of articles by a short name."""
    with archive.db.write():
        for slug, kind in KINDS.items():
            archive.db.execute("UPDATE sources SET kind = ? WHERE slug = ?", (kind, slug))
        return {**_casualties(archive), **_mandates(archive), **_numbers(archive), **_units_and_people(archive)}


def _casualties(archive: Invented) -> dict[str, str]:
    body = "Two peacekeepers were killed near Malual on Wednesday.\n\nThree others were hurt.\n\nIt was on its way."
    hit = archive.article(
        "Ambush near Malual",
        "2026-11-18 09:12",
        source="riverbank",
        missions=("UNMISS",),
        outlet="Riverbank Police Gazette",
        body=body,
    )
    copy = archive.article(
        "Two dead after ambush",
        "2026-11-18 11:40",
        source="bluepost",
        missions=("UNMISS",),
        outlet="Blue Post Wire",
        body=body,
    )
    for article in (hit, copy):
        find(
            archive, article, "casualty", "Two peacekeepers were killed", value=2, kind="death", personnel="military",
            mission="UNMISS", date="2026-11-18", cause="malicious act", nature="current",
        )  # fmt: skip
        find(archive, article, "casualty", "Three others were hurt", value=3, kind="injury", nature="current")
    one_story(archive, hit, copy, shared=0.71)
    past = archive.article(
        "A stone for the fallen",
        "2026-11-20",
        source="lantern",
        body="It names 41 dead of the first years. More follows.",
    )
    find(archive, past, "casualty", "41 dead", value=41, kind="death", nature="cumulative")
    return {"hit": hit, "copy": copy, "past": past}


def _mandates(archive: Invented) -> dict[str, str]:
    archive.insert(
        "missions", acronym="UNDUE", name="Invented mission whose mandate ends", kind="un-pko",
        mandate_until="2026-12-31", mandate_source="an invented table",
    )  # fmt: skip
    body = "Resolution 2999 extends the mandate of UNISFA until 15 November 2027."
    council = archive.article("Abyei force renewed", "2026-11-19", source="bluepost", missions=("UNISFA",), body=body)
    find(archive, council, "mission", "UNISFA", mission="UNISFA")
    find(
        archive, council, "resolution", "Resolution 2999", number=2999, adopted="2026-11-19", vote="15-0-0",
        body="UN Security Council",
    )  # fmt: skip
    return {"council": council}


def _numbers(archive: Invented) -> dict[str, str]:
    key = {"what": "personnel deployed", "who": "CHN", "nature": "current", "unit": "persons"}
    key["series_key"] = "personnel deployed|chn||current"
    total = {"what": "personnel sent", "who": "CHN", "nature": "cumulative", "unit": "persons"}
    total["series_key"] = "personnel sent|chn||cumulative"
    found = {}
    told = (
        ("before", "2026-10-19", "harbour", "1,800", 1800, "50,000"),
        ("now", "2026-11-17", "harbour", "1,900", 1900, "50,000"),
        ("other", "2026-11-17", "lantern", "1,850", 1850, "50,000"),
    )
    for name, day, source, words, value, sent in told:
        body = f"China now has {words} peacekeepers abroad. It has sent {sent} in all since 1990."
        found[name] = archive.article(f"Numbers of {day} by {source}", day, source=source, body=body)
        find(archive, found[name], "figure", words, value=value, as_of=day, as_of_basis="publication", **key)
        find(archive, found[name], "figure", sent, value=50000, as_of=day, as_of_basis="publication", **total)
    body = "Tents for 700 people stand at Berol."
    found["new"] = archive.article("Tents at Berol", "2026-11-21", source="lantern", missions=("MONUSCO",), body=body)
    find(
        archive, found["new"], "figure", "700", value=700, what="places", place="MONUSCO", nature="current",
        series_key="places||monusco|current", as_of="2026-11-21", as_of_basis="publication",
    )  # fmt: skip
    return found


def _units_and_people(archive: Invented) -> dict[str, str]:
    body = (
        "The 9th engineer contingent took over at Wau on Monday.\n\nColonel Una Vreel, new force commander of UNMISS,"
        " spoke. So did Sten Okar, former deputy head of the mission, and Ida Brun, head of logistics."
    )
    unit = archive.article(
        "Ninth contingent takes over", "2026-11-16", source="northgate", missions=("UNMISS",), body=body
    )
    find(
        archive, unit, "rotation", "The 9th engineer contingent took over", ordinal=9, country="CHN", unit="engineer",
        mission="UNMISS", step="took over", strength=210, date="2026-11-16",
    )  # fmt: skip
    find(archive, unit, "person", "Una Vreel", name="Una Vreel", post="new force commander", body="UNMISS")
    find(archive, unit, "person", "Sten Okar", name="Sten Okar", post="former deputy head", body="mission")
    find(archive, unit, "person", "Ida Brun", name="Ida Brun", post="head of logistics")
    earlier = archive.article(
        "A commander speaks", "2026-10-28", missions=("UNMISS",), body="Pol Ames, force commander."
    )
    find(archive, earlier, "person", "Pol Ames", name="Pol Ames", post="force commander", body="UNMISS")
    body = "The medal went to 44 engineers.\n\nThe minister visited the camp at Wau."
    medal = archive.article("Medals at Wau", "2026-11-21", source="meridian", missions=("UNMISS",), body=body)
    find(archive, medal, "medal", "44 engineers", medal="UN Medal", count=44, mission="UNMISS")
    find(
        archive,
        medal,
        "visit",
        "The minister visited the camp",
        kind="visit",
        who="The minister",
        what="the camp at Wau",
    )
    return {"unit": unit, "medal": medal, "earlier": earlier}
