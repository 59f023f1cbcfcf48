"""What a child process of ours is given: limits, rules, sources, environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLimits:
    """What one page may cost, and what a worker needs to know. seconds: wall and CPU; memory: address space, bytes."""

    terms: Path | None = None
    accept: float | None = None
    review: float | None = None
    seconds: float = 20.0
    memory: int = 2 * 1024**3
    sources: Mapping[str, Source] = field(default_factory=dict)


def child_environment() -> dict[str, str]:
    """The environment of a child of ours: our own packages first, wherever they lie, and text as UTF-8."""
    own = str(Path(__file__).resolve().parent.parent)
    places = dict.fromkeys([own, *(place for place in sys.path if place)])
    own_ways = {"PYTHONPATH": os.pathsep.join(places), "PYTHONUTF8": "1", "PYDANTIC_DISABLE_PLUGINS": "1"}
    return {**os.environ, **own_ways}
