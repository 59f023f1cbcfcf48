"""Time zones by the ending of a host, else by language: the last basis for a time printed without one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.dates import DateRead

ZONES = {
    "cn": "Asia/Shanghai",
    "tw": "Asia/Taipei",
    "hk": "Asia/Hong_Kong",
    "jp": "Asia/Tokyo",
    "kr": "Asia/Seoul",
    "sg": "Asia/Singapore",
    "in": "Asia/Kolkata",
    "pk": "Asia/Karachi",
    "bd": "Asia/Dhaka",
    "np": "Asia/Kathmandu",
    "lk": "Asia/Colombo",
    "th": "Asia/Bangkok",
    "vn": "Asia/Ho_Chi_Minh",
    "my": "Asia/Kuala_Lumpur",
    "ph": "Asia/Manila",
    "kh": "Asia/Phnom_Penh",
    "ae": "Asia/Dubai",
    "af": "Asia/Kabul",
    "ir": "Asia/Tehran",
    "iq": "Asia/Baghdad",
    "kw": "Asia/Kuwait",
    "om": "Asia/Muscat",
    "qa": "Asia/Qatar",
    "sa": "Asia/Riyadh",
    "sy": "Asia/Damascus",
    "ye": "Asia/Aden",
    "bt": "Asia/Thimphu",
    "kg": "Asia/Bishkek",
    "tj": "Asia/Dushanbe",
    "uz": "Asia/Tashkent",
    "az": "Asia/Baku",
    "ge": "Asia/Tbilisi",
    "cy": "Asia/Nicosia",
    "il": "Asia/Jerusalem",
    "lb": "Asia/Beirut",
    "jo": "Asia/Amman",
    "tr": "Europe/Istanbul",
    "uk": "Europe/London",
    "ie": "Europe/Dublin",
    "fr": "Europe/Paris",
    "de": "Europe/Berlin",
    "it": "Europe/Rome",
    "at": "Europe/Vienna",
    "ch": "Europe/Zurich",
    "nl": "Europe/Amsterdam",
    "be": "Europe/Brussels",
    "se": "Europe/Stockholm",
    "no": "Europe/Oslo",
    "dk": "Europe/Copenhagen",
    "fi": "Europe/Helsinki",
    "pl": "Europe/Warsaw",
    "cz": "Europe/Prague",
    "sk": "Europe/Bratislava",
    "hu": "Europe/Budapest",
    "ro": "Europe/Bucharest",
    "bg": "Europe/Sofia",
    "gr": "Europe/Athens",
    "rs": "Europe/Belgrade",
    "hr": "Europe/Zagreb",
    "si": "Europe/Ljubljana",
    "ua": "Europe/Kyiv",
    "lt": "Europe/Vilnius",
    "lv": "Europe/Riga",
    "ee": "Europe/Tallinn",
    "rw": "Africa/Kigali",
    "ke": "Africa/Nairobi",
    "ug": "Africa/Kampala",
    "tz": "Africa/Dar_es_Salaam",
    "et": "Africa/Addis_Ababa",
    "gh": "Africa/Accra",
    "ng": "Africa/Lagos",
    "za": "Africa/Johannesburg",
    "sn": "Africa/Dakar",
    "eg": "Africa/Cairo",
    "ma": "Africa/Casablanca",
    "tn": "Africa/Tunis",
    "bf": "Africa/Ouagadougou",
    "bi": "Africa/Bujumbura",
    "bj": "Africa/Porto-Novo",
    "ci": "Africa/Abidjan",
    "cm": "Africa/Douala",
    "dz": "Africa/Algiers",
    "ne": "Africa/Niamey",
    "sd": "Africa/Khartoum",
    "ss": "Africa/Juba",
    "tg": "Africa/Lome",
    "zm": "Africa/Lusaka",
    "zw": "Africa/Harare",
    "bw": "Africa/Gaborone",
    "mw": "Africa/Blantyre",
    "uy": "America/Montevideo",
    "ar": "America/Argentina/Buenos_Aires",
    "bo": "America/La_Paz",
    "gt": "America/Guatemala",
    "pe": "America/Lima",
    "py": "America/Asuncion",
    "sv": "America/El_Salvador",
    "co": "America/Bogota",
    "fj": "Pacific/Fiji",
}
# Countries of several clocks whose ministries and national newsrooms keep the capital's.
ZONES |= {
    "br": "America/Sao_Paulo",
    "cl": "America/Santiago",
    "ec": "America/Guayaquil",
    "es": "Europe/Madrid",
    "id": "Asia/Jakarta",
    "kz": "Asia/Almaty",
    "mn": "Asia/Ulaanbaatar",
    "mx": "America/Mexico_City",
    "pt": "Europe/Lisbon",
    "ru": "Europe/Moscow",
}
# Languages whose newsrooms share one clock: Chinese ones, in China, Hong Kong, Taiwan and Singapore, are all at UTC+8.
OF_LANGUAGES = {
    "zh": "Asia/Shanghai",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "mn": "Asia/Ulaanbaatar",
    "ne": "Asia/Kathmandu",
    "th": "Asia/Bangkok",
    "tr": "Europe/Istanbul",
    "vi": "Asia/Ho_Chi_Minh",
}
# What every site that is run in mainland China prints at its foot.
REGISTERED = re.compile(r"ICP\s?[备備证證]|公网安备")
# Bodies of many countries publish under these, each at its own seat.
_WORLDWIDE = frozenset({"org", "int"})
# Endings that are sold as words, so that they say nothing of a country.
_SOLD = frozenset({"co", "tv", "me", "io"})


def zone_of_host(url: str | None) -> tuple[str | None, str | None]:
    """The zone and the host's ending; no zone for endings of several zones or of none."""
    try:
        ending = (urlsplit(url or "").hostname or "").rstrip(".").rsplit(".", 1)[-1]
    except ValueError:
        return None, None
    return (None if ending in _SOLD else ZONES.get(ending)), ending


def assumed_zone(
    url: str | None, languages: Sequence[str], *, registered: bool = False
) -> tuple[str | None, str | None]:
    """The zone and what it rests on, in words: the host's ending, else the language of the text; None for neither.

    registered: the page prints the number under which a site is registered in mainland China.
    """
    zone, ending = zone_of_host(url)
    if zone is not None:
        return zone, f"the host's ending .{ending}"
    if registered and ending not in _WORLDWIDE:
        return OF_LANGUAGES["zh"], "the Chinese registration at the page's foot"
    language = languages[0].partition("-")[0].lower() if languages else ""
    if language in OF_LANGUAGES and ending not in _WORLDWIDE:
        return OF_LANGUAGES[language], f"the language {language}"
    return None, None


def with_basis(read: DateRead, rests_on: str | None) -> DateRead:
    """Say what the zone was taken from where no source declares it."""
    if rests_on is None or not read.basis:
        return read
    return replace(read, basis=read.basis.replace("outlet's zone assumed", f"zone assumed from {rests_on}"))
