"""Indexes of web archives that are down, refuse, lead elsewhere or count wrongly: none is taken for an empty one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.backfill.archive_steps import MOST_TRIES_OF_NONE
from tests.crawler.past import NOW, WebArchive, articles, backfill, old_page
from tests.crawler.sites import site

SINCE = date(2016, 1, 1)


@pytest.mark.parametrize("trouble", [503, 403, 302, "page"])
def test_an_index_that_is_down_for_days_is_asked_until_it_answers(tmp_path: Path, trouble: int | str) -> None:
    with site() as one:
        copies = {f"{one.base}/a/w{n}": (f"2019020{n}000000", old_page(f"w{n}", f"2019-01-0{n}")) for n in (1, 2)}
        web, up = WebArchive(copies), WebArchive._cdx
        status = (200, {}, b"<html>offline") if trouble == "page" else (trouble, {"Location": "/elsewhere"}, b"")
        web._cdx = lambda handler: handler.answer(*status)  # type: ignore[method-assign]
        wanted: dict[str, Any] = {"since": SINCE, "until": date(2020, 1, 1), "ways": ("wayback",)}
        for day in range(MOST_TRIES_OF_NONE):
            report = backfill(tmp_path, one.source(), web, **wanted, at=NOW + timedelta(days=day))
            assert report["ended"] is (day == MOST_TRIES_OF_NONE - 1 and trouble != 403)
        backfill(tmp_path, one.source(), web, **wanted, at=NOW + timedelta(days=20))  # a refusal ended the last one
        web._cdx = lambda handler: up(web, handler)  # type: ignore[method-assign]
        # Whoever asks for the same days once more has the index asked again, too.
        report = backfill(tmp_path, one.source(), web, **wanted, at=NOW + timedelta(days=21))
        assert (report["ended"], len(articles(tmp_path))) == (True, 2)
        web.close()


def test_of_many_indexes_that_are_down_a_run_asks_three(tmp_path: Path) -> None:
    with site() as one:
        web, up = WebArchive({f"{one.base}/a/w": ("20190201000000", old_page("w", "2019-01-02"))}), WebArchive._index
        web.crawls = [{"id": f"CC-MAIN-2019-{week:02}"} for week in range(4, 48, 4)]
        web._index = lambda handler: handler.answer(503, {}, b"SlowDown")  # type: ignore[method-assign]
        wanted: dict[str, Any] = {"since": SINCE, "until": date(2020, 1, 1), "ways": ("commoncrawl",)}
        report = backfill(tmp_path, one.source(), web, **wanted)
        assert len(web.asked_for("/CC-MAIN")) == 3
        assert report["reason"] == "commoncrawl: server error (503)"
        web._index = lambda handler: up(web, handler)  # type: ignore[method-assign]
        report = backfill(tmp_path, one.source(), web, **wanted, at=NOW + timedelta(days=1))
        assert (report["ended"], len(articles(tmp_path))) == (True, 1)
        web.close()


def test_a_host_that_an_archive_closes_holds_up_no_other(tmp_path: Path) -> None:
    with site() as one, site() as two:
        web, up = WebArchive({f"{two.base}/a/w": ("20190201000000", old_page("w", "2019-01-02"))}), WebArchive._cdx
        web._cdx = lambda handler: (  # type: ignore[method-assign]
            handler.answer(403, {}, b"Blocked Site Error") if one.host in handler.path else up(web, handler)
        )
        source = one.source(hosts=[one.host, two.host])
        wanted: dict[str, Any] = {"since": SINCE, "until": date(2020, 1, 1), "ways": ("wayback",)}
        for day in range(2):
            backfill(tmp_path, source, web, **wanted, at=NOW + timedelta(days=day))
        assert len(articles(tmp_path)) == 1
        web.close()


def test_an_index_that_has_fewer_pages_than_it_said_refuses_nothing(tmp_path: Path) -> None:
    with site() as one:
        web, up = WebArchive({f"{one.base}/a/w": ("20190201000000", old_page("w", "2019-01-02"))}), WebArchive._index

        def fewer(handler: Any) -> None:
            if "showNumPages" in handler.path:
                handler.answer(200, {}, b'{"pages": 2, "pageSize": 5, "blocks": 6}')
            elif handler.path.endswith("page=1"):
                handler.answer(400, {}, b'{"message": "Page 1 invalid: First Page is 0, Last Page is 0"}')
            else:
                up(web, handler)

        web._index = fewer  # type: ignore[method-assign]
        report = backfill(tmp_path, one.source(), web, since=SINCE, until=date(2020, 1, 1), ways=("commoncrawl",))
        assert (report["ended"], len(articles(tmp_path))) == (True, 1)
        web.close()
