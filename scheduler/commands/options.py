"""What the sub-commands share: their common options, and the settings these lead to.

``@data_option`` gives ``data: Path | None``, ``@config_option`` ``config: Path | None``, ``@json_option(shape)``
``as_json: bool``, ``@now_option`` ``now: datetime | None``; hand them to open_settings. Nothing heavy is imported here.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.clock import Clock, demo_clock
from scheduler.clock import now as real_now
from storage.errors import NotFound, UsageError
from storage.times import in_utc

if TYPE_CHECKING:
    from crawler.catalogue import Catalogue
    from crawler.peacekeeping.relevance import Relevance
    from crawler.run import RelevanceFiles
    from crawler.worker_limits import WorkerLimits
    from scheduler.config import Config
    from storage.archive import Archive

ARCHIVE_FILE = "archive.db"
# Where thousands of source files are remembered as they were read.
REMEMBERED = Path("locks") / "sources.json"
# So many outlets are named in a message.
NAMED = 5
# C0 but tab and newline, DEL, C1, the marks that turn the direction of text, lone surrogates.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""The text with control and direction characters written out (``\x1b``): safe to print to a terminal."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def echo_json(value: Any) -> None:
    """Print one JSON value on a line of its own to standard output."""
    click.echo(json.dumps(value, ensure_ascii=not _speaks_unicode()))


def say(text: str) -> None:
    """Print talk, not data: to standard error, control characters made visible."""
    click.echo(visible(text), err=True)


def _speaks_unicode() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"


class Moment(click.ParamType[datetime]):
    """An instant with its zone, ``2026-10-05T08:00:00Z``."""

    name = "moment"
    such_as = "time such as 2026-10-05T08:00:00Z"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read ISO 8601; a time without a zone is refused."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no {self.such_as}", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no zone; write it as 2026-10-05T08:00:00Z", param, ctx)
        try:
            return in_utc(moment)
        except ValueError:
            self.fail(f"{value!r} lies outside the years that can be told", param, ctx)


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

data_option: Decorator = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The data folder (else BLUEWATCH_DATA, the configuration's, the platform's).",
)
config_option: Decorator = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The configuration (else BLUEWATCH_CONFIG, ./bluewatch.toml, the user's).",
)


def json_option(shape: str) -> Decorator:
    """The option ``--json``, whose help says what is printed."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print JSON for programs: {shape}.")


now_option: Decorator = click.option(
    "--now", type=Moment(), metavar="TIME", help="Start the clock at this time; only for the data of a demo."
)


class Settings:
    """What a command works with. Catalogue and relevance rules are read when first asked for.

    now: the clock to hand on; demo: it is a demo's clock, which children must be told of.
    """

    def __init__(self, config: Config, data: Path, now: Clock, *, demo: bool = False) -> None:
        self.config = config
        self.data = data
        self.now = now
        self.demo = demo

    def with_clock(self, now: Clock) -> Settings:
        """The same settings with a clock that runs already."""
        return Settings(self.config, self.data, now, demo=self.demo or now is not real_now)

    def with_config(self, config: Config) -> Settings:
        """The same settings with another configuration; what was read of the former one is read anew."""
        return Settings(config, self.data, self.now, demo=self.demo)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The declared sources: the packaged ones and the operator's own."""
        from crawler.catalogue import load_catalogue

        return load_catalogue(self.config.sources_folder, self.config.packaged, remembered=self.data / REMEMBERED)

    def take_what_is_right(self) -> tuple[str, ...]:
        """Let the catalogue be that of the source files without a mistake; the mistakes of the others."""
        from crawler.catalogue import load_catalogue

        told: list[str] = []
        self.catalogue = load_catalogue(
            self.config.sources_folder, self.config.packaged, remembered=self.data / REMEMBERED, told=told
        )
        return tuple(told)

    def no_outlet(self, *slugs: str) -> NotFound:
        """The error that nobody declares these sources, with the one that may be meant."""
        from crawler.mistakes import nearest

        near = nearest(slugs[0], self.catalogue)
        return NotFound(f"no such outlet: {', '.join(slugs)}{near} (`bluewatch sources list` names them)")

    def catalogue_of(self, slugs: Sequence[str]) -> Catalogue:
        """The catalogue as far as these sources go, where a service has found every file right; else all of it."""
        from crawler.catalogue import load_catalogue
        from scheduler.config import TAKEN_VARIABLE

        if not slugs or TAKEN_VARIABLE not in os.environ:
            return self.catalogue
        return load_catalogue(self.config.sources_folder, self.config.packaged, only=slugs)

    @cached_property
    def relevance(self) -> Relevance:
        """The relevance rules of the configuration."""
        from crawler.peacekeeping.rules import load_relevance

        rules = self.config.relevance
        return load_relevance(rules.terms, accept=rules.accept, review=rules.review)

    def check_rules(self) -> None:
        """Tell a mistake in the operator's own rules before they are needed. Raises ConfigurationError."""
        rules = self.config.relevance
        if (rules.terms, rules.accept, rules.review) != (None, None, None):
            from crawler.peacekeeping.rules import load_terms

            load_terms(rules.terms, rules.accept, rules.review)

    def check_clock(self) -> None:
        """Refuse to fetch under a clock that cannot be right: every date of an article would lie in its future.

        What comes in so has no date, is in no digest, and is not read again. Raises UsageError.
        """
        from scheduler.plan import clock_doubt

        if not self.demo and (doubt := clock_doubt(self.now(), None)):
            raise UsageError(f"nothing is fetched: {doubt}; set the machine's clock")

    @property
    def relevance_files(self) -> RelevanceFiles:
        """The same, as crawler.run.crawl wants it."""
        from crawler.run import RelevanceFiles

        rules = self.config.relevance
        return RelevanceFiles(terms=rules.terms, accept=rules.accept, review=rules.review)

    def worker_limits(self) -> WorkerLimits:
        """What parsing children are told outside a crawl: rules, all sources, and what one page may cost."""
        from crawler.worker_limits import WorkerLimits

        rules, crawl = self.config.relevance, self.config.crawl
        memory = {} if crawl.parse_bytes is None else {"memory": crawl.parse_bytes}
        return WorkerLimits(
            terms=rules.terms, accept=rules.accept, review=rules.review, seconds=crawl.parse_seconds,
            sources=dict(self.catalogue), **memory,
        )  # fmt: skip

    def archive(self, *, create: bool = False, read_only: bool = False) -> Archive:
        """Open the archive of the data folder; use it in a with statement. Raises ArchiveUnusable."""
        from storage.archive import Archive

        return Archive.open(self.data, create=create, read_only=read_only)


def open_settings(config: Path | None, data: Path | None, now: datetime | None = None) -> Settings:
    """Read the configuration and settle the data folder and the clock.

    Raises ConfigurationError, and UsageError where ``now`` is given for data that are no demo's.
    """
    from scheduler.config import data_folder, load_config

    read = load_config(config)
    folder = data_folder(data, read)
    if now is None:
        return Settings(read, folder, real_now)
    if not _is_demo(folder):
        raise UsageError(f"--now is only for the data of a demo (`bluewatch demo` makes them), which {folder} are not")
    return Settings(read, folder, demo_clock(now), demo=True)


def _is_demo(folder: Path) -> bool:
    from storage.archive import Archive

    if not (folder / ARCHIVE_FILE).is_file():
        return False
    with Archive.open(folder, read_only=True) as archive:
        return bool(archive.ledger.meta_get("demo") == "1")


def unknown_outlets(pages: Mapping[str, int]) -> str:
    """Outlets without a source file, and how many stored pages are theirs, in words. pages: by slug, not empty."""
    names = ", ".join([*list(pages)[:NAMED], *(["..."] if len(pages) > NAMED else [])])
    outlets = "1 outlet has" if len(pages) == 1 else f"{len(pages):,} outlets have"
    stored = sum(pages.values())
    return f"{outlets} no source file here ({names}): {stored:,} stored page{'' if stored == 1 else 's'} of theirs"
