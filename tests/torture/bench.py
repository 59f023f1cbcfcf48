"""A place to try in: lays out a folder, runs a command under one fault, and says what does not hold afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from storage.errors import ArchiveUnusable
from tests.torture.child import ACK
from tests.torture.children import children, left_over
from tests.torture.judge import UNSEEN, lost
from tests.torture.power import Disk, cuts, disk_at
from tests.torture.scenarios import Scenario
from tests.torture.shim import RECORDING, Act, Fault, Op, Recorded, recorded
from tests.torture.smith import Smith
from tests.torture.states import fingerprint
from tests.torture.verdict import Calm, Outcome, Tried, apart, ended_wrongly, left_wrong
from tests.torture.world import MONDAY, World

SECONDS_TO_END = 10.0
# Of what is left and known already, every so many times it is run again all the same.
AGAIN = 20


class Bench:
    """A place with a world, a smith and folders to work in. One try at a time."""

    def __init__(self, place: Path) -> None:
        self.place = place
        place.mkdir(parents=True, exist_ok=True)
        self.smith = Smith()
        self.world = World(place, self.smith)
        self.data = place / "tried"
        self._calm: dict[str, Calm] = {}
        self._outcomes: dict[tuple[str, str], Outcome] = {}
        self._met = 0
        self._warm()

    def close(self) -> None:
        """End it all."""
        self.smith.close()
        self.world.close()

    def calm(self, one: Scenario) -> Calm:
        """Run it undisturbed, once, and note what it does and leaves."""
        if one.name not in self._calm:
            self._begin(one)
            before = self._judged()["acknowledged"]
            self._begin(one)
            began = time.monotonic()
            code, said, _ = self.run(one, RECORDING, 0)
            seconds = time.monotonic() - began
            assert code == 0, said
            operations: list[Recorded] = []
            points, done_before = [], []
            for done in recorded(self.place / "log"):
                if done.op == Op.NAMED:
                    points.append(done)
                    done_before.append(len(operations))
                else:
                    operations.append(done)
            seen = self._judged()
            wrong = seen["wrong"] or lost(seen, before)
            assert not wrong, wrong
            self._calm[one.name] = Calm(operations, points, done_before, seen["state"], before, seconds)
        return self._calm[one.name]

    def try_fault(self, one: Scenario, fault: Fault, at: int, *, fully: bool = False) -> Tried:
        """Put a fault at that operation; look at what is left; run it again; compare.

        fully: run it again even where another fault has left the same, and all held.
        """
        calm = self.calm(one)
        self._begin(one)
        code, said, acked = self.run(one, fault, at)
        fired = [done for done in recorded(self.place / "log") if done.op == Op.FIRED]
        if not fired:
            return Tried(reached=False, wrong=[] if code == 0 else [f"undisturbed, it ended with {code}: {said}"])
        where = f"{fired[0].other} of {Path(fired[0].path).name}"
        ended = [f"{where}: {words}" for words in ended_wrongly(fault, code, said)]
        as_rebuilt = None if fault.act == Act.FAIL else self._as_rebuilt(one, fault, at)
        tried = self._after(one, calm, acked or calm.promised, whole=code == 0, where=where, fully=fully)
        return replace(tried, wrong=ended + tried.wrong, as_rebuilt=as_rebuilt)

    def try_rebuilt(self, one: Scenario, fault: Fault, at: int, *, fully: bool = False) -> Tried:
        """As try_fault with a kill, but what it leaves is rebuilt from the undisturbed run instead of run into."""
        calm = self.calm(one)
        ended = self._ended(one, fault, at)
        if ended is None:
            return Tried(reached=False)
        disk, promised = ended
        self._clear(one)
        disk.as_is(self.data)
        tried = self._after(one, calm, promised, whole=False, where=f"{fault.name} at {at}, rebuilt", fully=fully)
        return replace(tried, spared=True, rebuilt=True)

    def _as_rebuilt(self, one: Scenario, fault: Fault, at: int) -> bool:
        """Whether what a kill left is what is rebuilt of it: not where the run went in another order this time."""
        ended = self._ended(one, fault, at)
        if ended is None:
            return False
        folder, scratch = self.place / "rebuilt", self.place / "looked at"
        shutil.rmtree(folder, ignore_errors=True)
        ended[0].as_is(folder)
        return fingerprint(folder, scratch) == fingerprint(self.data, scratch)

    def _ended(self, one: Scenario, fault: Fault, at: int) -> tuple[Disk, dict[str, Any]] | None:
        """The disk as an end there leaves it, and what was acknowledged; None: only another bench's run did so much."""
        calm = self.calm(one)
        before = calm.changes_before(fault.kinds, at)
        if before is None:
            return None
        done = calm.operations[:before]
        if fault.act == Act.TEAR:
            torn = calm.operations[before]
            done.append(replace(torn, data=torn.data[: len(torn.data) // 2]))
        return disk_at(self.world.folder(one.start), self.data, done), _acked(done) or calm.promised

    def try_cut(self, one: Scenario, number: int, chance: Any, *, fully: bool = False) -> Tried:
        """Cut the power before the operation of that number in the undisturbed run; then as try_fault."""
        calm = self.calm(one)
        places = cuts(calm.operations)
        done = calm.operations[: places[min(number, len(places) - 1)]]
        disk = disk_at(self.world.folder(one.start), self.data, done)
        self._clear(one)
        disk.cut(self.data, chance)
        last = next((op for op in reversed(done) if op.op != Op.MARK), None)
        where = f"power cut after {last.op.name} of {Path(last.path).name}" if last else "power cut at the start"
        promised = _acked(done) or calm.promised
        return self._after(one, calm, promised, whole=False, where=where, fully=fully)

    def try_signal(
        self, one: Scenario, number: int, after: float, *, everyone: bool = True, fully: bool = False
    ) -> Tried:
        """Send a signal so many seconds after the start; then as try_fault. everyone: to the service's children too."""
        calm = self.calm(one)
        self._begin(one)
        sent: list[float] = []

        def send(pid: int) -> None:
            time.sleep(after)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, number)
                sent.append(time.monotonic())
            for child in children(self.place) if everyone and number == signal.SIGKILL else ():
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child, number)

        code, said, acked = self.run(one, None, 0, began=send)
        ended = time.monotonic()
        wrong = [f"a traceback: {said[-2500:]}"] if "Traceback" in said else []
        seconds = ended - sent[0] if sent and number != signal.SIGKILL else 0.0
        if number != signal.SIGKILL:
            wrong += [f"it ended with {code}: {said[-800:]}"] if code not in (0, 128 + number, -number) else []
            wrong += [f"it took {seconds:.1f} s to end"] if seconds > SECONDS_TO_END else []
        wrong += [f"process {child} is left over" for child in left_over(self.place, SECONDS_TO_END)]
        where = f"signal {number} after {after:.2f} s"
        tried = self._after(one, calm, acked or calm.promised, whole=code == 0, where=where, fully=fully)
        return Tried(code != 0, wrong + tried.wrong, tried.spared, seconds=seconds)

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
        for note in (*notes.values(), f"{notes['counted']}.children"):
            # One that is killed before it opens them would leave those of the run before it.
            Path(note).write_bytes(b"")
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
        wrong += [f"process {child} is left over" for child in left_over(self.place, SECONDS_TO_END)]
        seen = self._judged()
        wrong += seen["wrong"] or lost(seen, acked or calm.promised) or apart(one, calm.state, seen["state"])
        return Tried(reached=True, wrong=wrong)

    def try_limit(self, one: Scenario, machine: dict[str, Any], told: str) -> Tried:
        """Run it on a machine that is too small for it: it says so, in these words, and goes on on a larger one."""
        calm = self.calm(one)
        self._begin(one)
        code, said, acked = self.run(one, None, 0, machine=machine)
        wrong = [f"a traceback: {said[-2500:]}"] if "Traceback" in said else []
        if code not in (0, 1, ArchiveUnusable.exit_code) or (code and re.search(told, said) is None):
            wrong.append(f"exit code {code}: {said[-1500:]}")
        tried = self._after(one, calm, acked or calm.promised, whole=code == 0, where=str(machine), fully=True)
        return Tried(reached=code != 0, wrong=wrong + tried.wrong)

    def _begin(self, one: Scenario) -> None:
        """Lay out the folder that the command begins with, and the newsroom's state."""
        before = self.world.folder(one.start)
        self._clear(one)
        shutil.copytree(before, self.data)

    def _clear(self, one: Scenario) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        one.site(self.world.site)
        self._config = self.world.configured(self.data, one.sources)

    def _judged(self) -> dict[str, Any]:
        out, err = self.place / "judged", self.place / "judge.err"
        code = self.smith.run("judge", {"data": str(self.data), "out": str(out), "err": str(err)})
        if code:
            return UNSEEN | {"wrong": [f"the judge ended with {code}: {err.read_text()[-1500:]}"]}
        judged: dict[str, Any] = json.loads(out.read_text())
        return judged

    def _after(
        self, one: Scenario, calm: Calm, promised: dict[str, Any], *, whole: bool, where: str, fully: bool
    ) -> Tried:  # fmt: skip
        """What does not hold of the folder as it lies, and once the command has been run again, undisturbed."""
        # What the service does depends on the second it runs in: no two of its states are the same.
        known = None if one.serves else (one.name, fingerprint(self.data, self.place / "looked at"))
        found = self._outcomes.get(known) if known else None
        self._met += found is not None
        spared = found is not None and not fully and self._met % AGAIN > 0
        if found is None or not spared:
            at_once = self._judged()
            code, said, _ = self.run(one, None, 0, minutes=one.again)
            found = Outcome(at_once, code, said, self._judged())
            if known:
                self._outcomes[known] = found
        wrong = left_wrong(one, calm, promised, found, whole=whole)
        return Tried(reached=True, wrong=[f"{where}: {words}" for words in wrong], spared=spared)

    @property
    def cpu_seconds(self) -> float:
        """What its processes have used, but for this one."""
        used = (Path("/proc") / str(self.smith.pid) / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return sum(int(ticks) for ticks in used[11:15]) / os.sysconf("SC_CLK_TCK")

    @property
    def states(self) -> int:
        """How many different states were met that every fault may leave."""
        return len(self._outcomes)

    def _warm(self) -> None:
        """Let the warm process load and prepare what a command needs, on a folder of its own."""
        data = self.place / "warm"
        shutil.copytree(self.world.folder("twice"), data)
        config = ["--config", str(self.world.configured(data))]
        lines = [["digest", *config], ["check", *config], ["backup", str(data / "copies"), *config]]
        self.smith.warm(data, lines, MONDAY)
        shutil.rmtree(data)


def _acked(done: Sequence[Recorded]) -> dict[str, Any] | None:
    """What was acknowledged last."""
    marks = [mark.path.removeprefix(ACK) for mark in done if mark.op == Op.MARK]
    return json.loads(marks[-1]) if marks else None
