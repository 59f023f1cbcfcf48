"""Datelines in Cyrillic, Arabic, Korean and Japanese writing, as their agencies print them. Patterns only.

Groups: place, d, mon, y (a day as far as printed), agency, names (the reporters').
"""

from __future__ import annotations

import re

from crawler.dates import MONTHS


def _months(letters: str) -> str:
    names = (name for name in MONTHS if re.fullmatch(f"[{letters}]+", name))
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_CYRILLIC_PLACE = r"(?P<place>[А-ЯЁІЇЄӨҮ][\w’'\-]+(?:[ ][А-ЯЁІЇЄӨҮ][\w’'\-]+){0,2})"
_CYRILLIC_DATE = (
    rf"[,.]?\s*(?P<d>\d{{1,2}})\s(?P<mon>{_months('а-яёіїє')})\b\.?"
    r"(?:\s(?P<y>(?:19|20)\d\d)(?:\s?(?:года?|року|г\.?|р\.?))?)?"
)
_ARABIC_LETTERS = "\u0620-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc"
_ARABIC_WORD = rf"[{_ARABIC_LETTERS}]{{2,12}}"
_ARABIC_AGENCIES = (
    r"سانا|واس|وام|قنا|بترا|كونا|وفا|سونا|وال|بنا|العمانية|الأناضول|رويترز|شينخوا|أ\s?ش\s?أ|أ\s?ف\s?ب|أ\s?ب|د\s?ب\s?أ"
    r"|ایرنا|ایسنا|تسنیم|شینهوا"
)
_JAPANESE_AGENCIES = r"共同(?:通信)?|時事(?:通信)?|ロイター|AFP(?:[=＝・/]?時事)?|AP|CNN"
SCRIPTS = tuple(
    re.compile(pattern)
    for pattern in (
        # МОСКВА, 3 мая. /ТАСС/.   МОСКВА, 3 мая - РИА Новости.   ДЖУБА, 3 мая (Синьхуа) --   Улаанбаатар /МОНЦАМЭ/.
        (
            rf"{_CYRILLIC_PLACE}(?P<dated>{_CYRILLIC_DATE})?\s*[.,]?\s*(?:/(?P<agency>[^/\d]{{2,25}})/\s*\.?"
            # Without a day it is a body with its short name: ``Миссия ООН (МООНЮС) –``.
            rf"|(?(dated)|(?!))\((?P<agency2>[А-ЯЁІЇЄ][^()\d]{{1,25}})\)\s*[.:\-–—]+)"
        ),
        rf"{_CYRILLIC_PLACE}{_CYRILLIC_DATE}\s*[.,]?\s*(?:--+|[–—]|-)\s+"
        r"(?:(?P<agency>[А-ЯЁ]{2,}(?: [А-ЯЁ][а-яё]+)?)\.\s)?",
        # نيويورك في 3 مايو / قنا /   عمان 3 أيار (بترا)--   بيروت - سانا
        (
            rf"(?P<place>{_ARABIC_WORD}(?:[ ]{_ARABIC_WORD}){{0,2}}?)\s*[،,]?\s*(?:في\s+)?"
            rf"(?P<dated>(?P<d>\d{{1,2}})\s(?P<mon>{_months(_ARABIC_LETTERS)})(?:\s(?P<y>(?:19|20)\d\d))?\s*)?"
            rf"(?:\(\s?(?P<agency>{_ARABIC_AGENCIES}|(?(dated)[{_ARABIC_LETTERS} ]{{2,16}}?|(?!)))\s?\)\s*[:\-–—]+"
            rf"|/\s?(?P<agency2>[{_ARABIC_LETTERS} ]{{2,16}}?)\s?/\s*[:\-–—.]*"
            rf"|[\-–—]\s?(?P<agency3>{_ARABIC_AGENCIES})(?:\s?[:\-–—]|(?=\s)))"
        ),
        # (서울=연합뉴스) 이름 기자 =
        (
            r"[(\[](?!사진|그래픽|영상|자료)(?P<place>[가-힣·]{2,12})=(?P<agency>[가-힣A-Za-z0-9]{2,12})[)\]]"
            r"(?:\s*(?P<names>[가-힣]{2,4}(?:[ ·,]+[가-힣]{2,4}){0,3})\s*(?:특파원|기자)\s*=)?"
        ),
        # 【北京共同】   ［東京　３日　ロイター］
        (
            r"[【［\[](?P<place>[\u4e00-\u9fffァ-ヶー・]{2,12}?)[=＝\s\u3000]*(?:(?P<d>\d{1,2})日)?[=＝\s\u3000]*"
            rf"(?P<agency>{_JAPANESE_AGENCIES})[^】］\]]{{0,10}}[】］\]]"
        ),
    )
)
