# ruff: noqa: F811 - pytest's fixtures are imported by the names of their arguments
"""series, rotations, mandates and reconcile on a small archive. Outlets, numbers and events are invented."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scheduler.commands import countries
from storage.archive import Archive
from storage.findings import Figure, Finding, MissionMention, ResolutionMention, Rotation
from tests.scheduler.test_import import Bluewatch, bluewatch, data  # noqa: F401 - fixtures
from tests.storage.conftest import Newsroom, an_article

KEY = "personnel deployed|chn|unmiss|current"
NOW = ("--now", "2026-11-22T00:00:00Z")


def say(newsroom: Newsroom, number: int, day: str, body: str, outlet: str, *findings: Finding) -> None:
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    article = an_article(
        url=f"http://newsroom.example/a/{number}.html", body=body, outlet=outlet, published_at=moment, title=None
    )
    stored = newsroom.publish(article)
    newsroom.archive.findings.replace(stored, article, findings, rules="r1")


def deployed(body: str, value: float, day: str) -> Figure:
    start = body.index(f"{value:,.0f}")
    return Figure(
        field="body", parts=((start, start + len(f"{value:,.0f}")),), rule="people", value=value, unit="persons",
        what="peacekeepers", who="CHN", place="UNMISS", nature="current", as_of=day, series_key=KEY,
    )  # fmt: skip


@pytest.fixture
def filled(data: Path) -> None:
    with Archive.open(data, create=True) as archive:
        archive.ledger.meta_set("demo", "1")
        newsroom = Newsroom(archive)
        outlets = (
            ("2026-03-04", 1030, "Harbour Daily"),
            ("2026-06-04", 1060, "Lantern \x1b[31m"),
            ("2026-06-04", 1080, "Blue Post"),
        )
        for number, (day, value, outlet) in enumerate(outlets):
            body = f"An opening.\n\nToday {value:,} Chinese peacekeepers serve with UNMISS. They went on."
            say(newsroom, number, day, body, outlet, deployed(body, value, day))
        body = "Resolution 9999 extends the mandate of UNMISS until 30 April 2027."
        mission = MissionMention(field="body", parts=((44, 50),), rule="m", mission="UNMISS")
        cited = ResolutionMention(field="body", parts=((0, 15),), rule="r", number=9999, adopted="2026-04-30")
        say(newsroom, 10, "2026-05-01", body, "Blue Post", mission, cited)
        for number, year in ((9, 2023), (10, 2024), (12, 2026)):
            step = Rotation(
                field="body", parts=((0, 5),), rule="arrived", ordinal=number, country="CHN", unit="infantry battalion",
                mission="UNMISS", step="arrived", strength=700.0, date=f"{year}-09-10",
            )  # fmt: skip
            say(newsroom, 20 + number, f"{year}-09-11", "Words of a rotation.", "Harbour Daily", step)


@pytest.mark.usefixtures("filled")
def test_series_lists_what_happened(bluewatch: Bluewatch) -> None:
    result = bluewatch("series")
    (line,) = result.lines
    assert line.split("  ")[0] == KEY
    assert line.endswith("3 texts, 3 outlets    moved, conflict")
    assert bluewatch("series", "--only", "stalled").lines == []
    assert bluewatch("series", "--find", "UNIFIL").lines == []
    (told,) = bluewatch("series", "--json").lines
    assert json.loads(told)["happened"] == ["moved", "conflict"]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("key", [KEY, KEY.upper(), "chn|unmiss", "deployed"])
def test_one_series_with_its_sentences_and_plot(bluewatch: Bluewatch, key: str) -> None:
    result = bluewatch("series", key)
    text = result.out.decode()
    assert result.code == 0
    assert b"\x1b[31m" not in result.out
    for part in (
        "personnel deployed, China, UNMISS (current)",
        "conflict     on 2026-06-04: 1,060 (Lantern",
        "      Today 1,030 Chinese peacekeepers serve with UNMISS.",
        "http://newsroom.example/a/0.html",
        "└──",
        "✕ contradicted",
    ):
        assert part in text
    assert all(len(line) <= 110 for line in text.split("What happened")[0].splitlines())


@pytest.mark.usefixtures("filled")
def test_one_series_for_programs_and_as_svg(bluewatch: Bluewatch, tmp_path: Path) -> None:
    drawn = [tmp_path / name for name in ("one.svg", "two.svg")]
    for file in drawn:
        result = bluewatch("series", KEY, "--json", "--svg", str(file))
        assert [claim["value"] for claim in json.loads(result.out)["claims"]] == [1030, 1060, 1080]
    assert drawn[0].read_bytes() == drawn[1].read_bytes()
    root = ElementTree.fromstring(drawn[0].read_text(encoding="utf-8"))  # noqa: S314 - our own
    assert root.tag.endswith("svg")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("series", "nothing|like|this|"), 2, "no series has this key"),
        (("series", "--svg", "x.svg"), 2, "give its KEY"),
        (("series", KEY, "--svg", "no/such/folder/x.svg"), 2, "cannot be written"),
        (
            ("rotations", "--country", "Chima"),
            2,
            "there is no country Chima; give a three-letter code such as CHN; near",
        ),
        (("rotations", "--mission", "UNMISSS"), 2, "there is no mission UNMISSS"),
        (("rotations", "--country", "FRA"), 0, "no contingents found"),
        (("reconcile", "missing.csv"), 2, "cannot be read"),
        (("reconcile", "."), 2, "is a directory"),
    ],
)
def test_mistakes_are_told(bluewatch: Bluewatch, words: tuple[str, ...], code: int, told: str) -> None:
    result = bluewatch(*words)
    assert result.code == code
    assert told in result.err
    assert "Traceback" not in result.err


@pytest.mark.usefixtures("filled")
def test_rotations_with_the_next_one(bluewatch: Bluewatch) -> None:
    text = bluewatch("rotations", "--mission", "UNMISS", *NOW).out.decode()
    assert text.startswith(
        "UNMISS · China (CHN) · infantry battalion\n  9th, 700 strong\n    2023-09-10  arrived, 700 · f-"
    )
    assert "next: 13th about 2027-09-11, every 366 days (1 pair)\n" in text
    assert "not seen here: 11th" in text
    assert countries.told("XQZ") == "XQZ, a code of the source file's own"
    told = json.loads(bluewatch("rotations", "--country", "chn", "--json", *NOW).out)
    assert (told["next"]["ordinal"], told["not_seen"], told["rhythm_days"]) == (13, [11], 366)


@pytest.mark.usefixtures("filled")
def test_mandates_due_and_unknown_since(bluewatch: Bluewatch) -> None:
    text = bluewatch("mandates", *NOW).out.decode()
    assert text.startswith("UNIFIL       2026-12-31  in 39 days  (Security Council resolution 2790")
    assert "MINUSCA      2026-11-15  unknown since then" in text
    assert "UNMISS" not in text
    assert "expired" not in text
    told = {
        one["mission"]: one for one in map(json.loads, bluewatch("mandates", "--days", "365", "--json", *NOW).lines)
    }
    assert (told["UNMISS"]["until"], told["UNMISS"]["known"]) == ("2027-04-30", "2026-04-30")
    assert told["UNMISS"]["cited"][0]["number"] == 9999
    assert "AUSSOM" in bluewatch("mandates", "--all", *NOW).out.decode()


@pytest.mark.usefixtures("filled")
def test_a_mission_or_country_of_neither_side_is_refused(bluewatch: Bluewatch, tmp_path: Path) -> None:
    (tmp_path / "un.csv").write_text(TABLE, encoding="utf-8")
    for words, told in (
        (("--mission", "UNMISSS"), "there is no mission UNMISSS in the gazetteer or in this archive; near: UNMISS"),
        (("--country", "Chima"), "there is no country Chima"),
    ):
        result = bluewatch("reconcile", str(tmp_path / "un.csv"), *words)
        assert (result.code, result.out) == (2, b"")
        assert told in result.err
    assert bluewatch("reconcile", str(tmp_path / "un.csv"), "--mission", "unmiss", "--country", "china").code == 0


TABLE = """Contributing_Country,Mission_Acronym,Personnel_Type,Female_Personnel,Male_Personnel,Last_Reporting_Date
China,UNMISS,Troops,30,"1,030",30/06/2026
UNMISS,Nepal,Troops,"12,0",400,30/06/2026
China,UNXYZ,Troops,many,3,30/06/2026
"""


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_of_the_un_beside_the_archive(bluewatch: Bluewatch, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "un.csv"
    file.write_text(TABLE.replace("Nepal", "Côte d'Ivoire"), encoding=encoding)
    text = bluewatch("reconcile", str(file)).out.decode()
    assert text.startswith("contributions: 2 rows read, 1 not readable\n1 agrees; 1 differs; 1 only in the table\n")
    assert "2026-06 · UNMISS · CHN · personnel deployed: differs (+20)\n  table  1,060  (row 2)\n  here   1,080" in text
    assert "decimal comma in '12,0', read as 12" in text
    assert "are swapped; read the right way round" in text
    assert "row 4: female_personnel, male_personnel: found 'many', no whole number" in text
    told = json.loads(bluewatch("reconcile", str(file), "--json", "--all").out)
    assert told["counts"] == {"agrees": 1, "differs": 1, "only in the table": 1}
    assert {one["state"] for one in told["differences"]} == {"agrees", "differs", "only in the table"}
    assert told["unread"][0]["row"] == 4


@pytest.mark.parametrize("command", ["series", "rotations", "mandates", "reconcile"])
def test_help_has_an_example(bluewatch: Bluewatch, command: str) -> None:
    result = bluewatch(command, "--help")
    assert result.code == 0
    assert f"  bluewatch {command}" in result.out.decode().partition("Example:")[2]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.7\n", "is a PDF; give the table as CSV or JSON"),
        (b"PK\x03\x04\x14\x00", "is a spreadsheet or an archive of files; give"),
        (b"<!DOCTYPE html><table>", "is a page of markup; give"),
        ("mission,day\nUNMISS,1\n".encode("utf-16"), "found columns: day, mission; allowed"),
    ],
)
def test_reconcile_says_what_a_file_is_that_is_no_table(
    bluewatch: Bluewatch, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "table"
    file.write_bytes(content)
    assert told in bluewatch("reconcile", str(file)).err
