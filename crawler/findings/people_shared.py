"""Bodies that several names of a list share and the text writes once, with the basis shown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawler.findings.patterns import lazy
from crawler.findings.people_mentions import WRITTEN, Named

LINK = lazy(r"\s*,\s+(?:and\s+)?|\s+and\s+|\s*;\s+(?:and\s+)?")
_UNDERSTOOD = ("vice minister", "assistant minister", "deputy minister")
_OF = "minister of "


def share_bodies(text: str, found: Sequence[Named]) -> list[Named]:
    """``Director A, Commissar B and Deputy Director C of the D``: the body after the last belongs to all three.

    It goes backwards from the name that the body follows, over names that have a post and no body of their own; the
    last link must be an "and", else the list is not closed by that name.
    """
    kept = list(found)
    last: Named | None = None
    for index in range(len(kept) - 1, 0, -1):
        one, earlier = kept[index], kept[index - 1]
        if one.body is not None and one.basis == WRITTEN:
            last = one if text.endswith(one.body, one.start, one.end) else None
        elif last is None or one.body is None:
            last = None
        if last is None or not earlier.posts or earlier.body:
            continue
        link = LINK.fullmatch(text, earlier.end, one.start)
        if link is None or (one is last and "and" not in link.group()):
            last = None
            continue
        kept[index - 1] = replace(
            earlier,
            body=last.body,
            basis=f"shared: body written after {last.name}",
            confidence=0.9,
            rule="person: body shared in a list",
        )
    return kept


def understood_ministry(one: Named, others: Sequence[Named]) -> Named:
    """A vice minister of no named ministry beside a minister of one: it is understood, and said so."""
    if one.body is not None or not any(post.lower().endswith(_UNDERSTOOD) for post in one.posts):
        return one
    ministers = {_after(post): other.name for other in others for post in other.posts if _OF in post.lower()}
    if len(ministers) != 1:
        return one
    of, name = next(iter(ministers.items()))
    return replace(one, body=f"Ministry of {of}", basis=f"ministry understood from {name}", confidence=0.8)


def _after(post: str) -> str:
    return post[post.lower().index(_OF) + len(_OF) :]
