"""Which Chromium is driven, and with which switches."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# Debian, Fedora and others; chromium-headless-shell is the smallest that can do it.
NAMES = ("chromium", "chromium-browser", "chromium-headless-shell", "google-chrome", "google-chrome-stable")
PLACES = ("/Applications/Chromium.app/Contents/MacOS/Chromium",)
HOW_TO_INSTALL = (
    "install Chromium (Debian and Ubuntu: apt install chromium; Fedora: dnf install chromium), or name it as"
    " `browser` under [crawl] in bluewatch.toml"
)
SWITCHES = (
    "--headless",
    "--remote-debugging-pipe",
    # No way out: every name is unknown, every connection goes to a proxy that is not there, also to this machine.
    "--proxy-server=http://127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-quic",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--block-new-web-contents",
    "--deny-permission-prompts",
    "--no-pings",
    # Nothing of its own: no calls home, no profile that lasts, no reports.
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-file-system",
    "--disable-gpu",
    "--disable-notifications",
    "--disable-search-engine-choice-screen",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-service-autorun",
    "--password-store=basic",
    "--use-mock-keychain",
    # One page of one outlet is all that is in it: one process for it, one heap that is bounded.
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process,Translate,MediaRouter,OptimizationHints,WebTransport,"
    "SpareRendererForSitePerProcess,DialMediaRouteProvider,Prerender2,NetworkTimeServiceQuerying",
    "--js-flags=--max-old-space-size=768",
    "--lang=en-US",
)


def find_browser(named: str | None = None) -> str | None:
    """The path of a Chromium, or None where there is none. named: the operator's own choice, the only one then."""
    if named is not None:
        return shutil.which(os.path.expanduser(named))
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), None) or next((p for p in PLACES if Path(p).exists()), None)


def missing(named: str | None = None) -> str | None:
    """Why there is no browser to drive, and what to install; None where there is one."""
    if find_browser(named) is not None:
        return None
    where = f"{named} is no program" if named is not None else "no Chromium was found"
    return f'it needs a browser (fetch = "browser"), and {where}: {HOW_TO_INSTALL}'


def command_line(path: str, profile: Path, *, sandbox: bool) -> list[str]:
    """The line that starts the browser with a profile that is thrown away."""
    line = [path, *SWITCHES, f"--user-data-dir={profile}"]
    return line if sandbox else [*line, "--no-sandbox"]


def environment(profile: Path) -> dict[str, str]:
    """What the browser is told of its surroundings: nothing of the operator's."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    home = str(profile)
    return {
        **kept,
        "HOME": home,
        "TMPDIR": home,
        "XDG_CONFIG_HOME": home,
        "XDG_CACHE_HOME": home,
        "XDG_RUNTIME_DIR": home,
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        # No session bus: Chromium would ask it for passwords and power.
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "DBUS_SYSTEM_BUS_ADDRESS": "disabled:",
    }
