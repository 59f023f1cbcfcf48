"""Memory given back to the machine after something large: what one big answer took would stay with us for the run."""

from __future__ import annotations

import contextlib
import ctypes
import gc

# mallopt(3): M_MMAP_THRESHOLD, M_ARENA_MAX.
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8
# Bytes of an answer or a page, after which it is worth the milliseconds.
LARGE = 128 * 1024


def give_back_memory() -> None:
    """Return freed memory, where the C library can (glibc)."""
    gc.collect()
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def own_large_blocks() -> None:
    """Let every large block have a mapping of its own, where the C library can (glibc): it goes back when it is freed.

    Left alone, the library puts blocks on its heap up to the size of the largest one it has seen freed, and what lies
    behind a freed one keeps it; and each thread, of which one runs at a time, gets a heap of its own.
    """
    with contextlib.suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, LARGE)
        library.mallopt(_ARENA_MAX, 1)
