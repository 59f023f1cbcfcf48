"""One rich invented week against its golden files.

``python -m tests.reports.test_golden`` writes them anew; look at the difference before you keep it.
"""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from reports import render
from reports.digest import build, lines_of
from reports.expected import load_expected
from reports.limits import load_limits
from reports.mail import eml
from reports.publish import write_missing
from reports.week import Week
from tests.reports.invented import Invented, at
from tests.reports.invented_facts import rich_facts
from tests.reports.invented_week import rich_week

GOLDEN = Path(__file__).parent / "golden"
WEEK = Week(2026, 47)


def rich_edition(archive: Invented) -> dict[str, Any]:
    """The edition of the rich week, after four earlier ones, with late, revised and withdrawn articles."""
    rich_week(archive)
    rich_facts(archive)
    write_missing(archive, archive.data / "digests", now=at("2026-11-17 08:00"))
    archive.article("Late report on the bridge at Berol", "2026-11-12", seen="2026-11-18", missions=("MONUSCO",))
    earlier = archive.db.rows("SELECT uid FROM articles WHERE published_at LIKE '2026-11-10%' ORDER BY uid")
    archive.revise(earlier[0]["uid"], "2026-11-19", title="Earlier, corrected: the parade was on Tuesday")
    archive.withdraw(earlier[1]["uid"], "2026-11-20")
    return built(archive)


def built(archive: Invented) -> dict[str, Any]:
    first = Week(2026, 43)
    rows = archive.weekly.rows(WEEK.start, WEEK.end, first=first.start)
    return build(
        rows, WEEK, first=first, number=5, version="0.0", now=at("2026-11-23 07:00"), limits=load_limits(),
        watched=load_expected(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return rich_edition(Invented(tmp_path_factory.mktemp("rich")))


@pytest.mark.parametrize(
    ("name", "form"), [("week.md", render.markdown), ("week.txt", render.plain), ("week.json", render.json_text)]
)
def test_the_rich_week_is_as_in_the_golden_file(edition: dict[str, Any], name: str, form: Any) -> None:
    assert form(edition) == (GOLDEN / name).read_text(encoding="utf-8")


def test_the_same_rows_give_the_same_bytes(tmp_path: Path, edition: dict[str, Any]) -> None:
    again = rich_edition(Invented(tmp_path))
    for form in (render.json_text, render.markdown, render.html, render.plain, eml):
        assert form(again) == form(edition)


def test_each_item_stands_in_full_exactly_once(edition: dict[str, Any]) -> None:
    full = [uid for section, uid in lines_of(edition) if section != "changed"]
    assert len(full) == len(set(full)) == 49 + 3
    assert edition["counts"]["kept"] == 49


def test_a_second_mission_is_referred_to_and_its_own_word_is_understood(edition: dict[str, Any]) -> None:
    blocks = {block["mission"]: block for block in edition["missions"]}
    assert list(blocks)[-1] == "No mission named"
    assert {entry["under"] for entry in blocks["UNIFIL"]["also"]} == {"UNMISS", "MINUSCA"}
    assert [entry["language"] for entry in blocks["UNMISS"]["items"] if entry["language"]] == ["zh"]
    assert "联南苏团" not in blocks


def test_sources_have_one_state_each_and_trouble_comes_first(edition: dict[str, Any]) -> None:
    states = {source["name"]: (source["state"], source["reason"]) for source in edition["sources"]}
    assert states["Invented Outlet No. 1"] == ("failing", "no answer within 30 s")
    assert states["Long Road Review"] == ("failing", "its listing holds no link to an article")
    assert states["Invented Outlet No. 2"][0] == "never-ran"
    assert states["Invented Outlet No. 3"] == (
        "silent",
        "nothing new since 2026-10-20, when it was first read; at least 2 a week are usual",
    )
    assert states["Invented Outlet No. 4"][0] == "drifted"
    assert states["Closed Gate Bulletin"] == ("disabled", "its terms forbid automatic reading")
    assert [source["state"] for source in edition["sources"]][:3] == ["failing", "failing", "never-ran"]
    assert (edition["counts"]["sources_healthy"], edition["counts"]["sources_tried"]) == (24, 28)


def test_the_key_of_a_page_shows_the_signs_that_its_tables_show(edition: dict[str, Any]) -> None:
    page = render.html(edition)
    assert ("Signs: ●" in page, "Signs: ●" in render.markdown(edition)) == (False, True)
    table = page.index('id="s-health"')
    assert page.index('<svg class="mark failed"', page.index("</table>", table)) < page.index('id="s-missing"')


def test_the_page_stands_alone(edition: dict[str, Any]) -> None:
    page = render.html(edition)
    for part in ("<script", "<link", "<img", "<iframe", "@import", "url(", "javascript:", "onclick"):
        assert part not in page
    heads = [int(part[0]) for part in page.split("<h")[1:] if part[0].isdigit()]
    assert heads[0] == 1
    assert heads.count(1) == 1
    assert all(later - former <= 1 for former, later in pairwise(heads))
    for landmark in ("<header", "<nav", "<main", "<footer", 'class="skip"'):
        assert landmark in page
    assert page.count('id="a-') == len({uid for section, uid in lines_of(edition) if section != "changed"})


def test_every_link_within_the_page_leads_somewhere(edition: dict[str, Any]) -> None:
    page = render.html(edition)
    for part in page.split('href="#')[1:]:
        assert f'id="{part.split(chr(34))[0]}"' in page


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = rich_edition(Invented(Path(folder)))
        (GOLDEN / "week.md").write_text(render.markdown(made), encoding="utf-8")
        (GOLDEN / "week.txt").write_text(render.plain(made), encoding="utf-8")
        (GOLDEN / "week.json").write_text(render.json_text(made), encoding="utf-8")
