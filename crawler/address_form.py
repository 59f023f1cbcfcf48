"""Learns the form of an outlet's article addresses from links: regular expressions that fit them and not the others.

An address is parted into runs of digits, letters and signs. Digits become ``\\d{...}``, words that differ from link to
link a class of signs, words that all links share stay as they are. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from crawler.address_key import stable_key
from crawler.address_shapes import BACK, FRONT, KEY_BEHIND, are_keys, ending_of, grouped, kind_of, runs_of
from crawler.address_signs import HEX, YEAR, headed, is_label, stem_of
from crawler.date_words import MONTHS
from crawler.source_fields import compiled
from crawler.source_tables import path_of

MOST_PATTERNS = 4
LEAST_MEMBERS = 3
MOST_MEMBERS = 400
MOST_FOLDERS = 6
_FIRM_DIGITS = 4
_DATED = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}(?:0[1-9]|1[0-2])?|\d{2}([/._-])\d{2}\1\d{2})(?!\d)")
# Letters before a part of a date: ``/y2026/m11/d23/``.
_DATE_LETTERS = frozenset(("y", "m", "d", "year", "month", "day"))
_PART_OF_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the links taught. patterns: on path and query, the commonest first; fit: links each pattern takes.

    doubtful: patterns that also take addresses which do not look like articles, with one of these. left: paths of
    wanted addresses that no pattern takes. bare: whether queries were left out.
    """

    patterns: tuple[str, ...] = ()
    fit: tuple[int, ...] = ()
    key: str | None = None
    doubtful: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()
    bare: bool = False

    def takes(self, url: str) -> bool:
        """True for an address that one of the patterns fits, with or without its query, as a source judges it."""
        path = path_of(url)
        return _fits_any(self.patterns, path) or _fits_any(self.patterns, path.partition("?")[0])

    def form(self, url: str) -> str:
        """The address as a source writes it: without a query that no pattern knows of."""
        bare = url.partition("?")[0]
        return bare if not _fits_any(self.patterns, path_of(url)) and _fits_any(self.patterns, path_of(bare)) else url


def learn(
    wanted: Iterable[str],
    others: Iterable[str],
    *,
    words: Mapping[str, str] | None = None,
    sure: bool = False,
    whole: bool = False,
) -> Learnt:
    """Learn patterns that fit the wanted addresses and not the others. sure: the outlet's feed announced the wanted.

    words: of the links to the wanted. whole: a query stays even where the address before it tells all of a form apart.
    """
    told = list(dict.fromkeys(path_of(url) for url in wanted))[:MOST_MEMBERS]
    names = {path_of(url): text.casefold() for url, text in (words or {}).items()}
    members = told if whole else _without_idle_queries(told, names)
    rest = [path for path in dict.fromkeys(path_of(url) for url in others) if path not in set(members)]
    # What a headline leads to is no reason for doubt, and may be an article with another key.
    plain = [path for path in rest if is_label(names.get(path, ""))]
    groups = grouped(members)
    least = 1 if sure and len(members) < LEAST_MEMBERS else 2 if sure else LEAST_MEMBERS
    chosen = sorted((g for g in groups.values() if len(g) >= least), key=len, reverse=True)
    patterns: list[str] = []
    for group in chosen:
        if len(patterns) == MOST_PATTERNS or all(_fits_any(patterns, path) for path in group):
            continue
        patterns.append(_tightened(group, rest, plain))
    doubtful = tuple(
        (p, next(path for path in plain if compiled(p).search(path))) for p in patterns if _takes(p, plain)
    )
    fit = tuple(sum(_takes(p, [path]) for path in members) for p in patterns)
    key = stable_key([path for path in members if _fits_any(patterns, path)])
    left = tuple(path for path in members if not _fits_any(patterns, path))
    return Learnt(tuple(patterns), fit, key, doubtful, left, members != told)


def headlined(links: Mapping[str, str]) -> list[str]:
    """The links that headlines lead to, whatever their addresses look like: of one form, most of them long in words."""
    places = {path_of(url): url for url in links}
    found: list[str] = []
    for group in grouped(places).values():
        long = [places[path] for path in group if headed(places[path], links[places[path]])]
        found += long if len(long) >= LEAST_MEMBERS and 2 * len(long) >= len(group) else []
    return found


def _without_idle_queries(paths: Sequence[str], words: Mapping[str, str]) -> list[str]:
    """The paths, without their query where the address before it tells all of a form apart: it says whence one came.

    Two of one address before it are one where their links say the same.
    """
    kept: dict[str, None] = {}
    for group in grouped(paths).values():
        bare: dict[str, set[str]] = {}
        for path in group:
            bare.setdefault(path.partition("?")[0], set()).add(words.get(path) or path)
        idle = len(bare) >= LEAST_MEMBERS and all(len(said) == 1 for said in bare.values())
        kept |= dict.fromkeys(bare if idle else group)
    return list(kept)


def _takes(pattern: str, paths: Iterable[str]) -> bool:
    return any(compiled(pattern).search(path) for path in paths)


def _fits_any(patterns: Sequence[str], path: str) -> bool:
    return any(compiled(pattern).search(path) for pattern in patterns)


def _tightened(group: Sequence[str], rest: Sequence[str], plain: Sequence[str]) -> str:
    """The group's pattern; where it takes other addresses, a closer one that does not and takes most of the group.

    plain: those of the others that no headline leads to.
    """
    pattern = _pattern(group)
    if not _takes(pattern, rest):
        return pattern
    keyed = _pattern(group, digit=True)
    if keyed != pattern and _takes(pattern, plain) and not _takes(keyed, plain):
        return keyed
    for closer in (_pattern(group, folders=True), *(_pattern(group, slug_words=words) for words in range(3, 7))):
        if not _takes(closer, rest) and sum(_takes(closer, [path]) for path in group) >= 0.7 * len(group):
            return closer
    return pattern


def _pattern(group: Sequence[str], slug_words: int | None = None, *, digit: bool = False, folders: bool = False) -> str:
    """The pattern of the paths of a group. folders: those that were seen, no others.

    digit: a key has one at least, or a capital letter.
    """
    before = [path.partition("?")[0].split("/")[1:] for path in group]
    dated = all(_DATED.search(path) for path in group)
    segments = []
    for i in range(len(before[0])):
        values = [parts[i] for parts in before]
        names = sorted(set(values))
        if folders and i < len(before[0]) - 1 and 1 < len(names) <= MOST_FOLDERS and all(map(str.isalpha, names)):
            segments.append(f"(?:{'|'.join(map(_literal, names))})")
        else:
            segments.append(_segment(values, slug_words, dated=dated, digit=digit))
    query = _query([path.partition("?")[2] for path in group])
    return "^/" + "/".join(segments) + (rf"\?{query}" if query else "$")


def _query(queries: Sequence[str]) -> str:
    """The query of all these addresses: a word that all have stays, a number may be another one."""
    pieces = [[piece for piece in query.split("&") if piece] for query in queries]
    forms = []
    for place in range(len(pieces[0])):
        pairs = [parts[place].partition("=") for parts in pieces]
        name, sign, first = pairs[0]
        values = {value for _, _, value in pairs}
        if not sign:
            forms.append(
                _segment([name for name, _, _ in pairs], None, dated=False) + "$" * (place == len(pieces[0]) - 1)
            )
        elif all(value.isdigit() for value in values):
            forms.append(f"{re.escape(name)}=[0-9]+")
        else:
            same = len(values) == 1 and len(queries) >= LEAST_MEMBERS
            forms.append(f"{re.escape(name)}=" + (_literal(first) if same else "[^&]+"))
    return "&".join(forms)


def _segment(values: Sequence[str], slug_words: int | None, *, dated: bool, digit: bool = False) -> str:
    """One segment of the path, for all its values. dated: the addresses have a date, this segment perhaps a part."""
    kinds = {kind_of(stem_of(value)) for value in values}
    if len(kinds) == 1 and "slug" in next(iter(kinds)):
        return _slugged(values, slug_words)
    if kinds == {"coded"}:
        same = len(set(values)) == 1 and len(values) >= LEAST_MEMBERS and not (dated and _is_month(values[0]))
        return _literal(values[0]) if same else r"[^/]*%[^/]*" if all("%" in value for value in values) else "[^/]+"
    if kinds == {"hex"} and len({ending_of(value) for value in values}) == 1:
        return _hex([stem_of(value) for value in values]) + _literal(ending_of(values[0]))
    stems = [stem_of(value) for value in values]
    if (kinds == {"mixed"} or are_keys(stems)) and len({ending_of(value) for value in values}) == 1:
        return _keyed(stems, digit=digit) + _literal(ending_of(values[0]))
    parted = [runs_of(value) for value in values]
    if len({len(runs) for runs in parted}) > 1:
        return f"[{_signs(values)}]+"
    return "".join(
        _run([runs[i] for runs in parted], firm=_is_firm(parted[0], i, dated=dated), dated=dated)
        for i in range(len(parted[0]))
    )


def _keyed(stems: Sequence[str], *, digit: bool) -> str:
    """Keys of letters and digits, each as likely as another: one may well have no digit, or digits alone."""
    text = "".join(stems)
    found = re.sub(r"\d", "", text)
    letters = "A-Za-z" if re.search("[A-Z]", text) else "a-f" if re.fullmatch("[a-f]{4,}", found) else "a-z"
    # A page of the site has a name in small letters.
    sign = r"[a-z]*[A-Z\d]" if letters == "A-Za-z" else rf"[{letters}]*\d"
    ahead = f"(?={sign})" if digit else ""
    return f"{ahead}[{letters}0-9]{_times(min(map(len, stems)) - 1, max(map(len, stems)) + 1)}"


def _slugged(values: Sequence[str], slug_words: int | None) -> str:
    """A slug with the number before it, the number or key behind it, and its ending."""
    ending = ending_of(values[0])
    stems = [stem_of(value) for value in values]
    front, stems = _taken(FRONT, stems)
    key, stems = _taken(KEY_BEHIND, stems)
    back, stems = ([], stems) if key else _taken(BACK, stems)
    signs = _signs(stems)
    if len(set(stems)) == 1 and len(values) >= LEAST_MEMBERS and (front or back or key):
        text = _literal(stems[0])
    elif slug_words and not (front or back or key):
        inner = signs.removesuffix("-").replace("_", "")
        text = f"[{inner}]+(?:[-_][{inner}]+){{{slug_words - 1},}}"
    else:
        text = f"[{signs}]+"
    head = _digits([one["word"] for one in front]) + _joint(front) if front else ""
    tail = _joint(back) + _digits([one["word"] for one in back]) if back else ""
    tail = _joint(key) + _hex([one["word"] for one in key]) if key else tail
    return head + text + tail + _literal(ending)


def _taken(form: re.Pattern[str], stems: list[str]) -> tuple[list[re.Match[str]], list[str]]:
    """The form's matches and the stems without them, where every stem has one; else nothing and the stems."""
    found = [match for stem in stems if (match := form.search(stem))]
    return (found, [form.sub("", stem) for stem in stems]) if len(found) == len(stems) else ([], stems)


def _joint(found: Sequence[re.Match[str]]) -> str:
    signs = {match["joint"] for match in found}
    return signs.pop() if len(signs) == 1 else "[-_]"


def _hex(values: Sequence[str]) -> str:
    return "[0-9a-f]" + _times(min(map(len, values)), max(map(len, values)))


def _times(low: int, high: int) -> str:
    return f"{{{low}}}" if low == high else f"{{{low},{high}}}"


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\-", "-")


def _signs(values: Iterable[str]) -> str:
    """The class of signs that words of these values are made of."""
    text = "".join(values)
    upper = "A-Z" if re.search("[A-Z]", text) else ""
    others = "".join(sorted(set(re.findall(r"[^A-Za-z\d-]", text))))
    return f"{upper}a-z0-9{re.escape(others)}-"


def _is_firm(runs: Sequence[str], i: int, *, dated: bool) -> bool:
    """True for digits that are a part of a word, such as ``n3`` and ``2025xb``, not of a date, such as ``m11``."""
    before = runs[i - 1].lower() if i else ""
    beside = any(run.isalpha() for run in (before, *runs[i + 1 : i + 2]))
    return beside and not YEAR.fullmatch(runs[i]) and not (dated and before in _DATE_LETTERS)


def _is_month(word: str) -> bool:
    return unquote(word).lower() in MONTHS


def _run(values: Sequence[str], *, firm: bool, dated: bool) -> str:
    """One run of signs for all its values. firm: digits that are a part of a word. A month's name soon is another."""
    same = len(set(values)) == 1
    first = values[0]
    if all(value.isdigit() for value in values):
        return first if same and firm and len(first) <= _FIRM_DIGITS else _digits(values, dated=dated)
    if all(HEX.fullmatch(value) for value in values):
        return _hex(values)
    if same and not (dated and _is_month(first)):
        return _literal(first)
    return f"[{'A-Za-z' if re.search('[A-Z]', ''.join(values)) else 'a-z'}]+"


def _digits(values: Sequence[str], *, dated: bool = False) -> str:
    """Digits as many as were seen; a running number may grow by one, a date and in a dated address its parts not."""
    low, high = min(map(len, values)), max(map(len, values))
    form = _PART_OF_DATE if dated else YEAR
    if all(YEAR.fullmatch(value) for value in values) or all(form.fullmatch(value) for value in values):
        return rf"\d{{{low}}}" if low == high != 1 else r"\d{1,2}"
    eight = low == high == 8 and all(YEAR.match(value) and 1 <= int(value[4:6]) <= 12 for value in values)
    least = 1 if low < high <= _FIRM_DIGITS else low
    return r"\d{8}" if eight else rf"\d{{{least},{high + 1}}}"
