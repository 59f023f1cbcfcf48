"""The script of the year: every article with its truth, from a seed. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from tests.year.facts import Event, Text, colour, name_of, other_news
from tests.year.happenings import happen
from tests.year.numbers import Saying, Statistic, statistics
from tests.year.outlets import OUTLETS, Outlet
from tests.year.pieces import FIRST_DAY, Piece, Script

NUMBER = 410_000
# Other news, and accounts that begin a story, are told in these languages; the others translate.
_OWN_STORIES = ("en", "zh")


class _Writer:
    """Writes the year piece by piece."""

    def __init__(self, seed: str, articles: int, outlets: tuple[Outlet, ...], days: int) -> None:
        self.chance = Random(f"{seed}/year")  # noqa: S311 - a script, no secret
        self.seed, self.outlets, self.days = seed, outlets, days
        self.start = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)
        self.pieces: list[Piece] = []
        self.events: dict[str, Event] = {}
        self._articles = articles
        self._wires = [one for one in outlets if one.language in _OWN_STORIES]
        self._taken: set[tuple[str, datetime]] = set()

    def moment(self, outlet: Outlet, day: date, *, after: datetime | None = None) -> datetime:
        """A free minute of the day between six and one by UTC, when it is the same day in every outlet's zone."""
        while True:
            at = datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(minutes=self.chance.randint(0, 420))
            if after is not None:
                at = max(at, after + timedelta(minutes=self.chance.randint(20, 90)))
            if (outlet.slug, at) not in self._taken:
                self._taken.add((outlet.slug, at))
                return at

    def day(self) -> date:
        """Any day of the year."""
        return FIRST_DAY + timedelta(days=self.chance.randrange(self.days - 4))

    def piece(self, outlet: Outlet, at: datetime, text: Text, **more: object) -> Piece:
        """Print a text at an outlet."""
        author = " ".join(name_of(self.chance)[outlet.language == "zh"] for _ in range(2))
        made = Piece(
            len(self.pieces), outlet.slug, at, text, author.replace(" ", "" if outlet.language == "zh" else " ")
        )
        for name, value in more.items():
            setattr(made, name, value)
        self.pieces.append(made)
        return made

    def story(self, day: date, saying: Saying | None = None, statistic: Statistic | None = None) -> None:
        """One event: an account of it, copies, accounts in other words, and translations."""
        event = Event(f"e{len(self.events)}", day, self.seed)
        self.events[event.id] = event
        languages = statistic.forms if statistic else _OWN_STORIES
        home = self.chance.choice([one for one in self._wires if one.language in languages])
        first = self._account(event, home, self.moment(home, day), saying, statistic)
        copies = saying.copies if saying else self.chance.choice((0, 0, 0, 0, 1, 1, 2, 3))
        self._copies(first, home, copies)
        if saying is not None:
            return
        told = {home.slug, *(one.outlet for one in self.pieces if one.event == event.id)}
        for other in self.chance.sample(self.outlets, len(self.outlets)):
            if other.slug in told:
                continue
            share = 0.1 if other.language == home.language else 0.16
            if self.chance.random() < share:
                late = first.at.date() + timedelta(days=self.chance.choice((0, 0, 1)))
                self._account(event, other, self.moment(other, late, after=first.at), None, None)

    def _account(
        self, event: Event, outlet: Outlet, at: datetime, saying: Saying | None, statistic: Statistic | None
    ) -> Piece:
        text = event.told(outlet.language, self.chance)
        paragraphs = list(text.paragraphs)
        says = []
        if saying is not None and statistic is not None:
            paragraphs.append(statistic.say(outlet.language, saying.value, self.chance))
            says = [saying]
        if outlet.slug_line:
            place = event.facts["place_zh"] if outlet.language == "zh" else event.facts["place"].upper()
            line = outlet.slug_line.replace("[PLACE]", place).replace("[DAY]", f"{at:%b}. {at.day}")
            paragraphs[0] = line.replace("[DATE]", f"{at.month}月{at.day}日") + paragraphs[0]
        return self.piece(outlet, at, text._replace(paragraphs=tuple(paragraphs)), event=event.id, says=says)

    def _copies(self, first: Piece, home: Outlet, count: int) -> None:
        """Others of the same language carry it: whole, cut, under an own headline, longer, with their own slug line."""
        near = [one for one in self.outlets if one.language == home.language and one.slug != home.slug]
        for other in self.chance.sample(near, min(count, len(near))):
            day = first.at.date() + timedelta(days=self.chance.choice((0, 0, 1, 2)))
            at = self.moment(other, day, after=first.at)
            how = self.chance.choice(("whole", "cut", "headline", "longer", "slug", "headline"))
            text = self._carried(first, home, other, at, how)
            self.piece(other, at, text, event=first.event, of=first.number, how=how, says=list(first.says))

    def _carried(self, first: Piece, home: Outlet, other: Outlet, at: datetime, how: str) -> Text:
        title, parts, language = first.text.title, list(first.text.paragraphs), first.text.language
        event = self.events[first.event or ""]
        said = parts[-1:] if first.says else []
        told = parts[: len(parts) - len(said)]
        if how in ("cut", "headline") and len(told) > 3:
            told = told[: max(3, len(told) - self.chance.randint(1, 2))]
        if how in ("headline", "longer", "cut") and self.chance.random() < 0.8:
            title = event.told(language, self.chance).title
        if how == "longer":
            told += [" ".join(colour(self.chance, language, 2)) for _ in range(self.chance.randint(1, 2))]
        if how != "whole":
            plain = told[0]
            if home.slug_line:
                mark = "电 " if language == "zh" else " -- "
                plain = plain.partition(mark)[2] or plain
            credit = {"zh": f"据{home.name}报道，", "en": ""}[language]
            line = "" if how == "headline" else credit
            if other.slug_line:
                place = event.facts["place_zh"] if language == "zh" else event.facts["place"].upper()
                line = other.slug_line.replace("[PLACE]", place).replace("[DAY]", f"{at:%b}. {at.day}")
                line = line.replace("[DATE]", f"{at.month}月{at.day}日")
            told[0] = line + plain
        return Text(title, tuple(told + said), language)

    def other(self) -> None:
        """News of other things."""
        outlet = self.chance.choice(self._wires)
        self.piece(outlet, self.moment(outlet, self.day()), other_news(self.chance, outlet.language))


def year(*, seed: str = "bluewatch", articles: int = 3000, outlets: int = 12, days: int = 365) -> Script:
    """The script of a year of so many articles."""
    chosen = OUTLETS[:outlets]
    writer = _Writer(seed, articles, chosen, days)
    last = FIRST_DAY + timedelta(days=days - 5)
    told = statistics(writer.chance, FIRST_DAY, last)
    # A small world tells of a few statistics only.
    most = max(3, len(told) * min(articles, 3000) // 3000)
    told = told[:most]
    for statistic in told:
        for saying in statistic.sayings:
            writer.story(saying.day, saying, statistic)
    while len(writer.pieces) < articles * 2 / 3:
        writer.story(writer.day())
    while len(writer.pieces) < articles:
        writer.other()
    pieces = sorted(writer.pieces, key=lambda one: (one.at, one.outlet))
    numbers = {one.number: NUMBER + place for place, one in enumerate(pieces)}
    for one in pieces:
        one.of = None if one.of is None else numbers[one.of]
    for one in pieces:
        one.number = numbers[one.number]
    redesigned = {
        one.slug: writer.start + timedelta(days=days * (0.42 + 0.016 * place), hours=3)
        for place, one in enumerate(chosen)
    }
    script = Script(tuple(pieces), writer.events, tuple(told), chosen, redesigned, days)
    happen(script, Random(f"{seed}/happenings"))  # noqa: S311
    return script
