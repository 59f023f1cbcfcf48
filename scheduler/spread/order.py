"""What every task of one work is told: limits, rules and sources. By value: a worker may share no disk with us."""

from __future__ import annotations

import json
import pickle
import zlib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.spread.stamp import stamp_of_here
from storage.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.source import Source
    from scheduler.commands.options import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """terms: the content of the user's terms file. seconds, memory: what one page may cost. sources: by slug."""

    terms: bytes | None
    accept: float | None
    review: float | None
    seconds: float
    memory: int
    sources: Mapping[str, Source]

    @property
    def key(self) -> str:
        """Names installation, rules and sources: the same key, the same readings."""
        forms = {slug: source.model_dump(mode="json") for slug, source in self.sources.items()}
        told = (stamp_of_here(), self.terms, self.accept, self.review, self.seconds, self.memory)
        return sha256(f"{told!r}{json.dumps(forms, sort_keys=True, default=repr)}".encode()).hexdigest()[:16]

    def packed(self) -> bytes:
        """The order as bytes, some 10 kB; order_of() reads them in an installation with the same stamp."""
        return zlib.compress(pickle.dumps(self))


def order_of(packed: bytes) -> Order:
    """The order of its bytes."""
    order = pickle.loads(zlib.decompress(packed))  # noqa: S301  by a coordinator, who may run what he likes here anyway
    assert isinstance(order, Order)  # noqa: S101
    return order


def order_for(settings: Settings) -> Order:
    """The order by the configuration as it is now. Raises ConfigurationError."""
    rules, limits = settings.config.relevance, settings.worker_limits()
    try:
        terms = None if rules.terms is None else Path(rules.terms).read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{rules.terms}: cannot be read ({error.strerror})") from error
    return Order(
        terms=terms,
        accept=limits.accept,
        review=limits.review,
        seconds=limits.seconds,
        memory=limits.memory,
        sources=limits.sources,
    )
