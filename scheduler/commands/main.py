"""The command ``bluewatch``: sub-commands imported only when called, and one place where errors become exit codes."""

from __future__ import annotations

import contextlib
import errno
import importlib
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import Any, NoReturn

import click

from crawler.late import guess_charsets_later
from scheduler import tether
from scheduler.commands.options import visible
from storage.errors import ArchiveUnusable, BluewatchError

# No plugin of pydantic is ours, and to look for one reads the metadata of every installed package, in every command.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
# name: (module, one line of help). In the order of a first use; a module that is not installed is not listed.
COMMANDS = {
    "demo": ("demo", "Show the whole of Bluewatch in two minutes, on a newsroom of its own, offline."),
    "init": ("init", "Write a configuration: contact, outlets, zone."),
    "crawl": ("crawl", "Fetch what is due from the outlets into the archive."),
    "run": ("run", "Run the service: crawl and write digests when they are due."),
    "service": ("service", "Let the system start the service: install, uninstall, show."),
    "status": ("status", "Say how each outlet and the archive are, and what to do next."),
    "coverage": ("coverage", "Show what was collected, outlet by day."),
    "sources": ("sources", "List, show, add and try the outlets."),
    "sample": ("sample", "Draft a test page of an outlet, with invented prose."),
    "digest": ("digest", "Write the weekly digest."),
    "deliver": ("deliver", "Send digests and alerts to those who want them."),
    "serve": ("serve", "Show the archive in a browser."),
    "search": ("search", "Find articles by words and fields."),
    "ask": ("ask", "Ask the archive one of twenty saved questions."),
    "series": ("series", "Follow a number over time and outlets."),
    "rotations": ("rotations", "Show contingents: who relieved whom, and when the next is due."),
    "mandates": ("mandates", "Show which mandates fall due."),
    "reconcile": ("reconcile", "Compare the archive with the UN's published tables."),
    "explain": ("explain", "Say why an article was kept, and how each field was found."),
    "check": ("check", "Check that the archive is whole."),
    "evaluate": ("evaluate", "Measure the rules on items that people have marked."),
    "export": ("export", "Write the archive's articles as JSON lines, CSV, Parquet or text."),
    "import": ("import_", "Take articles from files into the archive."),
    "replay": ("replay", "Take web archives (WARC) made by anyone into the archive."),
    "backfill": ("backfill", "Fetch what an outlet published before it was followed."),
    "reparse": ("reparse", "Read the stored pages again with the rules and parsers of now."),
    "rebuild": ("rebuild", "Make a lost archive.db again from the stored pages."),
    "backup": ("backup", "Copy the archive into one file, while it is in use."),
    "restore": ("restore", "Put a backup in the place of archive.db."),
    "bundle": ("bundle", "Write the evidence for one article into a file, or check such a file."),
    "merge": ("merge", "Join another archive into this one."),
    "review": ("review", "List doubtful items, and store what a person says of one."),
    "prune": ("prune", "Remove old raw pages, on request only."),
    "parse": ("parse", "Read pages or texts and print what is found, storing nothing."),
}
STORAGE_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM, errno.ENFILE}
INTERRUPTED, TERMINATED = 130, 143
_signals: list[int] = []
# By then the hook that heard of it is left.
_AGAIN_SECONDS = 0.05
COMPLETION = "_BLUEWATCH_COMPLETE"


class LazyGroup(click.Group):
    """A group that knows its sub-commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's call
        """The sub-commands that are there, in the order of COMMANDS."""
        return [name for name, (module, _) in COMMANDS.items() if importlib.util.find_spec(_path(module))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's call
        """Import the sub-command; None where there is none of that name."""
        if cmd_name not in COMMANDS or not importlib.util.find_spec(_path(COMMANDS[cmd_name][0])):
            return None
        command = importlib.import_module(_path(COMMANDS[cmd_name][0])).command
        if _signals:  # what ends a program may be swallowed within an import
            raise _Terminated(TERMINATED)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the sub-command; an unknown one is told with those that are spelled like it."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=self.list_commands(ctx), ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the sub-commands without importing them."""
        if there := self.list_commands(ctx):
            with formatter.section("Commands"):
                formatter.write_dl([(name, COMMANDS[name][1]) for name in there])


def _path(module: str) -> str:
    return f"scheduler.commands.{module}"


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  click's call
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"bluewatch {version('bluewatch')}")
    except PackageNotFoundError:
        click.echo("bluewatch, run from a source tree that is not installed")
    ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Version.")
def bluewatch() -> None:
    """Bluewatch keeps every item on peace operations that the followed outlets publish, and writes a weekly digest.

    \b
    Example:
      bluewatch init --contact you@your.domain
      bluewatch crawl
      bluewatch status
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and end the process: 0 well, 1 some sources failed, 2 usage, 3 archive, 4 running, 130, 143."""
    try:
        signal.signal(signal.SIGTERM, _terminate)
        sys.unraisablehook = _unraisable
        _fill_closed_streams()
        tether.hold_on()
        guess_charsets_later()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        code = _run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except _Terminated:
        code = TERMINATED
    except BrokenPipeError:
        code = 0  # the reader has seen enough, such as `| head`
        _silence_stdout()
    except OSError as error:
        code = _tell_of_system(error)
        _silence_stdout()
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:  # noqa: PLR0911  one way out for each kind of end
    try:
        result = _call(list(sys.argv[1:] if arguments is None else arguments))
    except click.exceptions.Exit as end:
        return end.exit_code
    except BluewatchError as error:
        return _tell(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        return _tell_of_usage(error)
    except click.Abort as error:
        if isinstance(error.__context__, EOFError):
            return _tell("the input ended before the question was answered", 2)
        return INTERRUPTED
    except MemoryError:
        return _tell("the machine has not enough memory for this", BluewatchError.exit_code)
    except Exception as error:
        if _signals:
            # A library took the end for a failure of its own, as reportlab does with all that passes through it.
            return TERMINATED
        if not _is_database_error(error):
            raise
        return _tell(f"the archive failed: {error}; `bluewatch status` says more", ArchiveUnusable.exit_code)
    return result if isinstance(result, int) and not isinstance(result, bool) else 0


def _call(arguments: list[str]) -> object:
    """Run the command. Not by click's own main(), which swallows a broken pipe and ends with 1."""
    if instruction := os.environ.get(COMPLETION):
        from click.shell_completion import shell_complete

        return shell_complete(bluewatch, {}, "bluewatch", COMPLETION, instruction)
    # https://no-color.org: set to anything, no command colours what it prints.
    with bluewatch.make_context("bluewatch", arguments, color=False if os.environ.get("NO_COLOR") else None) as context:
        return bluewatch.invoke(context)


def _tell(message: str, code: int) -> int:
    click.echo(f"bluewatch: {visible(message)}", err=True)
    return code


def _tell_of_usage(error: click.ClickException) -> int:
    """The usage line, the mistake, and where to read on."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return _tell(error.format_message(), error.exit_code)
    click.echo(visible(context.get_usage()), err=True)
    return _tell(f"{error.format_message()}\n`{context.command_path} --help` says more", error.exit_code)


def _tell_of_system(error: OSError) -> int:
    place = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes | os.PathLike) else ""
    code = ArchiveUnusable.exit_code if error.errno in STORAGE_ERRORS else BluewatchError.exit_code
    return _tell(f"{place}{error.strerror or error}", code)


def _is_database_error(error: Exception) -> bool:
    """Told by the loaded module: importing it here would cost every command 0.2 s."""
    module: Any = sys.modules.get("sqlite_utils.db")
    return module is not None and isinstance(error, module.sqlite3.Error)


def _fill_closed_streams() -> None:
    """Put the null device where 0, 1 or 2 is closed: else the next file opened, such as the archive, is there."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one


def _silence_stdout() -> None:
    """Nobody reads any more: keep Python's last flush from failing, and saying so, once again."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


class _Terminated(SystemExit):
    """Known by its class: reportlab writes the place into what passes through it, over the exit code."""


def _terminate(number: int, _frame: FrameType | None) -> None:
    _signals.append(number)
    raise _Terminated(TERMINATED)


def _unraisable(what: sys.UnraisableHookArgs) -> None:
    """An end that came within a destructor is lost there, and would be printed: it comes once more, right after it.

    Nor is it printed when something that the end left half made, such as an event loop, cannot be put away.
    """
    signals = {_Terminated: signal.SIGTERM, KeyboardInterrupt: signal.SIGINT}
    number = signals.get(what.exc_type)
    if number is None:
        if not _signals:
            sys.__unraisablehook__(what)
        return
    # Not threading's, which waits here until its thread runs: on a busy machine the end came once more before that.
    from _thread import start_new_thread

    with contextlib.suppress(RuntimeError):  # this process is over already
        start_new_thread(_end_again, (number,))


def _end_again(number: int) -> None:
    time.sleep(_AGAIN_SECONDS)
    os.kill(os.getpid(), number)
