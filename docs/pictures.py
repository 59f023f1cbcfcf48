"""Take the pictures of the documents anew from a demo's folder: `bluewatch demo --data DIR`, `docs/pictures.py DIR`.

Needs Chromium, chromedriver, the extra `web` and the development packages.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver

FOLDER = Path(__file__).resolve().parent
DIGEST_WEEK = "2026-W44"
SERIES = "/series?key=personnel+deployed%7C%7Cunifil%7Ccurrent"
WIDTH = 1000


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """A headless Chromium with a profile of its own."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as profile:
        for argument in ("--headless=new", "--no-sandbox", "--hide-scrollbars", f"--user-data-dir={profile}"):
            options.add_argument(argument)
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        yield driver
        driver.quit()


@contextmanager
def pages(demo: Path) -> Iterator[str]:
    """The address of `bluewatch serve` over the demo."""
    line = [sys.executable, "-m", "scheduler", "serve", "--port", "0", "--data", str(demo)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as served:  # noqa: S603 - our own program
        assert served.stdout is not None  # noqa: S101 - it is a pipe
        found = next(filter(None, (re.search(r"http://[\d.]+:\d+", said) for said in served.stdout)))
        try:
            yield found.group()
        finally:
            served.terminate()


def main() -> None:
    """Write digest.png and series.png."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("demo", type=Path, metavar="DIR")
    demo = parser.parse_args().demo.resolve()
    digest = (demo / "digests" / f"{DIGEST_WEEK}.html").as_uri()
    with browser() as driver, pages(demo) as served:
        for name, address, height in (("digest", digest, 1060), ("series", served + SERIES, 900)):
            size = {"width": WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": False}
            driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            driver.get(address)
            driver.save_screenshot(str(FOLDER / f"{name}.png"))


if __name__ == "__main__":
    main()
