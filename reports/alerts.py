"""The messages of alerts: a line an item, of the item's own words; how many messages an hour may hold. Pure.

Nothing here says more than the outlet did: title, outlet, day, sentence, uid and address. Our own words only name what
was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from reports.lines import TITLE_SIGNS, quote, web_address
from reports.markdown import escape, target
from reports.wording import NO_TITLE, clean
from storage.times import from_text, to_text

HOUR = timedelta(hours=1)
MOST_SENTENCES = 3
MOST_ITEMS = 50
SUBJECT_SIGNS = 120
FOUND = {"casualty": "Casualty", "moved-figure": "Figure moved", "withdrawal": "Withdrawn by the outlet"}

Told = dict[str, Any]


def told(item: Mapping[str, Any], *, sentence: str | None = None, fact: str | None = None) -> Told:
    """What a message says of an item, as plain values. sentence: of the finding; None: the item's opening words."""
    day = item["published_at"] or item["first_seen_at"]
    return {
        "uid": item["uid"],
        "title": (item["title"] or "")[:TITLE_SIGNS] or None,
        "outlet": item["outlet"],
        "source": item["source"],
        "day": str(day)[:10],
        "undated": item["published_at"] is None,
        "language": item["language"],
        "sentence": sentence or quote(item["opening"], item["dateline"], item["title"]),
        "fact": fact,
        "url": web_address(item["url"]),
    }


def parcelled(
    hits: Sequence[tuple[int, str, Told]], raised: Sequence[str], per_hour: int, now: datetime
) -> list[list[tuple[int, str, Told]]]:
    """Which hits make one message each, and which share the hour's last one. hits: (number, uid, told), oldest first.

    Facts of one item share a message. raised: the messages of the last hour. What the hour has no room for waits.
    """
    items: dict[str, list[tuple[int, str, Told]]] = {}
    for hit in hits:
        items.setdefault(hit[1], []).append(hit)
    groups = list(items.values())
    room = per_hour - len([at for at in raised if from_text(at) > now - HOUR])
    if room <= 0:
        return []
    if len(groups) <= room:
        return groups
    rest = [hit for group in groups[room - 1 :] for hit in group]
    return [*groups[: room - 1], rest]


def room_at(raised: Sequence[str], per_hour: int, now: datetime) -> datetime:
    """When the next message may be made."""
    recent = sorted(from_text(at) for at in raised if from_text(at) > now - HOUR)
    return now if len(recent) < per_hour else recent[-per_hour] + HOUR


def message(alert: str, asks: Mapping[str, Any], group: Sequence[Told], at: datetime) -> dict[str, Any]:
    """The rows of one message: each item once, with its facts and at most three sentences."""
    items: dict[str, dict[str, Any]] = {}
    for one in group:
        item = items.setdefault(
            one["uid"],
            {key: value for key, value in one.items() if key not in ("sentence", "fact")}
            | {"facts": [], "sentences": []},
        )
        if one["fact"] and one["fact"] not in item["facts"]:
            item["facts"].append(one["fact"])
        if one["sentence"] and one["sentence"] not in item["sentences"] and len(item["sentences"]) < MOST_SENTENCES:
            item["sentences"].append(one["sentence"])
    shown = list(items.values())[:MOST_ITEMS]
    return {
        "form": 1, "alert": alert, "asks": dict(asks), "at": to_text(at), "items": shown,
        "more": len(items) - len(shown),
    }  # fmt: skip


def subject(rows: Mapping[str, Any]) -> str:
    """One line without control or direction characters: ``Alert juba: title (outlet)``."""
    items = rows["items"]
    first = f"{_title(items[0])} ({clean(items[0]['outlet'])})" if items else ""
    more = len(items) - 1 + int(rows["more"])
    text = f"Alert {rows['alert']}: {first}" + (f" and {more} more" if more else "")
    if len(text) <= SUBJECT_SIGNS + 40:
        return text
    tail = f" … and {more} more" if more else " …"
    return text[:SUBJECT_SIGNS].rstrip() + tail


def text(rows: Mapping[str, Any]) -> str:
    """The message as plain text; the last line says by which alert it came."""
    lines: list[str] = []
    for item in rows["items"]:
        lines += [_title(item), _place(item)]
        lines += [clean(fact) for fact in item["facts"]]
        lines += [f"“{clean(sentence)}”" for sentence in item["sentences"]]
        lines += [*([item["url"]] if item["url"] else []), f"bluewatch explain {item['uid']}", ""]
    if rows["more"]:
        lines += [f"and {rows['more']} more", ""]
    return "\n".join([*lines, _foot(rows), ""])


def markdown(rows: Mapping[str, Any]) -> str:
    """The message as Markdown: foreign words stand in lines of their own, with every sign of Markdown escaped."""
    lines = [f"# {escape(subject(rows))}", ""]
    for item in rows["items"]:
        title = f"[{escape(_title(item))}]({target(item['url'])})" if item["url"] else escape(_title(item))
        lines += [f"**{title}**  ", f"{escape(_place(item))}  "]
        lines += [f"{escape(fact)}  " for fact in item["facts"]]
        lines += [f"> {escape(sentence)}\n" for sentence in item["sentences"]] or [""]
    if rows["more"]:
        lines += [f"and {rows['more']} more", ""]
    return "\n".join([*lines, escape(_foot(rows)), ""])


def html(rows: Mapping[str, Any]) -> str:
    """The message as one small page without script, style sheet or picture."""
    parts = [_HEAD.format(subject=subject(rows), alert=rows["alert"])]
    for item in rows["items"]:
        title = Markup("<a href='{}'>{}</a>").format(item["url"], _title(item)) if item["url"] else _title(item)
        language = Markup(" lang='{}'").format(item["language"]) if item["language"] else ""
        parts.append(Markup("<h2 dir='auto'{}>{}</h2>\n<p>{}</p>\n").format(language, title, _place(item)))
        parts += [Markup("<p><strong>{}</strong></p>\n").format(clean(fact)) for fact in item["facts"]]
        parts += [
            Markup("<blockquote dir='auto'{}>{}</blockquote>\n").format(language, clean(sentence))
            for sentence in item["sentences"]
        ]
    if rows["more"]:
        parts.append(Markup("<p>and {} more</p>\n").format(rows["more"]))
    parts.append(Markup("<p>{}</p>\n</main>\n</body></html>\n").format(_foot(rows)))
    return "".join(parts)


_HEAD = Markup(
    "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
    "<meta name='viewport' content='width=device-width, initial-scale=1'>"
    "<meta name='color-scheme' content='light dark'><title>{subject}</title></head>\n"
    "<body style='font-family: sans-serif; max-width: 42em'>\n<main>\n<h1>Alert {alert}</h1>\n"
)


def _title(item: Mapping[str, Any]) -> str:
    return clean(item["title"]) or NO_TITLE


def _place(item: Mapping[str, Any]) -> str:
    seen = " (first seen; the page has no date)" if item["undated"] else ""
    tongue = f", {item['language']}" if item["language"] not in (None, "en") else ""
    return f"{clean(item['outlet'])}, {item['day']}{seen}{tongue} · {item['uid']}"


def _foot(rows: Mapping[str, Any]) -> str:
    asks = "; ".join(f"{key} {_listed(value)}" for key, value in sorted(rows["asks"].items()))
    return (
        f"Alert {rows['alert']} ({clean(asks)}), {rows['at'][:16].replace('T', ' ')} UTC. Words are the outlets' own."
    )


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)
