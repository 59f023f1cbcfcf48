"""``bluewatch import`` of texts that name a followed outlet: name, editor and zone, whatever the name."""

# ruff: noqa: F811 - pytest's fixtures are imported by the names of their arguments
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler.catalogue import load_catalogue
from storage.archive import Archive
from storage.database import Row
from tests.scheduler.test_import import ABOUT, Bluewatch, bluewatch, data  # noqa: F401 - fixtures

CATALOGUE = load_catalogue(None, "all")
NEW_YORK = "America/New_York"
FIRST = datetime(2026, 10, 13, 19, 26, 18)  # noqa: DTZ001 - as outlets print it


def text(number: int, outlet: str, *, editor: str = "Arvid Tessel", titled: bool = True) -> str:
    """A newsroom text; its time of day tells it from the others."""
    time = FIRST + timedelta(minutes=number)
    title = f"Peacekeepers repair road {number}\n\n" if titled else ""
    return f"{title}{outlet}\n{editor}\n{time}\n\nJUBA, Oct. 12 -- {ABOUT} It was road {number}."


def taken(folder: Path) -> list[Row]:
    with Archive.open(folder, read_only=True) as archive:
        return archive.db.rows(
            "SELECT source, outlet, editor, published_at, captions FROM articles ORDER BY published_raw"
        )


def utc(number: int, zone: str | None) -> str:
    local = (FIRST + timedelta(minutes=number)).replace(tzinfo=ZoneInfo(zone) if zone else UTC)
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize(
    "titled",
    [pytest.param(True, id="titled", marks=pytest.mark.long), pytest.param(False, id="without a title")],
)
def test_every_packaged_outlet_is_known_by_its_name_and_comes_back(
    bluewatch: Bluewatch, data: Path, tmp_path: Path, titled: bool
) -> None:
    files = []
    for number, source in enumerate(CATALOGUE.values()):
        files.append(tmp_path / f"{number:03}.txt")
        files[-1].write_text(text(number, source.name, titled=titled), encoding="utf-8")
    assert bluewatch("import", *map(str, files)).code == 0
    rows = taken(data)
    wanted = [
        (source.slug, source.name, "Arvid Tessel", utc(number, source.timezone), "[]")
        for number, source in enumerate(CATALOGUE.values())
    ]
    assert [tuple(row.values()) for row in rows] == wanted
    assert bluewatch("export", "--format", "text", "--out", str(tmp_path / "texts")).code == 0
    bluewatch("import", "--data", str(tmp_path / "again"), *map(str, sorted((tmp_path / "texts").iterdir())))
    assert taken(tmp_path / "again") == rows


TWO_LINES = (
    ("The Lantern", "Arvid Tessel", "Arvid Tessel"),
    ("Le Phare", "Mira Probe", "Mira Probe"),
    ("Northmark Military", "Mira Probe, Arvid Tessel", "Mira Probe; Arvid Tessel"),
    ("Northmark Military Portal", "Lin Qiao and Mira Probe", "Lin Qiao; Mira Probe"),
    ("Northmark Daily News", "Tessel", "Tessel"),
    ("参考虚构", "丙丁戊", "丙丁戊"),
)


def test_of_two_bare_lines_above_the_time_the_first_is_the_outlet(
    bluewatch: Bluewatch, data: Path, tmp_path: Path
) -> None:
    for number, (outlet, editor, _) in enumerate(TWO_LINES):
        (tmp_path / f"{number}.txt").write_text(text(number, outlet, editor=editor), encoding="utf-8")
    bluewatch("import", *(str(tmp_path / f"{number}.txt") for number in range(len(TWO_LINES))))
    found = [(row["source"], row["outlet"], row["editor"]) for row in taken(data)]
    assert found == [("import", outlet, editors) for outlet, _, editors in TWO_LINES]


def test_a_headline_about_an_outlet_does_not_make_the_text_its(
    bluewatch: Bluewatch, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(
        f"MINUSCA\n\nUN Peacekeeping\nArvid Tessel\n{FIRST}\n\nBANGUI, Oct. 12 -- {ABOUT}", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text(
        f"Source: UN Peacekeeping\nEditor: Arvid Tessel\n{FIRST + timedelta(minutes=1)}\n\nBOR, Oct. 12 -- {ABOUT}",
        encoding="utf-8",
    )
    bluewatch("import", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert [(row["source"], row["editor"]) for row in taken(data)] == [("un-peacekeeping", "Arvid Tessel")] * 2


def test_a_followed_outlet_is_known_in_other_encodings(bluewatch: Bluewatch, data: Path, tmp_path: Path) -> None:
    body = "某地10月12日电 虚构的工兵分队周日完成了渡口的修复工作，联合国维和部队参加了行动，联南苏团表示感谢。" * 3
    for number, encoding in enumerate(("gb18030", "utf-16")):
        words = f"维和部队修复渡口\n\n国防部网\n丙丁戊\n{FIRST + timedelta(minutes=number)}\n\n{body}第{number}号。"
        (tmp_path / f"{encoding}.txt").write_bytes(words.encode(encoding))
    bluewatch("import", str(tmp_path / "gb18030.txt"), str(tmp_path / "utf-16.txt"))
    rows = taken(data)
    assert [(row["outlet"], row["editor"]) for row in rows] == [("国防部网", "丙丁戊")] * 2
    assert {row["source"] for row in rows} == {CATALOGUE.by_outlet("国防部网").slug}  # type: ignore[union-attr]


def test_a_time_that_is_still_to_come_is_refused_with_its_reason(
    bluewatch: Bluewatch, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(text(0, "UN Peacekeeping").replace("2026-10-13", "2099-10-13"), encoding="utf-8")
    bluewatch("import", str(tmp_path / "a.txt"))
    with Archive.open(data, read_only=True) as archive:
        (row,) = archive.db.rows(
            "SELECT published_at, outlet, editor, json_extract(evidence, '$.published_at.reason') AS why FROM articles"
        )
    assert (row["published_at"], row["outlet"], row["editor"]) == (None, "UN Peacekeeping", "Arvid Tessel")
    assert "after" in row["why"] or "future" in row["why"]


def test_a_text_whose_lines_end_in_carriage_returns_alone_has_its_fields(
    bluewatch: Bluewatch, data: Path, tmp_path: Path
) -> None:
    content = text(0, "UN Peacekeeping").replace("\n", "\r").encode()
    (tmp_path / "a.txt").write_bytes(content)
    bluewatch("import", str(tmp_path / "a.txt"))
    (row,) = taken(data)
    assert (row["outlet"], row["editor"], row["published_at"]) == ("UN Peacekeeping", "Arvid Tessel", utc(0, NEW_YORK))
    assert bluewatch("export", "--format", "text").out == content


def test_a_text_read_before_its_outlet_was_followed_stays_one_article(
    bluewatch: Bluewatch, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(text(0, "UN Peacekeeping"), encoding="utf-8")
    (tmp_path / "none.toml").write_text('[sources]\npackaged = "none"\n', encoding="utf-8")
    first = bluewatch("import", "--config", str(tmp_path / "none.toml"), str(tmp_path / "a.txt"))
    (before,) = taken(data)
    assert (first.code, before["published_at"]) == (0, utc(0, None))
    for words in (("reparse",), ("import", str(tmp_path / "a.txt")), ("reparse",)):
        assert bluewatch(*words).code == 0
        (row,) = taken(data)
        assert (row["outlet"], row["editor"], row["published_at"]) == (
            "UN Peacekeeping", "Arvid Tessel", utc(0, NEW_YORK),
        )  # fmt: skip
