"""The forms in which newsrooms print days and times of day, as patterns. Data of crawler.dates."""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter

from crawler.date_words import MONTHS

# By first letters, as the engine tries one alternative after the other; the longest first.
_MONTH = "|".join(
    f"{first}(?:{'|'.join(re.escape(name[1:]) for name in names)})"
    for first, names in groupby(sorted(MONTHS, key=lambda name: (name[0], -len(name))), key=itemgetter(0))
)
_YEAR = r"(?P<y>(?:19|20)\d\d)"
FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}(?:\s?[-/.年]\s?|\s(?=\d\d/\d\d\b))(?P<m>\d{{1,2}})\s?[-/.月]\s?(?P<d>\d{{1,2}})(?!\d)\s*[日号]?",
        rf"(?<!\w)(?P<mon>{_MONTH})\.?\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b\.?\s*,?\s*(?:of\s+)?{_YEAR}(?!\d)",
        (
            rf"(?<![\d.:])(?P<d>\d{{1,2}})\s?(?:st|nd|rd|th|er|º|ª|\.)?[\s\-./]*(?:de\s+|of\s+)?(?P<mon>{_MONTH})(?!\w)"
            rf"(?:\s?/\s?[^\W\d]{{3,12}})?\.?[\s,\-./]*(?:del?\s+)?{_YEAR}(?!\d)"
        ),
        rf"(?<!\d){_YEAR}[\s\-.]{{1,2}}(?P<mon>{_MONTH})\.?[\s\-.]{{1,2}}(?P<d>\d{{1,2}})(?!\d)\.?",
        (
            rf"(?<!\w)(?P<mon>{_MONTH})\s+(?P<d>\d{{1,2}})\s+(?P<h>\d{{1,2}}):(?P<min>\d\d)(?::(?P<s>\d\d))?\s+"
            rf"(?:(?P<zone>[A-Z]{{2,5}}|[+-]\d{{4}})\s+)?{_YEAR}(?!\d)"
        ),
        r"(?<![\d.])(?P<a>\d{1,2})\s?(?P<sep>[./-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<y>(?:19|20)\d\d)(?!\d)",
        r"(?<![\d.])(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<yy>\d\d)(?![\d.])",
    )
)
COMPACT = re.compile(
    r"^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d{1,9})?)?)?(Z|[+-]\d\d:?\d\d)?$"
)
EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_ZONE = (
    r"(?:\s*\(?(?P<zone>Z\b|[+-]\d\d:?\d\d\b|(?:UTC|GMT)(?:\s?[+-]\s?\d{1,2}(?::?\d\d)?)?"
    r"|[A-Z]{2,4}\b|Beijing Time|北京时间)\)?)?"
)
_CLOCK = (
    rf"(?P<h>\d{{1,2}})\s?(?:[:：]|h|时|時|시|點|点|\.(?=\d\d(?:\s|$|\s*Uhr)))\s?(?P<min>\d\d)(?!\d)[分분]?(?:[:：]?(?P<s>"
    rf"\d\d)(?!\d)秒?(?:[.,]\d{{1,9}})?)?\s?(?P<half>[ap]\.?\s?m\b\.?)?{_ZONE}"
)
_HOUR = rf"(?P<h>\d{{1,2}})\s?(?:(?P<half>[ap]\.?\s?m\b\.?)|h(?!\w|\s+ago)|heures?\b|Uhr\b){_ZONE}"
_LINK = (
    r"(?:T|[\s,،;|@·•\-–—()/]|\bat\b|\bum\b|\bà\b|\bpukul\b|\bв\b|\ba las\b|\bklo\b"
    r"|\bkl\.|\bàs\b|\b(?:alle )?ore\b|\bgodz\.|\bsaat\b|\blúc\b|(?:ال)?ساع[ةت]|เวลา|\b[eo] las\b|(?:mon"
    r"|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|WIB\b|hrs?\b|г\.|周.|星期.)*"
)
_HOUR_ALONE = _HOUR.replace("<h>", "<h2>").replace("<half>", "<half2>").replace("<zone>", "<zone2>")
AFTER = re.compile(rf"{_LINK}(?:{_CLOCK}|{_HOUR_ALONE})", re.IGNORECASE)
BEFORE = re.compile(rf"{_CLOCK}{_LINK}(?:on\s+)?(?:[A-Za-zÀ-ž]{{3,10}}\.?,?\s*)?$", re.IGNORECASE)
HINT = re.compile(r"\d")
# Every one of FORMS holds a year of four digits or ends a day and a month in numbers; most lines hold neither.
HAS_YEAR = re.compile(r"(?:19|20)\d\d|\d[./]\d{1,2}[./]\d\d")
