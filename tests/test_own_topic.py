"""docs/your-own-topic.md holds what it says: its terms file decides as its table tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crawler.peacekeeping.rules import load_relevance
from scheduler.commands.main import main
from storage.errors import ConfigurationError
from storage.records import Article

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "your-own-topic.md").read_text(encoding="utf-8")
TERMS, CONFIGURATION = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
ROWS = re.findall(r"^\| (peacekeeping|borderline|other) \| (.*?) \| (.*?) \|$", PAGE, re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "demining.toml").write_text(TERMS, encoding="utf-8")
    (tmp_path / "bluewatch.toml").write_text(CONFIGURATION, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("label", "title", "text"), ROWS, ids=[title for _, title, _ in ROWS])
def test_the_terms_file_decides_as_its_table_tells(label: str, title: str, text: str, folder: Path) -> None:
    relevance = load_relevance(folder / "demining.toml")
    assert relevance.decide(Article(title=title, body=text)).label == label
    assert relevance.version.startswith("demining-1+")


def test_the_configuration_takes_the_file_beside_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = folder / "item.txt"
    text.write_text(f"{ROWS[0][1]}\n\n{ROWS[0][2]}", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["explain", str(text), "--config", str(folder / "bluewatch.toml")])
    out = capsys.readouterr().out
    assert not end.value.code
    assert "demining-1+" in out
    assert "[[demining]]" in out


@pytest.mark.parametrize("command", ["parse", "import", "crawl", "status"])
def test_mistakes_are_told_at_the_first_command(
    command: str, folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words, by the parsing child's own reader too, and before a crawl asks anybody for anything."""
    monkeypatch.chdir(folder)
    (folder / "demining.toml").write_text(TERMS.replace("weight = 4", 'weight = "four"'), encoding="utf-8")
    (folder / "bluewatch.toml").write_text('[crawl]\ncontact = "desk@news.example"\n' + CONFIGURATION)
    (folder / "item.txt").write_text("Deminers clear a field\n\nThe team destroyed 40 landmines.", encoding="utf-8")
    files = ["item.txt"] if command in ("parse", "import") else []
    with pytest.raises(SystemExit) as end:
        main([command, *files, "--data", str(folder / "data")])
    told = capfd.readouterr().err
    assert end.value.code == 2
    assert 'strong[1].weight: found "four"; allowed: a number' in told
    assert "Traceback" not in told


@pytest.mark.parametrize("word", ["*", " ", "-", "*mine", "\u0640*", "\u0301"])
def test_a_word_that_would_be_found_everywhere_is_a_mistake(word: str, folder: Path) -> None:
    (folder / "demining.toml").write_text(TERMS.replace("landmines", word), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"strong\[2\]\.variants\[1\]\.text: found .* allowed: words"):
        load_relevance(folder / "demining.toml")
