"""bluewatch.toml: found, read and checked once into frozen values that are passed down.

A mistake is told with file, line, key, what was found and what is allowed; all mistakes at once.
"""

from __future__ import annotations

import os
import tomllib
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

import platformdirs
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from scheduler.config_backfill import BackfillSection
from scheduler.config_delivery import AlertRow, DeliverRow, ProfileRow, faults_between
from scheduler.config_mistakes import key_of, line_of, mistakes_of
from scheduler.config_section import PathText, Section
from scheduler.config_service import BackupSection, LogSection, ServiceSection
from scheduler.config_words import check_contact, check_every, check_site, check_weekly, check_zone
from scheduler.schedule import Weekly, parse_every, parse_weekly
from storage.errors import ConfigurationError

if TYPE_CHECKING:
    from crawler.run import CrawlOptions

FILE_NAME = "bluewatch.toml"
CONFIG_VARIABLE, DATA_VARIABLE = "BLUEWATCH_CONFIG", "BLUEWATCH_DATA"
# The service's children read the copies that it took over (scheduler.taken), whatever the operator writes meanwhile.
TAKEN_VARIABLE, TAKEN_SOURCES, TAKEN_TERMS = "BLUEWATCH_TAKEN", "sources", "terms.toml"
NO_CONTACT = """no contact is set, and a crawl without one is refused: the outlets' operators must be able to reach \
whoever runs this crawler. Write a mail address or a web page into [crawl] contact of bluewatch.toml, \
or let `bluewatch init --contact you@your.domain` do it"""

# TOML gives a list, and a frozen value holds a tuple.
Listed = BeforeValidator(lambda given: tuple(given) if isinstance(given, list) else given)
Packaged = Annotated[
    Literal["all", "none"] | tuple[str, ...],
    Listed,
]
Threshold = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class DataSection(Section):
    """[data] folder: where the archive lies, relative to the file."""

    folder: PathText | None = None
    """Where archive, raw pages and digests lie; else the platform's place."""


class SourcesSection(Section):
    """[sources] folder of the operator's own source files; packaged: which of ours are followed."""

    folder: PathText | None = None
    """Your own source files, beside the configuration; a slug of ours is replaced."""
    packaged: Packaged = "all"
    """Which of the packaged sources are followed: `all`, `none` or a list of slugs."""


class CrawlSection(Section):
    """[crawl]: the contact and the limits of one run of one source, named as crawler.run.CrawlOptions names them."""

    contact: Annotated[str, AfterValidator(check_contact)] | None = None
    """Mail or web address of whoever runs this crawler; it stands in the User-Agent. A crawl without one is refused."""
    gap_seconds: float = Field(default=5, ge=0, le=3600)
    """Seconds between two requests to one host; a source file may set its own."""
    timeout_seconds: float = Field(default=30, gt=0, le=600)
    """Seconds for one whole answer."""
    max_bytes: int = Field(default=10 * 1024 * 1024, ge=1024, le=1024**3)
    """Largest answer, after decompression."""
    pages_per_run: int = Field(default=500, ge=1, le=100_000)
    """New articles asked for in one run of one source."""
    per_pattern: int = Field(default=200, ge=1, le=100_000)
    """Of these, at most so many of one address pattern (a trap names itself)."""
    parse_seconds: float = Field(default=20, gt=0, le=600)
    """Seconds to read one page."""
    parse_bytes: int | None = Field(default=None, ge=64 * 1024 * 1024, le=64 * 1024**3)
    """Memory to read one page; default: a bound of the worker."""
    rechecks_per_run: int = Field(default=100, ge=0, le=100_000)
    """Kept articles asked for again in one run of one source."""
    listing_pages: int = Field(default=10, ge=1, le=10_000)
    """Pages of a listing a walk back reads at most."""
    browser: str | None = None
    """Path or name of Chromium, for sources with `fetch = "browser"`; default: the first that is found."""


class ScheduleSection(Section):
    """[schedule]: when, in words; the zone counts for the digest's weekday and hour."""

    zone: Annotated[str, AfterValidator(check_zone)] = "UTC"
    """IANA zone in which the digest's weekday and hour count."""
    digest: Annotated[str, AfterValidator(check_weekly)] = "monday 06:00"
    """When the digest of the finished week is written."""
    crawl: Annotated[str, AfterValidator(check_every)] = "every 6 hours"
    """How often a listing is visited, on average over all outlets."""
    by: Literal["news", "interval"] = "news"
    """`news`: an outlet that gives more is visited more often, at its hours; `interval`: all of them alike."""

    @cached_property
    def weekly(self) -> Weekly:
        """The digest's weekday and time."""
        return parse_weekly(self.digest)

    @cached_property
    def interval(self) -> timedelta:
        """The time between two visits of a listing."""
        return parse_every(self.crawl)

    @cached_property
    def zone_info(self) -> ZoneInfo:
        """The zone itself."""
        return ZoneInfo(self.zone)


class RelevanceSection(Section):
    """[relevance]: an own terms file, and thresholds over those that the terms file gives."""

    terms: PathText | None = None
    """A terms file of your own in place of the packaged one."""
    accept: Threshold | None = None
    """Score from which an article is an item; over the terms file's."""
    review: Threshold | None = None
    """Score from which it is borderline; over the terms file's."""

    @model_validator(mode="after")
    def _in_order(self) -> RelevanceSection:
        if self.accept is not None and self.review is not None and self.review > self.accept:
            raise ValueError(f"review ({self.review:g}) may not be above accept ({self.accept:g})")
        return self


class DigestSection(Section):
    """[digest]: what the weekly digest links to."""

    pages: Annotated[str, AfterValidator(check_site)] | None = None
    """Web address of `bluewatch serve`, such as http://127.0.0.1:8001, for links from a line to its article's page."""


class ConfigFile(Section):
    """The whole of bluewatch.toml."""

    data: DataSection = DataSection()
    sources: SourcesSection = SourcesSection()
    crawl: CrawlSection = CrawlSection()
    schedule: ScheduleSection = ScheduleSection()
    relevance: RelevanceSection = RelevanceSection()
    digest: DigestSection = DigestSection()
    service: ServiceSection = ServiceSection()
    log: LogSection = LogSection()
    backup: BackupSection = BackupSection()
    backfill: BackfillSection = BackfillSection()
    deliver: Annotated[tuple[DeliverRow, ...], Listed] = ()
    profile: Annotated[tuple[ProfileRow, ...], Listed] = ()
    alert: Annotated[tuple[AlertRow, ...], Listed] = ()


class Relevance(Section):
    """Where the relevance rules come from, the path made absolute."""

    terms: Path | None = None
    accept: float | None = None
    review: float | None = None


class Config(Section):
    """The checked configuration. path: the file, None where there is none; paths in it are absolute."""

    path: Path | None = None
    data: Path | None = None
    sources_folder: Path | None = None
    packaged: Literal["all", "none"] | tuple[str, ...] = "all"
    crawl: CrawlSection = CrawlSection()
    schedule: ScheduleSection = ScheduleSection()
    relevance: Relevance = Relevance()
    digest: DigestSection = DigestSection()
    service: ServiceSection = ServiceSection()
    log: LogSection = LogSection()
    backup: BackupSection = BackupSection()
    backfill: BackfillSection = BackfillSection()
    deliver: tuple[DeliverRow, ...] = ()
    profiles: tuple[ProfileRow, ...] = ()
    alerts: tuple[AlertRow, ...] = ()

    @property
    def contact(self) -> str | None:
        """Who runs this crawler, for the outlets' operators."""
        return self.crawl.contact

    def crawl_options(self, **changes: Any) -> CrawlOptions:
        """The options of a crawl, with ``changes`` (such as mode="all") over them.

        Raises ConfigurationError where no contact is set.
        """
        from crawler.run import CrawlOptions  # noqa: PLC0415  scrapy costs a second, and only a crawl needs it

        if self.contact is None:
            raise ConfigurationError(f"{self.path or 'no bluewatch.toml was found'}: {NO_CONTACT}")
        values = {key: value for key, value in self.crawl.model_dump().items() if value is not None}
        values |= {"listing_interval": self.schedule.interval, "by_news": self.schedule.by == "news"}
        return CrawlOptions(**{**values, **changes})


def find_config(path: Path | None) -> Path | None:
    """The file to read: ``path``, BLUEWATCH_CONFIG, the working folder's, the user's; None where there is none."""
    if path is not None:
        return path.expanduser()
    if named := os.environ.get(CONFIG_VARIABLE):
        return Path(named).expanduser()
    places = (Path.cwd() / FILE_NAME, platformdirs.user_config_path("bluewatch", appauthor=False) / FILE_NAME)
    return next((place for place in places if place.is_file()), None)


def data_folder(given: Path | None, config: Config) -> Path:
    """The folder of the archive: ``given``, BLUEWATCH_DATA, [data] of the file, the platform's. Absolute."""
    if given is None and (named := os.environ.get(DATA_VARIABLE)):
        given = Path(named)
    if given is not None:
        return given.expanduser().absolute()
    return config.data or platformdirs.user_data_path("bluewatch", appauthor=False)


def load_config(path: Path | None = None, taken: Path | None = None) -> Config:
    """Find and read the configuration; defaults where there is no file. taken: see parse_config.

    Raises ConfigurationError.
    """
    found = find_config(path)
    if found is None:
        return Config()
    found = found.absolute()
    if taken is None and (named := os.environ.get(TAKEN_VARIABLE)):
        taken = Path(named)
    try:
        text = (found if taken is None else taken / FILE_NAME).read_bytes().decode("utf-8-sig")
    except OSError as error:
        remedy = f"; `bluewatch init --config {found}` writes one" if isinstance(error, FileNotFoundError) else ""
        raise ConfigurationError(f"{found}: cannot be read: {error.strerror}{remedy}") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{found}: is not UTF-8 text (byte {error.start})") from error
    return parse_config(text, found, taken)


def parse_config(text: str, path: Path, taken: Path | None = None) -> Config:
    """The configuration that ``text`` holds; ``path`` (absolute) names it in errors and anchors relative paths.

    taken: the folder of a service's own copies, which has source files and terms as they were.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(f"{path}: is not valid TOML: {error}") from error
    try:
        read = ConfigFile.model_validate(table)
    except ValidationError as error:
        raise ConfigurationError("\n".join(mistakes_of(error, ConfigFile, text, path))) from error
    if faults := list(faults_between(read.deliver, read.profile, read.alert)):
        raise ConfigurationError(
            "\n".join(f"{path}:{line_of(text, place)} {key_of(place)}: {words}" for place, words in faults)
        )
    folder: Path | None = _beside(path, read.sources.folder or "sources") if taken is None else taken / TAKEN_SOURCES
    terms = None if read.relevance.terms is None else _beside(path, read.relevance.terms)
    if taken is not None and terms is not None:
        terms = taken / TAKEN_TERMS
    if folder is not None and not folder.is_dir():
        if read.sources.folder is not None:
            raise ConfigurationError(
                f"{path}:{line_of(text, ('sources', 'folder'))} [sources] folder: found {folder}, which is no folder"
            )
        folder = None
    return Config(
        path=path,
        data=None if read.data.folder is None else _beside(path, read.data.folder),
        sources_folder=folder,
        packaged=read.sources.packaged,
        crawl=read.crawl,
        schedule=read.schedule,
        relevance=Relevance(
            terms=terms,
            accept=read.relevance.accept,
            review=read.relevance.review,
        ),
        digest=read.digest,
        service=read.service,
        log=read.log,
        backup=read.backup,
        backfill=read.backfill,
        deliver=read.deliver,
        profiles=read.profile,
        alerts=read.alert,
    )


def _beside(path: Path, name: str) -> Path:
    return (path.parent / Path(name).expanduser()).absolute()
