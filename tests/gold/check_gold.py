"""Check the gold set beside this file: form, enumerations, and that every fact rests on words of its item.

Run as a script it prints the faults and the number of items and facts; with `--review` it also lists, for a second
reading, the numbers of each item that no fact rests on. Ends with 1 where there is a fault.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
MISSIONS = FOLDER.parents[1] / "storage" / "missions.csv"

QUALIFIERS = {"exact", "more than", "nearly", "about", "up to", "at least", "dozens"}
NATURES = {"current", "cumulative", "planned", "authorised", "change"}
LABELS = {"peacekeeping", "borderline", "contested", "other"}
OPERATIONS = {
    "un-pko",
    "un-spm",
    "au",
    "eu",
    "nato",
    "regional",
    "multinational",
    "un-support",
    "un-au-hybrid",
    "counter-insurgency",
    "contested",
}
COMPLETE = {"figure", "casualty", "person", "resolution", "ranking", "rotation", "mission", "country"}
COMMON = {"type", "parts", "nth", "field"}
KEYS: Mapping[str, set[str]] = {
    "figure": {
        *("value", "qualifier", "nature", "unit", "what", "who", "place"),
        *("as_of", "as_of_basis", "period", "part_of"),
    },
    "casualty": {
        *("value", "qualifier", "kind", "who", "nationality", "mission", "nature"),
        *("as_of", "as_of_basis", "period", "part_of", "cause", "date"),
    },
    "person": {"name", "post", "organisation", "post_basis"},
    "resolution": {"number", "adopted", "vote", "body"},
    "ranking": {"who", "rank", "of", "scope"},
    "rotation": {"ordinal", "country", "unit", "destination", "mission", "step", "echelon", "strength", "date"},
    "mission": {"mission"},
    "country": {"iso3", "role"},
    "visit": {"kind", "who", "what", "date", "place"},
    "event": {"kind", "name", "date", "place"},
    "medal": {"medal", "who", "count", "mission", "date"},
    "exercise": {"name", "place", "date"},
    "organisation": {"name", "parent"},
    "commitment": {"who", "what"},
    "quotation": {"speaker"},
}
NEEDED: Mapping[str, set[str]] = {
    "figure": {"qualifier", "nature", "unit", "as_of"},
    "casualty": {"qualifier", "kind", "nature"},
    "person": {"name", "post"},
    "resolution": {"number"},
    "ranking": {"who", "rank"},
    "rotation": {"country", "step"},
    "mission": {"mission"},
    "country": {"iso3", "role"},
}
CHOICES: Mapping[tuple[str, str], set[str]] = {
    ("figure", "qualifier"): QUALIFIERS,
    ("figure", "nature"): NATURES,
    ("casualty", "qualifier"): QUALIFIERS,
    ("casualty", "nature"): {"current", "cumulative"},
    ("casualty", "kind"): {"death", "injury", "missing", "captured", "illness"},
    ("casualty", "cause"): {"malicious act", "accident", "illness", "self-inflicted"},
    ("country", "role"): {"contributor", "host", "other"},
    ("rotation", "step"): {"formed", "left", "arrived", "took over", "medal", "returned", "training"},
}
NUMBERS = {
    *("value", "number", "rank", "ordinal", "echelon", "strength", "count", "part_of", "nth"),
}
DATES = {"as_of", "date", "adopted"}
ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
ISO3 = re.compile(r"[A-Z]{3}")
VOTE = re.compile(r"\d+-\d+-\d+")
# News in brief is shorter than an article.
WORDS, BRIEF_WORDS = (90, 350), (30, 89)
SIGNS, BRIEF_SIGNS = (150, 500), (70, 149)
LOOSE_NUMBER = re.compile(
    r"(?<![\w])\d[\d.,  ]*\d|\d+|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?"
    r"|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|half|score)\b)"
)

Item = dict[str, Any]


def missions() -> set[str]:
    """Acronyms that a fact may name."""
    with MISSIONS.open(encoding="utf-8", newline="") as lines:
        return {row["acronym"] for row in csv.DictReader(lines)}


def field_text(item: Item, fact: Item) -> str | None:
    """The text that a fact's parts lie in, None where the field named does not exist."""
    field = str(fact.get("field", "text"))
    if field == "text":
        return str(item["text"])
    captions: list[str] = item.get("captions", [])
    numbered = re.fullmatch(r"caption (\d+)", field)
    if numbered and 1 <= int(numbered[1]) <= len(captions):
        return captions[int(numbered[1]) - 1]
    return None


def part_faults(item: Item, fact: Item) -> Iterator[str]:
    """Parts that the field does not hold, or not as often as `nth` says."""
    parts: list[str] = fact.get("parts", [])
    if not parts:
        yield "no parts"
    text = field_text(item, fact)
    if text is None:
        yield f"no such field: {fact['field']}"
        return
    yield from (f"not in the text: {part!r}" for part in parts if part not in text)
    if parts and text.count(parts[0]) < int(fact.get("nth", 1)):
        yield f"nth {fact['nth']} of {parts[0]!r} is not there"


def value_faults(fact: Item, known: set[str]) -> Iterator[str]:
    """Keys and values that the conventions do not allow."""
    kind = str(fact["type"])
    keys = set(fact)
    yield from (f"key {key} is not one of {kind}" for key in sorted(keys - KEYS[kind] - COMMON))
    yield from (f"{kind} lacks {key}" for key in sorted(NEEDED.get(kind, set()) - keys))
    if kind in {"figure", "casualty"} and ("value" in keys) == (fact.get("qualifier") == "dozens"):
        yield "a value is wanted, and none beside 'dozens'"
    for key, value in fact.items():
        allowed = CHOICES.get((kind, key))
        if allowed is not None and value not in allowed:
            yield f"{kind}.{key} is {value!r}"
        if key in NUMBERS and (isinstance(value, bool) or not isinstance(value, (int, float))):
            yield f"{kind}.{key} is no number: {value!r}"
        if key in DATES and not ISO_DATE.fullmatch(str(value)):
            yield f"{kind}.{key} is no ISO date: {value!r}"
        if key in {"iso3", "nationality", "country"} and not ISO3.fullmatch(str(value)):
            yield f"{kind}.{key} is no country code: {value!r}"
        if key == "mission" and value not in known:
            yield f"unknown mission {value!r}"
        if key == "vote" and not VOTE.fullmatch(str(value)):
            yield f"vote is {value!r}"
        if key == "post" and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            yield "post is no list of words"


def twin_faults(facts: Sequence[Item]) -> Iterator[str]:
    """Persons, missions and countries told twice in one item; parts of a total that is no figure of the item."""
    for kind, key in (("person", "name"), ("mission", "mission"), ("country", "iso3")):
        told = Counter(fact.get(key) for fact in facts if fact["type"] == kind)
        yield from (f"{kind} {name} is told {times} times" for name, times in told.items() if times > 1)
    totals = {fact.get("value") for fact in facts if fact["type"] in {"figure", "casualty"}}
    wholes = {fact["part_of"] for fact in facts if "part_of" in fact}
    yield from (f"part of {whole}, which is no figure here" for whole in sorted(wholes - totals))


def length_faults(item: Item) -> Iterator[str]:
    """Items shorter or longer than the conventions want, captions included."""
    whole = "\n".join([item["text"], *item.get("captions", [])])
    chinese = item["language"].startswith("zh")
    size = len(re.sub(r"\s", "", whole)) if chinese else len(whole.split())
    brief = item["manner"] == "brief"
    least, most = (BRIEF_SIGNS if brief else SIGNS) if chinese else (BRIEF_WORDS if brief else WORDS)
    if not least <= size <= most:
        yield f"{size} {'signs' if chinese else 'words'}"


def item_faults(item: Item, known: set[str]) -> Iterator[str]:
    """Everything wrong in one item."""
    lacking = {"id", "manner", "language", "text", "relevance"} - set(item)
    if lacking:
        yield f"lacks {sorted(lacking)}"
        return
    relevance: Item = item["relevance"]
    facts: list[Item] = item.get("fact", [])
    if relevance.get("label") not in LABELS:
        yield f"label is {relevance.get('label')!r}"
    if relevance.get("operation_kind", "un-pko") not in OPERATIONS:
        yield f"operation_kind is {relevance['operation_kind']!r}"
    if not relevance.get("why"):
        yield "no reason for the label"
    if facts and relevance.get("label") == "other":
        yield "label other carries no facts"
    yield from length_faults(item)
    for number, fact in enumerate(facts, start=1):
        if fact.get("type") not in KEYS:
            yield f"fact {number}: type is {fact.get('type')!r}"
            continue
        for fault in (*value_faults(fact, known), *part_faults(item, fact)):
            yield f"fact {number} ({fact['type']}): {fault}"
    yield from twin_faults([fact for fact in facts if fact.get("type") in KEYS])


def loose_numbers(item: Item) -> list[str]:
    """Numbers of the text and captions that no fact rests on, with a little of what stands round them."""
    loose = []
    for field, text in [
        ("text", item["text"]),
        *((f"caption {n}", c) for n, c in enumerate(item.get("captions", []), 1)),
    ]:
        taken = [
            range(found.start(), found.end())
            for fact in item.get("fact", [])
            if str(fact.get("field", "text")) == field
            for part in fact["parts"]
            for found in re.finditer(re.escape(part), text)
        ]
        loose += [
            text[max(0, found.start() - 30) : found.end() + 30].replace("\n", " ")
            for found in LOOSE_NUMBER.finditer(text)
            if not any(found.start() in span for span in taken)
        ]
    return loose


def read(folder: Path = FOLDER) -> dict[str, list[Item]]:
    """Items of every file of the folder, by file name."""
    return {
        path.name: tomllib.loads(path.read_text(encoding="utf-8"))["item"] for path in sorted(folder.glob("*.toml"))
    }


def faults(folder: Path = FOLDER) -> list[str]:
    """Every fault of the gold set, one line each, with file and item."""
    known = missions()
    found, seen = [], set[str]()
    for name, items in read(folder).items():
        complete = set(tomllib.loads((folder / name).read_text(encoding="utf-8")).get("complete", []))
        if not complete <= COMPLETE:
            found.append(f"{name}: complete names {sorted(complete - COMPLETE)}")
        for item in items:
            where = f"{name} {item.get('id')}"
            if item.get("id") in seen:
                found.append(f"{where}: id used twice")
            seen.add(str(item.get("id")))
            found += [f"{where}: {fault}" for fault in item_faults(item, known)]
    return found


def main(arguments: Sequence[str]) -> int:
    """Print faults and counts; 1 where there is a fault."""
    found = faults()
    items = [(name, item) for name, of_file in read().items() for item in of_file]
    lines = list(found)
    if "--review" in arguments:
        lines += [f"{name} {item['id']}: {words}" for name, item in items for words in loose_numbers(item)]
    languages = Counter(item["language"] for _, item in items)
    labels = Counter(item["relevance"]["label"] for _, item in items)
    kinds = Counter(fact["type"] for _, item in items for fact in item.get("fact", []))
    for head, counts in (("items", languages), ("labels", labels), ("facts", kinds)):
        lines.append(f"{head} {counts.total()}: " + ", ".join(f"{key} {many}" for key, many in counts.most_common()))
    sys.stdout.write("\n".join([*lines, f"faults {len(found)}", ""]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
