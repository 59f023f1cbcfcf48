"""The files that let a service manager start the service: a hardened systemd unit, a launchd property list."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from scheduler.delivery.secrets import beside
from scheduler.upkeep import backup_folder
from storage.errors import UsageError

if TYPE_CHECKING:
    from scheduler.commands.options import Settings

SYSTEM_USER = "bluewatch"
# What the service needs is the network, its data folder and the folders of its targets; systemd.exec(5) tells each
# line. Left out on purpose: MemoryDenyWriteExecute (Chromium's script engine and some C extensions write code),
# IPAddressDeny (outlets are anywhere; the crawler's own guard judges each address), PrivateNetwork.
UNIT = """\
[Unit]
Description=Bluewatch, a news monitor for peace operations
Documentation=man:systemd.exec(5)
{after}RequiresMountsFor={data_folder}
# Ten bad ends within an hour are no accident: it stays down, and `bluewatch status` says so.
StartLimitIntervalSec=1h
StartLimitBurst=10

[Service]
Type=notify
{user}ExecStart={command}
ExecReload=/bin/kill -HUP $MAINPID
WorkingDirectory={folder}
{environment}Restart=on-failure
RestartSec=60
# 2: bad configuration, 3: archive unusable, 4: another service runs. Trying again would change nothing.
RestartPreventExitStatus=2 3 4
# Ended by SIGTERM or Ctrl-C, as asked.
SuccessExitStatus=143 130
# It ticks every minute, and says so; the first start after an update may have to bring a large archive up to date.
WatchdogSec=5min
TimeoutStartSec=1h
TimeoutStopSec=20
KillMode=mixed
# A child that takes too much memory costs itself, not the service.
OOMPolicy=continue
MemoryHigh={memory_high}
MemoryMax={memory_max}
TasksMax={tasks}
LimitCORE=0
Nice=10
IOSchedulingClass=idle
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome={home}
ReadWritePaths={data}
PrivateTmp=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX{families}
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
{walls}{system}
[Install]
WantedBy={wanted}
"""
# A user's manager has no right to take capabilities away, and would fail on these.
SYSTEM = """\
CapabilityBoundingSet=
AmbientCapabilities=
PrivateDevices=yes
DevicePolicy=closed
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RemoveIPC=yes
KeyringMode=private
"""
PLAIN_WALLS = """\
RestrictNamespaces=yes
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
"""
PLAIN_SYSTEM = """\
ProcSubset=pid
PrivateUsers=yes
"""
# Pages of `fetch = "browser"` are shown in Chromium, which builds walls of its own of namespaces, without a network.
BROWSER_WALLS = """\
RestrictNamespaces=user pid net
SystemCallFilter=@system-service chroot seccomp
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


def unit_text(settings: Settings, *, system: bool = False) -> str:
    """The unit for these settings, every path absolute and quoted as systemd.syntax(7) wants it.

    system: for the system's manager and a user of its own, with walls that a user's manager cannot build.
    """
    source, browser = _source_tree(), _uses_browser(settings)
    walls = BROWSER_WALLS if browser else PLAIN_WALLS
    return UNIT.format(
        after="After=network-online.target time-sync.target\nWants=network-online.target\n" if system else "",
        data_folder=quoted(str(settings.data)).replace("$$", "$"),
        user=f"User={SYSTEM_USER}\n" if system else "",
        command=" ".join(map(quoted, run_arguments(settings))),
        folder=_path_value(settings.config.path.parent if settings.config.path else Path.home()),
        environment=f"Environment={quoted(f'PYTHONPATH={source}')}\n" if source else "",
        data=" ".join(quoted(place).replace("$$", "$") for place in written_to(settings)),
        home="yes" if system and not _at_home(settings, source) else "read-only",
        memory_high="2G" if browser else "1G",
        memory_max="3G" if browser else "1536M",
        tasks=1024 if browser else 256,
        families=" AF_NETLINK" if browser else "",
        walls=walls,
        system=("" if not system else SYSTEM if browser else SYSTEM + PLAIN_SYSTEM),
        wanted="multi-user.target" if system else "default.target",
    )


def written_to(settings: Settings) -> list[str]:
    """The folders written to: the data, and those of targets and backups, which need not be there yet (``-``)."""
    config = settings.config
    folders: list[Path] = []
    if config.path is not None:
        folders += [beside(config.path.parent, row.folder) for row in config.deliver if row.folder is not None]
    if config.backup.daily and not (own := backup_folder(config, settings.data)).is_relative_to(settings.data):
        folders.append(own)
    return [str(settings.data), *(f"-{folder}" for folder in dict.fromkeys(folders))]


def plist_text(settings: Settings) -> str:
    """The launchd property list for these settings."""
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


def _path_value(path: Path) -> str:
    """A value that systemd takes as one path, unquoted: only specifiers are read in it."""
    return str(path).replace("%", "%%")


def _source_tree() -> str:
    """The folder of our packages where they are not installed; empty where they are."""
    spec = find_spec("scheduler")
    root = Path(spec.origin).resolve().parent.parent if spec and spec.origin else None
    return "" if root is None or root.name in ("site-packages", "dist-packages") else str(root)


def _uses_browser(settings: Settings) -> bool:
    return any(source.enabled and source.fetch == "browser" for source in settings.catalogue.values())


def _at_home(settings: Settings, source: str) -> bool:
    """True where what the service needs lies in a home, which may then be read."""
    places = [settings.data, Path(sys.executable), settings.config.path or settings.data, Path(source or "/")]
    homes = (Path("/home"), Path("/root"), Path("/run/user"))
    return any(place.is_relative_to(home) for place in places for home in homes)
