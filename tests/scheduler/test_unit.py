"""What a service manager is given: systemd accepts it, its walls stand, its paths and words are quoted."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scheduler.commands.options import Settings
from scheduler.config import load_config
from scheduler.unit import plist_text, quoted, unit_text
from tests.scheduler.standins import SOURCE, Watch, configure

MORE = '[backup]\nfolder = "/srv/other disk"\n[[deliver]]\nname = "share"\nkind = "folder"\nfolder = "/srv/share"\n'
FORMS = {"for a user": (False, False), "for the system": (True, False), "for the system, with a browser": (True, True)}


def settings_of(tmp_path: Path, *, browser: bool = False) -> Settings:
    config = configure(tmp_path, "alpha", more=MORE)
    if browser:
        path = tmp_path / "sources" / "alpha.toml"
        path.write_text(SOURCE.format("alpha") + 'fetch = "browser"\narticle_url = ["^/a/"]\n')
    return Settings(load_config(config), tmp_path / "data $x% y", Watch())


def analyze(tmp_path: Path, text: str, *words: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here")
    unit = tmp_path / "bluewatch.service"
    unit.write_text(text)
    (tmp_path / "run").mkdir(exist_ok=True)
    done = subprocess.run(
        ["systemd-analyze", *words, str(unit)],
        env={"XDG_RUNTIME_DIR": str(tmp_path / "run"), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if "Failed to initialize manager" in done.stderr or "Unknown option" in done.stderr:
        pytest.skip("no systemd manager can be set up here")
    return done


@pytest.mark.parametrize("name", FORMS)
def test_systemd_accepts_it(tmp_path: Path, name: str) -> None:
    system, browser = FORMS[name]
    settings = settings_of(tmp_path, browser=browser)
    settings.data.mkdir()
    text = unit_text(settings, system=system)
    if system:
        text = text.replace("User=bluewatch", "User=daemon")  # the user need not be here
    done = analyze(tmp_path, text, "verify", *([] if system else ["--user"]))
    assert (done.returncode, [line for line in done.stderr.splitlines() if "bluewatch" in line]) == (0, [])


@pytest.mark.parametrize(("name", "most"), [("for the system", 2.0), ("for the system, with a browser", 3.0)])
def test_little_is_exposed(tmp_path: Path, name: str, most: float) -> None:
    system, browser = FORMS[name]
    text = unit_text(settings_of(tmp_path, browser=browser), system=system)
    done = analyze(tmp_path, text, "security", "--offline=true", "--no-pager")
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert found is not None, done.stderr
    assert float(found[1]) <= most


def test_paths_are_quoted_and_what_is_written_to_may_be_written_to(tmp_path: Path) -> None:
    text = unit_text(settings_of(tmp_path))
    assert f'--data "{tmp_path}/data $$x%% y"' in text
    assert f'ReadWritePaths="{tmp_path}/data $x%% y" -/srv/share "-/srv/other disk"' in text
    for line in ("Type=notify", "WatchdogSec=5min", "Restart=on-failure", "StartLimitBurst=10", "MemoryMax=1536M",
                 "NoNewPrivileges=yes", "UMask=0077", "OOMPolicy=continue"):  # fmt: skip
        assert f"\n{line}\n" in text


def test_a_browser_keeps_the_walls_that_it_builds_itself_possible(tmp_path: Path) -> None:
    assert "RestrictNamespaces=yes" in unit_text(settings_of(tmp_path), system=True)
    text = unit_text(settings_of(tmp_path, browser=True), system=True)
    assert "RestrictNamespaces=user pid net" in text
    assert "~@privileged" not in text
    assert "MemoryMax=3G" in text


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("plain", "plain"),
        ("a b", '"a b"'),
        ("50%", '"50%%"'),
        ("$HOME", '"$$HOME"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("", '""'),
    ],
)
def test_words_of_a_unit_are_quoted(word: str, written: str) -> None:
    assert quoted(word) == written


def test_launchds_list_is_one(tmp_path: Path) -> None:
    import plistlib

    found = plistlib.loads(plist_text(settings_of(tmp_path)).encode())
    assert found["ProgramArguments"][-4:] == [
        "--data",
        f"{tmp_path}/data $x% y",
        "--config",
        str(tmp_path / "bluewatch.toml"),
    ]
    assert found["KeepAlive"] == {"SuccessfulExit": False}
