"""Every kind of page over an archive of the real intake: what it says, its forms, and what it keeps inert."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import httpx
import pytest

from storage.archive import Archive
from storage.browse import Browse
from storage.questions import load_questions
from tests.web.conftest import Built, Reader
from tests.web.world import SCRIPT

KEY = "personnel%20deployed%7C%7Cunmiss%7Ccurrent"
OURS = [
    "/", "/search", "/search?q=peacekeepers", "/search?q=%E7%BB%B4%E5%92%8C", "/search?q=nothing:here", "/digests",
    "/article/{bridge}", "/article/{bridge}?revision=1", "/article/{hostile}", "/article/{gone}", "/article/{chinese}",
    "/missions", "/mission/UNMISS", "/mission/unifil", "/series", "/series?single=1", f"/series?key={KEY}", "/sources",
    "/sources?days=7&until=2026-11-14", "/sources/harbour", "/sources/closed", "/questions", "/questions/newest-items",
    "/article/a-00000000", "/mission/Atlantis", "/sources/nobody", "/series?key=no", "/sources?days=0",
    "/search?page=x&q=a",
]  # fmt: skip


def at(path: str, world: Built) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: world.uids[found[1]], path)


class Outline(HTMLParser):
    """What a test asks of a page: its ids, links, headings and elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "action") and tag != "link":
                self.links.append(value or "")
            if name.startswith("on") or name == "style":
                self.handlers.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("path", OURS)
def test_a_page_of_ours_holds_no_script_and_no_remote_part(reader: Reader, world: Built, path: str) -> None:
    answer = reader.get(at(path, world))
    assert answer.status_code in (200, 400, 404), answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    outline = Outline(answer.text)
    assert not {"script", "iframe", "object", "style", "base"} & set(outline.tags)
    assert outline.handlers == []
    assert len(outline.ids) == len(set(outline.ids))
    assert not [link for link in outline.links if not link.startswith(("/", "#", "https://", "http://"))]
    assert SCRIPT not in answer.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", answer.text)
    assert answer.text.count("<h1") == 1
    inner = {link[1:] for link in outline.links if link.startswith("#")}
    assert inner <= set(outline.ids)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ["6 items from 2 outlets", "More peacekeepers at Malual", "The Lantern", "failing", "2026-W46"]),
        (
            "/article/{bridge}",
            ["190 peacekeepers", "Printed in", "figure", "<ins>", "lantern", "How each field was found"],
        ),
        ("/article/{copy}", ["same, ", "+7.0 h", "<b>first</b>"]),
        ("/article/{bridge}?revision=1", ["This is state 1 of 2", "180 peacekeepers"]),
        ("/article/{gone}", ["The outlet has taken this page down"]),
        ("/article/{chinese}", ['lang="zh"', "维和工兵", "<dd>Chinese</dd>"]),
        ("/mission/unmiss", ["United Nations Mission in South Sudan", "Resolution 2779", ">210<", "Casualties"]),
        ("/mission/UNIFIL", ["No item of this archive names it"]),
        (f"/series?key={KEY}", ["moved", "from ", "210", "Every claim, in its sentence", "Harbour Defence Daily"]),
        ("/article/{copy}", ["<bdi>United Nations Mission in South Sudan</bdi></td><td><bdi>UNMISS</bdi>"]),
        ("/sources", ["Closed Gate Bulletin", "its terms forbid automatic reading", "1 of 2 healthy", "collected"]),
        ("/sources/lantern", ["failing", "no links", "Medal parade"]),
        ("/digests", ["2026-W46", "edition 1", "/digests/2026-W46.json"]),
        ("/search?q=road", ["<mark>road</mark>", "Narrow it down", "lantern"]),
        ("/search?q=%E7%BB%B4%E5%92%8C", ["1 article", "<mark>维和</mark>"]),
        ("/search?q=nothing:here", ["there is no field nothing:"]),
        ("/article/a-00000000", ["there is no article a-00000000"]),
    ],
)
def test_a_page_says_what_the_archive_knows(reader: Reader, world: Built, path: str, words: list[str]) -> None:
    text = re.sub(r"\s+", " ", reader.get(at(path, world)).text)
    assert [one for one in words if one not in text] == []


def test_the_words_of_a_finding_are_one_click_from_a_line_of_the_digest(reader: Reader, world: Built) -> None:
    """An article's name in the digest leads to its page, and a finding's to its words there."""
    digest = reader.get("/digests/2026-W46")
    assert "script-src" not in digest.headers["content-security-policy"]
    links = Outline(digest.text).links
    assert f"/article/{world.uids['bridge']}" in links
    with Archive.open(world.data, read_only=True) as archive:
        found = archive.db.rows("SELECT uid, article_uid FROM current_figures WHERE counted = 1")
    assert found
    told = {link.removeprefix("/finding/") for link in links if link.startswith("/finding/")}
    assert told
    for row in [*found[:3], *(row for row in found if row["uid"] in told)]:
        sent = reader.get(f"/finding/{row['uid']}")
        assert (sent.status_code, sent.headers["location"]) == (302, f"/article/{row['article_uid']}#{row['uid']}")
        assert row["uid"] in Outline(reader.get(f"/article/{row['article_uid']}").text).ids


def test_a_finding_of_an_older_state_leads_to_that_state(reader: Reader, world: Built) -> None:
    with Archive.open(world.data, read_only=True) as archive:
        old = archive.db.value(
            "SELECT f.uid FROM figures f JOIN articles a ON a.id = f.article_id WHERE a.uid = ? AND f.revision = 1",
            (world.uids["bridge"],),
        )
    where = reader.get(f"/finding/{old}").headers["location"]
    assert where == f"/article/{world.uids['bridge']}?revision=1#{old}"
    assert f'id="{old}"' in reader.get(where).text


def test_the_forms_of_an_article_are_those_of_the_command_line(reader: Reader, world: Built) -> None:
    uid = world.uids["later"]
    form = reader.get(f"/article/{uid}.json").json()
    assert form["uid"] == uid
    assert form["decision"]["label"] == "peacekeeping"
    assert {"figure", "mission", "resolution"} <= {one["type"] for one in form["findings"]}
    text = reader.get(f"/article/{uid}.txt")
    assert text.headers["content-type"].startswith("text/plain")
    assert text.text.startswith("More peacekeepers at Malual\n\nHarbour Defence Daily\n")


@pytest.mark.parametrize(
    "path", ["/search.csv?q=peacekeepers", "/missions.csv", "/mission/UNMISS.csv", "/series.csv?single=1",
             f"/series.csv?key={KEY}", "/sources.csv", "/questions/newest-items.csv", "/archive/articles.csv"]
)  # fmt: skip
def test_lists_come_as_csv(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize(
    "path", ["/search.json?q=peacekeepers", "/missions.json", "/mission/UNMISS.json", "/series.json",
             f"/series.json?key={KEY}", "/sources.json", "/sources/harbour.json", "/questions/newest-items.json",
             "/digests/2026-W46.json", "/archive/articles.json"]
)  # fmt: skip
def test_lists_come_as_json_that_no_browser_runs(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    assert json.loads(answer.text)
    assert answer.headers["content-type"].startswith("application/json")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_cell_that_a_spreadsheet_would_run_is_defused(reader: Reader) -> None:
    assert reader.get("/search.csv?q=peacekeepers").text.count("\n=") == 0


def test_the_plot_of_a_series_is_an_image_with_no_script(reader: Reader) -> None:
    answer = reader.get(f"/series.svg?key={KEY}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "<script" not in answer.text


@pytest.mark.parametrize("question", [one.id for one in load_questions()])
def test_a_saved_question_answers(reader: Reader, question: str) -> None:
    answer = reader.get(f"/questions/{question}")
    assert answer.status_code == 200, answer.text
    assert "The SQL" in answer.text


def test_the_list_of_missions_counts_the_items_that_name_them(world: Built) -> None:
    with Archive.open(world.data, read_only=True) as archive:
        counted = {row["mission"]: (row["items"], row["last_day"]) for row in Browse(archive.db).missions()}
        rows = archive.db.rows(
            "SELECT mission, count(DISTINCT id) AS items, max(day) AS last_day FROM ("
            "  SELECT n.mission, a.id, substr(coalesce(a.published_at, a.first_seen_at), 1, 10) AS day"
            "  FROM mission_mentions n JOIN items a ON a.id = n.article_id AND a.revision = n.revision"
            "  WHERE n.counted = 1) GROUP BY mission"
        )
        newest = Browse(archive.db).newest_of_mission("UNMISS")
        days = [
            archive.db.value("SELECT coalesce(published_at, first_seen_at) FROM articles WHERE id = ?", (one,))
            for one in newest
        ]
    assert counted == {row["mission"]: (row["items"], row["last_day"]) for row in rows}
    assert len(newest) == counted["UNMISS"][0] > 3
    assert days == sorted(days, reverse=True)


def test_a_wrong_parameter_of_a_question_is_told(reader: Reader) -> None:
    answer = reader.get("/questions/newest-items?days=many")
    assert answer.status_code == 400
    assert "days takes a whole number" in answer.text


def test_datasettes_tables_tell_every_column_in_words_and_lead_to_our_pages(reader: Reader, world: Built) -> None:
    text = reader.get("/archive/articles").text
    assert "The headline as printed; NULL where the page prints none." in text
    assert f'<a href="/article/{world.uids["bridge"]}">' in text
    assert 'href="/search"' in text
    assert reader.get("/archive?sql=select+count(*)+as+n+from+items").text.count(">6<") == 1


def test_nothing_leads_to_what_is_not_there(reader: Reader, world: Built) -> None:
    """Every link within the pages, all of them, is answered, and the place in the page that it names is there."""
    seen: dict[str, httpx.Response] = {}
    places: dict[str, set[str]] = {}
    named: set[tuple[str, str]] = set()
    waiting = ["/", f"/article/{world.uids['bridge']}?revision=1", "/archive/figures", "/archive/claims"]
    while waiting:
        path, _, place = waiting.pop().partition("#")
        if place:
            named.add((path, place))
        if path in seen or path.startswith("/archive?"):
            continue
        seen[path] = reader.get(path)
        outline = Outline(seen[path].text)
        places[path] = set(outline.ids)
        # Of Datasette's own links, those in the cells of a table are ours.
        cells = re.findall(r'<td class="col-[^>]*><a href="([^"]+)"', seen[path].text)
        waiting += [link for link in (cells if path.startswith("/archive") else outline.links) if link.startswith("/")]
        waiting += [where for where in [seen[path].headers.get("location")] if where]
    assert len(seen) > 100
    assert {path: answer.status_code for path, answer in seen.items() if answer.status_code not in (200, 302)} == {}
    assert {(path, place) for path, place in named if place not in places[path]} == set()


def test_a_name_without_a_page_is_told_and_leads_nowhere(reader: Reader, world: Built) -> None:
    sql = "select 'not named' as mission, 'UNMISS' as mission, 'nobody' as source, 'share|||current' as series"
    own = reader.get(f"/archive?sql={sql.replace(' ', '+')}").text
    assert 'href="/mission/UNMISS">' in own
    assert not re.search(r'href="/(mission/not|sources/nobody|series\?key)', own)
    with Archive.open(world.data, read_only=True) as archive:
        found = archive.db.rows("SELECT uid, article_uid, series_key FROM current_figures WHERE series_key IS NOT NULL")
        claims = {row["uid"] for row in archive.db.rows("SELECT uid FROM claims")}
    assert {row["uid"] in claims for row in found} == {True, False}
    for row in found:
        text = reader.get(f"/article/{row['article_uid']}").text
        findings = text[text.index('id="findings"') :]
        (told,) = re.findall(rf'<li id="n\d+" (?:(?!<li id).)*?href="#{row["uid"]}".*?</li>', findings, re.DOTALL)
        assert ("/series?key=" in told) == (row["uid"] in claims)
