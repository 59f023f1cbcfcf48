"""``bluewatch demo``: the whole of Bluewatch in two minutes, on a newsroom of its own."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.clock import monotonic
from scheduler.commands.options import say, visible

if TYPE_CHECKING:
    from scheduler.demo.folder import DemoFolder
    from scheduler.demo.server import NewsroomServer

folder_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    default=Path("demo-data"),
    show_default=True,
    help="The folder of the demo: a new or empty one, or a former demo's.",
)


@click.group("demo", invoke_without_command=True)
@folder_option
@click.option("--keep", is_flag=True, help="Keep the newsroom open at the end, until Ctrl-C.")
@click.pass_context
def command(ctx: click.Context, *, data: Path, keep: bool) -> None:
    """Crawl an invented newsroom through eight invented weeks, with a digest after each.

    Three outlets stand on this machine, each on a port of its own; nothing leaves it. The folder's former demo is
    removed and made anew; other folders are left alone.

    \b
    Example:
      bluewatch demo
      bluewatch demo --data /tmp/newsroom --keep
      bluewatch demo serve
    """
    if ctx.invoked_subcommand is not None:
        return
    from scheduler.demo.folder import DemoFolder

    folder = DemoFolder(data)
    if folder.is_former():
        say(f"{data} holds a former demo: its archive, pages and digests are removed and made anew")
    with folder.held():
        folder.clear()
        _run(folder, keep=keep)


@command.command("serve")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="The folder of a finished demo."
)
@click.pass_context
def serve(ctx: click.Context, *, data: Path | None) -> None:
    """Open a finished demo's newsroom again, until Ctrl-C.

    It is unchanged, and stands at its former ports.

    \b
    Example:
      bluewatch demo serve --data demo-data
    """
    from scheduler.demo.folder import DemoFolder
    from scheduler.demo.script import WEEKS, load_script
    from scheduler.demo.server import NewsroomServer
    from scheduler.demo.tour import crawl_at

    # Both `demo --data DIR serve` and `demo serve --data DIR` are natural to type.
    above = ctx.parent.params["data"] if ctx.parent is not None else Path("demo-data")
    folder = DemoFolder(data or above)
    ports = folder.ports()
    with folder.held(), NewsroomServer(load_script(), now=crawl_at(WEEKS - 1), ports=ports, strict=True) as newsroom:
        _keep_open(newsroom)


def _run(folder: DemoFolder, *, keep: bool) -> None:
    from scheduler.demo import telling
    from scheduler.demo.script import load_script
    from scheduler.demo.server import USUAL_PORTS, NewsroomServer
    from scheduler.demo.tour import counts, crawl_at, older, take_tour

    began = monotonic()
    with NewsroomServer(load_script(), now=crawl_at(0), ports=USUAL_PORTS) as newsroom:
        folder.lay_out(newsroom.ports, newsroom.hosts)
        click.echo("Three invented outlets, eight weeks of news, a crawl and a digest a week:")
        click.echo("")
        click.echo(telling.head())
        for done in take_tour(folder, newsroom, _passing):
            _passing("")
            click.echo(visible(telling.week_line(done)))
            if done.complaint is not None:
                say(f"  some outlets failed: {done.complaint}")
        click.echo("")
        for line in telling.found(counts(folder), older=older(folder)):
            click.echo(visible(line))
        click.echo("")
        click.echo(f"Done in {monotonic() - began:.0f} s.")
        click.echo("")
        for line in telling.next_steps(folder):
            click.echo(visible(line))
        if keep:
            click.echo("")
            _keep_open(newsroom)


def _keep_open(newsroom: NewsroomServer) -> None:
    from scheduler.demo.pages import NAMES

    for outlet, host in newsroom.hosts.items():
        click.echo(f"{NAMES[outlet]:<38} http://{host}/")
    click.echo("The newsroom is open; Ctrl-C closes it.")
    threading.Event().wait()


def _passing(text: str) -> None:
    """Show on a terminal what is being done, in a line that the next one overwrites."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{visible(text)}", err=True, nl=False)
