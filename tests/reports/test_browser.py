"""The digest in a real browser: nothing leaves the file, nothing is cut off on a phone, the outline is in order."""

from __future__ import annotations

import json
import shutil
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from reports import render
from tests.reports.test_forms import swollen
from tests.reports.test_golden import GOLDEN

pytestmark = pytest.mark.skipif(
    not (shutil.which("chromium") and shutil.which("chromedriver")), reason="needs chromium and chromedriver"
)
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    with tempfile.TemporaryDirectory() as profile:
        for argument in (*QUIET, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        # axe-core takes its time on a busy machine.
        driver.set_script_timeout(100)
        yield driver
        driver.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("digest") / "week.html"
    path.write_text(render.html(rich()), encoding="utf-8")
    return path


def rich() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((GOLDEN / "week.json").read_text(encoding="utf-8"))
    return found


def found_by_axe(browser: webdriver.Chrome) -> list[str]:
    """What axe-core finds against WCAG on the page that is shown."""
    import selenium_axe_python as axe

    checker = axe.Axe(browser)
    checker.inject()
    return [f"{one['id']}: {node['html'][:120]}" for one in checker.run()["violations"] for node in one["nodes"]]


def asked_by(browser: webdriver.Chrome, page: Path) -> list[str]:
    """The addresses that this page itself asked for; the browser's own start page asks for its own."""
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = [event["params"] for event in events if event["method"] == "Network.requestWillBeSent"]
    return [params["request"]["url"] for params in sent if params["documentURL"] == page.as_uri()]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_digest_fits_the_screen_and_asks_for_nothing(
    browser: webdriver.Chrome, page: Path, width: int, scheme: str
) -> None:
    browser.get_log("performance")
    browser.get_log("browser")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    browser.get(page.as_uri())
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert browser.get_log("browser") == []
    assert [url for url in asked_by(browser, page) if not url.startswith("data:")] == [page.as_uri()]
    if width < 500:
        assert found_by_axe(browser) == []


def with_long_words(told: Any) -> Any:
    """An edition whose titles, outlets and names are words without a break."""
    if isinstance(told, list):
        return [with_long_words(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {
        key: "Hafenpolizeiverwaltungsgebaeude" * 5 if key in ("title", "outlet", "name") and value
        else with_long_words(value)
        for key, value in told.items()
    }  # fmt: skip


def test_words_without_a_break_stay_within_the_screen_and_a_chart_can_be_read(
    browser: webdriver.Chrome, tmp_path: Path
) -> None:
    path = tmp_path / "week.html"
    path.write_text(render.html(with_long_words(rich())), encoding="utf-8")
    for width in (1280, 380):
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
        browser.get(path.as_uri())
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    smallest = browser.execute_script(
        "return Math.min(...[...document.querySelectorAll('svg.chart text')].map(text => {"
        " const svg = text.ownerSVGElement, drawn = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;"
        " return parseFloat(getComputedStyle(text).fontSize) * drawn }))"
    )
    assert smallest >= 9


def test_the_day_stands_before_its_line_also_where_copies_are_folded(browser: webdriver.Chrome, tmp_path: Path) -> None:
    edition = rich()
    block = next(one for one in edition["missions"] if len(one["items"]) > 1)
    first, second, *_ = block["items"]
    second["copy_of"] = first["uid"]
    path = tmp_path / "week.html"
    path.write_text(render.html(edition), encoding="utf-8")
    browser.set_window_size(1100, 900)
    browser.get(path.as_uri())
    assert browser.find_elements(By.CSS_SELECTOR, f"#{first['uid']} #{second['uid']}")
    apart = browser.execute_script(
        "return [...document.querySelectorAll('ul.items > li:has(> time)')].map(li =>"
        " li.querySelector(':scope > div').getBoundingClientRect().left"
        " - li.querySelector(':scope > time').getBoundingClientRect().left)"
    )
    assert apart
    assert min(apart) >= 0


def test_the_list_of_editions_is_read_by_everybody(browser: webdriver.Chrome, tmp_path: Path) -> None:
    week = {"week": "2026-W47", "number": 5, "counts": rich()["counts"], "days": rich()["window"]["days"]}
    page = tmp_path / "index.html"
    page.write_text(render.index_html([week] * 3, ["2026-W48"], pdf=True), encoding="utf-8")
    browser.get(page.as_uri())
    assert found_by_axe(browser) == []


@pytest.mark.parametrize("times", ["rich", "swollen"])
def test_the_digest_is_printed_on_at_most_four_pages(browser: webdriver.Chrome, tmp_path: Path, times: str) -> None:
    import pypdf

    page = tmp_path / "week.html"
    page.write_text(render.html(rich() if times == "rich" else swollen(rich())), encoding="utf-8")
    browser.get(page.as_uri())
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    assert len(pypdf.PdfReader(BytesIO(b64decode(printed))).pages) <= 4


def test_the_outline_is_in_order_and_every_inner_link_leads_somewhere(browser: webdriver.Chrome, page: Path) -> None:
    browser.get(page.as_uri())
    levels = [int(heading.tag_name[1]) for heading in browser.find_elements(By.CSS_SELECTOR, "h1, h2, h3, h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    targets = {link.get_attribute("hash") for link in browser.find_elements(By.CSS_SELECTOR, "a[href^='#']")}
    missing = [t for t in targets if t and not browser.find_elements(By.ID, t[1:])]
    assert missing == []
    for tag in ("header", "main", "nav", "footer"):
        assert browser.find_elements(By.TAG_NAME, tag), tag
