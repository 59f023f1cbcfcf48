"""Invented articles that copy and translate one another, with the truth beside them; the same for the same seed.

Every name is invented but those of missions, countries and places. An original is an event's report; its carriers
repeat it whole, cut, extended, edited, under another headline or credit. Others report the same event in their own
words or in another language; others again fill the same form with other numbers, or share their outlet's stock lines.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from benchmarks.copied_words import (
    ADJECTIVES,
    CLAIMS,
    DOERS,
    FAMILY,
    GIVEN,
    NOUNS,
    PLACES,
    RANKS,
    STOCK,
    SWAPS,
    TAILS,
    VERBS,
)

START = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
OUTLETS = tuple(f"outlet-{number}" for number in range(1, 13))
CARRIED = ("verbatim", "headline", "credit", "cut", "extended", "words", "sentences", "lead", "mixed")


@dataclass(frozen=True, slots=True)
class Written:
    """One invented article. text, story: the truth; kind: how it came about."""

    url: str
    source: str
    title: str
    body: str
    published_at: datetime
    language: str
    text: str
    story: str
    kind: str


@dataclass(frozen=True, slots=True)
class Event:
    """What a story tells. numbers: patrols, families, kilometres and the like, told by all who report it."""

    mission: str
    country: str
    people: str
    place: str
    officer: str
    deed: int
    numbers: tuple[int, ...]


def events(random_: random.Random) -> Event:
    """Draw an event."""
    mission, place = random_.choice(PLACES)
    country, people = random_.choice(FAMILY["countries"])
    officer = f"{random_.choice(RANKS)} {random_.choice(GIVEN)} {random_.choice(FAMILY['names'])[0]}"
    numbers = tuple(random_.randint(34, 1890) for _ in range(4))
    return Event(mission, country, people, place, officer, random_.randrange(len(CLAIMS)), numbers)


def sentence(random_: random.Random) -> str:
    """One sentence that tells nothing in particular, in words as these outlets use them."""
    doer, verb, noun, tail = (random_.choice(words) for words in (DOERS, VERBS, NOUNS, TAILS))
    adjective = random_.choice(ADJECTIVES)
    if random_.random() < 0.4:
        other = f"{random_.choice(DOERS).lower()} {random_.choice(VERBS)} the {random_.choice(NOUNS)}"
        return f"{doer} {verb} the {adjective} {noun} {tail}, while {other}."
    return f"{doer} {verb} the {adjective} {noun} {tail}, {random_.choice(TAILS)}."


def paragraph(random_: random.Random, sentences: int = 3) -> str:
    """So many sentences."""
    return " ".join(sentence(random_) for _ in range(sentences))


def report(random_: random.Random, event: Event, *, paragraphs: int = 6) -> tuple[str, str]:
    """Give headline and body of one outlet's own report of an event."""
    claim = CLAIMS[event.deed]
    title = random_.choice(claim["titles"]).format(**_words(event))
    facts = [
        one.format(**_words(event)) for one in (random_.choice(claim["leads"]), *claim[f"facts{random_.randrange(2)}"])
    ]
    blocks = [f"{facts[0]} {sentence(random_)}"]
    blocks += [f"{sentence(random_)} {fact} {sentence(random_)}" for fact in facts[1:]]
    blocks += [paragraph(random_) for _ in range(max(0, paragraphs - len(blocks)))]
    return title, "\n\n".join(blocks)


def _words(event: Event) -> dict[str, str]:
    first, second, third, fourth = (f"{number:,}" for number in event.numbers)
    return {
        "mission": event.mission, "country": event.country, "people": event.people, "place": event.place,
        "officer": event.officer, "a": first, "b": second, "c": third, "d": fourth,
    }  # fmt: skip


def translated(event: Event, language: str) -> tuple[str, str]:
    """Give headline and body of the event's report in French or Spanish."""
    claim = CLAIMS[event.deed][language]
    return claim[0].format(**_words(event)), "\n\n".join(claim[1:]).format(**_words(event))


def carried(random_: random.Random, title: str, body: str, kind: str) -> tuple[str, str]:
    """Repeat an article as carriers do. kind: one of CARRIED."""
    blocks = body.split("\n\n")
    if kind in ("headline", "mixed"):
        title = f"{random_.choice(DOERS)}: {title.split(' ', 2)[-1]}"
    if kind in ("credit", "mixed"):
        blocks[0] = f"{random_.choice(('JUBA, May 3 (Xinhua) -- ', '(AFP) - ', 'GENEVA -- '))}{blocks[0]}"
        blocks.append(
            random_.choice(("Source: Xinhua", "Editing by a desk of the agency", "(With inputs from agencies)"))
        )
    if kind in ("cut", "mixed") and len(blocks) > 3:
        kept = max(2, round(len(blocks) * random_.uniform(0.45, 0.8)))
        blocks = blocks[:kept]
    if kind in ("extended", "mixed"):
        blocks += [paragraph(random_) for _ in range(random_.randint(1, 3))]
    if kind == "words":
        blocks = [_edited(random_, block, 0.06) for block in blocks]
    if kind == "sentences":
        blocks = [_rewritten(random_, block) if random_.random() < 0.35 else block for block in blocks]
    if kind == "lead":
        blocks[0] = paragraph(random_, 2)
    return title, "\n\n".join(blocks)


def _edited(random_: random.Random, block: str, share: float) -> str:
    words = block.split(" ")
    return " ".join(random_.choice(SWAPS) if word.islower() and random_.random() < share else word for word in words)


def _rewritten(random_: random.Random, block: str) -> str:
    sentences = block.split(". ")
    sentences[random_.randrange(len(sentences))] = sentence(random_).rstrip(".")
    return ". ".join(sentences)


def archive(stories: int, *, seed: int = 1, days: int = 365) -> Iterator[Written]:
    """The articles of so many stories, in the order of their publication within each story.

    Of every three stories one is carried by others, one is told by a second outlet in its own words, and one is
    alone, fills a form or is a gallery. Outlets 9 to 12 print stock lines under all they publish.
    """
    random_ = random.Random(seed)  # noqa: S311 - invented prose
    for number in range(stories):
        event = events(random_)
        at = START + timedelta(minutes=random_.randrange(days * 1440))
        for place, one in enumerate(_story(random_, number, event, at)):
            stock = STOCK[int(one.source.split("-")[1]) % len(STOCK)] if int(one.source.split("-")[1]) > 8 else ""
            yield replace(
                one,
                url=f"http://{one.source}.example/{one.published_at:%Y/%m}/{number}-{place}.html",
                body=f"{one.body}\n\n{stock}" if stock else one.body,
            )


def _story(random_: random.Random, number: int, event: Event, at: datetime) -> Iterator[Written]:
    outlets = random_.sample(OUTLETS, 6)
    title, body = report(random_, event, paragraphs=random_.randint(3, 9))
    text, story = f"text-{number}", f"story-{number}"
    first = Written("", outlets[0], title, body, at, "en", text, story, "original")
    yield first
    sort = number % 6
    if sort in (0, 1):
        for place, kind in enumerate(random_.sample(CARRIED, random_.randint(1, 4)), 1):
            headline, copy = carried(random_, title, body, kind)
            later = at + timedelta(hours=random_.uniform(0.5, 40))
            yield replace(first, source=outlets[place], title=headline, body=copy, published_at=later, kind=kind)
    elif sort == 2:
        headline, own = report(random_, event, paragraphs=random_.randint(3, 7))
        later = at + timedelta(hours=random_.uniform(1, 30))
        yield replace(
            first, source=outlets[1], title=headline, body=own, published_at=later, text=f"{text}-own", kind="own"
        )
    elif sort == 3:
        for place, language in enumerate(("fr", "es"), 1):
            headline, own = translated(event, language)
            later = at + timedelta(hours=random_.uniform(1, 30))
            yield Written(
                "", outlets[place], headline, own, later, language, f"{text}-{language}", story, "translation"
            )
    elif sort == 4:
        # The same form a week later, with the other numbers of another event.
        again = replace_numbers(random_, event)
        form = body
        for old, new in zip(event.numbers, again.numbers, strict=True):
            form = form.replace(f"{old:,}", f"{new:,}")
        later = at + timedelta(days=7)
        yield replace(first, body=form, published_at=later, text=f"{text}-form", story=f"{story}-form", kind="form")


def replace_numbers(random_: random.Random, event: Event) -> Event:
    """The same event with other numbers."""
    return replace(event, numbers=tuple(random_.randint(34, 1890) for _ in event.numbers))
