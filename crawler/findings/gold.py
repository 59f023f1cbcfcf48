"""Gold for the rules: items with their label and facts, from our own form or the seeds' form, as values. Pure.

Our own form (TOML or JSON): a list ``item`` of {id, text in the seed shape, captions, language, country, timezone,
relevance, fact}; a fact names its type, its values, and ``parts``: the words it rests on. The seeds' form: ``seeds`` of
{seed: a file's name, relevance, facts with ``spans`` that count code points in that file}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from crawler.extraction.text import article_from_text
from storage.errors import UsageError
from storage.findings import FINDINGS
from storage.records import PARAGRAPH_BREAK, Article, Label

# field, number of the caption, start, end
Place = tuple[str, int | None, int, int]
ALL_TYPES = ("figure", "casualty", "person", "resolution", "ranking", "rotation", "mission", "country")
TYPES = frozenset(kind.TYPE for kind in FINDINGS)
LABELS = (None, *Label)
# The seeds' gold lists every one of these; of other types it lists what matters.
SEEDS_COMPLETE = ("figure", "person", "casualty", "resolution", "ranking")


@dataclass(frozen=True, slots=True)
class GoldFact:
    """One fact. places: the words it rests on; any of them will do."""

    type: str
    values: Mapping[str, Any]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldItem:
    """One item. complete: the types of which every fact is listed, so that another one found is false."""

    id: str
    article: Article
    country: str | None = None
    label: str | None = None
    operation_kind: str | None = None
    complete: frozenset[str] = frozenset()
    facts: tuple[GoldFact, ...] = field(default=())


def parse_gold(table: Mapping[str, Any], *, file: str, read_text: Callable[[str], str]) -> tuple[GoldItem, ...]:
    """Read a gold file of either form. read_text: gives the text that a seed's gold names.

    Raises UsageError naming file, item, and what was found and is allowed.
    """
    table = table if isinstance(table, Mapping) else {}
    if isinstance(table.get("seeds"), list):
        return _each(table["seeds"], file, lambda row: _seed(row, file, read_text))
    items = table.get("item", table.get("items"))
    if not isinstance(items, list):
        raise UsageError(f"{file}: found neither `item` nor `seeds`, allowed: a gold file (docs/evaluate.md)")
    complete = table.get("complete", ALL_TYPES)
    return _each(items, file, lambda row: _item(row, file, _types(row.get("complete", complete))))


def _each(rows: Sequence[Any], file: str, read: Callable[[Mapping[str, Any]], GoldItem]) -> tuple[GoldItem, ...]:
    """Every row read; one in another form, or with a word that nothing could ever equal, is a mistake of the file."""
    items = []
    for number, row in enumerate(rows, 1):
        name = row.get("id", row.get("seed", number)) if isinstance(row, Mapping) else number
        try:
            items.append(read(row))
            if items[-1].label not in LABELS:
                raise ValueError(f"label: found {items[-1].label!r}, allowed: {', '.join(Label)}")
            _types([fact.type for fact in items[-1].facts])
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise UsageError(f"{file}: item {name}: not in the form of docs/evaluate.md ({error})") from error
    return tuple(items)


def _types(names: Sequence[str]) -> frozenset[str]:
    if isinstance(names, str) or not set(names) <= TYPES:
        raise ValueError(f"found {names!r}, allowed: types of findings, which are {', '.join(sorted(TYPES))}")
    return frozenset(names)


def _item(row: Mapping[str, Any], file: str, complete: frozenset[str]) -> GoldItem:
    where = f"{file}: item {row.get('id', '?')}"
    if not isinstance(row.get("text"), str):
        raise UsageError(f"{where}: text: found {row.get('text')!r}, allowed: the item in the seed shape")
    text = row["text"]
    article = article_from_text(text, zone=row.get("timezone"))
    article = replace(
        article,
        captions=(*article.captions, *row.get("captions", ())),
        language=row.get("language") or article.language,
    )
    places = _Places(article, text)
    relevance = row.get("relevance", {})
    return GoldItem(
        id=str(row.get("id", "?")),
        article=article,
        country=row.get("country"),
        label=relevance.get("label"),
        operation_kind=relevance.get("operation_kind"),
        complete=complete,
        facts=tuple(_fact(fact, places, where) for fact in row.get("fact", row.get("facts", ()))),
    )


def _fact(row: Mapping[str, Any], places: _Places, where: str) -> GoldFact:
    values = {key: value for key, value in row.items() if key not in ("type", "parts", "nth", "field")}
    found = list(places.of_words(row.get("parts", ()), nth=int(row.get("nth", 1))))
    if not any(places.holds(words) for words in row.get("parts", ())):
        raise UsageError(f"{where}: parts: found {row.get('parts')!r}, allowed: words of the text")
    return GoldFact(row["type"], values, tuple(found))


def _seed(row: Mapping[str, Any], file: str, read_text: Callable[[str], str]) -> GoldItem:
    text = read_text(row["seed"])
    article = article_from_text(text, zone="Asia/Shanghai")
    places = _Places(article, text)
    relevance = row.get("relevance", {})
    facts = []
    for fact in row.get("facts", ()):
        values = {key: value for key, value in fact.items() if key not in ("id", "type", "spans")}
        spans = [(span["start"], span["end"]) for span in fact.get("spans", ())]
        facts.append(GoldFact(fact["type"], values, tuple(places.of_spans(spans))))
    return GoldItem(
        id=f"{file}: {row['seed']}",
        article=article,
        country="CHN",
        label=relevance.get("label"),
        complete=frozenset(SEEDS_COMPLETE),
        facts=tuple(facts),
    )


class _Places:
    """Where the fields of an article lie in the text it was read from."""

    def __init__(self, article: Article, text: str) -> None:
        self._text = text
        self._captions = article.captions
        # Start in the text, start in the field, length, field, number of the caption.
        self._stretches: list[tuple[int, int, int, str, int | None]] = []
        title = text.find(article.title) if article.title else -1
        if article.title and title >= 0:
            self._stretches.append((title, 0, len(article.title), "title", None))
        self._add_paragraphs(article.body)
        for number, caption in enumerate(article.captions, 1):
            if (at := text.find(caption)) >= 0:
                self._stretches.append((at, 0, len(caption), "caption", number))

    def _add_paragraphs(self, body: str) -> None:
        at, inside = 0, 0
        for paragraph in body.split(PARAGRAPH_BREAK):
            found = self._text.find(paragraph, at)
            if found >= 0:
                self._stretches.append((found, inside, len(paragraph), "body", None))
                at = found + len(paragraph)
            inside += len(paragraph) + len(PARAGRAPH_BREAK)

    def holds(self, words: str) -> bool:
        """True for words that stand anywhere in the item, its header lines too."""
        return words in self._text or any(words in caption for caption in self._captions)

    def of_spans(self, spans: Sequence[tuple[int, int]]) -> Iterator[Place]:
        """The spans of the text as places; what lies in no field is left out."""
        for start, end in spans:
            for first, inside, length, name, number in self._stretches:
                low, high = max(start, first), min(end, first + length)
                if low < high:
                    yield name, number, low - first + inside, high - first + inside

    def of_words(self, parts: Sequence[str], *, nth: int) -> Iterator[Place]:
        """The places of quoted words; nth: which occurrence of the first of them."""
        for index, words in enumerate(parts):
            at = -1
            for _ in range(nth if index == 0 else 1):
                at = self._text.find(words, at + 1)
            if at >= 0:
                yield from self.of_spans([(at, at + len(words))])
            for number, caption in enumerate(self._captions, 1):
                if (inside := caption.find(words)) >= 0:
                    yield "caption", number, inside, inside + len(words)
