"""What becomes of the articles after they were printed: edits, quiet edits, take-downs, returns, short failures. Pure.

Each happening can be seen: the rules of re-checks (crawler.recheck) ask for the page between it and the next one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from crawler.recheck import article_again
from tests.year.facts import Event, Text, colour, name_of
from tests.year.pieces import FIRST_DAY, Change, Down, Piece, Script

DAY = timedelta(days=1)
# A page must stand as it is for so long beyond the next look at it: runs are a day apart.
_SLACK = timedelta(days=3)
_OLDEST = timedelta(days=150)


def happen(script: Script, chance: Random) -> None:
    """Let things happen to the pieces of a script."""
    end = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC) + timedelta(days=script.days)
    outlets = {one.slug: one for one in script.outlets}
    for piece in script.pieces:
        fate = chance.random()
        at = piece.at + timedelta(hours=30)
        if not piece.item:
            continue
        if fate < 0.16:
            _edits(piece, script.events[piece.event or ""], at, end, chance)
        elif fate < 0.22:
            when = _later(piece, at, end, chance)
            if when is not None:
                piece.changes.append(Change(when, "quiet"))
        elif fate < 0.30:
            usual = {"404": "404", "soft": "soft-404", "home": "home"}[outlets[piece.outlet].gone_page]
            kind = chance.choice((usual, usual, "410", "login"))
            _take_down(piece, kind, at, end, chance)
        elif fate < 0.34:
            when = _later(piece, at, end, chance)
            if when is not None:
                piece.downs.append(Down(when, when + timedelta(hours=20), chance.choice(("blip-404", "blip-500"))))


def _seen_by(piece: Piece, at: datetime) -> datetime:
    """When what happens at that time was surely looked at."""
    again = article_again(piece.at, at)
    return (again or at + timedelta(days=400)) + _SLACK


def _later(piece: Piece, at: datetime, end: datetime, chance: Random) -> datetime | None:
    """A time after at that can still be seen, at an age that is likelier young than old; None where none is left."""
    for _ in range(8):
        when = at + DAY * chance.choice((0.2, 0.7, 1.3, 2, 3, 5, 8, 13, 21, 34, 60)) * chance.uniform(0.7, 1.3)
        if when - piece.at < _OLDEST and _seen_by(piece, when) < end:
            return when
    return None


def _edits(piece: Piece, event: Event, at: datetime, end: datetime, chance: Random) -> None:
    for _ in range(chance.choice((1, 1, 1, 2))):
        when = _later(piece, at, end, chance)
        if when is None:
            return
        kind, text = _edited(piece.text_at(when), event, chance)
        piece.changes.append(Change(when, kind, text))
        at = _seen_by(piece, when)


def _edited(text: Text, event: Event, chance: Random) -> tuple[str, Text]:
    """Another state of a text, and what changed. Tries in turn until the text holds what is to be changed."""
    ways = ["figure", "name", "date", "wording", "title", "added", "comma"]
    chance.shuffle(ways)
    for way in ways:
        found = _try(way, text, event, chance)
        if found is not None and found != text:
            return way, found
    return "added", text._replace(paragraphs=(*text.paragraphs, *colour(chance, text.language, 1)))


def _try(way: str, text: Text, event: Event, chance: Random) -> Text | None:
    facts, zh = event.facts, text.language == "zh"
    made: Text | None = None
    if way == "figure":
        made = _replaced(text, facts["n2"], str(chance.randint(1001, 9990)))
    elif way == "name":
        given, family = name_of(chance), name_of(chance)
        new = f"{given[1]}·{family[1]}" if zh else f"{given[0]} {family[0]}"
        made = _replaced(text, facts["person_zh"] if zh else facts["person"], new)
    elif way == "date":
        day, other = event.day, event.day.day % 28 + 1
        if zh:
            made = _replaced(text, f"{day.month}月{day.day}日", f"{day.month}月{other}日")
        elif text.language == "en":
            month = event.worded("en")["day"].split()[0]
            made = _replaced(text, f"{month} {day.day}", f"{month} {other}")
    elif way == "title":
        made = text._replace(title=event.told(text.language, chance).title)
    elif way == "added":
        made = text._replace(paragraphs=(*text.paragraphs, " ".join(colour(chance, text.language, 2))))
    elif way == "comma":
        first = text.paragraphs[0].replace("，" if zh else ",", "", 1)
        made = text._replace(paragraphs=(first, *text.paragraphs[1:]))
    else:
        made = _reworded(text, chance)
    return made


def _reworded(text: Text, chance: Random) -> Text | None:
    """One sentence without facts in other words."""
    place, stop = chance.randrange(1, len(text.paragraphs)), "。" if text.language == "zh" else "."
    first, *rest = text.paragraphs[place].split(stop)
    if any(sign.isdigit() or sign in '"“' for sign in first):
        return None
    own = " ".join(colour(chance, text.language, 1)).rstrip(stop)
    changed = stop.join([own, *rest])
    return text._replace(paragraphs=(*text.paragraphs[:place], changed, *text.paragraphs[place + 1 :]))


def _replaced(text: Text, old: str, new: str) -> Text | None:
    parts = tuple(part.replace(old, new) for part in text.paragraphs)
    return None if parts == text.paragraphs else text._replace(paragraphs=parts)


def _take_down(piece: Piece, kind: str, at: datetime, end: datetime, chance: Random) -> None:
    when = _later(piece, at, end, chance)
    if when is None:
        return
    seen = _seen_by(piece, when)
    until = None
    if chance.random() < 0.5:
        # Back after it was sure; and it can be seen again before it is too old.
        back = seen + DAY * chance.choice((2, 5, 9, 20))
        fits = back - piece.at < _OLDEST and _seen_by(piece, back) + 5 * DAY < end
        until = back if fits and kind != "410" else None  # what is gone for good is not asked for again
    piece.downs.append(Down(when, until, kind))
