"""Short English phrases for the facts of a digest: a casualty, a step of a contingent, a resolution. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.claims import Statement
from reports.wording import full_day
from storage.findings import CASUALTY_LANGUAGES
from storage.plural import count
from storage.times import MONTH_SIGNS

TOLLS = {"death": "dead", "injury": "hurt", "missing": "missing", "captured": "captured", "illness": "ill",
         "later death": "died later of wounds"}  # fmt: skip
_MISSION_KINDS = {
    "un-pko": "UN peacekeeping operation", "un-au-hybrid": "UN and AU hybrid operation",
    "un-spm": "UN special political mission", "un-support": "UN support mission", "un-hq": "UN headquarters",
    "au": "African Union operation", "regional": "regional operation", "standby-force": "standby force",
    "counter-insurgency": "counter-insurgency operation", "eu-civ": "EU civilian mission",
    "eu-mil": "EU military mission", "eu-naval": "EU naval operation", "nato": "NATO operation",
    "nato-combat": "NATO combat operation", "nato-training": "NATO training mission", "osce": "OSCE mission",
    "cis": "CIS operation", "contested": "contested operation", "multinational": "multinational force",
}  # fmt: skip
_STEPS = {
    "formed": "formed",
    "training": "in training",
    "left": "left",
    "arrived": "arrived",
    "took over": "took over",
    "medal": "decorated",
    "returned": "returned",
}
_PLANNED = {
    "formed": "to be formed",
    "training": "to train",
    "left": "to leave",
    "arrived": "to arrive",
    "took over": "to take over",
    "medal": "to be decorated",
    "returned": "to return",
}
_LANGUAGES = {
    "am": "Amharic", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "ko": "Korean", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "mn": "Mongolian", "ms": "Malay", "my": "Burmese", "ne": "Nepali", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "si": "Sinhala", "sk": "Slovak", "sl": "Slovene", "so": "Somali", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "ti": "Tigrinya", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def language_name(code: str | None) -> str | None:
    """``Chinese`` of ``zh`` and ``zh-CN``; a code we have no word for as it is; None of none and of English."""
    if code is None or language_of(code) == "en":
        return None
    return language_word(code)


def language_word(code: str) -> str:
    """``English`` of ``en``; a code we have no word for as it is."""
    return _LANGUAGES.get(language_of(code), code)


def language_of(code: str) -> str:
    """``zh`` of ``zh-CN``."""
    return code.split("-", maxsplit=1)[0].casefold()


def day_words(day: str | None) -> str | None:
    """``17 Nov 2026``; of a month or a year what is known of it."""
    if day is None:
        return None
    if len(day) > MONTH_SIGNS:
        return full_day(day)
    return full_day(day + "-01")[2:] if len(day) == MONTH_SIGNS else day


def moment_words(at: str) -> str:
    """``Tue 17 Nov 2026 09:12Z``; of midnight, which is how a day alone is kept, the day."""
    clock = at[11:16]
    return full_day(at[:10]) + ("" if clock == "00:00" else f" {clock}Z")


def toll(one: Mapping[str, Any]) -> str:
    """``more than 3 dead``."""
    return f"{Statement(one['value'], one['qualifier']).words} {TOLLS.get(one['kind'], one['kind'])}"


def whose_word(confirmed: Sequence[str]) -> str:
    """Whose word a toll is, by whose outlets tell it; what the press tells alone, the UN may yet have said to it."""
    if list(confirmed) == ["press"]:
        return "press only; no outlet of the UN or a state that we follow tells it"
    names = {"UN": "the UN", "national": "a state's outlets", "regional body": "a regional body", "press": "the press"}
    told = f"told by {' and '.join(names[name] for name in confirmed)}"
    return told if "UN" in confirmed else f"{told}, by no outlet of the UN that we follow"


def ordinal(number: int | None) -> str:
    """``8th``; an empty text of None."""
    if number is None:
        return ""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def unit(one: Mapping[str, Any]) -> str:
    """``China 8th engineering contingent``; editions that kept no name print the code."""
    named = one["unit"] or "contingent"
    if not any(word in named for word in ("unit", "company", "platoon", "battalion", "contingent", "team", "squad")):
        named += " contingent"
    country = one.get("country_name") or one["country"]
    return " ".join(part for part in (country, ordinal(one["ordinal"]), named) if part)


def step(one: Mapping[str, Any]) -> str:
    """``left for UNMISS, 112 strong``."""
    said = step_word(one["step"], planned=bool(one.get("planned")))
    if one.get("medal"):
        return f"{one['medal']}" + (f", {count(round(one['strength']), 'recipient')}" if one["strength"] else "")
    link = {"left": " for", "returned": " from", "took over": " at", "arrived": " at", "medal": " at"}.get(
        one["step"], ","
    )
    where = f"{link} {one['where']}" if one["where"] else ""
    strong = f", {one['strength']:,.0f} strong" if one.get("strength") else ""
    echelon = f", echelon {one['echelon']}" if one.get("echelon") else ""
    return f"{said}{where}{echelon}{strong}"


def not_read_words(items: Mapping[str, int]) -> str | None:
    """Where silence is ours: items by language, of those in which nobody looks for the dead and hurt; None of none."""
    if not items:
        return None
    *first, last = map(language_word, CASUALTY_LANGUAGES)
    known = f"{', '.join(first)} and {last}"
    named = sorted((language_word(code), number) for code, number in items.items())
    others = ", ".join(f"{count(number, 'item')} in {name}" for name, number in named)
    return f"Casualties are read in {known} only. Not read for them: {others}."


def mission_kind(kind: str) -> str:
    """``UN peacekeeping operation`` of ``un-pko``; a kind of an operator's own as it is."""
    return _MISSION_KINDS.get(kind, kind)


def step_word(name: str, *, planned: bool) -> str:
    """``left``, or ``to leave``."""
    return (_PLANNED if planned else _STEPS).get(name, name)


def resolution(one: Mapping[str, Any]) -> str:
    """``Resolution 2802, adopted 14 Nov 2026 (15-0-0), mandate until 15 Nov 2027``."""
    body = one.get("council")
    of = f" of the {body}" if body and body != "UN Security Council" else ""
    parts = [f"Resolution {one['number']}{of}"]
    if one["adopted"]:
        parts.append(f"adopted {day_words(one['adopted'])}" + (f" ({one['vote']})" if one["vote"] else ""))
    if one["until"]:
        parts.append(f"mandate until {full_day(one['until'])}")
    return ", ".join(parts)


def lag(hours: float) -> str:
    """``+15 h``, ``+3 days``."""
    return f"+{hours:.0f} h" if hours < 72 else f"+{count(round(hours / 24), 'day')}"
