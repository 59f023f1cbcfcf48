"""The pages in a real browser: every kind, on screen and phone, light and dark, in print, by keyboard."""

from __future__ import annotations

import json
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import selenium_axe_python
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from reports.web.server import Pages, server
from storage.records import Outcome
from tests.reports.test_browser import QUIET
from tests.web.conftest import Built
from tests.web.test_pages import KEY, at
from tests.web.world import MONDAY, NOW, World, an_article

pytestmark = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")), reason="needs chromium and chromedriver"
)
AXE = (Path(selenium_axe_python.__file__).parent / "axe-core" / "axe.min.js").read_text("utf-8")
RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run({resultTypes: ['violations']}).then(found => done(
  found.violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`)),
  e => done([`${e}`]));
"""
OURS = [
    "/", "/search", "/search?q=peacekeepers", "/digests", "/digests/2026-W46", "/article/{bridge}",
    "/article/{hostile}", "/missions", "/mission/UNMISS", "/series?single=1", f"/series?key={KEY}", "/sources",
    "/sources/lantern", "/questions", "/questions/newest-items", "/article/a-00000000",
]  # fmt: skip
LOOKS = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]
STOCK = [
    "/archive",
    "/archive/articles",
    "/archive/articles/1",
    "/archive/figures?_facet=unit",
    "/archive?sql=select+1",
]


class Window:
    """One browser window on the pages."""

    def __init__(self, driver: webdriver.Chrome, root: str) -> None:
        self.driver, self.root = driver, root

    def go(self, path: str) -> None:
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(self.root + path)

    def look(self, width: int, scheme: str, media: str = "") -> None:
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})

    def overhang(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.script("return document.documentElement.scrollWidth - window.innerWidth"))

    def script(self, text: str) -> Any:
        return self.driver.execute_script(text)

    def violations(self) -> list[str]:
        self.driver.execute_script(AXE)
        return list(self.driver.execute_async_script(RUN_AXE))

    def complaints(self) -> list[str]:
        """What the console holds against the page; that an address is not there is no fault of the page."""
        told = [entry["message"] for entry in self.driver.get_log("browser")]
        return [one for one in told if "status of 404" not in one]

    def asked(self) -> set[str]:
        """The hosts that this window asked."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return {"/".join(url.split("/")[:3]) for url in urls if url.startswith("http")}


@pytest.fixture(scope="module")
def root(world: Built) -> Iterator[str]:
    with opened(world.data) as address:
        yield address


@contextmanager
def opened(data: Path) -> Iterator[str]:
    """The pages of an archive at an address of this machine."""
    pages = Pages(data, now=lambda: NOW)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    serving = server(pages)
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not serving.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    serving.should_exit = True
    thread.join(timeout=10)
    pages.close()


@pytest.fixture(scope="module")
def window(root: str) -> Iterator[Window]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as profile:
        for argument in (*QUIET, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        yield Window(driver, root)
        driver.quit()


@pytest.mark.parametrize("path", OURS)
def test_a_page_fits_every_screen_and_asks_nobody_else(window: Window, world: Built, path: str) -> None:
    window.look(*LOOKS[0])
    window.go(at(path, world))
    for look in (*LOOKS, (700, "light", "print")):
        window.look(*look)
        assert window.overhang() <= 0, look
    # Judging a page takes a second: here each in one of its looks, in `make long` in all four.
    window.look(*LOOKS[OURS.index(path) % len(LOOKS)])
    assert window.violations() == []
    assert window.driver.title != "owned"
    assert window.complaints() == []
    assert window.asked() == {window.root}


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("path", OURS)
def test_a_page_can_be_used_by_everybody_in_every_look(
    window: Window, world: Built, path: str, look: tuple[int, str]
) -> None:
    window.look(*look)
    window.go(at(path, world))
    assert window.violations() == []


def test_words_without_a_break_and_scripts_from_the_right_keep_their_place(window: Window, tmp_path: Path) -> None:
    endless = "Hafenpolizeiverwaltungsgebaeude" * 5
    made = World(tmp_path / "data")
    made.source("endless", endless)
    made.run("endless", MONDAY, Outcome.NO_LINKS, f"https://{endless}.example/{endless}")
    body = f"JUBA, South Sudan -- UNMISS has 180 {endless} peacekeepers deployed.\n\n{endless}"
    uid = made.publish("one", an_article("endless", 1, f"UNMISS {endless}", body, MONDAY), MONDAY)
    arabic = "قالت بعثة UNMISS إن 180 peacekeepers وصلوا (3) إلى الميناء"
    right = made.publish("right", an_article("endless", 2, arabic, arabic, MONDAY, language="ar"), MONDAY)
    made.archive.close()
    with opened(tmp_path / "data") as root:
        pages = Window(window.driver, root)
        pages.look(380, "light")
        for path in ("/", f"/article/{uid}", "/search?q=UNMISS", "/sources", "/sources/endless", "/mission/UNMISS"):
            pages.go(path)
            assert pages.overhang() <= 0, path
        pages.go("/sources")
        state = "const r = document.querySelector('td.state').getBoundingClientRect(); return r.left"
        assert pages.script(state) < 380
        pages.go(f"/article/{right}")
        ways = "return [...document.querySelectorAll('.marked p:not(.field)')].map(p => getComputedStyle(p).direction)"
        assert pages.script(ways) == ["rtl", "rtl"]


@pytest.mark.parametrize("path", STOCK)
def test_datasettes_pages_run_and_ask_nobody_else(window: Window, path: str) -> None:
    window.look(1280, "light")
    window.go(path)
    assert window.script("return document.querySelectorAll('h1').length") == 1
    if "sql" in path:
        assert window.driver.find_elements(By.CSS_SELECTOR, ".CodeMirror")
    assert window.complaints() == []
    assert window.asked() == {window.root}


def test_from_a_line_of_the_digest_to_its_sentence_takes_one_click(window: Window) -> None:
    window.look(1280, "light")
    window.go("/digests/2026-W46")
    link = window.driver.find_element(By.CSS_SELECTOR, "a[href^='/finding/f-']")
    uid = (link.get_attribute("href") or "").rpartition("/")[2]
    link.click()
    assert window.driver.current_url.endswith(f"#{uid}")
    words = window.driver.find_element(By.CSS_SELECTOR, f"#{uid} mark")
    assert words.is_displayed()
    top, bottom = window.script(
        f"const r = document.getElementById('{uid}').getBoundingClientRect(); return [r.top, r.bottom]"
    )
    assert top >= 0
    assert bottom <= 900
    assert words.value_of_css_property("outline-style") == "solid"


def test_the_pages_are_walked_by_keyboard(window: Window) -> None:
    window.look(1280, "light")
    window.go("/")
    body = window.driver.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    skip = window.driver.switch_to.active_element
    assert skip.text == "Skip to the content"
    assert skip.is_displayed()
    skip.send_keys(Keys.ENTER)
    window.driver.switch_to.active_element.send_keys(Keys.TAB)
    field = window.driver.switch_to.active_element
    assert field.get_attribute("name") == "q"
    field.send_keys("mission:UNMISS road", Keys.ENTER)
    # The driver does not wait for what a key brings.
    WebDriverWait(window.driver, 20).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, "ol.items .item"))
    assert "/search?q=mission" in window.driver.current_url


def test_a_printed_article_holds_its_text_and_no_furniture(window: Window, world: Built) -> None:
    window.look(700, "light", "print")
    window.go(at("/article/{bridge}", world))
    shown = {
        part: window.driver.find_element(By.CSS_SELECTOR, part).is_displayed()
        for part in (".rooms nav", "nav.contents", ".marked", ".findings")
    }
    assert shown == {".rooms nav": False, "nav.contents": False, ".marked": True, ".findings": True}
