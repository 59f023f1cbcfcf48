"""The outlet's own stable number, or key, as a pattern with one group: what stays when an article moves. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORMS = (
    (r"(?<![0-9a-z])(\d{5,12})(?![0-9a-z])", r"\d"),
    (r"(?<![0-9a-z])([0-9a-f]{32})(?![0-9a-z])", "[0-9a-f]"),
    (r"\D(\d{5,12})(?![0-9a-z])", r"\d"),
)
# A sum over the address, or who asks for it: another one with the next link to the same page.
_SUM = re.compile(
    r"(?:hash|sum|sign?|signature|token|digest|md5|nonce|session|sid)=[0-9a-f]{32}(?![0-9a-z])", re.IGNORECASE
)
_DAY = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?")


def stable_key(paths: Sequence[str]) -> str | None:
    """A pattern for the last long number (or 32-digit key) of each address; None where one lacks it."""
    paths = [_SUM.sub(lambda found: " " * len(found[0]), path) for path in paths]
    for form, shape in _FORMS:
        found = [[word for word in re.findall(form, path) if not _DAY.fullmatch(word)] for path in paths]
        if not paths or not all(found):
            continue
        keys = [words[-1] for words in found]
        places = [path.rindex(key) for path, key in zip(paths, keys, strict=True)]
        before = {path[at - 1] for path, at in zip(paths, places, strict=True)}
        after = {path[at + len(key) :][:1] for path, key, at in zip(paths, keys, places, strict=True)}
        # Behind a letter only where it is always the same one: other letters may count another series.
        if len(set(keys)) == len(paths) and (len(before) == 1 or not any(sign.isalpha() for sign in before)):
            return f"{_one_of(before)}({shape}{_count(keys, shape)}){_one_of(after)}"
    return None


def _count(keys: Sequence[str], shape: str) -> str:
    """How many signs; a running number may grow by one."""
    low, high = min(map(len, keys)), max(map(len, keys))
    return f"{{{low},{high + 1}}}" if shape == r"\d" else f"{{{low}}}"


def _one_of(signs: set[str]) -> str:
    """A pattern for one of the signs; the empty one is the address's end."""
    real = "".join(sorted(re.escape(sign) for sign in signs if sign))
    if not real:
        return "$"
    one = real.replace(r"\-", "-") if len(signs - {""}) == 1 else f"[{real}]"
    return f"(?:{one}|$)" if "" in signs else one
