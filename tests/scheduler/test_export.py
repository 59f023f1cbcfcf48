# ruff: noqa: F811 - pytest's fixtures are imported by the names of their arguments
from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from scheduler.commands.export import defused
from storage.archive import Archive
from storage.forms import article_from_form, decision_from_form
from storage.records import Label, RelatedLink
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
    ],
)
def test_what_is_asked_for(bluewatch: Bluewatch, filled: list[str], words: tuple[str, ...], kept: list[int]) -> None:
    lines = bluewatch("export", "--format", "jsonl", *words).lines
    assert [json.loads(line)["uid"] for line in lines] == [filled[number] for number in kept]


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
        (("--format", "parquet"), "parquet comes later"),
        (("--format", "xml"), "jsonl, csv, text"),
        ((), "--format"),
        (("--format", "csv", "--since", "yesterday"), "yesterday"),
        (("--format", "csv", "--label", "good"), "good"),
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
