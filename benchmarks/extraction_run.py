"""One origin read by every reader: each in a fresh process, warmed, in interleaved rounds; each page scored."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.extraction_peers import PEERS, Reader, command_of
from benchmarks.extraction_process import Answer, CannotStart, Job, Process
from benchmarks.extraction_reasons import reasons
from benchmarks.extraction_scores import Row, Scores, score_page
from storage.records import PARAGRAPH_BREAK, Article, RelatedLink


@dataclass(frozen=True)
class Pace:
    """How it is measured. warm: pages read before anything counts; rounds: passes; seconds: the longest for a page."""

    warm: int = 20
    rounds: int = 1
    seconds: float = 60.0


@dataclass(slots=True)
class Reading:
    """One page by one reader. cpu: seconds a round, None where the process was lost."""

    reader: str
    origin: str
    file: str
    language: str
    scores: Scores
    marks: Row
    reasons: dict[str, str]
    cpu: list[float | None] = field(default_factory=list)
    failure: str | None = None
    refused: str | None = None
    library: bool = False


@dataclass(slots=True)
class Measured:
    """What a run of one origin gave. peaks: megabytes by reader; versions by reader."""

    readings: list[Reading] = field(default_factory=list)
    peaks: dict[str, float] = field(default_factory=dict)
    versions: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, part: Measured) -> None:
        """Take in another origin; a peak is the highest of all."""
        self.readings += part.readings
        self.peaks |= {name: max(peak, self.peaks.get(name, 0.0)) for name, peak in part.peaks.items()}
        self.versions |= part.versions


def measure(
    corpus: Path, origin: str, rows: Sequence[Row], readers: Sequence[tuple[Reader, Path]], pace: Pace
) -> Measured:
    """Read the rows of one origin by every reader, round after round."""
    jobs = [job_of(corpus, origin, row) for row in rows]
    out = Measured()
    with ExitStack() as stack:
        running: dict[str, Process] = {}
        for reader, python in readers:
            process = Process(*command_of(reader, python), pace.seconds, jobs[: pace.warm])
            try:
                running[reader.name] = stack.enter_context(process)
            except CannotStart as error:
                print(f"{reader.name} does not start: {error}", file=sys.stderr)
        kept: dict[str, dict[str, Reading]] = defaultdict(dict)
        for _ in range(pace.rounds):
            for name, process in running.items():
                for row, job in zip(rows, jobs, strict=True):
                    _note(kept[name], name, origin, row, process.ask(job))
        for name, process in running.items():
            out.readings += kept[name].values()
            out.peaks[name] = process.peak_mb
            out.versions[name] = process.versions
    return out


def _note(kept: dict[str, Reading], name: str, origin: str, row: Row, answer: Answer) -> None:
    """Score a page at its first reading; later rounds add their time."""
    if not answer.known:
        return
    file = row["file"]
    if file not in kept:
        kept[file] = reading_of(name, origin, row, answer)
    kept[file].cpu.append(answer.cpu)


def reading_of(name: str, origin: str, row: Row, answer: Answer) -> Reading:
    """A page's scores, marks and reasons. A page without an article scores as an empty one."""
    article = article_of(answer.record)
    scores: Scores = defaultdict(list)
    marks = score_page(article, row, origin, scores)
    record = answer.record or {}
    return Reading(
        reader=name,
        origin=origin,
        file=row["file"],
        language=row.get("language") or "",
        scores=scores,
        marks=marks,
        reasons=reasons(article, row, origin, marks) if name not in PEERS else {},
        failure=answer.failure,
        refused=record.get("refused") or (None if record else "nothing found"),
        library=any(how.startswith("library") for how in record.get("how", {}).values()),
    )


def job_of(corpus: Path, origin: str, row: Row) -> Job:
    """What a reader is told of a page: nothing of its gold."""
    return {
        "path": str((corpus / origin / row["file"]).resolve()),
        "url": row.get("url"),
        "host": row.get("host"),
        "crawl_date": row.get("crawl_date"),
    }


def article_of(record: dict[str, Any] | None) -> Article:
    """A reader's record in our own shape; its empty fields stay empty."""
    if not record or "refused" in record:
        return Article(body="")
    published, at = record.get("published"), record.get("published_at")
    moment = _aware(at or published)
    return Article(
        body=PARAGRAPH_BREAK.join(record.get("body") or ()),
        title=record.get("title"),
        authors=tuple(map(str, record.get("authors") or ())),
        editors=tuple(record.get("editors") or ()),
        outlet=record.get("outlet"),
        published_local=published,
        published_at=moment,
        dateline=record.get("dateline"),
        dateline_place=record.get("dateline_place"),
        related=tuple(RelatedLink("", url) for url in record.get("related") or ()),
    )


def _aware(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment and moment.tzinfo else None


def speed(readings: Iterable[Reading], files: set[tuple[str, str]] | None = None) -> float | None:
    """Pages per CPU second, the median of the rounds; of several rounds the first is left out (it builds caches)."""
    rounds = _rounds(readings, files)
    return median(n / cpu for n, cpu in rounds) if rounds else None


def ratio(ours: Sequence[Reading], others: Sequence[Reading]) -> float | None:
    """How many times as fast the first are as the second, on the pages that both timed, within each round."""
    common = _timed(ours) & _timed(others)
    left, right = _rounds(ours, common), _rounds(others, common)
    return median(b / a for (_, a), (_, b) in zip(left, right, strict=False)) if left and right else None


def _timed(readings: Iterable[Reading]) -> set[tuple[str, str]]:
    return {(one.origin, one.file) for one in readings if one.cpu and None not in one.cpu}


def _rounds(readings: Iterable[Reading], files: set[tuple[str, str]] | None) -> list[tuple[int, float]]:
    """For each round pages and CPU seconds, of pages timed in all rounds."""
    times = [one.cpu for one in readings if files is None or (one.origin, one.file) in files]
    whole = [cpu for cpu in times if cpu and None not in cpu]
    if not whole:
        return []
    sums = [(len(whole), sum(part or 0.0 for part in one)) for one in zip(*whole, strict=False)]
    return [(n, cpu) for n, cpu in (sums[1:] or sums) if cpu]


def merged(readings: Iterable[Reading]) -> Scores:
    """The scores of many pages together."""
    out: Scores = defaultdict(list)
    for one in readings:
        for name, values in one.scores.items():
            out[name].extend(values)
    return out


def grouped(readings: Sequence[Reading], annotated: set[tuple[str, str]]) -> Iterator[tuple[str, list[Reading]]]:
    """Groups of the report: origins (daniel by language too), annotated pages, those a special reader knows, all."""
    origins = list(dict.fromkeys(one.origin for one in readings))
    for origin in origins:
        mine = [one for one in readings if one.origin == origin]
        yield origin, mine
        if origin == "daniel":
            for language in dict.fromkeys(one.language for one in mine):
                yield f"daniel {language}", [one for one in mine if one.language == language]
    full = [one for one in readings if (one.origin, one.file) in annotated]
    if full:
        yield "fully annotated", full
    for special in ("fundus", "layouts"):
        known = {(one.origin, one.file) for one in readings if one.reader == special}
        if known:
            yield f"known to {special}", [one for one in readings if (one.origin, one.file) in known]
    if len(origins) > 1:
        yield "all", list(readings)
