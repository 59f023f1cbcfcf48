"""Pages in the headless browser: what is read of them, and what they cannot do."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crawler.browser.program import find_browser
from crawler.browser.renderer import RENDERED, WITHOUT
from crawler.browser.rules import BrowserLimits
from crawler.failures import Failed, FailureKind, LedAway
from storage.records import Answer
from tests.crawler.browser_desk import NOW, SITE, WORDS, Desk, answer, script, source, text_of

pytestmark = pytest.mark.skipif(find_browser() is None, reason="no Chromium here")


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    one = Desk(BrowserLimits(seconds=25, requests=12, bytes=3_000_000, page_bytes=1_000_000, memory=1 << 30))
    yield one
    one.close()


JS = "application/javascript"
ADD = "const add = (text) => document.body.append(Object.assign(document.createElement('p'), {textContent: text}));"

# what the page does: (its script, its parts, words that must be in it at the end, words that must not)
READ: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "text by a script of its own": (f"{ADD} add('written ' + 'later')", {}, "written later", ""),
    "text by a call for data": (
        f"{ADD} fetch('/api').then((r) => r.json()).then((d) => add(d.words))",
        {"/api": ('{"words": "from the data"}', "application/json")},
        "from the data",
        "",
    ),
    "text by a timer after rest": (f"{ADD} setTimeout(() => add('la' + 'ter'), 300)", {}, "later", ""),
    "dialogs": (f"{ADD} alert(1); confirm(2); prompt(3); add('went' + ' on')", {}, "went on", ""),
    "an open shadow tree": (
        "const host = document.createElement('x-story'); document.body.append(host);"
        " host.innerHTML = '<p slot=in>light words</p>';"
        " host.attachShadow({mode: 'open'}).innerHTML = '<div>shadow' + ' words<slot name=in></slot></div>'",
        {},
        "<div>shadow words<slot name=\"in\"><p slot=\"in\">light words</p></slot></div>",
        "",
    ),
    "a clock that never rests": (
        f"{ADD} setInterval(() => add('tick'), 50)", {}, "tick", ""),
    "an address that its history writes": (
        "history.pushState({}, '', '/b/2?x=1')", {}, '<base href="http://desk.example/b/2?x=1">', ""),
    "a reload without end": ("location.reload()", {}, "The patrol walked", ""),
    "a file of this machine in a frame": (
        f"{ADD} const f = document.createElement('iframe'); f.src = 'file:///etc/passwd'; document.body.append(f);"
        " f.onload = () => { try { add(f.contentDocument.body.textContent) } catch (e) { add('closed') } }",
        {}, "The patrol walked", "nobody:"),
    "itself leaving for a file of this machine": (
        "location = 'file:///etc/passwd'", {}, "The patrol walked", "nobody:"),
    "a file by a call": (f"{ADD} fetch('file:///etc/passwd').then((r) => r.text()).then(add, () => add('clo' + 'sed'))",
                         {}, "closed", "nobody:"),
    "a new window": ("window.open('/b'); const a = document.createElement('a'); a.href = '/b'; a.target = '_blank';"
                     " document.body.append(a); a.click()", {}, "The patrol walked", ""),
    "a download": (
        "const a = document.createElement('a'); a.href = 'data:text/plain,x'; a.download = 'x.txt';"
        " document.body.append(a); a.click()", {}, "The patrol walked", ""),
    "the reader's place": (
        f"{ADD} navigator.geolocation.getCurrentPosition(() => add('found'), () => add('not to' + 'ld'))",
        {}, "not told", ">found<"),
    "a part that is missing": (
        f"{ADD} fetch('/none').then((r) => add('status ' + r.status), () => add('no' + ' answer'))",
        {}, "no answer", ""),
    "pictures that do not load": (
        f"{ADD} const i = new Image(); i.onload = () => add('load' + 'ed'); i.onerror = () => add('bro' + 'ken');"
        " i.src = '/big.jpg'", {}, "loaded", "broken"),
}  # fmt: skip


@pytest.mark.parametrize("what", READ)
def test_a_page_is_read_with(what: str, desk: Desk) -> None:
    text, parts, wanted, unwanted = READ[what]
    shown = text_of(desk.show(script(text), parts=parts))
    assert WORDS.strip() in shown
    # Scripts stay in the page's own text; what they build is broken up there, so only what they made is found.
    assert wanted in shown
    assert not unwanted or unwanted not in shown
    assert not {url for url, _ in desk.asked} - {f"{SITE}{path}" for path in ("/api", "/none")}


# what the page does: (its script, where it leads)
LED: dict[str, tuple[str, str]] = {
    "its own site": ("location.href = '/a/2'", f"{SITE}/a/2"),
    "another site": ("location.replace('http://other.example/x')", "http://other.example/x"),
    "another scheme": ("location.href = 'ftp://other.example/x'", ""),
    "this machine": ("location.href = 'http://127.0.0.1:9/x'", "http://127.0.0.1:9/x"),
    "nothing": ("location.href = 'about:blank'", "about:blank"),
}


@pytest.mark.parametrize("where", LED)
def test_a_page_that_leads_to(where: str, desk: Desk) -> None:
    text, target = LED[where]
    shown = desk.show(script(text))
    assert shown == LedAway(target) if target else isinstance(shown, Answer)
    assert desk.asked == []


# where a part moved: (its new address, whether that is asked for)
MOVED = {
    "to the site": (f"{SITE}/new", True),
    "to another site": ("http://other.example/new", False),
    "to this machine": ("http://127.0.0.1:9/new", False),
    "to a file": ("file:///etc/passwd", False),
}


@pytest.mark.parametrize("where", MOVED)
def test_a_part_that_moved(where: str, desk: Desk) -> None:
    target, followed = MOVED[where]
    parts = {
        "/old": lambda url, _: answer(url, b"", "text/plain", 302, Location=target),
        "/new": ("new place words", "text/plain"),
    }
    text = f"{ADD} fetch('/old').then((r) => r.text()).then(add, () => add('fai' + 'led'))"
    shown = text_of(desk.show(script(text), parts=parts))
    assert ("new place words" if followed else "failed") in shown
    assert [url for url, _ in desk.asked] == [f"{SITE}/old", *([target] if followed else [])]


def test_what_is_kept_says_how_it_came_about(desk: Desk) -> None:
    head = "<html><head><meta charset=gb2312></head><body><noscript>Please enable JavaScript</noscript>"
    page = f"{head}<p>{WORDS}维和</p><script src=/s.js></script></body></html>"
    made = "document.body.append('部' + '队')".encode("gb18030")
    shown = desk.show(page.encode("gb18030"), kind="text/html", parts={"/s.js": (made, JS)})
    text = text_of(shown)
    assert "维和" in text
    assert "部队" in text
    assert "noscript" not in text
    assert shown.header("Content-Type") == "text/html; charset=utf-8"
    assert shown.header("X-Archive-Rendered-From-Content-Type") == "text/html"
    assert "Chrom" in shown.header(RENDERED)
    assert "1 requests" in shown.header(RENDERED)
    assert shown.status == 200
    assert shown.fetched_at == NOW


def test_nothing_a_page_stores_is_there_for_the_next(desk: Desk) -> None:
    store = "document.cookie = 'a=1; max-age=9999'; localStorage.setItem('a', '1');"
    desk.show(script(store))
    ask = f"{ADD} add('co' + 'okie=' + document.cookie + ' store=' + localStorage.getItem('a'))"
    assert "cookie= store=null" in text_of(desk.show(script(ask)))


def test_only_what_the_source_lists_is_asked_for_and_only_by_get(desk: Desk) -> None:
    tries = [
        "fetch('http://other.example/x')",
        "fetch('http://cdn.example/x')",
        "fetch('http://127.0.0.1:22/')",
        "fetch('http://169.254.169.254/latest/meta-data')",
        "fetch('/post', {method: 'POST', body: 'x'})",
        "navigator.sendBeacon('/beacon', 'x')",
        "fetch('/plain', {headers: {Authorization: 'Basic eA==', 'X-Requested-With': 'XMLHttpRequest'}})",
    ]
    calls = "".join(f"try {{ Promise.resolve({one}).catch(() => 0) }} catch (e) {{}}\n" for one in tries)
    media = "<img src=/i.png><video src=/v.mp4></video><link rel=prefetch href=/p>"
    page = script(calls).replace("</body>", f"{media}<iframe src='http://other.example/f'></iframe></body>")
    shown = desk.show(page, owner=source(browser_hosts=["cdn.example"]))
    assert {url for url, _ in desk.asked} == {"http://cdn.example/x", f"{SITE}/plain"}
    for _, headers in desk.asked:
        assert set(headers) <= {"Accept", "Origin", "X-Requested-With"}
    without = shown.header(WITHOUT)
    assert "a host that is no part of the source: other.example (2)" in without
    assert "only GET is asked: POST" in without


@pytest.mark.parametrize("many", [True, False], ids=["too many requests", "too many bytes"])
def test_the_parts_of_a_page_are_bounded(many: bool, desk: Desk) -> None:
    count = 200 if many else 11
    text = f"for (let i = 0; i < {count}; i++) fetch('/r' + i).then((r) => r.text(), () => 0)"
    served: list[int] = []

    def serve(url: str, most: int) -> Answer | Failed:
        size = 10 if many else 900_000
        served.append(min(size, most))
        if size > most:
            return Failed(kind=FailureKind.TOO_LARGE, reason="too large", url=url)
        return answer(url, b"x" * size, "text/plain")

    shown = desk.show(script(text), parts={f"/r{i}": serve for i in range(count)})
    assert len(served) <= 12
    assert sum(served) <= 12 * 900_000
    assert "over budget" in shown.header(WITHOUT)


def test_a_part_that_never_comes_does_not_hold_the_page(desk: Desk) -> None:
    never = asyncio.Event()
    shown = desk.show(script("fetch('/poll')"), parts={"/poll": never})
    assert "1 unfinished" in shown.header(RENDERED)
    assert WORDS.strip() in text_of(shown)


# what the page does: (the page, kind of failure, words of the reason)
FAILED: dict[str, tuple[Callable[[], str], FailureKind, str]] = {
    "scripts without end": (lambda: script("while (true) {}"), FailureKind.TIMED_OUT, "do not come to rest"),
    "a page that grows beyond the limit": (
        lambda: script("document.body.append('x'.repeat(2000000))"), FailureKind.TOO_LARGE, "1000000 bytes"),
    "a page that takes all memory": (
        # Without a pause, so that the page does not come to rest before it has taken too much.
        lambda: script("const all = []; try { for (;;) { all.push(new Uint8Array(4 << 20).fill(7));"
                       " for (const end = Date.now() + 4; Date.now() < end;); } } catch (error) { for (;;); }"),
        FailureKind.TOO_LARGE, "MB of memory"),
}  # fmt: skip


@pytest.mark.parametrize("what", FAILED)
def test_a_page_is_given_up_and_the_next_is_read(what: str, desk: Desk) -> None:
    make, kind, words = FAILED[what]
    failed = desk.show(make())
    assert isinstance(failed, Failed)
    assert (failed.kind, words in failed.reason) == (kind, True), failed.reason
    assert WORDS.strip() in text_of(desk.show(script("1")))


def test_half_a_page_is_no_page() -> None:
    """A script in its middle never comes, so what stands behind it is not there yet."""
    desk = Desk(BrowserLimits(seconds=3))
    never = asyncio.Event()
    try:
        failed = desk.show(f"<html><body><p>{WORDS}</p><script src=/s.js></script><p>the end</p></body></html>",
                           parts={"/s.js": never})  # fmt: skip
    finally:
        desk.close()
    assert isinstance(failed, Failed)
    assert failed.kind is FailureKind.TIMED_OUT


def test_no_packet_leaves_by_another_way(desk: Desk) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
        for one in (udp, tcp):
            one.bind(("127.0.0.1", 0))
        tcp.listen()
        u, t = udp.getsockname()[1], tcp.getsockname()[1]
        ways = f"""
          new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:{u}'}}]}}).createDataChannel('x');
          new WebTransport('https://127.0.0.1:{u}/');
          new WebSocket('ws://127.0.0.1:{t}/');
          new EventSource('http://127.0.0.1:{t}/');
          navigator.serviceWorker.register('http://127.0.0.1:{t}/sw.js');
          fetch('http://127.0.0.1:{t}/');
          import('http://127.0.0.1:{t}/m.js');
          new Worker('http://127.0.0.1:{t}/w.js');
        """
        inside = json.dumps(ways)
        tries = "".join(f"try {{ {line} }} catch (e) {{}}\n" for line in ways.strip().split("\n"))
        worker = (
            f"const w = new Worker(URL.createObjectURL(new Blob([{inside}.split(';').map((one) =>"
            " 'try {' + one + '} catch (e) {}').join('\\n')])));"
        )
        frame = "const f = document.createElement('iframe'); f.srcdoc = '<script>' + "
        frame += json.dumps(tries) + " + '<' + '/script>'; document.body.append(f);"
        hints = f"<link rel=preconnect href='http://127.0.0.1:{t}'><link rel=dns-prefetch href='//x.example'>"
        page = script(tries + worker + frame).replace("</head>", hints + "</head>")
        text_of(desk.show(page))
        udp.settimeout(0)
        tcp.settimeout(0)
        with pytest.raises(BlockingIOError):
            udp.recv(100)
        with pytest.raises(BlockingIOError):
            tcp.accept()
    assert desk.asked == []
