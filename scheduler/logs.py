"""The service's log: logs/bluewatch.log, turned over by size, and standard error. One line an event, no secrets."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from scheduler.commands.options import visible
from scheduler.config import Config
from scheduler.config_service import LogSection
from scheduler.redact import Redactor, pieces_of
from storage.errors import ArchiveUnusable, ConfigurationError

LOG_FOLDER, LOG_FILE = "logs", "bluewatch.log"
LOGGERS = ("bluewatch", "apscheduler")


class OneLine(logging.Formatter):
    """Time in UTC, level, words; control characters written out: page text can neither forge nor hide a line."""

    converter = staticmethod(time.gmtime)

    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """One record as one line; a traceback is part of it, and its secrets are hidden too."""
        return visible(self._redact(super().format(record)).replace("\n", "\\n"))


class JsonLine(logging.Formatter):
    """The same as one JSON object: time, level, logger, message, and traceback where there is one."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """One record as one line of JSON in ASCII, which escapes what a terminal would obey."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        told = {
            "time": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._redact(record.getMessage()),
        }
        if record.exc_info:
            told["traceback"] = self._redact(self.formatException(record.exc_info))
        return json.dumps(told).replace("\x7f", "\\u007f")


class FullDiskFileHandler(RotatingFileHandler):
    """A log file whose disk may be full: what cannot be written is lost here, and still goes to standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record; to a new file where somebody removed or moved the former one, which nobody would read."""
        place = Path(self.baseFilename)
        # Not where the data folder itself is away, as with its disk.
        with contextlib.suppress(OSError):
            if not place.exists():
                place.parent.mkdir(mode=0o700, exist_ok=True)
                former, self.stream = self.stream, self._open()
                if former is not None:
                    former.close()
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's own name
        """Say nothing: logging would print a traceback for each line."""


class ClosedStreamHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Standard error, whose reader may be gone."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's own name
        """Say nothing: there is nobody to say it to."""


def start_logging(data: Path, config: Config | None = None) -> None:
    """Send the program's log to the file of the data folder and to standard error; again: with changed settings.

    Raises ArchiveUnusable where the file cannot be opened; a former log goes on then.
    """
    wanted = config.log if config else LogSection()
    redact = Redactor(secrets_of(config) if config else ())
    formatter = JsonLine(redact) if wanted.format == "json" else OneLine(redact)
    handlers: list[logging.Handler] = [_file(data, wanted)]
    if sys.stderr is not None:
        handlers.append(ClosedStreamHandler(sys.stderr))
    stop_logging()
    for handler in handlers:
        handler.setFormatter(formatter)
        for name in LOGGERS:
            logging.getLogger(name).addHandler(handler)
    ours = logging.getLogger("bluewatch")
    ours.setLevel(logging.INFO)
    ours.propagate = False
    # Its INFO tells of every timer.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)


def stop_logging() -> None:
    """Close the handlers that start_logging opened."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
            with contextlib.suppress(OSError, ValueError):  # a full disk once more
                handler.close()


def secrets_of(config: Config) -> Iterator[str]:
    """Every secret that the configuration holds or names; one that cannot be read now is none that we could tell."""
    from scheduler.config_delivery import KEYS, SECRETS  # noqa: PLC0415
    from scheduler.delivery.secrets import secret_of  # noqa: PLC0415

    folder = config.path.parent if config.path else Path.cwd()
    for row in config.deliver:
        for key in SECRETS:
            if key not in KEYS[row.kind]:
                continue
            with contextlib.suppress(ConfigurationError):
                if value := secret_of(row, key, folder):
                    yield from pieces_of(value) if key == "url" else (value,)


def _file(data: Path, wanted: LogSection) -> RotatingFileHandler:
    folder = data / LOG_FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FullDiskFileHandler(
            folder / LOG_FILE,
            maxBytes=max(1, int(wanted.megabytes * 1024 * 1024)),
            backupCount=wanted.files,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError as error:
        raise ArchiveUnusable(f"{error.filename or folder}: the log cannot be written: {error.strerror}") from error
