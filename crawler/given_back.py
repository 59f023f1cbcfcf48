"""Memory given back to the machine after something large: what one big answer took would stay with us for the run."""

from __future__ import annotations

import contextlib
import ctypes
import gc

# Bytes of an answer or a page, after which it is worth the milliseconds.
LARGE = 128 * 1024


def give_back_memory() -> None:
    """Return freed memory, where the C library can (glibc)."""
    gc.collect()
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
