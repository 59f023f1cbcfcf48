"""Two histories of one article as one: their states in the order in which they were seen, no state twice. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from storage.article_rows import compared_state
from storage.findings import Finding
from storage.revisions import differences

# (address of its page or empty, time of fetching, digest): names a capture in any archive.
CaptureKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of an article. content: its columns of revisions but article_id, number, seen_at and changes.

    mine: it stands in the archive that is joined into.
    """

    seen_at: str
    content: Mapping[str, Any]
    captures: tuple[CaptureKey, ...]
    mine: bool
    rules: str | None = None
    findings: tuple[tuple[str, Finding], ...] = ()
    # Of a state that both have: the findings in the other archive.
    others: tuple[tuple[str, Finding], ...] = ()


def joined(ours: Sequence[State], theirs: Sequence[State]) -> list[State]:
    """Both histories as one. It is the same whichever is ours, but for readings by code of different age."""
    tagged = [(state.seen_at, _text(state), n, state) for n, state in enumerate((*ours, *theirs))]
    result: list[State] = []
    for _, _, _, state in sorted(tagged, key=lambda one: one[:3]):
        if result and _same(result[-1], state):
            result[-1] = _one(result[-1], state)
        else:
            result.append(state)
    return result


def is_same(one: Sequence[State], other: Sequence[State]) -> bool:
    """True where two histories have the same states, times and captures."""
    return [(state.seen_at, _text(state), frozenset(state.captures)) for state in one] == [
        (state.seen_at, _text(state), frozenset(state.captures)) for state in other
    ]


def _same(one: State, other: State) -> bool:
    """The same bytes are one state, however they were read."""
    if set(one.captures) & set(other.captures):
        return True
    return not differences(compared_state(one.content), compared_state(other.content))


def _one(earlier: State, later: State) -> State:
    kept, left = (later, earlier) if later.mine and not earlier.mine else (earlier, later)
    captures = (*kept.captures, *(key for key in left.captures if key not in kept.captures))
    others = left.findings if kept.mine and not left.mine else kept.others
    return replace(kept, seen_at=earlier.seen_at, captures=captures, others=others)


def _text(state: State) -> str:
    return f"{state.content['title'] or ''}\n{state.content['body']}"
