"""Where a fact of a digest comes from: the finding, its article, day, outlet, addresses, and a sentence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reports.claims import Claim
from reports.excerpts import quotable
from reports.lines import web_address

Line = Mapping[str, Any]
Ref = dict[str, Any]
# By uid, the week and number of the edition that an article was first printed in; None: in none.
Stood = Callable[[str], dict[str, Any] | None]

# How the kinds of our sources confirm: the UN itself, a state, an organisation of states, the press.
_WITNESSES = {
    "un": "UN",
    "un-police": "UN",
    "mod": "national",
    "mod-media": "national",
    "government": "national",
    "police": "national",
    "regional-body": "regional body",
}
PRESS = "press"
WITNESSES = ("UN", "national", "regional body", PRESS)


def witness(kind: str | None) -> str:
    """Whose word a source of that kind is."""
    return _WITNESSES.get(kind or "", PRESS)


def ref(row: Mapping[str, Any], entry: Line) -> Ref:
    """A finding in its article. row: a finding with the text around; entry: the article's line."""
    return {
        "uid": row["uid"],
        "article": entry["uid"],
        "day": entry["day"],
        "undated": entry["undated"],
        "outlet": entry["outlet"],
        "title": entry["title"],
        "url": entry["url"],
        "place": entry["place"],
        "language": entry["language"],
        "missions": entry["missions"][:3],
        "withdrawn": entry["withdrawn"],
        "quote": quotable(row["around"], row["at"], row["at"] + row["end"] - row["start"]),
    }


def claim_ref(claim: Claim, stood: Stood) -> Ref:
    """The first article that made a claim, which may be of an earlier week; edition: where it was printed then."""
    said = claim.first
    return {
        "value": claim.statement.words,
        "of": claim.day,
        "uid": said.uid,
        "article": said.article,
        "day": said.said_at[:10],
        "undated": said.undated,
        "outlet": said.outlet,
        "url": web_address(said.url),
        "quote": said.sentence,
        "edition": stood(said.article),
        "more": len({one.article for one in claim.said}) - 1,
    }


def by_article(
    rows: Iterable[Mapping[str, Any]], lines: Mapping[str, Line]
) -> Iterable[tuple[Mapping[str, Any], Line]]:
    """The findings whose articles this edition prints, each with the line of its article, by day."""
    found = [(row, lines[row["article_uid"]]) for row in rows if row["article_uid"] in lines]
    return sorted(found, key=lambda pair: (pair[1]["at"], pair[1]["uid"], pair[0]["field"] != "title", pair[0]["uid"]))
