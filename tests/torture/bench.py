"""A place to try in: lays out a folder, runs a command under one fault, and says what does not hold afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage.errors import AlreadyRunning, ArchiveUnusable
from tests.torture.child import ACK
from tests.torture.judge import differences
from tests.torture.power import cuts, disk_at
from tests.torture.scenarios import Scenario
from tests.torture.shim import FAULTS, RECORDING, Fault, Kind, Op, Recorded, recorded
from tests.torture.smith import Smith
from tests.torture.world import World

# What a person is told of a fault: that the disk is full, or that it reports an error; and where.
TOLD = {
    "disk full": re.compile(r"disk is full|No space left|free space", re.IGNORECASE),
    "I/O error": re.compile(r"disk reports|I/O error|Input/output error|is damaged|cannot be (?:read|opened|written)"),
}
SECONDS_TO_END = 10.0
NOTHING: dict[str, Any] = {"states": [], "captures": [], "editions": []}


@dataclass
class Calm:
    """An undisturbed run: its operations, what it left, and what the folder had promised before it."""

    operations: list[Recorded]
    state: dict[str, Any]
    promised: dict[str, Any]
    seconds: float

    def points(self, fault: Fault) -> int:
        """At how many operations this fault can be put. What reading and opening add is counted by the run itself."""
        kinds = {
            Op.CREATE: Kind.CREATE, Op.WRITE: Kind.WRITE, Op.TRUNCATE: Kind.TRUNCATE, Op.SYNC: Kind.SYNC,
            Op.RENAME: Kind.NAME, Op.LINK: Kind.NAME, Op.MKDIR: Kind.NAME, Op.UNLINK: Kind.REMOVE,
            Op.RMDIR: Kind.REMOVE,
        }  # fmt: skip
        return sum(1 for done in self.operations if kinds.get(done.op, Kind(0)) & fault.kinds)


@dataclass
class Tried:
    """One try: whether the fault came, and what did not hold (empty: all did)."""

    reached: bool
    wrong: list[str] = field(default_factory=list)


class Bench:
    """A place with a world, a smith and folders to work in. One try at a time."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir(parents=True, exist_ok=True)
        self.smith = Smith()
        self.world = World(place, self.smith)
        self.data = place / "tried"
        self._calm: dict[str, Calm] = {}
        self._reads: dict[tuple[str, str], int] = {}

    def close(self) -> None:
        """End the warm process and the site."""
        self.smith.close()
        self.world.close()

    def calm(self, one: Scenario) -> Calm:
        """Run it undisturbed, once, and note what it does and leaves."""
        if one.name not in self._calm:
            self._begin(one)
            before = self._judged(NOTHING)["acknowledged"]
            self._begin(one)
            began = time.monotonic()
            code, said, _ = self.run(one, RECORDING, 0)
            seconds = time.monotonic() - began
            assert code == 0, said
            operations = list(recorded(self.place / "log"))
            seen = self._judged(before)
            assert not seen["wrong"], seen["wrong"]
            self._calm[one.name] = Calm(operations, seen["state"], before, seconds)
        return self._calm[one.name]

    def points(self, one: Scenario, fault: Fault) -> int:
        """The number of operations at which this fault can be put, reading and opening among them."""
        if not fault.kinds & (Kind.READ | Kind.OPEN):
            return self.calm(one).points(fault)
        if (one.name, fault.name) not in self._reads:
            self._begin(one)
            counting = Fault("counting", fault.kinds, FAULTS["kill"].act)
            self.run(one, counting, 0)
            self._reads[one.name, fault.name] = int((self.place / "counted").read_text())
        return self._reads[one.name, fault.name]

    def try_fault(self, one: Scenario, fault: Fault, at: int) -> Tried:
        """Put a fault at that operation; look at what is left; run it again; compare."""
        calm = self.calm(one)
        self._begin(one)
        code, said, acked = self.run(one, fault, at)
        fired = [done for done in recorded(self.place / "log") if done.op == Op.FIRED]
        if not fired:
            return Tried(reached=False, wrong=[] if code == 0 else [f"undisturbed, it ended with {code}: {said}"])
        where = f"{fired[0].other} of {Path(fired[0].path).name}"
        wrong = self._ended_wrongly(fault, code, said)
        promised = acked or calm.promised
        # A success is one: what was to be done is there, before anything is done again.
        wrong += self._after(one, calm, promised, whole=code == 0, where=where)
        return Tried(reached=True, wrong=wrong)

    def try_cut(self, one: Scenario, number: int, chance: Any) -> Tried:
        """Cut the power before the operation of that number in the undisturbed run; then as try_fault."""
        calm = self.calm(one)
        done = calm.operations[: cuts(calm.operations)[number]]
        acked = [json.loads(mark.path.removeprefix(ACK)) for mark in done if mark.op == Op.MARK]
        disk = disk_at(self.world.folder(one.start), self.data, done)
        self._clear(one)
        disk.cut(self.data, chance)
        last = next((op for op in reversed(done) if op.op != Op.MARK), None)
        where = f"power cut after {last.op.name} of {Path(last.path).name}" if last else "power cut at the start"
        promised = acked[-1] if acked else calm.promised
        return Tried(reached=True, wrong=self._after(one, calm, promised, whole=False, where=where))

    def try_signal(self, one: Scenario, number: int, after: float, *, everyone: bool = True) -> Tried:
        """Send a signal so many seconds after the start; then as try_fault. everyone: to the service's children too."""
        calm = self.calm(one)
        self._begin(one)
        sent: list[float] = []

        def send(pid: int) -> None:
            time.sleep(after)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, number)
                sent.append(time.monotonic())
            for child in self._children() if everyone and number == signal.SIGKILL else ():
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child, number)

        code, said, acked = self.run(one, None, 0, began=send)
        ended = time.monotonic()
        wrong = [f"a traceback: {said[-2500:]}"] if "Traceback" in said else []
        if number != signal.SIGKILL:
            wrong += [f"it ended with {code}: {said[-800:]}"] if code not in (0, 128 + number, -number) else []
            wrong += [f"it took {ended - sent[0]:.1f} s to end"] if sent and ended - sent[0] > SECONDS_TO_END else []
        wrong += [f"process {child} is left over" for child in self._left_over()]
        where = f"signal {number} after {after:.2f} s"
        wrong += self._after(one, calm, acked or calm.promised, whole=code == 0, where=where)
        return Tried(reached=code != 0, wrong=wrong)

    def run(
        self,
        one: Scenario,
        fault: Fault | None,
        at: int,
        *,
        minutes: int = 0,
        began: Callable[[int], None] | None = None,
        machine: dict[str, Any] | None = None,
    ) -> tuple[int, str, dict[str, Any] | None]:
        """Run its command in the data folder: exit code, all it printed, and what it had acknowledged last.

        machine: limits and variables that it meets there (child.py).
        """
        notes = {name: str(self.place / name) for name in ("log", "acks", "out", "err", "counted")}
        job = {
            "words": [*(word.format(data=self.data) for word in one.words), "--config", str(self._config)],
            "folder": str(self.data),
            "now": one.later(minutes),
            "stands": one.stands,
            "fault": None if fault is None else [fault.name, fault.kinds, fault.act, fault.error, fault.lasting],
            "at": at,
            "machine": machine,
        }
        code = self.smith.run("command", {**job, **notes}, began=began)
        said = "".join(Path(notes[name]).read_text("utf-8", "replace") for name in ("out", "err"))
        lines = [line for line in Path(notes["acks"]).read_text("utf-8").splitlines() if line.endswith("}")]
        return code, said, json.loads(lines[-1]) if lines else None

    def try_run(self, one: Scenario, machine: dict[str, Any] | None = None) -> Tried:
        """Run it undisturbed from its beginning: it must end well and leave what every such run leaves."""
        calm = self.calm(one)
        self._begin(one)
        code, said, acked = self.run(one, None, 0, machine=machine)
        wrong = [f"it ended with {code}: {said[-2500:]}"] if code != 0 or "Traceback" in said else []
        wrong += [f"process {child} is left over" for child in self._left_over()]
        seen = self._judged(acked or calm.promised)
        wrong += seen["wrong"] or differences(self._compared(one, calm.state), self._compared(one, seen["state"]))
        return Tried(reached=True, wrong=wrong)

    def try_limit(self, one: Scenario, machine: dict[str, Any], told: str) -> Tried:
        """Run it on a machine that is too small for it: it says so, in these words, and goes on on a larger one."""
        calm = self.calm(one)
        self._begin(one)
        code, said, acked = self.run(one, None, 0, machine=machine)
        wrong = [f"a traceback: {said[-2500:]}"] if "Traceback" in said else []
        if code not in (0, 1, ArchiveUnusable.exit_code) or (code and re.search(told, said) is None):
            wrong.append(f"exit code {code}: {said[-1500:]}")
        wrong += self._after(one, calm, acked or calm.promised, whole=code == 0, where=str(machine))
        return Tried(reached=code != 0, wrong=wrong)

    def _children(self) -> list[int]:
        """The children that the service has started, in groups of their own."""
        try:
            return [int(line) for line in (self.place / "counted.children").read_text().split()]
        except FileNotFoundError:
            return []

    def _left_over(self) -> list[int]:
        """Children that are still there long after their service is not."""
        until = time.monotonic() + SECONDS_TO_END
        while (alive := [pid for pid in self._children() if _runs(pid)]) and time.monotonic() < until:
            time.sleep(0.05)
        return alive

    def _compared(self, one: Scenario, state: dict[str, Any]) -> dict[str, Any]:
        """What two runs of it agree on."""
        if not one.serves:
            return state
        editions = [{**row, "hash": None} for row in state["editions"]]
        return {**state, "editions": editions, "digests": dict.fromkeys(state["digests"])}

    def _begin(self, one: Scenario) -> None:
        """Lay out the folder that the command begins with, and the newsroom's state."""
        before = self.world.folder(one.start)
        self._clear(one)
        shutil.copytree(before, self.data)

    def _clear(self, one: Scenario) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        one.site(self.world.site)
        self._config = self.world.configured(self.data)

    def _judged(self, promised: dict[str, Any]) -> dict[str, Any]:
        out, err = self.place / "judged", self.place / "judge.err"
        code = self.smith.run("judge", {"data": str(self.data), "promised": promised, "out": str(out), "err": str(err)})
        if code:
            wrong = [f"the judge ended with {code}: {err.read_text()[-1500:]}"]
            return {"wrong": wrong, "state": None, "drafts": []}
        judged: dict[str, Any] = json.loads(out.read_text())
        return judged

    def _ended_wrongly(self, fault: Fault, code: int, said: str) -> list[str]:
        wrong = [f"a traceback: {said[-2500:]}"] if "Traceback" in said else []
        if not fault.error:
            return wrong if code == -9 else [*wrong, f"it ended with {code}, not by the kill"]
        if code not in (0, 1, ArchiveUnusable.exit_code, AlreadyRunning.exit_code):
            wrong.append(f"exit code {code}: {said[-800:]}")
        told = next(words for name, words in TOLD.items() if fault.name.startswith(name))
        if code != 0 and told.search(said) is None:
            wrong.append(f"exit code {code}, and not a word of it: {said[-800:]}")
        return wrong

    def _after(
        self, one: Scenario, calm: Calm, promised: dict[str, Any], *, whole: bool, where: str
    ) -> list[str]:  # fmt: skip
        """What does not hold of the folder as it lies, and once the command has been run again, undisturbed."""
        seen = self._judged(promised)
        wrong = [f"at once: {words}" for words in seen["wrong"]]
        if whole and not wrong:
            wrong += [
                f"it said well, but {words}"
                for words in differences(self._compared(one, calm.state), self._compared(one, seen["state"]))
            ]
        code, said, _ = self.run(one, None, 0, minutes=one.again)
        if code != 0 or "Traceback" in said:
            wrong.append(f"run again, it ended with {code}: {said[-1500:]}")
        seen = self._judged(promised)
        wrong += [f"run again: {words}" for words in seen["wrong"]]
        wrong += [f"run again, {name} is still there" for name in seen["drafts"]]
        if not seen["wrong"]:
            wrong += [
                f"run again: {words}"
                for words in differences(self._compared(one, calm.state), self._compared(one, seen["state"]))
            ]
        return [f"{where}: {words}" for words in wrong]


def _runs(pid: int) -> bool:
    """Whether a process is there; one that has ended and waits to be reaped is not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
