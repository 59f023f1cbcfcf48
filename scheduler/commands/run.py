"""``bluewatch run``: the service."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from types import FrameType

import click

from scheduler.commands.options import Settings, config_option, data_option, now_option, open_settings
from storage.errors import ConfigurationError


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and end: for cron.")
@data_option
@config_option
@now_option
def command(*, once: bool, data: Path | None, config: Path | None, now: datetime | None) -> None:
    """Run the service: crawl each outlet when it is due, and write each week's digest.

    It ends within ten seconds of Ctrl-C or SIGTERM, and goes on where it stood when it is started again: what is due
    is read from the archive, and weeks that were missed are written one by one, the oldest first. SIGHUP reads the
    configuration again. Only one service can run on a data folder.

    \b
    Example:
      bluewatch run
      bluewatch run --once          (a line for cron)
    """
    stops: list[int] = []
    _note_stops(stops)
    if hasattr(signal, "SIGHUP"):
        # Until the service listens to it: it asks for the configuration to be read, which is about to be done.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    from scheduler.config import NO_CONTACT
    from scheduler.patience import started
    from scheduler.service import OUTDATED

    settings = open_settings(config, data, now)
    if settings.config.contact is None:
        raise ConfigurationError(f"{settings.config.path or 'no bluewatch.toml was found'}: {NO_CONTACT}")
    os.umask(0o077)
    serve = partial(_alone, settings, stops, once=once)
    code = serve() if once else started(serve, stops)
    if code == OUTDATED and not once:
        # The program was updated beneath us: the same command is that of now, under a manager and without one. Where
        # another installation's was, it ends at its start and says so.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  our own command line
    sys.exit(code)


def _note_stops(stops: list[int]) -> None:
    """End at SIGTERM and SIGINT while all is being loaded, and remember them.

    Python ends by an exception, and one that is raised within an import or a finalizer may be swallowed there.
    """

    def end(number: int, _frame: FrameType | None) -> None:
        stops.append(number)
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


def _alone(settings: Settings, stops: list[int], *, once: bool) -> int:
    from scheduler.lock import only_instance
    from scheduler.logs import start_logging, stop_logging

    with only_instance(settings.data) as keep_alone:
        start_logging(settings.data, settings.config)
        try:
            return _serve(settings, stops, keep_alone, once=once)
        finally:
            stop_logging()


def _serve(settings: Settings, stops: list[int], keep_alone: Callable[[], None], *, once: bool) -> int:
    from scheduler.listener import Listener
    from scheduler.logs import start_logging
    from scheduler.service import Service

    clock, listener = settings.now, Listener()

    def changed(now: Settings) -> None:
        start_logging(now.data, now.config)
        if not once:
            listener.follow(now, service.pulse)

    service = Service(
        settings,
        lambda: open_settings(settings.config.path, settings.data).with_clock(clock),
        once=once,
        changed=changed,
        stops=stops,
        keep_alone=keep_alone,
    )
    try:
        if not once:
            listener.follow(settings, service.pulse)
        return service.run()
    finally:
        listener.end()
