"""`bluewatch explain`, and the text with marks that it prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crawler.peacekeeping.explain import explain_text, marked
from crawler.peacekeeping.rules import load_relevance
from scheduler.commands.main import main
from storage.records import Article, Match


def match(start: int, end: int, kind: str = "strong") -> Match:
    return Match(kind=kind, term="t", field="body", start=start, end=end, weight=1, place=1, points=1)


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([], "abcdef"),
        ([(1, 3)], "a[[bc]]def"),
        ([(0, 6), (2, 3)], "[[abcdef]]"),
        ([(0, 3), (2, 5)], "[[abc]][[de]]f"),
        ([(4, 6), (0, 1)], "[[a]]bcd[[ef]]"),
    ],
    ids=["none", "one", "nested", "overlapping", "out of order"],
)
def test_marks_stand_round_the_spans(spans: list[tuple[int, int]], shown: str) -> None:
    assert marked("abcdef", [match(*span) for span in spans], colour=False) == shown


def test_control_characters_of_a_page_never_reach_the_terminal() -> None:
    article = Article(
        title="\x1b[2JUN peacekeeping\x07",
        body="\x1b]0;x\x07UN peace\u202ekeepers \x9b31m",
        captions=("\x1b[1mBlue helmets",),
    )
    decision = load_relevance().decide(article)
    assert "\x1b" not in (text := explain_text(article, decision, colour=False))
    assert not {"\x07", "\x9b", "\u202e"} & set(text)
    coloured = explain_text(article, decision, colour=True)
    assert "\x1b[2J" not in coloured
    assert "\x1b[1;32mpeacekeeping\x1b[0m" in coloured


def test_file_is_explained_with_points_marks_and_fields(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["explain", str(seeds / "000_12144f029dc4f62c.txt")])
    out = capsys.readouterr().out
    assert not end.value.code
    assert "score  67" in out
    assert "+16" in out
    assert "[[peacekeeping]] experience sharing" in out
    assert "published_at: found" in out


def test_json_gives_the_words_that_were_found(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["explain", "--json", str(seeds / "003_9968fb0687a3fe4f.txt")])
    form = json.loads(capsys.readouterr().out)
    assert form["decision"]["score"] == 29
    assert "International Peacekeeping Corps" in {found["found"] for found in form["decision"]["matches"]}
    assert form["rules_now"] == form["decision"]["rules"]


def test_article_of_the_archive_is_explained_by_its_stored_decision(
    seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "data")
    with pytest.raises(SystemExit):
        main(["import", "--data", data, "--json", str(seeds / "000_12144f029dc4f62c.txt")])
    uid = json.loads(capsys.readouterr().out.splitlines()[0])["uid"]
    with pytest.raises(SystemExit) as end:
        main(["explain", "--data", data, "--json", uid])
    form = json.loads(capsys.readouterr().out)
    assert not end.value.code
    assert (form["uid"], form["decision"]["score"]) == (uid, 67)


def test_a_finding_is_told_in_its_own_paragraph_with_whose_words_it_is(
    seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "data")

    def said(*words: str) -> str:
        with pytest.raises(SystemExit) as end:
            main([*words, "--data", data])
        told = capsys.readouterr()
        assert not end.value.code, told.err
        return told.out

    article = json.loads(said("import", "--json", str(seeds / "000_12144f029dc4f62c.txt")).splitlines()[0])["uid"]
    whole = json.loads(said("explain", article, "--json"))
    [of_resolution] = [one["uid"] for one in whole["findings"] if one.get("number") == 2518][:1]
    told = said("explain", of_resolution)
    assert told.startswith(f"{of_resolution} in {article}: {whole['title']}\n")
    assert "Resolution 2518[1]" in told
    assert f"[1] resolution  {of_resolution}: number 2518" in told
    assert len(told) < len(whole["body"])
    form = json.loads(said("explain", of_resolution, "--json"))
    assert (form["uid"], form["article"], form["number"]) == (of_resolution, article, 2518)
    page = tmp_path / "why.html"
    said("explain", of_resolution, "--html", str(page))
    assert of_resolution in page.read_text(encoding="utf-8")


def test_unknown_uid_is_said_without_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["explain", "--data", str(tmp_path / "none"), "a-zzzzzzzz"])
    assert end.value.code in (2, 3)
    assert "Traceback" not in capsys.readouterr().err


def test_findings_are_numbered_in_the_text_and_listed(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["explain", str(seeds / "000_12144f029dc4f62c.txt")])
    out = capsys.readouterr().out
    number = re.search(r"\(Resolution 2518\[(\d+)\]\)", out)
    assert number is not None
    assert f"[{number[1]}] resolution: number 2518, adopted 2020-03" in out


def test_page_marks_every_finding_and_runs_nothing(
    seeds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "why.html"
    with pytest.raises(SystemExit) as end:
        main(["explain", str(seeds / "000_12144f029dc4f62c.txt"), "--html", str(page)])
    content = page.read_text(encoding="utf-8")
    assert not end.value.code
    assert "wrote" in capsys.readouterr().err
    assert '<mark class="resolution">Resolution 2518</mark>' in content
    assert "<script" not in content
    assert set(re.findall(r'href="#(f\d+)"', content)) == set(re.findall(r'id="(f\d+)"', content))


def test_markup_in_a_text_stays_text(tmp_path: Path) -> None:
    text, page = tmp_path / "text.txt", tmp_path / "why.html"
    text.write_text("Chinese peacekeepers <b onclick=x>in UNMISS</b> & more\n\nThe UN peacekeepers of UNMISS helped.")
    with pytest.raises(SystemExit):
        main(["explain", str(text), "--html", str(page)])
    assert "<b onclick" not in page.read_text(encoding="utf-8")
