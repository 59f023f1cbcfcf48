"""``bluewatch service``: a systemd user unit that starts the service with the machine and after a crash."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from scheduler.commands.options import config_option, data_option, open_settings, say
from scheduler.unit import plist_text, unit_text
from storage.errors import ConfigurationError, UsageError

NAME = "bluewatch.service"
SYSTEMCTL_SECONDS = 30
LAUNCHD = """\
On macOS launchd starts services. Save this as ~/Library/LaunchAgents/org.bluewatch.plist and run
`launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/org.bluewatch.plist` (`launchctl bootout ...` ends it):
"""


@click.group()
def command() -> None:
    """Let the system start the service at log-in and after a crash: a systemd user unit; on macOS a launchd plist.

    \b
    Example:
      bluewatch service show
      bluewatch service install
      bluewatch service uninstall
    """


@command.command()
@click.option("--system", is_flag=True, help="For the system's manager and a user named bluewatch: walls on all sides.")
@data_option
@config_option
def show(*, system: bool, data: Path | None, config: Path | None) -> None:
    """Print what install would write, and write nothing.

    \b
    Example:
      bluewatch service show
      bluewatch service show --system --config /etc/bluewatch/bluewatch.toml
    """
    settings = open_settings(config, data)
    if sys.platform == "darwin":
        say(LAUNCHD)
        click.echo(plist_text(settings), nl=False)
    else:
        click.echo(unit_text(settings, system=system), nl=False)


@command.command()
@data_option
@config_option
def install(*, data: Path | None, config: Path | None) -> None:
    """Write the unit, enable it and start it.

    \b
    Example:
      bluewatch service install
      bluewatch service install --config watch/bluewatch.toml --data watch/data
    """
    from scheduler.config import NO_CONTACT

    settings = open_settings(config, data)
    if settings.config.contact is None:
        raise ConfigurationError(f"{settings.config.path or 'no bluewatch.toml was found'}: {NO_CONTACT}")
    if sys.platform == "darwin":
        say(LAUNCHD)
        click.echo(plist_text(settings), nl=False)
        return
    if not sys.platform.startswith("linux"):
        raise UsageError(
            "this system has no systemd; start `bluewatch run` by its own means, or `run --once` from cron"
        )
    path = unit_path()
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(unit_text(settings), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{error.filename or path}: cannot be written: {error.strerror}") from error
    click.echo(str(path))
    if not user_manager_answers():
        say(
            "The unit is written. No systemd user manager answers here; where one does, enable it with "
            f"`systemctl --user enable --now {NAME}`. Without systemd, run `bluewatch run --once` from cron."
        )
        return
    for arguments in (["daemon-reload"], ["enable", NAME], ["restart", NAME]):
        _systemctl(*arguments)
    say("Enabled and started. `loginctl enable-linger` keeps it running while you are logged out.")


@command.command()
def uninstall() -> None:
    """Stop the service, disable it and remove the unit. The archive stays.

    \b
    Example:
      bluewatch service uninstall
    """
    path = unit_path()
    if not path.exists():
        say(f"{path} is not there: nothing to remove")
        return
    answers = user_manager_answers()
    if answers:
        _systemctl("disable", "--now", NAME)
    try:
        path.unlink()
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be removed: {error.strerror}") from error
    if answers:
        _systemctl("daemon-reload")
    say(f"{path} is removed")


def unit_path() -> Path:
    """Where the user's units lie (systemd.unit(5), user unit search path)."""
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "systemd" / "user" / NAME


def user_manager_answers() -> bool:
    """True where `systemctl --user` reaches a manager."""
    if shutil.which("systemctl") is None:
        return False
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        found = _run("show-environment")
        return found.returncode == 0
    return False


def _systemctl(*arguments: str) -> None:
    try:
        found = _run(*arguments)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ConfigurationError(f"systemctl --user {' '.join(arguments)}: {error}") from error
    if found.returncode:
        raise ConfigurationError(f"systemctl --user {' '.join(arguments)}: {found.stderr.strip()}")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    words = ["systemctl", "--user", *arguments]
    return subprocess.run(words, capture_output=True, text=True, timeout=SYSTEMCTL_SECONDS, check=False)  # noqa: S603
