"""A process for tasks: takes one after the other from its input, writes the answers. Started by scheduler.spread.pool.

Frames are a length and a pickle; both ends are ours. The end of the input ends the process in the middle of a task: it
does not outlive its parent, even one that is killed.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import threading
from queue import SimpleQueue
from typing import IO

HEADER = struct.Struct(">Q")


def main() -> None:
    """Serve tasks until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C is for the parent
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What a library prints must not land between two answers.
    os.dup2(2, 1)
    waiting: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_take, args=(tasks, waiting), daemon=True).start()
    while True:
        function, arguments = pickle.loads(waiting.get())  # noqa: S301  the parent wrote it
        try:
            answer = ("done", function(*arguments))
        except Exception as error:
            answer = ("failed", f"{type(error).__name__}: {error}")
        send(answers, pickle.dumps(answer))


def send(stream: IO[bytes], body: bytes) -> None:
    """Write one frame."""
    stream.write(HEADER.pack(len(body)) + body)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Read one frame; None at the end, also in the middle of one."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    length = HEADER.unpack(head)[0]
    body = stream.read(length)
    return body if len(body) == length else None


def _take(tasks: IO[bytes], waiting: SimpleQueue[bytes]) -> None:
    while (raw := receive(tasks)) is not None:
        waiting.put(raw)
    os._exit(0)


if __name__ == "__main__":
    main()
