"""Quotations: a paragraph in, what was said and by whom out. All names are invented."""

from __future__ import annotations

import pytest

from storage.findings import Quotation
from tests.crawler.findings.texts import found, words

OPENING = "Colonel Tomas Andersen, sector commander, came to Wau with Major Asha Bisht. "
# The text after OPENING, and what was said by whom.
SAID = {
    "verb and name after it": (
        "“You have never said no,” said Andersen.",
        [("“You have never said no,”", "Tomas Andersen")],
    ),
    "name and verb after it": (
        '"You have never said no," Major Bisht told them.',
        [('"You have never said no,"', "Asha Bisht")],
    ),
    "name and verb before it": (
        'Andersen noted that "the road to Wau is open again."',
        [('"the road to Wau is open again."', "Tomas Andersen")],
    ),
    "two stretches of one speaker": (
        '"The road is open again," Andersen said. "It will stay open for us."',
        [('"The road is open again,"', "Tomas Andersen"), ('"It will stay open for us."', "Tomas Andersen")],
    ),
    "several sentences": (
        'Bisht said, "The road is open. It will stay open for us all."',
        [('"The road is open. It will stay open for us all."', "Asha Bisht")],
    ),
    "by a body": (
        'It was hailed by the UN as a "key force in such operations."',
        [('"key force in such operations."', "UN")],
    ),
    "too short": ('Andersen called it "utterly abhorrent".', []),
    "a title": ("They saw the exhibition of “Twenty Years of Work for Peace”.", []),
    "for its oddness": ("The so-called “green and happy little men of Wau” left.", []),
    "said by nobody": ("“No road leads out of Wau”, a sign.", []),
}
CHINESE = {
    "before it": ("营长王建邦说：“全营官兵随时准备出发。”", [("“全营官兵随时准备出发。”", "王建邦")]),
    "after it": ("“全营官兵随时准备出发。”营长王建邦说。", [("“全营官兵随时准备出发。”", "王建邦")]),
    "a pronoun": (
        "营长王建邦来到营区。他说：“全营官兵随时准备出发。”",
        [("“全营官兵随时准备出发。”", "王建邦")],
    ),
    "an honour": ("营长王建邦说，他荣获“全国维和模范先进个人”。", []),
    "too short": ("营长王建邦说：“好！”", []),
}


def said(text: str) -> list[tuple[str, str | None]]:
    return [(words(text, one)[0], one.speaker) for one in found(text, "quotation") if isinstance(one, Quotation)]


@pytest.mark.parametrize("name", SAID)
def test_quotations(name: str) -> None:
    text, wanted = SAID[name]
    assert said(OPENING + text) == wanted


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_quotations(name: str) -> None:
    text, wanted = CHINESE[name]
    assert said(text) == wanted


def test_a_pronoun_is_resolved_and_said_so() -> None:
    text = 'The spokeswoman Asha Bisht came.\n\nShe said that "the road to Wau is open again."'
    (one,) = (one for one in found(text, "quotation") if isinstance(one, Quotation))
    assert (one.speaker, one.speaker_basis) == ("Asha Bisht", "pronoun: Asha Bisht")
    assert one.confidence < 1


def test_a_quotation_over_two_paragraphs_is_one() -> None:
    text = 'Major Asha Bisht said: "The road to Wau is open.\n\n"It will stay open for us all."'
    assert said(text) == [('"The road to Wau is open.\n\n"It will stay open for us all."', "Asha Bisht")]


def test_a_mark_left_open_swallows_no_paragraph() -> None:
    text = 'Major Asha Bisht said: "The road to Wau.\n\nIt is long. "We shall see it all," said Bisht.'
    assert said(text) == [('"We shall see it all,"', "Asha Bisht")]
