"""A crawl that is told to end: what it had not asked for has not failed, and is asked for by the next one."""

from __future__ import annotations

import os
import signal
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from crawler.spider import NewsSpider
from storage.records import Outcome
from tests.crawler.sites import FORKS, _forked, command, crawl, rows, site

MANY = 4


def heard_late(job: str, out: str, err: str) -> None:
    """A crawl whose coroutines go on for a while after it was told to end, as they may when much is going on."""
    stop = NewsSpider.stop

    def late(spider: NewsSpider) -> None:
        if spider._stopping or spider._task is None:
            stop(spider)
            return
        task, spider._task = spider._task, None
        stop(spider)
        spider._task = task
        task.get_loop().call_later(timedelta(seconds=1).total_seconds(), task.cancel)

    NewsSpider.stop = late  # type: ignore[method-assign]
    _forked(job, out, err, dict(os.environ))


def test_no_address_is_blamed_for_the_stop(tmp_path: Path) -> None:
    with site() as one:
        one.articles(*range(MANY))
        asked, go_on = threading.Event(), threading.Event()

        def hangs(handler: BaseHTTPRequestHandler) -> None:
            asked.set()
            go_on.wait(60)
            handler.close_connection = True

        usual = dict(one.routes)
        one.routes.update({f"/a/{number}": hangs for number in range(MANY)})
        job = command(tmp_path, [one.source()], timeout_seconds=60.0)[-1]
        process = FORKS.Process(target=heard_late, args=(job, str(tmp_path / "o"), str(tmp_path / "e")))
        process.start()
        assert asked.wait(60)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGTERM)
        process.join(30)
        go_on.set()
        said = (tmp_path / "e").read_text(encoding="utf-8")
        assert "Traceback" not in said, said
        ended = rows(tmp_path, "SELECT outcome, reason FROM runs")
        assert ended == [{"outcome": Outcome.INTERRUPTED, "reason": "stopped by a signal"}]
        assert rows(tmp_path, "SELECT url, reason FROM pages WHERE tries > 0 OR state = 'failed'") == []
        one.routes = usual
        assert crawl(tmp_path, one.source())["site"]["counts"]["new"] == MANY
