"""What an errand leaves of the process it ran in."""

from __future__ import annotations

from tests.crawler.alone import alone

SCRIPT = """
import signal
from crawler.reactor import run_errand
from crawler.turns import HostTurns

async def nothing(spider):
    return None

before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
run_errand(nothing, turns=HostTurns(None, None), permitted=frozenset(), contact="https://a.example",
           timeout_seconds=5.0, max_bytes=1000, hosts=1)
print(signal.getsignal(signal.SIGTERM) is signal.SIG_IGN, signal.set_wakeup_fd(-1))
"""


def test_signals_are_as_they_were_and_wake_no_loop_that_is_over() -> None:
    assert alone(SCRIPT) == "True -1\n"


REFUSED = """
import gc, gzip, threading, tracemalloc
from http.server import BaseHTTPRequestHandler, HTTPServer
from crawler.failures import Undelivered
from crawler.reactor import run_errand

BOMB = gzip.compress(bytes(20_000_000))

class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(BOMB)))
        self.end_headers()
        self.wfile.write(BOMB)

    def log_message(self, *_):
        pass

class NoWait:
    async def wait(self, host, gap):
        return None

    def done(self, host):
        return None

site = HTTPServer(("127.0.0.1", 0), Site)
threading.Thread(target=site.serve_forever, daemon=True).start()
host = f"127.0.0.1:{site.server_address[1]}"
how = {"gap": 0.0, "limit": 5_000_000, "beginning": None, "heed": lambda response: None}
told = []

async def errand(spider):
    gc.disable()
    tracemalloc.start()
    for number in range(3):
        try:
            await spider.deliver(f"http://{host}/{number}", {}, how)
        except Undelivered as error:
            told.append(str(error.reason))
    print(sorted(set(told)), len(told), tracemalloc.get_traced_memory()[0] // 5_000_000)

run_errand(errand, turns=NoWait(), permitted=frozenset([host]), contact="https://a.example",
           timeout_seconds=5.0, max_bytes=5_000_000, hosts=1)
"""


def test_a_refused_answer_is_not_held_by_what_is_said_of_it() -> None:
    assert alone(REFUSED) == "['too large: more than 5000000 bytes after decompression'] 3 0\n"
