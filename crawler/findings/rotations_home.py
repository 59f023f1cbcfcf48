"""Whether a contingent lands in, or leaves for, the capital of its own country: then it comes home. Pure."""

from __future__ import annotations

import re

from crawler.findings.passage import Passage
from crawler.findings.patterns import lazy
from crawler.findings.rotations_english import ARRIVED, LEFT, Step

HOME_TOWN = "home_town"
# How far behind a step the town may stand, and how far back the words that lead to it are read, in code points.
_FAR, _BACK = 60, 24
_INTO = lazy(r"\b(?:in|at|to|into|for|reached|reaches)\s+(?:the\s+)?\Z", re.IGNORECASE)
_TO = lazy(r"\b(?:for|to)\s+\Z", re.IGNORECASE)
_APART = lazy(r"[,;:]|\b(?:from|before|after|and|where|while)\b", re.IGNORECASE)
# On the way out they pass through it: arrived in New Delhi for training before leaving for Lebanon.
_SETS_OUT = lazy(
    r"\b(?:before\s+(?:leaving|departing|flying|deploying)|en\s+route|in\s+transit|on\s+(?:its|their)\s+way|for\s+(?:\w+\s+){0,2}?training|ahead\s+of"
    r"|to\s+(?:train|prepare)|will\s+(?:leave|fly|deploy))\b|集结|集結|集训|集訓|培训|转机|轉機|待命|将赴|將赴|即将|準備|准备",
    re.IGNORECASE,
)
_REACHES_CHINESE = lazy(r"(?:抵达|抵達|到达|到達|返抵|飞抵|飛抵|降落(?:在|于|於)?)\Z")


def home_town(passage: Passage, step: Step, country: str) -> bool:
    """True for a step that ends there. country: ISO 3166 alpha-3 of whose contingent it is."""
    if step.step not in (ARRIVED, LEFT):
        return False
    text = passage.text
    if step.step == ARRIVED and _SETS_OUT.search(text, step.start, max(step.end, passage.sentence(step.start)[1])):
        return False
    for mark in passage.within(step.start, step.end + _FAR, HOME_TOWN):
        if mark.value != country:
            continue
        if passage.chinese:
            leads = step.step == ARRIVED and _REACHES_CHINESE.search(text, max(0, mark.start - _BACK), mark.start)
        else:
            words = _INTO if step.step == ARRIVED else _TO
            apart = _APART.search(text, step.start, mark.start)
            leads = apart is None and words.search(text, max(0, mark.start - _BACK), mark.start)
        if leads:
            return True
    return False
