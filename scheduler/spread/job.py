"""One task as it is given out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

# Beside the words of scheduler.spread.task: it could not be done, and why.
FAILED = "failed"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """function: of a module of ours. arguments: plain values; they may go over a network. thing: what it is about.

    weight: bytes that it holds in memory on the way, where these are many.
    """

    function: Callable[..., bytes]
    arguments: tuple[Any, ...]
    thing: T
    weight: int = 0
