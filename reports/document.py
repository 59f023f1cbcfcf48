"""A digest as a document: sections of headings, lines, tables and charts, the same for every printed form. Pure.

Text in it is data. A form escapes it, cleans it (reports.wording) and resolves its links (Links); nothing else decides
what is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reports.lines import web_address
from reports.sections import Section

Role = Literal[
    "", "strong", "soft", "title", "quote", "uid", "flag", "old", "new", "name", "mission", "more", "fewer", "sign"
]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a part leads: ``live`` (an address of the outlet), ``archive`` (a uid), ``edition`` (week), ``here``.

    target: address, uid of a finding or article, week, or anchor; uid: the article, for ``archive`` and ``edition``.
    """

    kind: Literal["live", "archive", "edition", "here"]
    target: str
    uid: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Words within a line. language: of foreign words; foreign: they may run in another direction."""

    text: str
    role: Role = ""
    link: Link | None = None
    language: str | None = None
    foreign: bool = False


Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: a day, what is told, quotes below it, then where it comes from.

    anchor: its place in a page; anchors: those of the articles that it stands for.
    """

    told: Parts
    day: str | None = None
    quote: Part | None = None
    details: tuple[Parts, ...] = ()
    source: tuple[Parts, ...] = ()
    anchor: str | None = None
    anchors: tuple[str, ...] = ()
    rank: int | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """All its places in a page."""
        return (self.anchor, *self.anchors) if self.anchor else self.anchors


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of lines. folded: they may be hidden in print, where the note says how many."""

    lines: tuple[Line, ...]
    folded: bool = False
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the section's. tally: a few words beside it."""

    text: Parts
    anchor: str | None = None
    tally: Parts = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph. silence: it says that nothing was seen; signs: it is the key to the signs of days, in characters."""

    parts: Parts
    silence: bool = False
    signs: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. name: what it shows, for those who hear it; numbers, days: columns, from 0, set as such."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Parts, ...], ...]
    numbers: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with the table behind it. key: which of reports.charts draws it."""

    key: str
    title: str
    told: str
    table: Table


Block = Lines | Heading | Note | Table | Chart


@dataclass(frozen=True, slots=True)
class Told:
    """A section with its blocks. count: a few words for the list of contents."""

    section: Section
    blocks: tuple[Block, ...]
    count: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Turns a Link into an address for one form; None where it leads nowhere from there.

    base: where `bluewatch serve` stands, ``""`` for the same server, None for no server; suffix: of earlier editions'
    files; None: they are not beside this form; anchors: the places of the page.
    """

    base: str | None
    suffix: str | None
    anchors: frozenset[str] = frozenset()

    def address(self, link: Link | None) -> str | None:
        """The address, or None."""
        if link is None:
            return None
        if link.kind == "live":
            return web_address(link.target)
        if link.kind == "archive":
            if self.base is not None:
                return f"{self.base}/{'finding' if link.target.startswith('f-') else 'article'}/{link.target}"
            # Without a server the place in the archive is the article's own line in this page.
            return f"#{link.uid}" if link.uid in self.anchors else None
        if link.kind == "edition":
            place = f"#{link.uid}" if link.uid and self.suffix == "html" else ""
            return f"{link.target}.{self.suffix}{place}" if self.suffix else None
        return f"#{link.target}" if link.target in self.anchors else None


def anchors_of(told: Sequence[Told]) -> frozenset[str]:
    """Every place in a page that a link may lead to."""
    found = set()
    for one in told:
        found.add(one.section.anchor)
        for block in one.blocks:
            if isinstance(block, Heading) and block.anchor:
                found.add(block.anchor)
            if isinstance(block, Lines):
                found |= {place for line in block.lines for place in line.places}
    return frozenset(found)
