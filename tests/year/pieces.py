"""What the script of the year is made of: articles with all that becomes of them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from tests.year.facts import Event, Text
from tests.year.numbers import Saying, Statistic
from tests.year.outlets import Outlet

FIRST_DAY = date(2025, 9, 1)
_QUIET = (
    lambda text: text.replace(" ", "  ", 3),
    lambda text: text.replace(" ", "\u00a0", 2),
    lambda text: text.replace("'", "\u2019").replace("&#x27;", "\u2019"),
    lambda text: text.replace(" ", " \u200b", 1).replace("，", "，\u200b", 1),
    lambda text: f"<strong>{text}</strong>",
    lambda text: f"  {text}\n ",
)


@dataclass(frozen=True)
class Change:
    """A state that the page shows from a time on. kind: what changed, or quiet: nothing that a reader sees."""

    at: datetime
    kind: str
    text: Text | None = None


@dataclass(frozen=True)
class Down:
    """A time in which the article's page shows something else. kind: 404, 410, soft-404, home, login, or blip."""

    at: datetime
    until: datetime | None
    kind: str


@dataclass
class Piece:
    """One article at one outlet. of: the piece whose wording it carries (itself: its own); event: None: other news."""

    number: int
    outlet: str
    at: datetime
    text: Text
    author: str
    event: str | None = None
    of: int | None = None
    how: str = "own"
    says: list[Saying] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    downs: list[Down] = field(default_factory=list)

    @property
    def item(self) -> bool:
        """True for news of peacekeeping."""
        return self.event is not None

    def text_at(self, now: datetime) -> Text:
        """The text as it stands at that time."""
        return next((one.text for one in reversed(self.changes) if one.at <= now and one.text), self.text)

    def shown(self, now: datetime) -> tuple[str, tuple[str, ...]]:
        """Headline and paragraphs as they stand at that time."""
        text = self.text_at(now)
        return text.title, text.paragraphs

    def dressed(self, markup: str, now: datetime) -> str:
        """A paragraph's mark-up with the quiet edits that were made by then."""
        for number, one in enumerate(self.changes):
            if one.kind == "quiet" and one.at <= now:
                markup = _QUIET[(self.number + number) % len(_QUIET)](markup)
        return markup

    def down_at(self, now: datetime) -> Down | None:
        """What hides the page at that time."""
        return next((one for one in self.downs if one.at <= now and (one.until is None or now < one.until)), None)

    def loud(self) -> list[Change]:
        """The edits that a reader sees."""
        return [one for one in self.changes if one.kind != "quiet"]


@dataclass(frozen=True)
class Script:
    """The whole year. redesigned: the day on which each outlet's design changes."""

    pieces: tuple[Piece, ...]
    events: Mapping[str, Event]
    statistics: tuple[Statistic, ...]
    outlets: tuple[Outlet, ...]
    redesigned: Mapping[str, datetime]
    days: int

    @cached_property
    def by_outlet(self) -> dict[str, list[Piece]]:
        """The pieces of each outlet in the order of publication."""
        found: dict[str, list[Piece]] = {one.slug: [] for one in self.outlets}
        for piece in self.pieces:
            found[piece.outlet].append(piece)
        return found

    @cached_property
    def by_address(self) -> dict[str, Piece]:
        """Pieces by their canonical address."""
        outlets = {one.slug: one for one in self.outlets}
        return {outlets[one.outlet].base + outlets[one.outlet].address(one.number): one for one in self.pieces}

    def clusters(self) -> dict[int, list[Piece]]:
        """The carriers of each text, the first of them first."""
        found: dict[int, list[Piece]] = defaultdict(list)
        for piece in self.pieces:
            found[piece.of if piece.of is not None else piece.number].append(piece)
        return {key: sorted(held, key=lambda one: one.at) for key, held in found.items()}
