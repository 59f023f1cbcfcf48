"""A series in words and as JSON: what every printed form of it says. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reports.claims import Claim, Said, Statement, number_words
from reports.series import Series
from reports.wording import clean
from storage.countries import country_name
from storage.plural import count

HAPPENINGS = ("moved", "conflict", "stalled", "behind", "implausible")


def title(series: Series) -> str:
    """``personnel deployed, China, UNMISS (current)``."""
    named = ", ".join(part for part in (series.what, country_name(series.who), series.place) if part)
    return f"{named} ({series.nature})" if series.nature else named


def sources(series: Series) -> str:
    """``7 texts, 4 outlets``."""
    return f"{count(series.texts, 'text')}, {count(len(series.outlets), 'outlet')}"


def happenings(series: Series) -> tuple[str, ...]:
    """The names of what happened to it, of HAPPENINGS."""
    there = {
        "moved": series.moves,
        "conflict": series.conflicts,
        "stalled": series.stalls,
        "behind": series.behind,
        "implausible": series.implausible,
    }
    return tuple(name for name in HAPPENINGS if there[name])


def happened(series: Series) -> Iterator[str]:
    """A line each for numbers revised in one text, moves, conflicts, stalls, old numbers used again, doubted ones."""
    for one in series.revised:
        old, new = one.old, one.new
        yield f"revised      {old.statement.words} ({_source(old)}) -> {new.statement.words} ({_source(new)}), one text"
    for move in series.moves:
        sign = "+" if move.difference > 0 else ""
        yield (
            f"moved        {move.old.statement.words} ({_source(move.old)}) -> {move.new.statement.words} "
            f"({_source(move.new)}), {sign}{number_words(move.difference)}"
        )
    for conflict in series.conflicts:
        told = " / ".join(f"{claim.statement.words} ({_source(claim)})" for claim in conflict.claims)
        yield f"conflict     on {conflict.day}: {told}"
    for stall in series.stalls:
        yield (
            f"stalled      {stall.claims[-1].statement.words} repeated for {stall.weeks} weeks, "
            f"{stall.claims[0].day} to {stall.claims[-1].day}, {len({claim.text for claim in stall.claims})} texts"
        )
    for behind in series.behind:
        yield (
            f"behind       {behind.claim.statement.words} ({_source(behind.claim)}) although "
            f"{behind.known.statement.words} was said for {behind.known.day} ({_source(behind.known)})"
        )
    for doubt in series.implausible:
        yield f"implausible  {doubt.statement.words} ({_source(doubt.claim)}): {doubt.why}"


def first_uses(series: Series) -> Iterator[str]:
    """Who said each number first."""
    for use in series.first_uses:
        more = f", in {use.texts} texts" if use.texts > 1 else ""
        yield f"{use.statement.words}: {use.claim.first.outlet}, {_said_day(use.claim.first)}{more}"


def points(series: Series) -> Iterator[str]:
    """Every claim with its sentence, uid, outlet and address; copies and other numbers below it."""
    noted = [(claim, "") for claim in series.claims] + [
        (claim, "  [of a year or month only]") for claim in series.apart
    ]
    for claim, aside in noted:
        yield f"{claim.day or 'no day':10}  {claim.statement.words}{aside}"
        yield f"    {_quoted(claim.first)}"
        yield f"    {_cited(claim.first)}"
        for copy in claim.said[1:]:
            yield f"    also carried by {_cited(copy)}"
        for other in claim.beside:
            yield f"    the same text also says {other.statement.words}: {_quoted(other)}"


def form(series: Series, *, with_points: bool) -> dict[str, Any]:
    """The series as JSON values."""
    latest = series.latest
    told: dict[str, Any] = {
        "series": series.key,
        "what": series.what,
        "who": series.who,
        "who_name": country_name(series.who),
        "place": series.place,
        "nature": series.nature,
        "unit": series.unit,
        "texts": series.texts,
        "outlets": list(series.outlets),
        "latest": None if latest is None else _point(latest, with_said=False),
        "happened": list(happenings(series)),
        "moves": [
            {"old": _point(one.old), "new": _point(one.new), "difference": one.difference} for one in series.moves
        ],
        "conflicts": [{"day": one.day, "claims": [_point(claim) for claim in one.claims]} for one in series.conflicts],
        "stalls": [
            {
                "claim": _statement(one.claims[-1].statement),
                "since": one.claims[0].day,
                "until": one.claims[-1].day,
                "weeks": one.weeks,
                "texts": len({claim.text for claim in one.claims}),
            }
            for one in series.stalls
        ],
        "behind": [{"claim": _point(one.claim), "known": _point(one.known)} for one in series.behind],
        "implausible": [
            {**_statement(one.statement), "why": one.why, "claim": _point(one.claim)} for one in series.implausible
        ],
        "first_uses": [
            {**_statement(one.statement), "texts": one.texts, "claim": _point(one.claim)} for one in series.first_uses
        ],
    }
    if with_points:
        told["claims"] = [_point(claim) for claim in series.claims]
        told["apart"] = [_point(claim) for claim in series.apart]
    return told


def _statement(statement: Statement) -> dict[str, Any]:
    return {"value": statement.value, "value_to": statement.value_to, "qualifier": statement.qualifier}


def _point(claim: Claim, *, with_said: bool = True) -> dict[str, Any]:
    told = {"day": claim.day, **_statement(claim.statement), "uid": claim.first.uid, "outlet": claim.first.outlet}
    if with_said:
        told["text"] = claim.text
        told["said"] = _said_forms(claim.said)
        if claim.beside:
            told["beside"] = [{**_statement(one.statement), **_said_form(one)} for one in claim.beside]
    return told


def _said_forms(said: Sequence[Said]) -> list[dict[str, Any]]:
    return [_said_form(one) for one in said]


def _said_form(one: Said) -> dict[str, Any]:
    return {
        "uid": one.uid,
        "article": one.article,
        "outlet": one.outlet,
        "source": one.source,
        "url": one.url,
        "said_at": one.said_at,
        "said_basis": "first seen" if one.undated else "published",
        "day_basis": one.day_basis,
        "words": one.words,
        "sentence": one.sentence,
        "withdrawn": one.withdrawn,
    }


def _source(claim: Claim) -> str:
    return f"{clean(claim.first.outlet)}, {claim.day}, {claim.first.uid}"


def _said_day(said: Said) -> str:
    return f"first seen {said.said_at[:10]}, without a date" if said.undated else said.said_at[:10]


def _quoted(said: Said) -> str:
    return clean(said.sentence or said.words)


def _cited(said: Said) -> str:
    gone = ", page gone" if said.withdrawn else ""
    where = f" · {said.url}" if said.url else ""
    return f"{said.uid} in {said.article} · {clean(said.outlet)} · {_said_day(said)}{gone}{where}"
