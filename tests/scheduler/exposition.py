"""A strict reader of Prometheus' text format 0.0.4, after its page: what is not exactly so is a mistake."""

from __future__ import annotations

import math
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
HELP = re.compile(rf"# HELP ({NAME}) ((?:[^\\\n]|\\[\\n])*)")
TYPE = re.compile(rf"# TYPE ({NAME}) (gauge|counter|untyped|histogram|summary)")
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (\S+)")

Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read(text: str) -> Series:
    """Name and labels to value. Each family has HELP, TYPE and samples, together and once; no series comes twice."""
    assert text.endswith("\n")
    assert "\r" not in text
    found: Series = {}
    families: set[str] = set()
    lines, place = text.splitlines(), 0
    while place < len(lines):
        help_, type_ = HELP.fullmatch(lines[place]), TYPE.fullmatch(lines[place + 1])
        assert help_, lines[place]
        assert type_, lines[place + 1]
        name = help_[1]
        assert type_[1] == name
        assert name not in families
        assert (type_[2] == "counter") == name.endswith("_total"), name
        families.add(name)
        place += 2
        before = len(found)
        while place < len(lines) and not lines[place].startswith("#"):
            sample = SAMPLE.fullmatch(lines[place])
            assert sample, lines[place]
            assert sample[1] == name
            pairs = re.findall(LABEL, sample[2] or "")
            labels = [tuple(pair.split("=", 1)) for pair in pairs]
            assert len({label[0] for label in labels}) == len(labels)
            key = (name, frozenset((label[0], _plain(label[1][1:-1])) for label in labels))
            assert key not in found, lines[place]
            found[key] = float(sample[3])
            assert math.isfinite(found[key])
            place += 1
        assert len(found) > before, f"{name} has no sample"
    return found


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], text)


def value(series: Series, name: str, **labels: str) -> float:
    return series[name, frozenset(labels.items())]
