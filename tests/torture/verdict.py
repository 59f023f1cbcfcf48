"""What does not hold of a try, said in words: of how it ended, of what it left, and of running it again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from storage.errors import AlreadyRunning, ArchiveUnusable
from tests.torture.judge import differences, lost
from tests.torture.scenarios import Scenario
from tests.torture.shim import Fault, Recorded

# What a person is told of a fault: that the disk is full, or that it reports an error; and where.
TOLD = {
    "disk full": re.compile(r"disk is full|No space left|free space", re.IGNORECASE),
    "I/O error": re.compile(r"disk reports|I/O error|Input/output error|is damaged|cannot be (?:read|opened|written)"),
}
KILLED = -9


@dataclass
class Calm:
    """An undisturbed run: what it changed, what it left, and what the folder had promised before it.

    points: all its operations, reading and opening among them, where faults can be put; before: how many of the changes
    were done before each.
    """

    operations: list[Recorded]
    points: list[Recorded]
    before: list[int]
    state: dict[str, Any]
    promised: dict[str, Any]
    seconds: float

    def changes_before(self, kinds: int, at: int) -> int | None:
        """How many changes are done before the operation of these kinds and that number, from 1; None: it has fewer."""
        found = [many for many, point in zip(self.before, self.points, strict=True) if point.inode & kinds]
        return found[at - 1] if at <= len(found) else None


@dataclass
class Tried:
    """One try: whether the fault came, and what did not hold (empty: all did).

    spared: not all of it was done: what it left was known and not run again, or was rebuilt. as_rebuilt: whether what a
    kill left is what would have been rebuilt of it; None where nobody looked. seconds: from a signal to the end.
    """

    reached: bool
    wrong: list[str] = field(default_factory=list)
    spared: bool = False
    rebuilt: bool = False
    as_rebuilt: bool | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a folder was as a fault left it, how the command ended that was run again there, and what was then there."""

    at_once: dict[str, Any]
    code: int
    said: str
    later: dict[str, Any]


def ended_wrongly(fault: Fault, code: int, said: str) -> list[str]:
    """What is wrong with the end of a run that met a fault."""
    wrong = [f"a traceback: {said[-2500:]}"] if "Traceback" in said else []
    if not fault.error:
        return wrong if code == KILLED else [*wrong, f"it ended with {code}, not by the kill"]
    if code not in (0, 1, ArchiveUnusable.exit_code, AlreadyRunning.exit_code):
        wrong.append(f"exit code {code}: {said[-800:]}")
    told = next(words for name, words in TOLD.items() if fault.name.startswith(name))
    if code != 0 and told.search(said) is None:
        wrong.append(f"exit code {code}, and not a word of it: {said[-800:]}")
    return wrong


def left_wrong(one: Scenario, calm: Calm, promised: dict[str, Any], found: Outcome, *, whole: bool) -> list[str]:
    """What does not hold of what is left. promised: what was acknowledged; whole: it had said that all went well."""
    wrong = [f"at once: {words}" for words in _not_held(found.at_once, promised)]
    if whole and not wrong:
        # A success is one: what was to be done is there, before anything is done again.
        wrong += [f"it said well, but {words}" for words in apart(one, calm.state, found.at_once["state"])]
    if found.code != 0 or "Traceback" in found.said:
        wrong.append(f"run again, it ended with {found.code}: {found.said[-1500:]}")
    not_held = _not_held(found.later, promised)
    wrong += [f"run again: {words}" for words in not_held]
    wrong += [f"run again, {name} is still there" for name in found.later["drafts"]]
    if not not_held:
        wrong += [f"run again: {words}" for words in apart(one, calm.state, found.later["state"])]
    return wrong


def apart(one: Scenario, state: dict[str, Any] | None, other: dict[str, Any] | None) -> list[str]:
    """Where two states differ in what two runs of the scenario agree on."""
    return differences(_compared(one, state), _compared(one, other))


def _compared(one: Scenario, state: dict[str, Any] | None) -> dict[str, Any] | None:
    if state is None or not one.serves:
        return state
    editions = [{**row, "hash": None} for row in state["editions"]]
    return {**state, "editions": editions, "digests": dict.fromkeys(state["digests"])}


def _not_held(seen: dict[str, Any], promised: dict[str, Any]) -> list[str]:
    return [*seen["wrong"], *lost(seen, promised)]
