"""One answer for several addresses of an outlet is no article, whatever its text: consent, maintenance, a log-in.

And what of a kept article's page is unlike all that it said before is held until a second look gives it again. Both are
judged by what stands in the page store alone, so a rebuilt archive comes to the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.addresses import IMPORT_SOURCE, placed
from crawler.recheck import rejected_again
from crawler.settled import NOT_JUDGED
from crawler.source import Source
from storage.archive import Archive
from storage.database import Row
from storage.fingerprint import wording
from storage.readings import HELD, reading_text, text_mark
from storage.records import KEPT_LABELS, Article, Decision, Label, Rejection
from storage.texts import headlines_alike
from storage.times import from_text, to_text

# The kind of a wall's rejection, as that of an address which leads to no article.
ELSEWHERE = "elsewhere"
# So long an answer is looked for at other addresses, of pages that are no older; kept ones are asked again for longer.
WITHIN, PAGES_WITHIN, KEPT_WITHIN = timedelta(days=14), timedelta(days=45), timedelta(days=200)
# A second look gives the same text so much later at the least.
HELD_APART = timedelta(hours=6)
# Dates that a page does not give as its own: a wall at a dated address has one, and one that says how long it stays.
_NOT_OWN = ("address", "the only day", "a printed line", "library")
_YEAR = range(1900, 2100)


class Walls:
    """Tells walls and held texts from articles; writing is inside the caller's write()."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._db = archive.db

    def judged(
        self, capture_id: int, page: Row, article: Article, label: Label, *, source: Source | None
    ) -> Rejection | None:
        """Why this capture's text is not to be taken: elsewhere (a wall) or held; None where it is the page's own.

        Pages of no followed outlet are of many sites, which may well print the same.
        """
        if page["source"] == IMPORT_SOURCE or (_dated(article) and page["article_id"] is None):
            return None
        stored = self._stored(page)
        own_title = page["title"] if stored is None else stored["title"]
        if (stored is not None or own_title) and headlines_alike(own_title, article.title):
            return None
        at, mark = self._fetched(capture_id), text_mark(article)
        answered = self._archive.captures.address(capture_id)
        claimed = placed(article, answered=answered, owner=page["source"], source=source).url
        before = self._before(page["id"], capture_id, mark, at)
        twins = self._twins(page, claimed, mark, at)
        walled = before == ELSEWHERE or any(twin["judged"] for twin in twins)
        if stored is None:
            walled = walled or bool(twins and (own_title or label not in KEPT_LABELS))
        elif twins and not walled:
            # What another page shows as its own may be an article that took this one's text over.
            walled = any(not twin["taken"] for twin in twins) or _unlike(stored, article)
        if walled:
            for twin in twins:
                self._take_back(twin, article, at)
            return _elsewhere(article)
        if stored is None or before == HELD or not self._waits(stored, article, at):
            return None
        return Rejection(kind=HELD, message=f"unlike what was stored: {_head(article)}")

    def holds(self, page_id: int) -> bool:
        """Whether the newest text of a page waits for a second look, which is kept even where it is the same bytes."""
        found = self._db.value("SELECT 1 FROM pages WHERE id = ? AND reason LIKE 'held:%'", (page_id,))
        return found is not None

    def _stored(self, page: Row) -> Row | None:
        if page["article_id"] is None:
            return None
        return self._db.row("SELECT * FROM articles WHERE id = ?", (page["article_id"],))

    def _fetched(self, capture_id: int) -> datetime:
        return from_text(self._db.value("SELECT fetched_at FROM captures WHERE id = ?", (capture_id,)))

    def _before(self, page_id: int, capture_id: int, mark: str, at: datetime) -> str | None:
        """What the same text came to when the page gave it last: elsewhere; held, if that is long enough ago."""
        row = self._db.row(
            "SELECT fetched_at, reason FROM captures JOIN decisions ON capture_id = captures.id AND article_id IS NULL"
            " AND rules = ?1 WHERE page_id = ?2 AND captures.id != ?3 AND instr(reading, ?4) AND fetched_at <= ?5"
            " AND fetched_at >= coalesce((SELECT max(fetched_at) FROM captures JOIN article_captures ON capture_id = id"
            " WHERE page_id = ?2 AND fetched_at <= ?5), '') ORDER BY decisions.id DESC LIMIT 1",
            (NOT_JUDGED, page_id, capture_id, _marked(mark), to_text(at)),
        )
        kind = None if row is None else str(row["reason"]).partition(":")[0]
        if row is None or kind != HELD:
            return kind if kind == ELSEWHERE else None
        first = self._db.value(
            "SELECT min(fetched_at) FROM captures WHERE page_id = ?1 AND instr(reading, ?2) AND fetched_at >="
            " coalesce((SELECT max(fetched_at) FROM captures JOIN article_captures ON capture_id = id"
            " WHERE page_id = ?1 AND fetched_at <= ?3), '')",
            (page_id, _marked(mark), to_text(at)),
        )
        return HELD if at - from_text(first) >= HELD_APART else None

    def _twins(self, page: Row, claimed: str | None, mark: str, at: datetime) -> list[Row]:
        """The newest captures of other pages of the source that gave this text; none of the same article."""
        return self._db.rows(
            _TWINS,
            {
                "source": page["source"], "page_id": page["id"], "article_id": page["article_id"], "claimed": claimed,
                "mark": _marked(mark), "at": to_text(at), "since": to_text(at - WITHIN),
                "known": to_text(at - PAGES_WITHIN), "oldest": to_text(at - KEPT_WITHIN), "rules": NOT_JUDGED,
            },
        )  # fmt: skip

    def _take_back(self, twin: Row, article: Article, at: datetime) -> None:
        """What was taken for another subject, or was held, while this text was seen at one address alone."""
        page = self._archive.frontier.page(twin["page_id"])
        if page is None or twin["judged"] or not twin["newest"]:
            return
        held = page["article_id"] is not None and str(page["reason"]).startswith(f"{HELD}:")
        if not held and (page["article_id"] is not None or page["state"] != "other"):
            return
        rejection = _elsewhere(article)
        reason = f"{rejection.kind}: {rejection.message}"
        decision = Decision(label=Label.OTHER, score=0.0, rules=NOT_JUDGED, reason=reason)
        self._archive.articles.record_decision(decision, capture_id=twin["capture_id"], at=at)
        self._archive.captures.settle(twin["capture_id"], at, reading_text(article, rejection))
        if held:
            self._archive.frontier.update(page["id"], reason=reason)
            seen = from_text(twin["fetched_at"])
            self._archive.articles.mark_hidden(page["article_id"], ELSEWHERE, seen, reason)
            return
        # Its headline was this text's, so nobody knows any more what the listing announced.
        again = rejected_again(ELSEWHERE, 1, at)
        columns: dict[str, object] = {"state": "rejected", "reason": reason, "title": None, "label": None}
        self._archive.frontier.update(page["id"], **columns, score=None, tries=1, next_at=again)

    def _waits(self, stored: Row, article: Article, at: datetime) -> bool:
        """A text that holds nothing of what is stored, nor date or byline of its own; an older one never waits."""
        lost = not _dated(article) or (stored["byline"] is not None and article.byline is None)
        return lost and stored["updated_at"] <= to_text(at) and _unlike(stored, article)


def set_aside(rules: str, reason: str | None) -> Rejection | None:
    """What a stored decision on a text that was not taken said; None for any other."""
    kind, _, message = (reason or "").partition(": ")
    return Rejection(kind=kind, message=message) if rules == NOT_JUDGED and kind in (ELSEWHERE, HELD) else None


def _elsewhere(article: Article) -> Rejection:
    return Rejection(kind=ELSEWHERE, message=f"other addresses of the outlet show the same: {_head(article)}")


def _head(article: Article) -> str:
    return repr((article.title or article.body)[:80])


def _marked(mark: str) -> str:
    return f'"mark":"{mark}"'


def _dated(article: Article) -> bool:
    """Whether a page itself dates its article."""
    how = article.evidence["published_at"].how if "published_at" in article.evidence else ""
    return article.published_at is not None and not how.startswith(_NOT_OWN)


def _unlike(stored: Row, article: Article) -> bool:
    """Whether a text shares no sentence, no run of words, no numbers and no date of its own with a stored article."""
    published = None if article.published_at is None else to_text(article.published_at)
    if _dated(article) and published == stored["published_at"]:
        return False
    ours, theirs = wording(stored["body"]), wording(article.body)
    if {one.mark for one in ours.marked} & {one.mark for one in theirs.marked}:
        return False
    if ours.by_signs == theirs.by_signs and set(ours.windows) & set(theirs.windows):
        return False
    shared = [number for number in ours.numbers & theirs.numbers if number.isdigit() and int(number) not in _YEAR]
    return len(shared) < 2 and not any(len(number) > 2 for number in shared)


_TWINS = """
SELECT pages.id AS page_id, captures.id AS capture_id, captures.fetched_at,
  captures.id = (SELECT id FROM captures WHERE page_id = pages.id AND fetched_at <= :at
    ORDER BY fetched_at DESC, id DESC LIMIT 1) AS newest,
  EXISTS (SELECT 1 FROM article_captures WHERE capture_id = captures.id) AS taken,
  EXISTS (SELECT 1 FROM decisions WHERE capture_id = captures.id AND article_id IS NULL AND rules = :rules
    AND reason LIKE 'elsewhere:%') AS judged
FROM pages INDEXED BY pages_seen JOIN captures ON captures.page_id = pages.id
WHERE pages.source = :source AND pages.kind = 'article' AND pages.first_seen_at >= :oldest
  AND (pages.first_seen_at >= :known OR pages.state = 'kept')
  AND pages.id != :page_id AND (pages.article_id IS NULL OR pages.article_id IS NOT :article_id)
  AND pages.url IS NOT :claimed
  AND captures.fetched_at BETWEEN :since AND :at AND instr(captures.reading, :mark)
ORDER BY captures.id
"""
