"""Alerts between digests: each fact told once, in the outlet's words, and not more often than the hour allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from reports import alerts
from storage.search import Search
from tests.reports.invented import at
from tests.scheduler.newsdesk import Desk, desk, mail_target, web_target
from tests.scheduler.receivers import Hook, hook, mail_server

__all__ = ["desk"]
BEGAN, LATER, DAY = "2026-11-16 09:00", "2026-11-16 12:00", "2026-11-16"
CASUALTY = '[[alert]]\nname = "harm"\nfinding = "casualty"\n'
BRIDGES = '[[alert]]\nname = "bridges"\nquery = "bridge"\n'


@pytest.fixture
def receiver() -> Iterator[Hook]:
    with hook() as server:
        yield server


def begin(desk: Desk, receiver: Hook, *alerts_: str) -> None:
    desk.configure(web_target(receiver.url, 'what = ["alerts"]'), *alerts_)
    assert desk.deliver(now=BEGAN).exit_code == 0


def article(desk: Desk, title: str, *, seen: str = "2026-11-16 10:00", **columns: Any) -> int:
    uid = desk.made.article(title, seen, seen=seen, **columns)
    Search(desk.made.db).rebuild()
    return desk.made.id_of(uid)


def finding(desk: Desk, table: str, article_id: int, words: str, *, revision: int = 1, **columns: Any) -> None:
    body = desk.made.db.value("SELECT body FROM articles WHERE id = ?", (article_id,))
    start = body.index(words)
    shared = {
        "uid": f"f{article_id}-{revision}-{start}-{table}", "article_id": article_id, "revision": revision,
        "field": "body", "start": start, "end": start + len(words), "parts": "[]", "words": words, "rule": "r",
        "rules": "1", "confidence": 1.0, "counted": 1,
    }  # fmt: skip
    desk.made.insert(table, **shared, **columns)


def told(receiver: Hook) -> list[list[str]]:
    """The titles of each message's items."""
    return [[item["title"] for item in body["data"]["items"]] for _, body in receiver.posts]


def test_an_item_that_a_query_finds_is_told_once_whoever_copies_it(desk: Desk, receiver: Hook) -> None:
    article(desk, "An old bridge", seen="2026-11-16 08:59")
    begin(desk, receiver, BRIDGES)
    first = article(desk, "A new bridge opens", text_id=None)
    with desk.made.db.write():
        desk.made.db.execute("UPDATE articles SET text_id = ? WHERE id = ?", (first, first))
    for copy in range(4):
        article(desk, f"The bridge opens, says copy {copy}", source="lantern", text_id=first)
    article(desk, "A road is closed")
    article(desk, "A bridge in a borderline text", label="borderline")
    assert desk.deliver(now=LATER).exit_code == 0
    assert told(receiver) == [["A new bridge opens"]]
    article(desk, "The bridge once more", source="lantern", seen="2026-11-16 13:00", text_id=first)
    desk.deliver(now="2026-11-16 14:00")
    assert len(receiver.posts) == 1
    body = receiver.posts[0][1]
    assert body["type"] == "bluewatch.alert"
    [item] = body["data"]["items"]
    assert (item["outlet"], item["day"]) == ("Harbour Defence Daily", DAY)
    assert item["sentences"] == ["An invented opening of seven plain words."]
    assert item["url"].startswith("https://harbour.example/")
    assert item["uid"] in body["text"]


def test_two_texts_that_turn_out_to_be_one_are_not_told_again(desk: Desk, receiver: Hook) -> None:
    begin(desk, receiver, BRIDGES)
    first, second = (article(desk, f"Bridge number {n}") for n in (1, 2))
    desk.deliver(now=LATER)
    assert len(receiver.posts) == 2
    with desk.made.db.write():
        desk.made.db.execute("UPDATE articles SET text_id = ? WHERE id IN (?, ?)", (second, first, second))
    article(desk, "Bridge number 3", seen="2026-11-16 13:00", text_id=second)
    desk.deliver(now="2026-11-16 14:00")
    assert len(receiver.posts) == 2


def test_a_casualty_is_told_with_its_sentence_and_again_when_its_number_changes(desk: Desk, receiver: Hook) -> None:
    begin(desk, receiver, CASUALTY)
    body = "The patrol set out at dawn. Three invented peacekeepers were killed near the bridge. In all 41 have died."
    one = article(desk, "Attack on a patrol", body=body)
    columns: dict[str, Any] = {"qualifier": "exact", "kind": "death", "date": "2026-11-15"}
    finding(desk, "casualties", one, "Three invented peacekeepers were killed", value=3.0, **columns)
    finding(desk, "casualties", one, "41 have died", value=41.0, nature="cumulative", qualifier="exact", kind="death")
    article(desk, "A quiet day")
    desk.deliver(now=LATER)
    assert told(receiver) == [["Attack on a patrol"]]
    [item] = receiver.posts[0][1]["data"]["items"]
    assert item["sentences"] == ["Three invented peacekeepers were killed near the bridge."]
    with desk.made.db.write():
        desk.made.db.execute(
            "UPDATE articles SET body = replace(body, 'Three', 'Five'), revision = 2, updated_at = ? WHERE id = ?",
            ("2026-11-16T13:00:00Z", one),
        )
    finding(desk, "casualties", one, "Five invented peacekeepers were killed", revision=2, value=5.0, **columns)
    desk.deliver(now="2026-11-16 14:00")
    assert [body["data"]["items"][0]["sentences"] for _, body in receiver.posts[1:]] == [
        ["Five invented peacekeepers were killed near the bridge."]
    ]


@pytest.mark.parametrize(
    ("date", "alarms"),
    [("2013", False), ("2026-09-30", False), ("2026-09", False), ("2026-10-25", True), ("2026", True), (None, True)],
)
def test_the_dead_of_other_years_alarm_nobody(desk: Desk, receiver: Hook, date: str | None, *, alarms: bool) -> None:
    begin(desk, receiver, CASUALTY)
    one = article(desk, "A wreath is laid", body="It is for the seven killed on the road.")
    finding(desk, "casualties", one, "seven killed", value=7.0, qualifier="exact", kind="death", date=date)
    desk.deliver(now=LATER)
    assert told(receiver) == ([["A wreath is laid"]] if alarms else [])


def test_a_figure_that_moves_is_told_with_both_numbers(desk: Desk, receiver: Hook) -> None:
    key: dict[str, Any] = {
        "qualifier": "exact", "nature": "current", "series_key": "personnel deployed|chn|unmiss|current",
        "what": "personnel deployed", "who": "CHN", "place": "UNMISS",
    }  # fmt: skip
    old = article(desk, "A count", seen="2026-11-10 10:00", body="There are 1,000 of them in the mission now.")
    finding(desk, "figures", old, "1,000", value=1000.0, as_of="2026-11-10", as_of_basis="sentence", **key)
    begin(desk, receiver, '[[alert]]\nname = "moves"\nfinding = "moved-figure"\ncountries = ["CHN"]\n')
    new = article(desk, "A new count", body="Today there are 1,250 of them in the mission. Nothing else is known.")
    finding(desk, "figures", new, "1,250", value=1250.0, as_of="2026-11-16", as_of_basis="sentence", **key)
    desk.deliver(now=LATER)
    assert receiver.posts == [], "the item names no such country"
    finding(desk, "country_mentions", new, "Today", iso3="CHN", role="contributor")
    desk.deliver(now="2026-11-16 13:00")
    desk.deliver(now="2026-11-16 14:00")
    [(_, body)] = receiver.posts
    [item] = body["data"]["items"]
    assert "1,000 (2026-11-10) → 1,250 (2026-11-16)" in item["facts"][0]
    assert item["sentences"] == ["Today there are 1,250 of them in the mission."]


def test_a_withdrawal_is_told_of_an_older_item_too(desk: Desk, receiver: Hook) -> None:
    begin(desk, receiver, '[[alert]]\nname = "gone"\nfinding = "withdrawal"\n')
    uid = desk.made.db.value("SELECT uid FROM articles WHERE title = 'The road is open'")
    desk.made.withdraw(uid, "2026-11-16 10:00")
    desk.deliver(now=LATER)
    desk.deliver(now="2026-11-17 12:00")
    [(_, body)] = receiver.posts
    assert body["data"]["items"][0]["facts"][0].startswith("withdrawn since 2026-11-16T10:00:00Z")


def test_an_hour_holds_so_many_messages_and_the_last_tells_of_the_rest(desk: Desk, receiver: Hook) -> None:
    begin(desk, receiver, BRIDGES + "per_hour = 3\n")
    for number in range(7):
        article(desk, f"Bridge {number}")
    desk.deliver(now=LATER)
    assert told(receiver) == [["Bridge 0"], ["Bridge 1"], [f"Bridge {n}" for n in range(2, 7)]]
    assert receiver.posts[2][1]["title"].endswith("and 4 more")
    article(desk, "Bridge 8", seen="2026-11-16 12:10")
    desk.deliver(now="2026-11-16 12:30")
    assert len(receiver.posts) == 3, "the hour has no room"
    desk.deliver(now="2026-11-16 13:01")
    assert told(receiver)[3:] == [["Bridge 8"]], "nothing is lost"


def test_a_changed_alert_begins_anew_and_a_wrong_one_is_told_with_its_line(desk: Desk, receiver: Hook) -> None:
    begin(desk, receiver, BRIDGES)
    article(desk, "A bridge and a ferry")
    begin(desk, receiver, BRIDGES.replace("bridge", "ferry"))  # at BEGAN again: the item was seen later
    desk.configure(web_target(receiver.url, 'what = ["alerts"]'), BRIDGES.replace('"bridge"', '"ferry boat"'))
    desk.deliver(now=LATER)
    article(desk, "A ferry boat sinks", seen="2026-11-16 11:00")
    desk.deliver(now="2026-11-16 13:00")
    assert "A ferry boat sinks" not in str(told(receiver)), "it was first seen before the alert asked for it"
    desk.configure('[[alert]]\nname = "odd"\nquery = "bridge OR"\n')
    assert "bluewatch.toml:5: [[alert]] 1 query: OR stands between two words" in str(desk.deliver().exception)


def test_page_text_is_data_in_every_form(desk: Desk) -> None:
    title = "Bridge\r\nBcc: thief@desk.test <script>alert(1)</script> [x](javascript:1) \u202egnp"
    with mail_server() as (box, port):
        desk.configure(mail_target(port, 'what = ["alerts"]', 'forms = ["md", "html", "json"]'), BRIDGES)
        desk.deliver(now=BEGAN)
        article(desk, title, url="https://harbour.example/a'><b>")
        assert desk.deliver(now=LATER).exit_code == 0
    [(to, mail)] = box.taken
    assert to == ["reader@desk.test"]
    assert b"\r\nBcc:" not in mail.split(b"\r\n\r\n")[0]
    rows = json.loads(desk.made.db.value("SELECT rows FROM alert_messages"))
    page, text = alerts.html(rows), alerts.markdown(rows)
    assert "<script" not in page
    assert "<b>" not in page
    assert "<script" not in text
    assert r"\[x\](javascript" in text
    assert "\u202e" not in page + text + alerts.text(rows) + alerts.subject(rows)


def test_what_was_told_before_an_alert_had_a_target_is_not_told_later(desk: Desk, receiver: Hook) -> None:
    desk.configure(BRIDGES)
    desk.deliver(now=BEGAN)
    article(desk, "A bridge for nobody")
    desk.deliver(now=LATER)
    desk.configure(web_target(receiver.url, 'what = ["alerts"]'), BRIDGES)
    desk.deliver(now="2026-11-16 13:00")
    assert receiver.posts == []


def test_the_hours_room(desk: Desk) -> None:
    raised = ["2026-11-16T11:10:00Z", "2026-11-16T11:30:00Z"]
    assert alerts.room_at(raised, 3, at(LATER)) == at(LATER)
    assert alerts.room_at(raised, 2, at(LATER)) == at("2026-11-16 12:10")
    assert alerts.room_at(raised, 1, at(LATER)) == at("2026-11-16 12:30")
