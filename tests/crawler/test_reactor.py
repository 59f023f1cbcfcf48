"""What an errand leaves of the process it ran in."""

from __future__ import annotations

from tests.crawler.alone import alone

SCRIPT = """
import signal
from crawler.reactor import run_errand
from crawler.turns import HostTurns

async def nothing(spider):
    return None

before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
run_errand(nothing, turns=HostTurns(None, None), permitted=frozenset(), contact="https://a.example",
           timeout_seconds=5.0, max_bytes=1000, hosts=1)
print(signal.getsignal(signal.SIGTERM) is signal.SIG_IGN, signal.set_wakeup_fd(-1))
"""


def test_signals_are_as_they_were_and_wake_no_loop_that_is_over() -> None:
    assert alone(SCRIPT) == "True -1\n"
