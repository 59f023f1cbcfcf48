"""Days that are printed in other calendars or with words of their own around the numbers of month and year.

Sources: the solar Hijri calendar by its 33-year cycle (right for 1206 to 1498, that is 1827 to 2119), the Thai solar
calendar (the Buddhist year is 543 ahead), Japan's era names with the year in which each era's count begins.
"""

from __future__ import annotations

import re
from datetime import date

_THAI = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
_THAI_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_PERSIAN = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
_ERAS = {"令和": 2019, "平成": 1989}
_BUDDHIST = 543
_CYCLE, _LEAPS = 33, 8


def _one_of(*words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"(?<!\d)(?P<d>\d{{1,2}})\s*(?P<thai>{_one_of(*_THAI, *_THAI_SHORT)})\s*(?:พ\.ศ\.|ค\.ศ\.)?\s*"
            r"(?P<y>(?:19|20|25)\d\d)(?!\d)"
        ),
        rf"(?<!\d)(?P<d>\d{{1,2}})\s+(?P<persian>{_one_of(*_PERSIAN)})(?:\s?ماه)?[،,]?\s+(?P<y>1[34]\d\d)(?!\d)",
        rf"(?P<era>{_one_of(*_ERAS)})\s*(?P<y>\d{{1,2}}|元)\s*年\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*日",
        r"(?<!\d)(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?:,|\s+năm)?\s+(?P<y>(?:19|20)\d\d)(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)\s+оны\s+(?P<m>\d{1,2})(?:-?р)?\s+сарын\s+(?P<d>\d{1,2})",
    )
)


def other_calendar(plain: str) -> tuple[re.Match[str], date | None, str] | None:
    """The first such day in a line whose digits are plain: its place, the day (None where there is none), its basis."""
    for form in _FORMS:
        match = form.search(plain)
        if match is not None:
            try:
                return match, *_read(match.groupdict())
            except ValueError:
                return match, None, ""
    return None


def _read(parts: dict[str, str]) -> tuple[date, str]:
    day = int(parts["d"])
    if word := parts.get("thai"):
        year, words = int(parts["y"]), _THAI if word in _THAI else _THAI_SHORT
        buddhist = year > 2400
        return date(year - _BUDDHIST * buddhist, words.index(word) + 1, day), "Thai calendar"
    if word := parts.get("persian"):
        return _of_persian(int(parts["y"]), _PERSIAN.index(word) + 1, day), "solar Hijri calendar"
    if word := parts.get("era"):
        count = 1 if parts["y"] == "元" else int(parts["y"])
        return date(_ERAS[word] + count - 1, int(parts["m"]), day), f"era {word}"
    return date(int(parts["y"]), int(parts["m"]), day), ""


def _of_persian(year: int, month: int, day: int) -> date:
    """A day of the solar Hijri calendar: six months of 31 days, five of 30, and the last of 29, in leap years 30."""
    if not 1 <= day <= (31 if month <= 6 else 30):
        raise ValueError(day)
    return date.fromordinal(_days(year, month, day) - _days(1403, 1, 1) + date(2024, 3, 20).toordinal())


def _days(year: int, month: int, day: int) -> int:
    turns, rest = divmod(year + 1595, _CYCLE)
    leaps = turns * _LEAPS + (rest + 3) // 4
    return 365 * year + leaps + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day
