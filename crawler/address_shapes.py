"""What an address is made of: the kind of each segment of its path, and which addresses are of one form. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from crawler.address_signs import HEX, PAGE_ENDING, SLUG, stem_of

FRONT = re.compile(r"^(?P<word>\d{4,})(?P<joint>[-_])")
BACK = re.compile(r"(?P<joint>[-_])(?P<word>\d{4,})$")
KEY_BEHIND = re.compile(rf"(?P<joint>[-_])(?P<word>{HEX.pattern})$")
Shape = tuple[object, ...]
_WORDY = 12
_MIXED, _MIXED_RUNS = 8, 4
# Keys of letters and digits: how many are to be seen, how short one may be, how far they may differ in length.
_LEAST_KEYS, _SHORTEST_KEY, _KEYS_APART = 4, 3, 2
_RUN = re.compile(r"(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,64}(?![0-9a-zA-Z])|\d+|[A-Za-z]+|[^A-Za-z\d]")


def grouped(paths: Iterable[str]) -> dict[Shape, list[str]]:
    """The paths (with query) by their form. Those that differ only in how a key is mixed are of one form."""
    groups: dict[Shape, list[str]] = {}
    for path in paths:
        groups.setdefault(_shape(path), []).append(path)
    for place in range(max(map(len, groups), default=0)):
        groups = _with_keys(groups, place)
    return groups


def _with_keys(groups: dict[Shape, list[str]], place: int) -> dict[Shape, list[str]]:
    """The groups, those made one that differ in this segment alone, where it holds a key: ``1eef``, ``5107``."""
    alike: dict[Shape, list[Shape]] = {}
    for shape, paths in groups.items():
        here = (*shape[:place], "key", *shape[place + 1 :])
        alike.setdefault(here if all(map(_may_be_key, _stems(paths, place))) else shape, []).append(shape)
    joined: dict[Shape, list[str]] = {}
    for here, shapes in alike.items():
        paths = [path for shape in shapes for path in groups[shape]]
        if len(shapes) > 1 and are_keys(_stems(paths, place)):
            joined[here] = paths
        else:
            joined |= {shape: groups[shape] for shape in shapes}
    return joined


def _stems(paths: Iterable[str], place: int) -> list[str]:
    """The segments at a place of the paths, the last without its ending; empty where a path has none."""
    found = []
    for path in paths:
        segments = path.partition("?")[0].split("/")[1:]
        segment = segments[place] if place < len(segments) else ""
        found.append(stem_of(segment) if place == len(segments) - 1 else segment)
    return found


def _may_be_key(stem: str) -> bool:
    return len(stem) >= _SHORTEST_KEY and stem.isascii() and stem.isalnum() and not stem.isalpha()


def are_keys(stems: Sequence[str]) -> bool:
    """True for words of letters and digits in any order, about as long as one another, each another one."""
    sizes = [len(stem) for stem in stems]
    if len(stems) < _LEAST_KEYS or len(set(stems)) < len(stems) or max(sizes) - min(sizes) > _KEYS_APART:
        return False
    # One order of letters and digits, such as ``b12`` beside ``12``, is that of two running numbers.
    orders = {worded(stem) for stem in stems if not stem.isdigit()}
    return all(map(_may_be_key, stems)) and len(orders) > 1


def ending_of(segment: str) -> str:
    """The ending of a segment that says how its page is made; empty without one."""
    return found[0] if (found := PAGE_ENDING.search(segment)) else ""


def runs_of(segment: str) -> list[str]:
    """A segment parted into runs of digits, of letters, hexadecimal keys, and single signs."""
    return _RUN.findall(segment)


def _shape(path: str) -> Shape:
    """What two addresses must share to be of one form: depth, kind of each segment, ending, names in the query."""
    before, _, query = path.partition("?")
    segments = before.split("/")[1:]
    last = segments[-1] if segments else ""
    ending = ending_of(last)
    return (
        *(kind_of(stem_of(s) if s is last else s) for s in segments),
        ending,
        tuple(name for name, _ in pieces_of(query)),
    )


def pieces_of(query: str) -> list[tuple[str, str | None]]:
    """Name and value of each piece of a query; one without a value (``?article1234``) is told by its letters."""
    parted = [piece.partition("=") for piece in query.split("&") if piece]
    return [(name, value) if sign else (worded(name), None) for name, sign, value in parted]


def kind_of(segment: str) -> str:  # noqa: PLR0911  one way out for each kind
    """What sort of word a segment (without its ending) is."""
    if not segment:
        return "none"
    if segment.isdigit():
        return f"digits{len(segment)}" if len(segment) <= 4 else "digits"
    if "%" in segment or not segment.isascii():
        return "coded"
    if HEX.fullmatch(segment):
        return "hex"
    if segment.isalnum() and _is_mixed(segment):
        return "mixed"
    if re.fullmatch(r"[\d._-]+", segment):
        return re.sub(r"\d", "9", segment)
    number, key = FRONT.search(segment), KEY_BEHIND.search(segment)
    tail = None if key else BACK.search(segment)
    behind = key or tail
    if number or behind:
        middle = segment[number.end() if number else 0 : behind.start() if behind else len(segment)]
        wordy = number or "-" in middle or len(middle) > _WORDY
        return f"{'n' if number else ''}{'slug' if wordy else worded(middle)}{'h' if key else 'n' if tail else ''}"
    if SLUG.fullmatch(segment) or segment.count("-") >= 2:
        return "slug"
    return worded(segment)


def worded(text: str) -> str:
    """Each word as ``a``, each number as ``9``, each long key of letters and digits as ``k``."""
    return re.sub(r"[A-Za-z\d]+", lambda found: "k" if _is_mixed(found[0]) else _parted(found[0]), text)


def _is_mixed(word: str) -> bool:
    return len(word) >= _MIXED and len(re.findall(r"\d+|[A-Za-z]+", word)) >= _MIXED_RUNS


def _parted(word: str) -> str:
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "9", word))
