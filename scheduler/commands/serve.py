"""``bluewatch serve``: the archive in a browser."""

from __future__ import annotations

import contextlib
import socket
import webbrowser
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import click

from scheduler.clock import demo_clock
from scheduler.commands.options import Settings, config_option, data_option, now_option, open_settings, say
from storage.errors import UsageError

HOST, PORT = "127.0.0.1", 8001


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any that is free.")
@click.option("--host", metavar="ADDRESS", default=HOST, show_default=True, help="The address to listen at.")
@click.option("--to-others", is_flag=True, help="Allow a --host that other machines can reach.")
@click.option("--name", "names", metavar="NAME", multiple=True, help="A host name under which readers may ask.")
@click.option("--open", "opening", is_flag=True, help="Open the start page in the browser.")
@now_option
@data_option
@config_option
def command(
    *, port: int, host: str, to_others: bool, names: tuple[str, ...], opening: bool, now: datetime | None,
    data: Path | None, config: Path | None,
) -> None:  # fmt: skip
    """Show the archive in a browser: search, articles, missions, numbers, sources, digests, and every table in SQL.

    For reading only, while Bluewatch runs or not. Only this machine can reach it. There is no sign-in: whoever can
    reach the address reads the whole archive; so for others put a proxy with a sign-in before it, and give the name it
    is asked under with --name. Needs the extra: pip install '.[web]'.

    \b
    Example:
      bluewatch serve --open
      bluewatch serve --port 8080 --name archive.example.org
    """
    address = _address(host, to_others=to_others)
    settings = _in_its_time(open_settings(config, data, now))
    try:
        from reports.web.guard import LOOPBACK_NAMES
        from reports.web.server import Pages, listen
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] in ("datasette", "uvicorn"):
            raise UsageError("`bluewatch serve` needs Datasette: pip install '.[web]' in the source folder") from error
        raise
    own = () if ip_address(address).is_unspecified else (f"[{address}]" if ":" in address else address,)
    pages = Pages(settings.data, now=settings.now, names=(*LOOPBACK_NAMES, *own, *names))
    with contextlib.closing(pages), _listening(address, port) as listening:
        where = _told(listening)
        say(f"reading {settings.data}\n{where}\nCtrl-C ends it.")
        if not ip_address(address).is_loopback:
            say("WARNING: other machines can reach this, without a sign-in: they read the whole archive.")
        if opening:
            webbrowser.open(where)
        listen(pages, listening)


def _in_its_time(settings: Settings) -> Settings:
    """A demo is shown as it stood on its last day, not as an archive that nothing read for months."""
    if settings.demo:
        return settings
    with settings.archive(read_only=True) as archive:
        newest = archive.health.newest_run_at() if archive.ledger.meta_get("demo") == "1" else None
    return settings if newest is None else settings.with_clock(demo_clock(newest + timedelta(hours=1)))


def _address(host: str, *, to_others: bool) -> str:
    """The address as numbers; one that others can reach only where that is wanted."""
    try:
        found = ip_address("127.0.0.1" if host == "localhost" else host.strip("[]"))
    except ValueError:
        raise UsageError(f"--host {host}: give an address such as 127.0.0.1; names go with --name") from None
    if not (found.is_loopback or to_others):
        raise UsageError(
            f"--host {host}: other machines could reach the archive there, without a sign-in; "
            "say --to-others if that is meant"
        )
    return str(found)


def _listening(address: str, port: int) -> socket.socket:
    """A listening socket; raises UsageError where the address is taken or not this machine's."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(64)
    except OSError as error:
        listening.close()
        raise UsageError(f"cannot listen at {address} port {port}: {error.strerror}; give another --port") from error
    return listening


def _told(listening: socket.socket) -> str:
    address, port = listening.getsockname()[:2]
    if ip_address(address).is_unspecified:
        address = HOST
    return f"http://{f'[{address}]' if ':' in address else address}:{port}/"
