"""The extraction benchmark: its metrics on invented gold, its talk with readers, its tables."""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks import extraction_peers as peers
from benchmarks.extraction_process import CannotStart, Process
from benchmarks.extraction_run import Pace, Reading, article_of, grouped, measure, ratio, speed
from benchmarks.extraction_scores import pages, score_page, summary
from benchmarks.extraction_table import as_markdown, as_text, figures, worst
from crawler.catalogue import load_catalogue
from storage.records import Article, RelatedLink

BODY = ["The ferry left at noon with forty passengers.", "Nobody on the quay could say when it would be back."]
MORE = "Tickets for the next crossing are sold at the harbour office."
PORT = [
    "A second boat waited behind the mole with its engines off and its lamps lit.",
    "The master said that the tide would decide, and went below to write up his log.",
]
STAND_IN = """
import json, sys, time
print(json.dumps({"ready": "stand-in", "versions": {"stand-in": "1"}}), flush=True)
for line in sys.stdin:
    path = json.loads(line)["path"]
    if path == "crash": sys.exit("the reader fell over")
    if path == "hang": time.sleep(600)
    answer = {"unknown": True} if path == "unknown" else {"cpu": 0.5, "peak_mb": 20.0}
    answer |= {"error": "ValueError: odd"} if path == "error" else {"record": {"body": [path]}}
    print(json.dumps(answer), flush=True)
"""


def row(**keys: Any) -> dict[str, Any]:
    return {"file": "html/a.html.gz", "annotation": {}, **keys}


def marks_of(article: Article, gold: dict[str, Any], origin: str = "invented") -> dict[str, Any]:
    return score_page(article, gold, origin, defaultdict(list))


@pytest.mark.parametrize(
    ("name", "paragraphs", "gold", "origin", "mark"),
    [
        ("the same text is whole", BODY, {"body": BODY}, "invented", 1.0),
        ("no text is nothing", [], {"body": BODY}, "invented", 0.0),
        ("half the text loses half", BODY[:1], {"body": [BODY[0], BODY[0]]}, "invented", 5 / 13),
        ("an optional paragraph may be missing", BODY, {"body": [*BODY, MORE], "optional": [2]}, "invented", 1.0),
        (
            "an optional paragraph may be there",
            [*BODY, MORE],
            {"body": [*BODY, MORE], "optional": [2]},
            "invented",
            1.0,
        ),
        ("daniel's gold opens with the headline", BODY, {"body": ["A ferry", *BODY]}, "daniel", 1.0),
        ("daniel's headline in the text is no noise", ["A ferry", *BODY], {"body": ["x", *BODY]}, "daniel", 1.0),
        ("a Chinese sign is a word", ["渡轮中午启航"], {"body": ["渡轮中午启航"]}, "invented", 1.0),
    ],
)
def test_body(name: str, paragraphs: list[str], gold: dict[str, Any], origin: str, mark: float) -> None:
    article = Article(body="\n\n".join(paragraphs), title="A ferry")
    assert marks_of(article, row(**gold), origin)["body"] == pytest.approx(mark, abs=0.03), name


def test_a_headline_in_the_text_counts_as_noise_where_the_gold_has_none() -> None:
    article = Article(body="\n\n".join(["A ferry has left the harbour", *BODY]), title="A ferry has left the harbour")
    assert marks_of(article, row(body=BODY))["body"] < 1.0


@pytest.mark.parametrize(
    ("local", "gold", "day", "time"),
    [
        ("2031-05-02T09:30:00+08:00", "2031-05-02T01:30:00+00:00", 1.0, 1.0),
        ("2031-05-02T09:30:00+08:00", "2031-05-02T09:30:00.250000+08:00", 1.0, 1.0),
        ("2031-05-02T01:30:00+08:00", "2031-05-01T18:00:00+00:00", 1.0, 0.0),
        ("2031-05-02 09:30:00", "2031-05-02T09:30:00+08:00", 1.0, 1.0),
        ("2031-05-02", "2031-05-02T09:30:00+08:00", 1.0, 0.0),
        ("2031-05-04", "2031-05-02", 0.0, None),
        (None, "2031-05-02", 0.0, None),
    ],
)
def test_day_and_time(local: str | None, gold: str, day: float, time: float | None) -> None:
    marks = marks_of(article_of({"body": BODY, "published": local}), row(published=gold))
    assert (marks["day"], marks.get("time")) == (day, time)


def test_a_page_that_contradicts_its_gold_date_is_not_scored_for_it() -> None:
    assert "day" not in marks_of(Article(body="x"), row(published="2031-05-02", published_conflict=["2030-05-02"]))


def test_annotated_fields() -> None:
    note = {
        "authors": ["Ana Bell", "Cy Dow"],
        "editors": ["Ed Moss"],
        "source": "Harbour Post",
        "dateline": {"raw": "PORT ELM, May 2 --", "place": "Port Elm"},
        "related": ["/a", "/b"],
    }
    article = Article(
        body="x",
        authors=("ANA BELL",),
        editors=("Eve Fox",),
        outlet="Harbour Post",
        dateline="PORT ELM, May 2 --",
        dateline_place="PORT ELM",
        published_at=datetime(2031, 5, 2, tzinfo=UTC),
        related=(RelatedLink("A", "/a"), RelatedLink("C", "/c")),
    )
    marks = marks_of(article, row(annotation=note))
    assert marks == {"authors": 0.5, "editors": 0.0, "outlet": 1.0, "dateline": 1.0, "related": 0.5}
    assert marks_of(article, row(annotation={"dateline": None})) == {"dateline": 0.0}
    assert marks_of(article, row(annotation={"editors": []})) == {}


def test_snippets_count_what_must_and_must_not_be_there() -> None:
    scores: dict[str, list[float]] = defaultdict(list)
    score_page(Article(body="kept and noise"), row(**{"with": ["kept", "lost"], "without": ["noise"]}), "x", scores)
    assert summary(scores)["snippet_f"] == {"mean": 0.5, "n": 2}


@pytest.fixture
def stand_in(tmp_path: Path) -> Process:
    script = tmp_path / "reader.py"
    script.write_text(STAND_IN, encoding="utf-8")
    return Process([sys.executable, str(script)], {}, 1.0, [{"path": "warm"}])


def test_a_reader_that_crashes_or_hangs_loses_one_page(stand_in: Process) -> None:
    with stand_in as process:
        answers = [process.ask({"path": path}) for path in ("one", "crash", "two", "hang", "three", "error", "unknown")]
    assert [answer.record["body"] if answer.record else None for answer in answers[:5:2]] == [
        ["one"],
        ["two"],
        ["three"],
    ]
    assert answers[1].failure == "crash: exit 1: the reader fell over"
    assert answers[3].failure == "timeout: more than 1 s"
    assert (answers[5].failure, answers[5].cpu) == ("ValueError: odd", 0.5)
    assert not answers[6].known
    assert (process.peak_mb, process.versions) == (20.0, {"stand-in": "1"})


def test_a_reader_that_cannot_start_says_why() -> None:
    with pytest.raises(CannotStart, match="no such thing"):
        Process([sys.executable, "-c", "raise SystemExit('no such thing')"], {}, 5.0).__enter__()


def test_peers_are_chosen_by_name() -> None:
    assert [one.name for one in peers.chosen("fundus, trafilatura")] == ["fundus", "trafilatura"]
    assert (len(peers.chosen("all")), peers.chosen("none")) == (5, [])
    with pytest.raises(ValueError, match="goose: no peer"):
        peers.chosen("goose")


def test_an_environment_is_installed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    monkeypatch.setattr(peers, "_install", lambda python, folder, _: (folder.mkdir(parents=True), made.append(python)))
    reader = peers.PEERS["fundus"]
    assert peers.python_of(reader, tmp_path) == peers.python_of(reader, tmp_path) == made[0]
    assert len(made) == 1
    assert peers.python_of(peers.OURS, tmp_path) == Path(sys.executable)


def test_ours_is_measured_on_a_corpus_of_two_pages(tmp_path: Path) -> None:
    (tmp_path / "invented" / "html").mkdir(parents=True)
    gold = []
    for number in (1, 2):
        body = [f"{line} It was crossing number {number} of the week." for line in (*BODY, MORE, *PORT)]
        text = "".join(f"<p>{line}</p>" for line in body)
        page = f"<html><head><title>Ferry {number}</title></head><body><h1>Ferry {number}</h1>{text}</body></html>"
        (tmp_path / "invented" / "html" / f"{number}.html.gz").write_bytes(gzip.compress(page.encode()))
        gold.append({"file": f"html/{number}.html.gz", "url": f"https://ferry.example/{number}", "body": body})
    (tmp_path / "invented" / "gold.jsonl").write_text("\n".join(map(json.dumps, gold)), encoding="utf-8")
    found = measure(
        tmp_path, "invented", list(pages(tmp_path, "invented")), [(peers.OURS, Path(sys.executable))], Pace(1, 2, 60)
    )
    table = figures(found.readings, ["bluewatch"], found.peaks)
    assert table["bluewatch"]["body_f1"] == {"mean": 1.0, "n": 2, "precision": 1.0, "recall": 1.0}
    assert table["bluewatch"]["pages_per_cpu_second"] > 0
    assert table["bluewatch"]["peak_mb"] > 0
    assert [len(one.cpu) for one in found.readings] == [2, 2]


def reading(reader: str, file: str, cpu: list[float | None], **keys: Any) -> Reading:
    return Reading(reader, "invented", file, "en", keys.pop("scores", {}), keys.pop("marks", {}), {}, cpu, **keys)


def test_speed_is_that_of_later_rounds_and_of_common_pages() -> None:
    ours = [reading("bluewatch", "a", [9.0, 0.1]), reading("bluewatch", "b", [9.0, 0.3])]
    theirs = [reading("trafilatura", "a", [9.0, 0.4]), reading("trafilatura", "b", [9.0, None])]
    assert speed(ours) == pytest.approx(5.0)
    assert ratio(ours, theirs) == pytest.approx(4.0)


def test_tables_give_n_and_count_few() -> None:
    scores = {"title": [1.0, 0.0], "dateline": [1.0], "dateline_wrong": [1.0]}
    ours = reading("bluewatch", "a", [0.1], scores=scores, marks={"title": 0.0})
    ours.reasons["title"] = "gold A, found B"
    readings = [ours, reading("trafilatura", "a", [0.4], scores=scores, failure="timeout: more than 1 s")]
    groups = {name: figures(some, ["bluewatch", "trafilatura"], {}) for name, some in grouped(readings, set())}
    text = as_text("invented", groups["invented"])
    assert "1 of 2" in text
    assert "1 of 1, 1 false of 1" in text
    assert "1 timeout" in text
    assert "| invented (1) | bluewatch | **1 of 2** |" in as_markdown(groups)
    assert list(worst(readings, 3, None))[1] == "0.000 bluewatch invented a: gold A, found B"


def test_the_benchmark_layouts_are_source_files_that_nobody_follows() -> None:
    sources = load_catalogue(peers.LAYOUTS, "none")
    assert len(sources) >= 10
    assert all(source.layouts and not source.enabled for source in sources.values())
