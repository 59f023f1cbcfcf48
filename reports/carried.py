"""Who carried an article, as lines for a terminal and as JSON. Pure; printed words are made harmless by the caller."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from storage.carriers import Carrier, Company

SHOWN = 30
FACTS_SHOWN = 4


def carried_lines(company: Company | None) -> list[str]:
    """A small section: the text with its carriers, the story with what ties it, and who never told it."""
    if company is None:
        return ["text and story: not told apart yet; `bluewatch reparse` does it"]
    same = [one for one in company.carriers if one.same_text]
    others = [one for one in company.carriers if not one.same_text]
    lines = [f"text {company.text}: carried {_times(len(same))}"]
    lines += [f"  {_head(one)}{_wording(one)}" for one in same[:SHOWN]]
    lines += _more(same)
    told = [one for one in company.carriers if one.same_story]
    first = f", first told by {company.first}" if len(told) > 1 else ""
    lines.append(f"story {company.story}: {len(told)} article{'s' if len(told) != 1 else ''}{first}")
    for one in others[:SHOWN]:
        tied = one.why or "tied to others of the story"
        translation = f"; a translation of text {one.translation_of}" if one.translation_of else ""
        lines.append(f"  {_head(one)}: {tied}{translation}")
    lines += _more(others)
    for one in told[1 : SHOWN + 1]:
        if one.facts:
            more = f" and {len(one.facts) - FACTS_SHOWN} more" if len(one.facts) > FACTS_SHOWN else ""
            lines.append(f"  {one.uid} added: {', '.join(one.facts[:FACTS_SHOWN])}{more}")
    if len(told) > 1 and company.silent:
        lines.append(f"  not told by: {', '.join(company.silent)}")
    return lines


def carried_form(company: Company | None) -> dict[str, Any] | None:
    """The same as JSON: text, story, carriers (each with its fields) and silent."""
    return None if company is None else asdict(company)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _head(one: Carrier) -> str:
    lag = "first" if one.first else f"{one.lag:+.1f} h"
    return f"{one.uid} {one.source}, {one.at} ({one.basis}), {lag}"


def _wording(one: Carrier) -> str:
    said = [] if one.shared is None or one.relation is None else [f"{one.relation}, {one.shared:.0%} shared"]
    said += [f"without paragraphs {_numbers(one.cut)}"] if one.cut else []
    said += [f"own paragraphs {_numbers(one.added)}"] if one.added else []
    said += ["the old wording again: a reprint"] if one.reprint else []
    said += [one.wording] if one.wording else []
    return f": {'; '.join(said)}" if said else ""


def _numbers(found: tuple[int, ...]) -> str:
    return ", ".join(str(one) for one in found)


def _more(found: list[Carrier]) -> list[str]:
    return [f"  and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
