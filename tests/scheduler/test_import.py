"""``bluewatch import``, in this process; the other archive commands' tests use its helpers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from scheduler.commands.main import main
from storage.archive import Archive
from tests.conftest import SEEDS

ABOUT = (
    "UN peacekeepers of the United Nations Mission in South Sudan (UNMISS) repaired a road near Bor, the mission said."
)
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Peacekeepers repair a road</title></head>
<body><ul class="nav"><li><a href="/">Home</a></li></ul><article><h1>Peacekeepers repair a road</h1>
<p>JUBA, Nov. 3 -- {ABOUT}</p>
<p>More than 120 engineers of a plainly invented contingent took part in the work, which lasted three weeks.</p>
<p>=1+1 The commander thanked two villages for their support during the operation.</p></article></body></html>"""
OTHER = "Football results\n\nThe home team won the match by three goals on Sunday.\n\nThe next match is on Monday."


class Ended(NamedTuple):
    code: int
    out: bytes
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.decode().splitlines()


Bluewatch = Callable[..., Ended]


def runner(capfdbinary: pytest.CaptureFixture[bytes], data: Path) -> Bluewatch:
    def run(*words: str) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([words[0], "--data", str(data), *words[1:]])
        out, err = capfdbinary.readouterr()
        return Ended(int(ended.value.code or 0), out, err.decode())

    return run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def bluewatch(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> Bluewatch:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("BLUEWATCH_CONFIG", raising=False)
    return runner(capfdbinary, data)


def snapshot(data: Path) -> tuple[list[object], dict[str, bytes]]:
    with Archive.open(data, read_only=True) as archive:
        tables = [
            row["name"]
            for row in archive.db.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_fts%'")
        ]
        rows: list[object] = [archive.db.rows("SELECT * FROM " + table) for table in tables]
    return rows, {path.name: path.read_bytes() for path in data.glob("pages/*/*")}


def test_both_seeds_come_back_byte_for_byte_from_the_columns(bluewatch: Bluewatch, data: Path, tmp_path: Path) -> None:
    seeds = sorted(SEEDS.glob("*.txt"))
    assert bluewatch("import", *map(str, seeds)).code == 0
    for page in data.glob("pages/*/*"):
        page.unlink()
    assert bluewatch("export", "--format", "text", "--out", str(tmp_path / "texts")).code == 0
    texts = {path.read_bytes() for path in (tmp_path / "texts").iterdir()}
    assert texts == {seed.read_bytes() for seed in seeds}
    out = bluewatch("export", "--format", "text").out
    assert sorted(out.split(b"\n\x1e\n")) == sorted(texts)


def test_the_fields_of_the_first_seed_are_columns(bluewatch: Bluewatch, data: Path) -> None:
    bluewatch("import", *map(str, sorted(SEEDS.glob("000_*.txt"))))
    with Archive.open(data, read_only=True) as archive:
        (row,) = archive.articles.each()
    found = {
        name: row[name]
        for name in (
            "title",
            "outlet",
            "editor",
            "byline",
            "published_at",
            "dateline",
            "trailer",
            "source",
            "origin",
            "url",
        )
    }
    assert found == {
        "title": "China, UN co-host meeting on peacekeeping experience sharing",
        "outlet": "China Military Online",
        "editor": "Chen Zhuo",
        "byline": "Mei Changwei",
        "published_at": "2021-04-30T09:42:05Z",
        "dateline": "BEIJING, Apr. 30 --",
        "trailer": "Related News",
        "source": "chinamil-en",
        "origin": "import",
        "url": None,
    }


@pytest.mark.long
def test_the_same_files_again_change_nothing(bluewatch: Bluewatch, data: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "other.txt").write_text(OTHER)
    words = ("import", str(tmp_path / "page.html"), str(tmp_path / "other.txt"), *map(str, SEEDS.glob("*.txt")))
    assert bluewatch(*words).code == 0
    before = snapshot(data)
    again = bluewatch(*words)
    assert again.code == 0
    assert [line.split()[0] for line in again.lines] == ["unchanged", "other", "unchanged", "unchanged"]
    assert snapshot(data) == before


TEXTS = {
    "windows line ends": f"Peacekeepers\r\n\r\nJUBA, Nov. 3 -- {ABOUT}\r\n\r\nTwo.\r\n".encode(),
    "byte order mark": b"\xef\xbb\xbf" + f"Peacekeepers\n\nJUBA, Nov. 3 -- {ABOUT}\n\nTwo.".encode(),
    "wide spacing": f"\n\n  Peacekeepers \n\n\n\nJUBA, Nov. 3 -- {ABOUT}\n \t\n\nTwo.  \n\n\n".encode(),
    "control signs": f"Peacekeepers\n\nJUBA -- {ABOUT}\n\x1e\n\x0bTwo\x7f.\n\x00".encode(),
    "one line": ABOUT.encode(),
    "a page's braces and percents": f"{{title}}\n\n%s {ABOUT} {{{{7*7}}}} %(x)s".encode(),
    "chinese": "中国维和部队抵达\n\n示例军网\n\n某地4月30日电 中国赴南苏丹维和步兵营抵达，联合国维和行动。\n".encode(),
}


@pytest.mark.parametrize("name", TEXTS)
def test_any_utf8_text_comes_back_byte_for_byte(bluewatch: Bluewatch, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_bytes(TEXTS[name])
    assert bluewatch("import", str(tmp_path / "a.txt")).code == 0
    bluewatch("export", "--format", "text", "--label", "all", "--out", str(tmp_path / "out"))
    assert [path.read_bytes() for path in (tmp_path / "out").iterdir()] == [TEXTS[name]]


def test_html_is_known_by_its_name_or_by_its_first_bytes(bluewatch: Bluewatch, data: Path, tmp_path: Path) -> None:
    (tmp_path / "saved").write_text(PAGE)
    result = bluewatch("import", str(tmp_path / "saved"), "--json")
    form = json.loads(result.out)
    assert (form["change"], form["title"], form["label"]) == ("new", "Peacekeepers repair a road", "peacekeeping")
    with Archive.open(data, read_only=True) as archive:
        assert "nav" not in archive.articles.load(form["uid"]).body
        assert archive.captures.read(1).body == PAGE.encode()


def test_one_bad_file_costs_one_file_and_is_named(bluewatch: Bluewatch, data: Path, tmp_path: Path) -> None:
    bad = {
        "empty.txt": b"",
        "spaces.txt": b" \n\n ",
        "picture.txt": bytes(range(256)) * 40,
        "shell.html": b"<html><body>hello</body></html>",
        "huge.txt": b"word " * 2_200_000,
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "good.txt").write_text(ABOUT)
    names = [*bad, "folder.txt", "missing.txt", "good.txt"]
    result = bluewatch("import", *(str(tmp_path / name) for name in names))
    assert result.code == 1
    assert [name for name in names if name not in result.err] == ["good.txt"]
    assert len(result.lines) == 1
    assert "Traceback" not in result.err
    with Archive.open(data, read_only=True) as archive:
        assert len(list(archive.articles.each())) == 1


def test_a_text_about_something_else_leaves_its_decision_and_no_article(
    bluewatch: Bluewatch, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "other.txt").write_text(OTHER)
    result = bluewatch("import", str(tmp_path / "other.txt"))
    assert (result.code, result.lines[0].split()[:3]) == (0, ["other", "-", "other"])
    with Archive.open(data, read_only=True) as archive:
        assert archive.db.value("SELECT count(*) FROM articles") == 0
        assert archive.db.value("SELECT label FROM decisions WHERE article_id IS NULL") == "other"
        assert archive.captures.read(1).body == OTHER.encode()


def test_a_declared_source_gives_zone_and_name(bluewatch: Bluewatch, data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Peacekeepers\n\n2026-11-03 08:00:00\n\n{ABOUT}")
    assert bluewatch("import", "--source", "chinamil-en", str(tmp_path / "a.txt")).code == 0
    with Archive.open(data, read_only=True) as archive:
        (row,) = archive.articles.each()
    assert (row["source"], row["published_at"]) == ("chinamil-en", "2026-11-03T00:00:00Z")
    assert bluewatch("import", "--source", "nobody", str(tmp_path / "a.txt")).code == 2


def test_a_hostile_file_name_is_made_visible(bluewatch: Bluewatch, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m.txt"
    path.write_text(ABOUT)
    result = bluewatch("import", str(path))
    assert b"\x1b" not in result.out
    assert b"\\x1b[31m.txt" in result.out


def test_a_damaged_archive_is_left_alone(bluewatch: Bluewatch, data: Path, tmp_path: Path) -> None:
    data.mkdir()
    (data / "archive.db").write_bytes(b"no database" * 100)
    (tmp_path / "a.txt").write_text(ABOUT)
    result = bluewatch("import", str(tmp_path / "a.txt"))
    assert (result.code, (data / "archive.db").read_bytes()) == (3, b"no database" * 100)
    assert "backup" in result.err


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_tables_of_many_articles_never_become_one(form: str, bluewatch: Bluewatch, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(f"Road {number} is open\n\nJUBA, Nov. {number} -- {ABOUT}")
    assert bluewatch("import", "1.txt", "2.txt").code == 0
    assert bluewatch("export", "--format", form, "--out", "out").code == 0
    taken = bluewatch("import", f"out/articles.{form}", "--json")
    assert taken.code == 1
    assert "give each article as a text or page of its own" in json.loads(taken.out)["error"]
    assert len(bluewatch("export", "--format", "jsonl", "--label", "all").lines) == 2


@pytest.mark.parametrize(
    "head",
    [
        "From: <Saved by Blink>\r\nSubject: a\r\n b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
        "{\\rtf1\\ansi ",
        "WARC/1.0\r\nWARC-Type: response\r\n\r\n",
    ],
    ids=["MHTML", "RTF", "WARC"],
)
def test_other_wrappings_of_a_page_are_refused(head: str, bluewatch: Bluewatch, tmp_path: Path) -> None:
    (tmp_path / "saved").write_text(head + PAGE)
    taken = bluewatch("import", "saved")
    assert taken.code == 1
    assert "saved: not-a-page: the content is" in taken.err
