"""Invented prose by a grammar: the same seed gives the same words, and unlike articles share no run of them. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

_SLOT = re.compile(r"<([\w. ]+)>|\[(\w+)\]")
FILES = {"en": "english.toml", "zh": "chinese.toml", "fr": "french.toml", "es": "spanish.toml"}


class Grammar:
    """The rules of one language: a name stands for one of several lines, which hold names and facts again."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.kinds: dict[str, dict[str, list[str]]] = document["kind"]
        self._rules: dict[str, list[str]] = document["rules"]

    def say(self, rule: str, chance: Random, facts: Mapping[str, str], kind: str | None = None) -> str:
        """One line of a rule, written out. kind: whose own rules come first. Raises KeyError for an unknown name."""
        own = self.kinds[kind] if kind is not None else {}

        def written(line: str) -> str:
            return _SLOT.sub(lambda slot: fact(slot[2]) if slot[2] else grown(slot[1]), line)

        def grown(name: str) -> str:
            return written(chance.choice(own.get(name) or self._rules[name]))

        def fact(name: str) -> str:
            return facts[name] if name in facts else written(chance.choice(own[name]))

        said = grown(rule)
        return said[:1].upper() + said[1:]


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language (en, zh, fr, es)."""
    path = Path(__file__).with_name(FILES[language])
    return Grammar(tomllib.loads(path.read_text(encoding="utf-8")))


def paragraphs(sentences: Sequence[str], chance: Random, language: str) -> tuple[str, ...]:
    """Sentences in paragraphs of one to three; the first stands alone."""
    between = "" if language == "zh" else " "
    made, at = [sentences[0]], 1
    while at < len(sentences):
        size = chance.randint(1, 3)
        made.append(between.join(sentences[at : at + size]))
        at += size
    return tuple(made)
