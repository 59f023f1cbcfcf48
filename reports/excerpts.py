"""The sentence round some words of a text. Pure."""

from __future__ import annotations

import re

# Where a sentence may end: its stop, with what closes it, before a blank; a Chinese stop needs none.
_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s)|[。！？][”’」』）]*|\n")
# "Jan. 5", "Gen. Doe", "No. 4", "U.S. troops" end no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Brig|Capt|Sgt|No|St|vs"
    r"|approx))\.$"
)
LONGEST = 400


def sentence(text: str, start: int, end: int, *, longest: int = LONGEST) -> str:
    """The sentence that holds text[start:end], on one line; cut with an ellipsis round the words where it is longer."""
    first, last = 0, len(text)
    for found in _END.finditer(text):
        stop = found.end()
        if found[0].startswith(".") and _ABBREVIATED.search(text, max(0, stop - 8), stop):
            continue
        if stop <= start:
            first = stop
        elif stop >= end:
            last = stop
            break
    before, after = "", ""
    if last - first > longest:
        room = max(0, longest - (end - start)) // 2
        cut_first, cut_last = max(first, start - room), min(last, end + room)
        before, after = ("…" if cut_first > first else ""), ("…" if cut_last < last else "")
        first, last = cut_first, cut_last
    return before + " ".join(text[first:last].split()) + after
