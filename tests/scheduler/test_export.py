# ruff: noqa: F811 - pytest's fixtures are imported by the names of their arguments
from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from scheduler.commands.main import main
from storage.archive import Archive
from storage.exported import COLUMNS
from storage.findings import CountryMention, MissionMention
from storage.forms import article_from_form, decision_from_form
from storage.records import Label, RelatedLink
from storage.selection import Selection
from storage.spreadsheet import defused
from storage.stored import Change, Stored
from tests.scheduler.test_import import Bluewatch, bluewatch, data  # noqa: F401 - fixtures
from tests.storage.conftest import Newsroom, a_decision, an_article

HOSTILE = '=HYPERLINK("http://x")'


@pytest.fixture
def filled(data: Path) -> list[str]:
    with Archive.open(data, create=True) as archive:
        newsroom = Newsroom(archive)
        first = newsroom.publish(
            an_article(title=HOSTILE, related=(RelatedLink("Two", "http://newsroom.example/2"),), captions=("C",))
        )
        second = newsroom.publish(an_article(url="http://newsroom.example/2", title="维和 Two", source="other"))
        third = newsroom.publish(an_article(url="http://newsroom.example/3"), a_decision(Label.CONTESTED))
        return [first.uid, second.uid, third.uid]


def test_json_lines_hold_the_whole_article_and_its_decision(bluewatch: Bluewatch, filled: list[str]) -> None:
    forms = [json.loads(line) for line in bluewatch("export", "--format", "jsonl").lines]
    assert [form["uid"] for form in forms] == filled[:2]
    article = article_from_form(forms[0])
    assert article == an_article(
        title=HOSTILE, related=(RelatedLink("Two", "http://newsroom.example/2"),), captions=("C",)
    )
    assert decision_from_form(forms[0]["decision"]) == a_decision()
    assert forms[0]["paragraphs"] == list(article.paragraphs)
    assert (forms[0]["label"], forms[0]["revision"], forms[0]["origin"]) == ("peacekeeping", 1, "crawl")


def test_csv_is_read_back_and_runs_nothing_in_a_spreadsheet(bluewatch: Bluewatch, filled: list[str]) -> None:
    rows = list(csv.DictReader(bluewatch("export", "--format", "csv").out.decode().splitlines(keepends=True)))
    assert [row["uid"] for row in rows] == filled[:2]
    assert rows[0]["title"] == f"'{HOSTILE}"
    assert rows[1]["title"] == "维和 Two"
    assert rows[0]["body"] == an_article().body


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", " =1", "\r=1", "＝1", "\n=1", "|a"])
def test_what_starts_a_formula_is_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["a=1", "", None, -3.5, 7, "'=1"])
def test_other_cells_stay(cell: object) -> None:
    assert defused(cell) == cell


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ((), [0, 1]),
        (("--label", "all"), [0, 1, 2]),
        (("--label", "contested"), [2]),
        (("--source", "other"), [1]),
        (("--label", "contested", "--label", "peacekeeping", "--until", "2026-11-02"), [0]),
        (("--since", "2026-11-03"), [1]),
        (("--since", "2026-11-02", "--until", "2026-11-02"), [0]),
        (
            (
                "--since",
                "2026-11-02T18:00:01Z",
            ),
            [1],
        ),
        (("--source", "nobody"), []),
        (("label:contested",), [2]),
        (("Two OR nothing", "source:other"), [1]),
        (("bridge", "--label", "all", "--until", "2026-11-02"), [0]),
        (("bridge -Two",), [0]),
    ],
)
def test_what_is_asked_for(bluewatch: Bluewatch, filled: list[str], words: tuple[str, ...], kept: list[int]) -> None:
    lines = bluewatch("export", "--format", "jsonl", *words).lines
    assert [json.loads(line)["uid"] for line in lines] == [filled[number] for number in kept]


def test_findings_come_on_request(bluewatch: Bluewatch, filled: list[str], data: Path) -> None:
    with Archive.open(data) as archive:
        row = archive.articles.by_uid(filled[0])
        assert row is not None
        stored = Stored(filled[0], row["id"], 1, Change.NEW, read_as=1)
        one = MissionMention(field="body", parts=((0, 5),), rule="t", mission="UNMISS")
        other = CountryMention(field="body", parts=((0, 5),), rule="t", iso3="SSD")
        archive.findings.replace(stored, archive.articles.load(filled[0]), [one, other], rules="1")
    (form, _) = (json.loads(line) for line in bluewatch("export", "--format", "jsonl", "--findings").lines)
    assert [(found["type"], found["text"]) for found in form["findings"]] == [
        ("mission", ["AWEIL"]),
        ("country", ["AWEIL"]),
    ]
    (row, _) = csv.DictReader(bluewatch("export", "--format", "csv").out.decode().splitlines(keepends=True))
    assert (row["missions"], row["countries"], row["captions"]) == ("UNMISS", "SSD", "C")


def test_parquet_keeps_types_and_reads_back_whole(bluewatch: Bluewatch, filled: list[str], tmp_path: Path) -> None:
    from pyarrow import parquet

    assert bluewatch("export", "--format", "parquet", "--out", "out").code == 0
    table = parquet.read_table(tmp_path / "out" / "articles.parquet")
    assert table.schema.names == [column.name for column in COLUMNS]
    assert str(table.schema.field("published_at").type) == "timestamp[ms, tz=UTC]"
    assert table.schema.field("missions").metadata[b"meaning"].startswith(b"Acronyms")
    rows = table.to_pylist()
    assert [row["uid"] for row in rows] == filled[:2]
    assert (rows[0]["title"], rows[0]["captions"], rows[1]["missions"]) == (HOSTILE, ["C"], [])
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["articles.parquet"]
    assert bluewatch("export", "--format", "parquet", "--out", "none", "nothingatall").code == 0
    assert parquet.read_table(tmp_path / "none" / "articles.parquet").num_rows == 0


def test_a_file_that_cannot_be_finished_leaves_the_former_one(
    bluewatch: Bluewatch, filled: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bluewatch("export", "--format", "csv", "--out", "out").code == 0
    before = (tmp_path / "out" / "articles.csv").read_bytes()
    monkeypatch.setattr("storage.selection.exported", lambda *_: {}["broken"])
    with pytest.raises(KeyError):
        main(["export", "--format", "csv", "--out", "out", "--data", str(tmp_path / "data")])
    assert [path.read_bytes() for path in (tmp_path / "out").iterdir()] == [before]


def test_memory_holds_a_batch_and_not_the_archive(
    data: Path, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.selection.BATCH", 1)
    with Archive.open(data, read_only=True) as archive:
        for query in (None, "bridge"):
            chosen = Selection(archive.db, labels=["peacekeeping"], query=query)
            assert [[row["uid"] for row in batch] for batch in chosen.columns()] == [[uid] for uid in filled[:2]]


def test_files_are_named_by_uid_alone(bluewatch: Bluewatch, filled: list[str], tmp_path: Path) -> None:
    assert bluewatch("export", "--format", "text", "--out", "out").code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(f"{uid}.txt" for uid in filled[:2])
    assert bluewatch("export", "--format", "csv", "--out", "out").code == 0
    assert bluewatch("export", "--format", "jsonl", "--out", "out").code == 0
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".txt", ".csv", ".jsonl"}


def test_texts_on_standard_output_are_parted_by_a_line_of_its_own(bluewatch: Bluewatch, filled: list[str]) -> None:
    texts = bluewatch("export", "--format", "text").out.split(b"\n\x1e\n")
    assert [text.decode().split("\n")[0] for text in texts] == [HOSTILE, "维和 Two"]
    assert "U+001E" in bluewatch("export", "--help").out.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "parquet"), "give --out DIR"),
        (("--format", "xml"), "jsonl, csv, parquet, text"),
        (("--format", "csv", "--findings"), "belongs to --format jsonl"),
        (("--format", "csv", "colour:blue"), "there is no field colour"),
        ((), "--format"),
        (("--format", "csv", "--since", "yesterday"), "'yesterday' is no day such as 2026-11-02"),
        (("--format", "csv", "--label", "good"), "good"),
        (("--format", "csv", "--source", "newsrom"), "there is no source newsrom in this archive; near: newsroom"),
    ],
)
def test_a_mistake_names_what_is_allowed(
    bluewatch: Bluewatch, filled: list[str], words: tuple[str, ...], said: str
) -> None:
    result = bluewatch("export", *words)
    assert result.code == 2
    assert said in result.err


def test_without_an_archive_it_says_how_to_make_one(bluewatch: Bluewatch) -> None:
    result = bluewatch("export", "--format", "csv")
    assert (result.code, result.out) == (3, b"")
    assert "bluewatch demo" in result.err
