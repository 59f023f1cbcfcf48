"""A source file drafted from what a site shows: its front page read, its rhythm, its name, and the file's text. Pure.

Each line of the file that is a guess says so; what a page says of itself is data and stands in one-line comments only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil, floor

from crawler.address_form import Learnt
from crawler.agreement import Proposed
from crawler.pager import Pager

LEAST_DATES = 5
MOST_LISTED = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """One listing that was looked at, and what it held, in words."""

    url: str
    said: str
    pager: Pager = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that is known of a new outlet. guesses: field to what the guess rests on."""

    slug: str
    name: str
    home: str
    hosts: tuple[str, ...]
    on: date
    languages: tuple[str, ...] = ()
    timezone: str | None = None
    per_week: tuple[int, int] | None = None
    feeds: tuple[Seen, ...] = ()
    sitemaps: tuple[Seen, ...] = ()
    sections: tuple[Seen, ...] = ()
    left_out: tuple[Seen, ...] = ()
    learnt: Learnt = field(default_factory=Learnt)
    selectors: tuple[Proposed, ...] = ()
    guesses: dict[str, str] = field(default_factory=dict)
    examples: tuple[str, ...] = ()


def slug_of(host: str) -> str:
    """A slug out of a host's name: ``www.gazette.example`` gives gazette; a number keeps its port."""
    name = host.lower().removeprefix("www.")
    plain = re.fullmatch(r"[\d.]+(?::\d+)?", name) or ":" in name
    parts = name.split(".")
    if not plain and len(parts) > 1:
        second = len(parts) > 2 and parts[-2] in ("co", "com", "org", "gov", "net", "ac", "edu", "mil")
        name = "-".join(parts[: -2 if second else -1])
    return re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:60] or "outlet"


def rhythm(dates: Iterable[datetime]) -> tuple[tuple[int, int], str] | None:
    """Articles a week, at least and at most, from a feed's dates: a third and three times of what it shows."""
    moments = sorted(dates)
    span = moments[-1] - moments[0] if moments else timedelta()
    if len(moments) < LEAST_DATES or span < timedelta(hours=12):
        return None
    rate = (len(moments) - 1) / (span / timedelta(weeks=1))
    bounds = (floor(rate / 3), max(1, ceil(rate * 3)))
    return bounds, f"{len(moments)} dates over {max(span.days, 1)} days, about {rate:.0f} a week"


def to_toml(draft: Draft) -> str:
    """The text of the source file, with what was seen and what is a guess."""
    return "\n".join([*_head(draft), *_listings(draft), *_layout(draft), *_foot(draft)]) + "\n"


def _head(draft: Draft) -> Iterator[str]:
    yield f"# Drafted by `bluewatch sources add` on {draft.on} from what the site showed; read it before you trust it."
    yield "# Lines marked GUESS rest on little. All keys: docs/reference.md, how to go on: docs/add-an-outlet.md."
    yield f"slug = {_text(draft.slug)}"
    yield f"name = {_text(draft.name)}{_guess(draft, 'name')}"
    yield f"home = {_text(draft.home)}"
    yield f"hosts = [{', '.join(map(_text, draft.hosts))}]    # the first is canonical"
    if draft.languages:
        yield f"languages = [{', '.join(map(_text, draft.languages))}]{_guess(draft, 'languages')}"
    else:
        yield '# languages = ["en"]    # not known'
    if draft.timezone:
        yield f"timezone = {_text(draft.timezone)}{_guess(draft, 'timezone')}"
    else:
        yield '# timezone = "Europe/London"    # not known; of printed times without a zone'
    yield 'outlet = "name"    # "printed" where the pages name the outlet of each text (a portal that carries wires)'
    if not (draft.learnt.patterns or draft.feeds or draft.sitemaps):
        yield "enabled = false"
        yield 'disabled_because = "no form of article addresses was recognised when it was drafted"'
    if draft.per_week:
        yield f"per_week = [{draft.per_week[0]}, {draft.per_week[1]}]{_guess(draft, 'per_week')}"
    else:
        yield "# per_week = [1, 20]    # not known: its rhythm; silence beyond it is named in the digest"


def _listings(draft: Draft) -> Iterator[str]:
    for key, seen in (("feeds", draft.feeds), ("sitemaps", draft.sitemaps)):
        if seen:
            yield f"{key} = ["
            yield from (f"  {_text(one.url)},    # {_one_line(one.said)}" for one in seen)
            yield "]"
    yield from _addresses(draft)
    for one in draft.sections:
        yield f"\n[[section]]    # {_one_line(one.said)}"
        yield f"url = {_text(one.url)}"
        for key, value in one.pager:
            yield f"{key} = {_text(value) if isinstance(value, str) else value}    # GUESS: the way to the next page"
    for one in draft.left_out:
        yield f"# left out: {_one_line(one.url)}: {_one_line(one.said)}"


def _addresses(draft: Draft) -> Iterator[str]:
    learnt = draft.learnt
    if learnt.patterns:
        yield "# GUESS: learnt from the links; on path and query. Seen, for example:"
        yield from (f"#   {_one_line(example)}" for example in draft.examples)
        yield "article_url = ["
        for pattern, count in zip(learnt.patterns, learnt.fit, strict=True):
            yield f"  {_pattern(pattern)},    # {count} links"
        yield "]"
        for pattern, other in learnt.doubtful:
            yield f"# DOUBT: {_one_line(pattern)} also takes {_one_line(other)}, which does not look like an article"
        if learnt.left:
            number, other = len(learnt.left), _one_line(learnt.left[0])
            yield f"# DOUBT: no pattern takes {number} of the links that may be articles, such as {other}"
    else:
        yield "# No form of article addresses was recognised: any own page that a listing names counts as an article."
        yield "# article_url = ['^/news/\\d+\\.html$']"
    if learnt.key:
        yield f"key = {_pattern(learnt.key)}    # GUESS: the outlet's own number"


def _layout(draft: Draft) -> Iterator[str]:
    if not draft.selectors:
        yield "\n# No selector agreed with structured data of the pages: none is proposed; the generic reader does it."
        return
    yield '\n[[layout]]\nname = "drafted"'
    if draft.learnt.patterns:
        yield f"match = [{', '.join(map(_pattern, draft.learnt.patterns))}]"
    for one in draft.selectors:
        yield f"{one.field} = [{_text(one.selector)}]    # agrees with {_one_line(one.agrees)} on {one.pages} page(s)"


def _foot(draft: Draft) -> Iterator[str]:
    yield f'\n[checked]\nhow = "drafted by sources add; not tried yet"\non = {draft.on}'


def _guess(draft: Draft, key: str) -> str:
    words = draft.guesses.get(key)
    return f"    # GUESS: {_one_line(words)}" if words else ""


def _text(value: str) -> str:
    """A TOML basic string; JSON's escapes are a part of TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _pattern(value: str) -> str:
    return f"'{value}'" if "'" not in value and value.isprintable() else _text(value)


def _one_line(text: str) -> str:
    """Words of a page or an address for a comment: one line, nothing that could end it."""
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(line.split())[:160]
