"""The peak memory of the process itself; imports nothing, so that every environment can run it."""

from __future__ import annotations


def peak_mb() -> float:
    """The largest resident set since the process began its program, in MB (2^20 bytes). Linux only.

    The kernel's VmHWM: ru_maxrss keeps what the parent held when it started the program.
    """
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024
