"""``bluewatch service``: a systemd user unit that starts the service with the machine and after a crash."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from scheduler.commands.options import Settings, config_option, data_option, open_settings, say
from storage.errors import ConfigurationError, UsageError

NAME = "bluewatch.service"
SYSTEMCTL_SECONDS = 30
# Hardening: what the service needs is the network and its data folder. systemd.exec(5) tells each line's meaning;
# a user manager cannot always apply ProtectSystem and its kin, and says so in the journal rather than failing.
UNIT = """\
[Unit]
Description=Bluewatch, a news monitor for peace operations
Documentation=man:systemd.exec(5)
After=network-online.target

[Service]
Type=exec
ExecStart={command}
ExecReload=/bin/kill -HUP $MAINPID
WorkingDirectory={folder}
{environment}Restart=on-failure
RestartSec=60
# 2: bad configuration, 3: archive unusable, 4: another service runs. Trying again would change nothing.
RestartPreventExitStatus=2 3 4
# Ended by SIGTERM or Ctrl-C, as asked.
SuccessExitStatus=143 130
KillMode=mixed
TimeoutStopSec=20
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=read-only
ReadWritePaths={data}
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
RestrictNamespaces=yes
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
SystemCallArchitectures=native
Nice=10
IOSchedulingClass=idle
MemoryHigh=1G
TasksMax=256

[Install]
WantedBy=default.target
"""
LAUNCHD = """\
On macOS launchd starts services. Save this as ~/Library/LaunchAgents/org.bluewatch.plist and run
`launchctl bootstrap gui/$(id -u) ~/Library/LaunchAgents/org.bluewatch.plist` (`launchctl bootout ...` ends it):
"""
PLIST = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>Label</key><string>org.bluewatch</string>
  <key>ProgramArguments</key><array>
{arguments}
  </array>
  <key>WorkingDirectory</key><string>{folder}</string>
{environment}  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>ThrottleInterval</key><integer>60</integer>
  <key>ExitTimeOut</key><integer>20</integer>
  <key>ProcessType</key><string>Background</string>
</dict></plist>
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
@data_option
@config_option
def show(*, data: Path | None, config: Path | None) -> None:
    """Print what install would write, and write nothing.

    \b
    Example:
      bluewatch service show
    """
    settings = open_settings(config, data)
    if sys.platform == "darwin":
        say(LAUNCHD)
        click.echo(plist_text(settings), nl=False)
    else:
        click.echo(unit_text(settings), nl=False)


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


def unit_text(settings: Settings) -> str:
    """The unit for these settings, every path absolute and quoted as systemd.syntax(7) wants it."""
    source = _source_tree()
    return UNIT.format(
        command=" ".join(map(quoted, run_arguments(settings))),
        folder=_path_value(settings.config.path.parent if settings.config.path else Path.home()),
        environment=f"Environment={quoted(f'PYTHONPATH={source}')}\n" if source else "",
        data=" ".join(quoted(place).replace("$$", "$") for place in written_to(settings)),
    )


def written_to(settings: Settings) -> list[str]:
    """The folders that the service writes to: the data, and those of targets, which need not be there yet (``-``)."""
    from scheduler.delivery.secrets import beside

    config = settings.config
    if config.path is None:
        return [str(settings.data)]
    folders = [beside(config.path.parent, row.folder) for row in config.deliver if row.folder is not None]
    return [str(settings.data), *(f"-{folder}" for folder in dict.fromkeys(folders))]


def plist_text(settings: Settings) -> str:
    """The launchd property list for these settings."""
    from xml.sax.saxutils import escape

    source = _source_tree()
    variables = (
        f"  <key>EnvironmentVariables</key><dict><key>PYTHONPATH</key><string>{escape(source)}</string></dict>\n"
        if source
        else ""
    )
    return PLIST.format(
        arguments="\n".join(f"    <string>{escape(word)}</string>" for word in run_arguments(settings)),
        folder=escape(str(settings.config.path.parent if settings.config.path else Path.home())),
        environment=variables,
    )


def run_arguments(settings: Settings) -> list[str]:
    """The command line of the service, with this Python and these files."""
    words = [sys.executable, "-P", "-m", "scheduler", "run", "--data", str(settings.data)]
    if settings.config.path is not None:
        words += ["--config", str(settings.config.path)]
    if odd := next((word for word in words if "\n" in word or "\r" in word), None):
        raise UsageError(f"{odd!r} holds a line break, which no unit can name")
    return words


def quoted(word: str) -> str:
    """One word of ExecStart or Environment: quotes, backslashes, % specifiers and $ variables escaped."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return (
        f'"{escaped}"' if escaped != word or not word or any(sign.isspace() or sign in "';#" for sign in word) else word
    )


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


def _path_value(path: Path) -> str:
    """A value that systemd takes as one path, unquoted: only specifiers are read in it."""
    return str(path).replace("%", "%%")


def _source_tree() -> str:
    """The folder of our packages where they are not installed; empty where they are."""
    from importlib.util import find_spec

    spec = find_spec("scheduler")
    root = Path(spec.origin).resolve().parent.parent if spec and spec.origin else None
    return "" if root is None or root.name in ("site-packages", "dist-packages") else str(root)
