"""The service's log: data/logs/bluewatch.log, turned over by size, and standard error. One line an event."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

from scheduler.commands.options import visible
from storage.errors import ArchiveUnusable

LOG_FOLDER, LOG_FILE = "logs", "bluewatch.log"
FILE_BYTES, FILES_KEPT = 5 * 1024 * 1024, 5


class OneLine(logging.Formatter):
    """Time in UTC, level, words; control characters written out: page text can neither forge nor hide a line."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        """One record as one line."""
        return visible(super().format(record).replace("\n", "\\n"))


class FullDiskFileHandler(RotatingFileHandler):
    """A log file whose disk may be full: what cannot be written is lost here, and still goes to standard error."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's own name
        """Say nothing: logging would print a traceback for each line."""


def start_logging(data: Path) -> None:
    """Send the program's log to the file of the data folder and to standard error. Raises ArchiveUnusable."""
    folder = data / LOG_FOLDER
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        in_file = FullDiskFileHandler(
            folder / LOG_FILE, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        raise ArchiveUnusable(f"{error.filename or folder}: the log cannot be written: {error.strerror}") from error
    handlers: list[logging.Handler] = [in_file]
    if sys.stderr is not None:
        handlers.append(logging.StreamHandler(sys.stderr))
    ours = logging.getLogger("bluewatch")
    for handler in handlers:
        handler.setFormatter(OneLine())
        ours.addHandler(handler)
        logging.getLogger("apscheduler").addHandler(handler)
    ours.setLevel(logging.INFO)
    ours.propagate = False
    # Its INFO tells of every minute's tick.
    logging.getLogger("apscheduler").setLevel(logging.WARNING)


def stop_logging() -> None:
    """Close the handlers that start_logging opened."""
    for name in ("bluewatch", "apscheduler"):
        logger = logging.getLogger(name)
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
            with contextlib.suppress(OSError):  # a full disk once more
                handler.close()
