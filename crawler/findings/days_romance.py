"""Days in a text of a Romance language, resolved against the day of publication. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from crawler.date_words import MONTHS
from crawler.findings.circumstances import Circumstances
from crawler.findings.days import Day, beside, month_beside, settled, week_beside
from crawler.findings.days_years import WEEKDAY
from crawler.findings.romance import Tongue

_WEEK = 7


def days(plain: str, around: Circumstances, tongue: Tongue) -> tuple[Day, ...]:
    """All days named, in order: a weekday is the last one before publication, unless it is said to be the next."""
    return tuple(_days(plain, around, tongue))


def _days(plain: str, around: Circumstances, tongue: Tongue) -> Iterator[Day]:
    for match in tongue["days"].finditer(plain):
        month = match["mon1"] or match["mon2"] or match["mon3"]
        year = match["y1"] or match["y2"] or match["y3"]
        if match["iso"]:
            yield settled(match.span(), around, *map(int, match["iso"].split("-")))
        elif month or year:
            # The word before a month or a year is no part of it.
            opens = next((name for name in ("mon2", "mon3", "y3") if match[name]), 0)
            span = match.start(opens), match.end()
            day = "".join(sign for sign in match["d"] or "" if sign.isdecimal()) or ("1" if match["d"] else None)
            number = MONTHS[month.lower()] if month else None
            yield settled(span, around, int(year) if year else None, number, int(day) if day else None)
        elif not _is_name(plain, match):
            yield _relative(match, around, tongue)


def _is_name(plain: str, match: re.Match[str]) -> bool:
    """Santo Domingo: a day of the week has a capital letter where it opens a sentence only."""
    before = plain[: match.start()].rstrip(' \t«“"')
    return match.group()[0].isupper() and before[-1:] not in ("", "\n", ".", "!", "?", "–", "—", "-")


def _relative(match: re.Match[str], around: Circumstances, tongue: Tongue) -> Day:
    published = around.published
    if published is None:
        return Day(match.start(), match.end(), None, "no day of publication")
    if match["today"] or match["yesterday"]:
        return beside(match, published - timedelta(days=0 if match["today"] else 1))
    if match["wd"]:
        back = (published.weekday() - _weekday(match["wd"], tongue)) % _WEEK
        back = back - _WEEK if match["next"] else back or (_WEEK if match["last"] else 0)
        return beside(match, published - timedelta(days=back), WEEKDAY)
    if match["years"]:
        return Day(match.start(), match.end(), f"{published.year - 1:04d}", "relative to publication")
    return (week_beside if match["weeks"] else month_beside)(match, published, -1)


def _weekday(word: str, tongue: Tongue) -> int:
    return next(at for at, day in enumerate(tongue.weekdays) if day.fullmatch(word))
