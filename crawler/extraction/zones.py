"""Time zones of countries that have one, by the ending of a host: the last basis for a printed time without a zone."""

from __future__ import annotations

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
    "zm": "Africa/Lusaka",
    "zw": "Africa/Harare",
    "bw": "Africa/Gaborone",
    "mw": "Africa/Blantyre",
    "uy": "America/Montevideo",
    "ar": "America/Argentina/Buenos_Aires",
    "pe": "America/Lima",
    "co": "America/Bogota",
    "fj": "Pacific/Fiji",
}
# Endings that are sold as words, so that they say nothing of a country.
_SOLD = frozenset({"co", "tv", "me", "io"})


def zone_of_host(url: str | None) -> tuple[str | None, str | None]:
    """The zone and the ending it rests on; None for endings of several zones or of none."""
    try:
        ending = (urlsplit(url or "").hostname or "").rstrip(".").rsplit(".", 1)[-1]
    except ValueError:
        return None, None
    return (ZONES[ending], ending) if ending in ZONES and ending not in _SOLD else (None, None)


def with_basis(read: DateRead, ending: str | None) -> DateRead:
    """Say that the zone was taken from the host's ending and not from a source that declares it."""
    if ending is None or not read.basis:
        return read
    return replace(
        read, basis=read.basis.replace("outlet's zone assumed", f"zone assumed from the host's ending .{ending}")
    )
