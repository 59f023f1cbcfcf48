"""`evaluate` counts how often the kind of operation is right."""

from __future__ import annotations

from crawler.findings.evaluation import Report, score
from crawler.findings.gold import GoldItem
from tests.crawler.findings.texts import an_item, relevance


def test_kinds_are_counted_where_the_gold_gives_them() -> None:
    report = Report()
    for text, kind in (
        ("UNMISS peacekeepers left Juba.", "un-pko"),
        ("Peacekeepers of ATMIS left Somalia.", "un-pko"),
        ("UNIFIL peacekeepers left.", None),
    ):
        item = GoldItem(id=text, article=an_item(text), label="peacekeeping", operation_kind=kind)
        score(report, item, relevance().decide(item.article), ())
    assert report.relevance().attributes["operation_kind"] == [1, 2]
    assert [miss.got for miss in report.misses if miss.kind == "operation_kind"] == ["au"]
