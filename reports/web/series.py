"""Numbers over time: the list of series, one with its plot, what happened to it, and every claim in its sentence."""

from __future__ import annotations

from typing import Any

from reports import series_told
from reports.claims import Claim, number_words
from reports.excerpts import sentence
from reports.limits import load_limits
from reports.series import Conflict, Move, Series, Stall, series_of
from reports.series_svg import svg
from reports.web import policy
from reports.web.answers import Answer, Asked, as_csv, as_json
from reports.web.rendering import page
from storage.archive import Archive
from storage.browse import Browse
from storage.browse_series import MOST_CLAIMS, count_of
from storage.errors import NotFound, UsageError

LISTED, MOST_KEYS = 25, 5000
LONGEST_WORDS = 200
COLUMNS = ("series", "claims", "texts", "more")
CLAIM_COLUMNS = (
    "day",
    "value",
    "value_to",
    "qualifier",
    "uid",
    "article",
    "outlet",
    "said_at",
    "words",
    "sentence",
    "url",
)


def series(archive: Archive, asked: Asked) -> Answer:
    """``/series``: the list; with ``key=`` one series, also as SVG, CSV and JSON."""
    key = asked.one("key")
    if key is not None:
        return _one(archive, asked, key)
    if asked.form == "svg":
        raise UsageError("which series? /series.svg?key=KEY draws one")
    return _list(archive, asked)


def drawn_series(archive: Archive, key: str) -> Series:
    """One series with the sentence of each claim; raises NotFound."""
    rows = archive.series.claims_with_sentences(key)
    if not rows:
        raise NotFound(
            f"no series has the key {key}; /series lists them. A number that is of nobody and nowhere is in none"
        )
    for row in rows:
        row["sentence"] = sentence(row["around"], row["at"], row["at"] + row["end"] - row["start"])
    return series_of(rows, limits=load_limits())


def told_series(archive: Archive, key: str) -> Series | None:
    """One series, without its sentences, for a line of a list; None where nothing counts.

    Of one that is told often its newest claims, which are enough for its latest number.
    """
    often = count_of(archive.db, key)["more"]
    rows = archive.series.newest_claims(key, most=MOST_CLAIMS) if often else archive.series.claims(key)
    return series_of([{**row, "sentence": None} for row in rows], limits=load_limits()) if rows else None


def _one(archive: Archive, asked: Asked, key: str) -> Answer:
    one = drawn_series(archive, key.lower())
    if asked.form == "svg":
        return Answer(svg(one, title=series_told.title(one)), "image/svg+xml; charset=utf-8", policy.PLOT)
    form = series_told.form(one, with_points=True)
    if asked.form == "json":
        return as_json(form)
    if asked.form == "csv":
        return as_csv(_claim_rows(form), CLAIM_COLUMNS, name="series")
    return page(
        "series_one.html",
        room="/series",
        title=series_told.title(one),
        one=one,
        sources=series_told.sources(one),
        happened=_happened(one),
    )


def _list(archive: Archive, asked: Asked) -> Answer:
    words = asked.one("find")
    if words is not None and len(words) > LONGEST_WORDS:
        raise UsageError(f"find= holds more than {LONGEST_WORDS} signs")
    single = asked.one("single") is not None
    least = 1 if single else 2
    found, cut = Browse(archive.db).series_keys(words.lower() if words else None, MOST_KEYS, told=least)
    keys = [row for row in found if row["texts"] >= least]
    told = f"cut here: {len(found):,} series were looked at, and there are more" if cut else None
    if asked.form == "json":
        return as_json(keys, cut=told)
    if asked.form == "csv":
        return as_csv(keys, COLUMNS, name="series", cut=told)
    number = asked.page()
    shown = keys[(number - 1) * LISTED : number * LISTED]
    built = [told_series(archive, row["series"]) for row in shown]
    return page(
        "series.html",
        room="/series",
        title="Numbers over time",
        find=words or "",
        single=single,
        total=len(keys),
        cut=cut,
        series=[
            (one, series_told.title(one), series_told.happenings(one), _said_in(archive, one))
            for one in built
            if one is not None
        ],
        number=number,
        more=len(keys) > number * LISTED,
    )


Pieces = list[tuple[str, Claim | None]]


def _said_in(archive: Archive, one: Series) -> str:
    """``7 texts, 4 outlets``; of a series too long for a line of a list, that it is."""
    often = count_of(archive.db, one.key)["more"]
    return f"more than {MOST_CLAIMS} claims" if often else series_told.sources(one)


def _happened(one: Series) -> list[tuple[str, Pieces]]:
    """What happened: (kind, pieces); a piece is words and the claim that follows them, if one does."""
    return [
        *(("moved", _moved(move)) for move in one.moves),
        *(("conflict", _conflicting(conflict)) for conflict in one.conflicts),
        *(("stalled", _stalled(stall)) for stall in one.stalls),
        *(("behind", [("", late.claim), (" although ", late.known), (" was said", None)]) for late in one.behind),
        *(("implausible", [("", doubt.claim), (f": {doubt.why}", None)]) for doubt in one.implausible),
    ]


def _moved(move: Move) -> Pieces:
    sign = "+" if move.difference > 0 else ""
    return [("from ", move.old), (" to ", move.new), (f": {sign}{number_words(move.difference)}", None)]


def _conflicting(conflict: Conflict) -> Pieces:
    return [(" and " if n else "", claim) for n, claim in enumerate(conflict.claims)]


def _stalled(stall: Stall) -> Pieces:
    return [("", stall.claims[-1]), (f": the same since {stall.claims[0].day}, {stall.weeks} weeks", None)]


def _claim_rows(form: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {**{name: claim[name] for name in ("day", "value", "value_to", "qualifier")}, **said}
        for claim in (*form["claims"], *form["apart"])
        for said in claim["said"]
    ]
