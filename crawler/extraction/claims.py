"""Where a page gives its article several days of publication: which claim another bears out, and which nothing settles.

Markup of one content system declares days, the page prints one, its address holds one. A declared day of change is no
claim, nor is a day that the page calls one of change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from crawler.dates import DateRead
from crawler.extraction.metadata import Metadata

WEAK = frozenset(
    f"meta: {name}"
    for name in ("date", "created", "timestamp", "contentdate", "dc.date", "dcterms.date", "og:release_date")
)
# Zones and bare days move a date by no more than this.
ONE_DAY = timedelta(hours=36)
LONGEST_SAID = 80
PRINTED = "header: time line"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a page says of its day of publication.

    printed: its header line, unless that is one about a change; placed: the line stands below the article's headline.
    """

    meta: Metadata
    printed: DateRead | None
    placed: bool
    address: DateRead | None
    read: Callable[[str], DateRead]

    def as_printed(self) -> tuple[tuple[DateRead, str], ...]:
        """The declared date that the page also prints, where markup declares several days."""
        printed = self.printed
        if printed is None or printed.value is None or len(self.meta.published) < 2:
            return ()
        known = [(read, how) for read, how in self._declared() if how not in WEAK]
        if not known or _one_day(known[0][0], printed):
            return ()
        return tuple((read, f"{how}, as printed") for read, how in known if _one_day(read, printed))[:1]

    def contradicted(self, chosen: DateRead, how: str) -> DateRead | None:
        """A declared date without a value, where a claim as strong gives another day and nothing bears out either.

        None where nothing contradicts it, or anything else on the page bears out the one or the other.
        """
        declared = self._declared()
        # Further dates of one place may be those of other articles.
        first = {place: read for read, place in reversed(declared) if place not in WEAK and not _is_creation(place)}
        if how not in first:
            return None
        if self.printed is not None and self.placed:
            first[PRINTED] = self.printed
        rivals = {
            place: read
            for place, read in first.items()
            if read.value is not None and not _one_day(read, chosen) and not self._is_change(read)
        }
        if not rivals or any(self._borne_out(*one, declared) for one in ((how, chosen), *rivals.items())):
            return None
        place, read = next(iter(rivals.items()))
        said = f"{place} says {read.raw[:LONGEST_SAID]}, and nothing else tells which day it is"
        return replace(chosen, value=None, local=None, precision=None, basis=None, reason=said)

    def _declared(self) -> list[tuple[DateRead, str]]:
        """The readable dates of the markup."""
        read = ((self.read(found.value), found.how) for found in self.meta.published)
        return [(one, how) for one, how in read if one.value is not None]

    def _is_change(self, read: DateRead) -> bool:
        return any(_one_day(self.read(found.value), read) for found in self.meta.changed)

    def _borne_out(self, how: str, claim: DateRead, declared: list[tuple[DateRead, str]]) -> bool:
        """Whether the page gives the day of a claim in another place as well."""
        others = [read for read, place in declared if place != how]
        others += [one for one in (self.printed, self.address) if one is not None and one is not claim]
        if how != PRINTED:
            # A printed line and the time element round it are one claim.
            others += (self.read(found.value) for found in self.meta.times)
        return any(_one_day(other, claim) for other in others)


def _is_creation(how: str) -> bool:
    """Whether a place gives the day on which a text was begun."""
    return "creat" in how.lower()


def _one_day(one: DateRead, other: DateRead) -> bool:
    return one.value is not None and other.value is not None and abs(one.value - other.value) <= ONE_DAY
