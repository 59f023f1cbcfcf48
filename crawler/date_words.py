"""Month names, offsets of printed zone names, and the custom of day and month order: the data of crawler.dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta, timezone

_MONTHS = """
1 january jan janvier janv januar jän jänner enero ene janeiro gennaio
1 gen января январь янв januari ocak stycznia ιανουαρίου ιαν ledna gener
2 february feb février févr fév februar febr febrero fevereiro fev febbraio
2 февраля февраль фев peb februari şubat lutego φεβρουαρίου φεβ února pebruari febrer
3 march mar mars märz mär marzo março marzo марта март
3 мар maret maart mart marca μαρτίου μαρ března mrt març
4 april apr avril avr abril abr aprile апреля апрель апр nisan kwietnia απριλίου απρ dubna
5 may mai mayo maio maggio mag мая май mei mayıs maja μαΐου μαϊ května maig
6 june jun juin juni junio junho giugno giu июня июнь июн haziran czerwca ιουνίου ιουν června juny
7 july jul juillet juil juli julio julho luglio lug
7 июля июль июл temmuz lipca ιουλίου ιουλ července juliol
8 august aug août aout agosto ago августа август авг
8 agustus agu ags agt augustus ağustos sierpnia αυγούστου αυγ srpna agost augusti
9 september sep sept septembre septiembre setiembre setembro settembre set
9 сентября сентябрь сен сент eylül września σεπτεμβρίου σεπ září setembre
10 october oct octobre oktober okt octubre outubro out ottobre
10 ott октября октябрь окт ekim października οκτωβρίου οκτ října
11 november nov novembre noviembre novembro ноября ноябрь
11 ноя kasım listopada νοεμβρίου νοε listopadu nopember
12 december dec décembre déc dezember dez diciembre dic dezembro dicembre
12 декабря декабрь дек desember des aralık grudnia δεκεμβρίου δεκ prosince
1 januara tammikuuta ianuarie január ledna januari januar
2 februara helmikuuta februarie február februari
3 maaliskuuta martie március mac machi marts mart
4 huhtikuuta aprilie április aprili aprila
5 toukokuuta május mai maj
6 kesäkuuta iunie június juna
7 heinäkuuta iulie július julai jula
8 elokuuta augusztus ogos agosti avgusta avgust
9 syyskuuta septembrie szeptember septemba septembra
10 lokakuuta octombrie október oktoba oktobra
11 marraskuuta noiembrie novemba novembra
12 joulukuuta decembrie december disember desemba decembra
1 січня січень يناير জানুয়ারি জানুয়ারি جنوری जनवरी
2 лютого лютий فبراير شباط ফেব্রুয়ারি ফেব্রুয়ারি فروری फरवरी
3 березня березень مارس آذار মার্চ مارچ मार्च
4 квітня квітень أبريل ابريل نيسان এপ্রিল اپریل अप्रैल
5 травня травень مايو أيار মে مئی मई
6 червня червень يونيو حزيران জুন جون जून
7 липня липень يوليو تموز জুলাই جولائی जुलाई
8 серпня серпень أغسطس آب আগস্ট اگست अगस्त
9 вересня вересень سبتمبر أيلول সেপ্টেম্বর ستمبر सितंबर सितम्बर
10 жовтня жовтень أكتوبر অক্টোবর اکتوبر अक्टूबर
11 листопада листопад نوفمبر নভেম্বর نومبر नवंबर नवम्बर
12 грудня грудень ديسمبر ডিসেম্বর دسمبر दिसंबर दिसम्बर
"""
MONTHS: dict[str, int] = {
    word: int(line.split()[0]) for line in _MONTHS.strip().splitlines() for word in line.split()[1:]
}

# The clocks of the one country that writes the month first; the rest of its continents writes the day first.
_MONTH_FIRST_ZONES = (
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix"),
    *("America/Anchorage", "America/Detroit", "America/Indiana/", "America/Kentucky/", "Pacific/Honolulu", "US/"),
)

# Minutes east of UTC. CST and IST are left out: they mean several zones, so the outlet's own counts.
OFFSETS = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "est": -300,
    "edt": -240,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "cet": 60,
    "cest": 120,
    "mez": 60,
    "mesz": 120,
    "eet": 120,
    "eest": 180,
    "bst": 60,
    "msk": 180,
    "jst": 540,
    "kst": 540,
    "hkt": 480,
    "sgt": 480,
    "eat": 180,
    "wat": 60,
    "cat": 120,
    "sast": 120,
    "pkt": 300,
    "npt": 345,
    "wib": 420,
    "wita": 480,
    "wit": 540,
    "aest": 600,
    "aedt": 660,
    "beijing time": 480,
    "北京时间": 480,
}


def offset_of(printed: str | None) -> timezone | None:
    """The offset that a printed zone states; None for one that is ambiguous or no zone at all."""
    if not printed:
        return None
    name = printed.lower().strip("() ")
    if name in OFFSETS:
        return timezone(timedelta(minutes=OFFSETS[name]))
    match = re.fullmatch(r"(?:utc|gmt)?\s?([+-])\s?(\d{1,2}):?(\d\d)?", name)
    if not match:
        return None
    minutes = int(match.group(2)) * 60 + int(match.group(3) or 0)
    return timezone(timedelta(minutes=-minutes if match.group(1) == "-" else minutes)) if minutes <= 14 * 60 else None


# Of more signs the whole text is translated at once.
MOST_REPLACED = 24


class _Narrow(dict[int, str]):
    """One sign for each sign, worked out on first sight."""

    def __missing__(self, code: int) -> str:
        digit = unicodedata.decimal(chr(code), None)
        folded = " " if code == 0xA0 else unicodedata.normalize("NFKC", chr(code)) if digit is None else str(digit)
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_NARROW = _Narrow()


def plain_digits(text: str) -> str:
    """Digits of every script as 0 to 9 and full-width signs narrowed, sign by sign, so that spans stay true."""
    return text if text.isascii() else sign_by_sign(text, _NARROW)


def sign_by_sign(text: str, table: dict[int, str]) -> str:
    """The text with the one sign that a table gives for each. Few of a text's signs change, so those are sought."""
    changes = {sign: plain for sign in set(text) if (plain := table[ord(sign)]) != sign}
    if len(changes) > MOST_REPLACED or not changes.keys().isdisjoint(changes.values()):
        return text.translate(table)
    for sign, plain in changes.items():
        text = text.replace(sign, plain)
    return text


def order_of(first: int, second: int, sep: str, languages: Sequence[str], zone: str | None) -> str | None:
    """Whether a numeric date is day first or month first, and why; None where nothing tells."""
    order = None
    others = [language for language in languages if language != "en"]
    # The text of a New York office in French or Spanish follows its language.
    american = zone is not None and zone.startswith(_MONTH_FIRST_ZONES) and (not others or "en" in languages)
    if first > 12 or first == second:
        order = "day first: only reading"
    elif second > 12:
        order = "month first: only reading"
    elif american:
        order = "month first: custom of the outlet's zone"
    elif sep == ".":
        order = "day first: written with points"
    elif others:
        order = f"day first: custom in {others[0]}"
    elif zone and zone != "UTC":
        order = "day first: custom of the outlet's zone"
    return order
