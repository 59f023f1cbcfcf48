"""How many pages of each month filled each field, and how long their texts were. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from storage.readings import FIELDS, LAYOUT, LIBRARY, PageRead
from storage.records import FieldState


@dataclass(slots=True)
class Month:
    """The pages first read in one month. filled, asked: by field; what a layout says is not provided is not asked."""

    month: str
    pages: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    filled: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)
    by_layout: int = 0
    by_library: int = 0
    paragraphs: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    @property
    def articles(self) -> int:
        """Pages that gave an article."""
        return self.pages - self.rejected.total()

    @property
    def median_paragraphs(self) -> float | None:
        """Paragraphs of the middle article."""
        return median(self.paragraphs) if self.paragraphs else None

    @property
    def median_length(self) -> float | None:
        """Signs of the middle article."""
        return median(self.lengths) if self.lengths else None


def by_month(pages: Iterable[PageRead]) -> list[Month]:
    """The months in which pages were read, oldest first."""
    months: dict[str, Month] = {}
    for page in pages:
        key = f"{page.day:%Y-%m}"
        month = months.setdefault(key, Month(key))
        month.pages += 1
        if page.rejection is not None:
            month.rejected[page.rejection] += 1
            continue
        month.by_layout += page.body == LAYOUT
        month.by_library += page.body == LIBRARY
        month.paragraphs.append(page.paragraphs)
        month.lengths.append(page.length)
        for name in FIELDS:
            state = page.states.get(name, FieldState.ABSENT)
            month.asked[name] += state is not FieldState.NOT_PROVIDED
            month.filled[name] += state is FieldState.FOUND
            month.unreadable[name] += state is FieldState.UNREADABLE
    return [months[key] for key in sorted(months)]
