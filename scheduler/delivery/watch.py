"""Alerts looked up in the archive: what came in since they last looked, each fact once, told in messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from reports import alerts
from reports.casualties import is_past
from reports.excerpts import sentence
from reports.limits import load_limits
from reports.series import Move, series_of
from reports.series_told import title as series_title
from scheduler.config_delivery import AlertRow
from storage.alert_rows import AlertRows
from storage.archive import Archive
from storage.database import Row
from storage.errors import UsageError
from storage.records import Label
from storage.times import from_text
from storage.weekly_facts import WeekFacts
from storage.withdrawals import told as withdrawal_told

# Rows may be committed some time after the moment that stands in them: what is found twice is told once.
OVERLAP = timedelta(days=1)
MOST_SERIES = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One fact of one item. fact: in short, the same for the same fact; empty for the item itself.

    anywhere: it is the same fact in whichever article it stands.
    """

    item: Row
    fact: str = ""
    words: str | None = None
    sentence: str | None = None
    anywhere: bool = False


def look(archive: Archive, wanted: Sequence[AlertRow], now: datetime) -> list[str]:
    """Note what each alert finds new, and make the messages that its hour has room for; why an alert cannot look."""
    rows, complaints = AlertRows(archive.db), []
    for alert in wanted:
        known = rows.known().get(alert.name)
        if known is None:
            continue
        try:
            # All is read before anything is written: a search may take its time.
            hits = list(_hits(archive, rows, alert, known))
        except UsageError as error:
            complaints.append(f"alert {alert.name}: {error}")
            continue
        with archive.db.write():
            for hit in hits:
                uid, text_id = hit.item["uid"], hit.item["text_id"]
                if not rows.told_of(alert.name, uid, text_id, hit.fact, anywhere=hit.anywhere):
                    told = alerts.told(hit.item, sentence=hit.sentence, fact=hit.words)
                    rows.add_hit(alert.name, uid, hit.fact, told, now)
            rows.looked(alert.name, now)
            _raise(rows, alert, now)
    return complaints


def _raise(rows: AlertRows, alert: AlertRow, now: datetime) -> None:
    waiting = [(row["id"], row["uid"], json.loads(row["told"])) for row in rows.waiting(alert.name)]
    raised = rows.sent_since(alert.name, now - alerts.HOUR)
    for group in alerts.parcelled(waiting, raised, alert.per_hour, now):
        told = alerts.message(alert.name, alert.asks, [one for _, _, one in group], now)
        rows.add_message(alert.name, told, [number for number, _, _ in group], now)


def _hits(archive: Archive, rows: AlertRows, alert: AlertRow, known: Row) -> Iterator[Hit]:
    since = from_text(known["looked_at"]) - OVERLAP
    if alert.finding == "withdrawal":
        found = _asked(archive, alert, rows.gone(known["began_at"], since))
        for item in found:
            event = {"kind": item["kind"], "since": item["since"], "reason": item["reason"], "returned_at": None}
            yield Hit(item, f"withdrawal|{item['since']}", withdrawal_told(event))
        return
    items = _asked(archive, alert, rows.new_items(known["began_at"], since))
    if alert.finding is None:
        yield from map(Hit, items)
        return
    tell: dict[str, Callable[[Archive, AlertRows, list[Row]], Iterator[Hit]]] = {
        "casualty": _casualties,
        "moved-figure": _moves,
    }
    yield from tell[alert.finding](archive, rows, items)


def _asked(archive: Archive, alert: AlertRow, items: list[Row]) -> list[Row]:
    """Those that are within the alert's limits and that its query finds."""
    limits = alert.profile
    if limits.chooses:
        named = WeekFacts(archive.db).missions_and_countries([item["id"] for item in items])
        items = [
            item for item in items if limits.takes(item, missions=named[item["id"]][0], countries=named[item["id"]][1])
        ]
    if alert.query is None or not items:
        return items
    ids = set(archive.search.ids(alert.query, labels=[Label.PEACEKEEPING]))
    return [item for item in items if item["id"] in ids]


def _casualties(archive: Archive, rows: AlertRows, items: list[Row]) -> Iterator[Hit]:
    """Casualties of these days: a text that remembers the dead of other years alarms nobody."""
    by_id = {item["id"]: item for item in items}
    for row in rows.casualties(by_id):
        if is_past(row["date"], from_text(by_id[row["article_id"]]["first_seen_at"]).date()):
            continue
        parts = (row["kind"], f"{row['value']:g}", row["nationality"], row["mission"], row["personnel"], row["date"])
        around, at = archive.series.around(row)
        words = sentence(around, at, at + row["end"] - row["start"])
        yield Hit(by_id[row["article_id"]], "casualty|" + "|".join(part or "" for part in parts), None, words)


def _moves(archive: Archive, rows: AlertRows, items: list[Row]) -> Iterator[Hit]:
    """Moves of a number whose new value one of these items says first."""
    by_uid = {item["uid"]: item for item in items}
    limits = load_limits()
    for key in rows.series_of([item["id"] for item in items])[:MOST_SERIES]:
        claims = archive.series.claims_with_sentences(key)
        for row in claims:
            row["sentence"] = sentence(row["around"], row["at"], row["at"] + row["end"] - row["start"])
        series = series_of(claims, limits=limits)
        for move in series.moves:
            said = move.new.first
            if said.article in by_uid:
                words = f"{series_title(series)}: {_moved(move)}"
                yield Hit(by_uid[said.article], f"moved|{key}|{_moved(move)}", words, said.sentence, anywhere=True)


def _moved(move: Move) -> str:
    old, new = move.old, move.new
    return f"{old.statement.short} ({old.day}) → {new.statement.short} ({new.day})"
