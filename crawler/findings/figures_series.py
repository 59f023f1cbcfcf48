"""The key under which the same statistic meets again: pure function of what, who, where and nature."""

from __future__ import annotations

from crawler.findings.patterns import lazy

# Cumulative people were sent, authorised ones are a ceiling, current ones are deployed.
_VERBS = {
    "cumulative": "sent",
    "current": "deployed",
    "planned": "planned",
    "authorised": "ceiling",
    "change": "change",
}
# A peacekeeper, a soldier and 官兵 of one country are the same people; police, women and observers are counted apart.
_SAME = {"peacekeepers": "personnel", "personnel-times": "personnel"}
# Nobody sends or deploys them.
_NOT_SENT = frozenset(("people", "displaced", "fighters"))
_NOT_WORD = lazy(r"[^\w]+")


def series_key(concept: str, who: str | None, place: str | None, nature: str | None, *, family: str = "people") -> str:
    """``what|who|where|nature`` in small letters: ``personnel deployed|chn||current``.

    what: the concept of the counted noun (the tables' own word, so that languages meet) and, for people, what befell
    them. who: ISO3 or words. where: a mission's acronym or words. An unknown part is empty.
    """
    what = _SAME.get(concept, concept)
    if family in ("people", "group") and concept not in _NOT_SENT:
        what = f"{what} {_VERBS.get(nature or '', '')}".strip()
    return "|".join(_plain(part) for part in (what, who, place, nature))


def _plain(words: str | None) -> str:
    return " ".join(_NOT_WORD.sub(" ", words or "").casefold().split())
