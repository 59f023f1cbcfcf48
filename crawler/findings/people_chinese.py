"""People named in Chinese: a name after a post, a rank or a word for people; foreign names in full. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.findings.passage import Mark, Passage
from crawler.findings.patterns import lazy
from crawler.findings.people_chinese_names import ChineseNames
from crawler.findings.people_mentions import WRITTEN, Named
from crawler.findings.people_names import Names

_CHINESE = "zh"
_LABEL = lazy(r"^([\u4e00-\u9fff]{2,3})[：:]", re.MULTILINE)
# Before these a post is a verb: 并不代表, 来指挥.
_VERBAL = frozenset("不能可会會并並也还還都来來仅僅只就再")
# Where the words of a post begin, seen from its head: after a stop, a verb, a preposition.
_BREAK = lazy(
    r"[\s，。；：:,.;!！?？（）()“”\"《》「」/]|表示|指出|[强強][调調]|[会會][见見了]|[访訪][问問]|[据據]|[当當][日天地]|"
    r"\d{1,2}日|日前|近日|今[天日]|昨[天日]|[与與]|(?<![维維总總缓緩])和(?!平|解|国|國)|以及|由|[向对對]|是|"
    r"[为為了的着]|[将將于於就從从到]|率|陪同|[欢歡]迎|(?<=[\s，。])[应應]|[年月][初底末中]?|作[为為]|[担擔]任|任命|"
    r"包括|其中|接[任替]|[时時]任|女(?=[军軍])|[记記]者|出席|[参參]加|邀[请請]|感[谢謝]|祝[贺賀]|[随隨]|在"
)
# Between a post and a rank: 战区司令、意大利陆军准将.
_LISTED = lazy(r"、[\u4e00-\u9fff]{0,8}$")
_LINKED = lazy(r"[兼、]|暨")
# Ends of words for bodies: what stands before the head of a post is what it belongs to.
_OWNS = lazy(
    r"(?:部[门門]?|局|司|[处處]|署|[厅廳]|院|[会會]|[队隊]|[团團]|中心|[组組][织織]?|大[学學]|[军軍]|政府|府|[办辦]公室|站|"
    r"[营營連连排班]|[区區]|方面|[国國]|使[馆館]|科|基地|公司|委)$"
)
# Heads that begin with the last sign of their body: 国际合作局局长, and 国际合作局长.
_SHARED_SIGN = frozenset("局司处處部厅廳署院团團队隊营營连連排班组組科站")
_DROPPED = ("女", "该", "該", "其", "我", "本")
_LONGEST_POST = 30
_LINKS = ("、", "和", "及")


def chinese(passage: Passage, names: Names) -> list[Named]:
    """All of a passage, in order."""
    return sorted(_Reader(passage, names).named(), key=lambda one: one.start)


class _Reader:
    def __init__(self, passage: Passage, names: Names) -> None:
        self._passage, self._text = passage, passage.text
        self._names = ChineseNames(passage, names)
        self._posts = _joined([mark for mark in passage.of("post") if mark.value == _CHINESE])
        self._post_by_end = {mark.end: mark for mark in self._posts}
        ranks = _joined([mark for mark in passage.of("rank") if mark.value == _CHINESE])
        self._rank_by_start = {mark.start: mark for mark in ranks}
        # Places that a name already holds.
        self._taken: set[int] = set()

    def named(self) -> Iterator[Named]:
        """Names after posts first; then what is left after ranks and words for people, and foreign names in full."""
        last: Named | None = None
        for post in self._posts:
            place = self._past_ranks(post.end)
            end = self._free(place)
            if end is None or self._text[post.start - 1 : post.start] in _VERBAL:
                continue
            last = self._with_post(post, place, end, last)
            yield last
        yield from self._after_cues()
        for start, end in self._names.in_full():
            if self._take(start, end):
                yield self._bare(start, start, end, "person: foreign name in full", 0.8)
        yield from self._labels()

    def _free(self, place: int) -> int | None:
        """The end of the name at a place, if nothing holds it yet; it is taken then."""
        end = self._names.end_of(place)
        return end if end is not None and self._take(place, end) else None

    def _take(self, start: int, end: int) -> bool:
        if start in self._taken or end - 1 in self._taken:
            return False
        self._taken.update(range(start, end))
        return True

    def _past_ranks(self, place: int) -> int:
        """Steps over ranks after a post, also after a comma of lists: 学员代表、高级警司."""
        for _ in range(3):
            at = place + 1 if self._text.startswith("、", place) and place + 1 in self._rank_by_start else place
            rank = self._rank_by_start.get(at)
            if rank is None:
                break
            place = rank.end
        return place + 1 if self._text[place : place + 1] in (" ", "\u3000", "：") else place

    def _with_post(self, post: Mark, place: int, end: int, last: Named | None) -> Named:
        start, posts, body = self._phrase(post)
        basis, confidence = WRITTEN, 1.0
        if last is not None and body is None and last.body and self._text[last.end : start] in _LINKS:
            body, basis, confidence = last.body, f"shared: body written before {last.name}", 0.9
        rank = self._rank_by_start.get(end)
        return Named(
            passage=self._passage,
            start=start,
            end=end if rank is None else rank.end,
            name=self._text[place:end],
            posts=posts,
            body=body,
            basis=basis,
            rule="person: Chinese name after post",
            confidence=confidence,
        )

    def _phrase(self, post: Mark) -> tuple[int, tuple[str, ...], str | None]:
        """Where the words begin, the posts (several joined by 兼 or a comma of lists), and the body."""
        first = self._begin(post)
        posts = [self._text[first : post.end]]
        body = self._body(first, post.start)
        for _ in range(3):
            earlier = self._post_by_end.get(first - 1)
            if earlier is None or not _LINKED.match(self._text, first - 1):
                break
            first = self._begin(earlier)
            posts.insert(0, self._text[first : earlier.end])
            body = self._body(first, earlier.start) or body
        return first, tuple(posts), body

    def _begin(self, post: Mark) -> int:
        """Back to a break, a comma of lists, or the name before."""
        text, floor = self._text, max(0, post.start - _LONGEST_POST)
        start = floor
        for pattern in (_BREAK, _LINKED):
            for found in pattern.finditer(text, start, post.start):
                start = found.end()
        if start > floor and text[start - 1] in "）)" and (opened := text.rfind("（", floor, start)) > floor:
            return self._begin(Mark(opened, post.end, post.kind, post.value))
        start = next((place + 1 for place in range(post.start - 1, start - 1, -1) if place in self._taken), start)
        return start + 1 if text[start : min(start + 1, post.start)] in _DROPPED else start

    def _body(self, start: int, head: int) -> str | None:
        words, sign = self._text[start:head], self._text[head]
        if len(words) > 1 and sign in _SHARED_SIGN and self._text[head + 1 : head + 2] in ("长", "長"):
            return words if words.endswith(sign) else words + sign
        return words if _OWNS.search(words) else None

    def _after_cues(self) -> Iterator[Named]:
        """A rank or a word for people and a name: a person without a post."""
        namings = [mark for mark in self._passage.of("naming") if mark.value == _CHINESE]
        for mark in sorted([*self._rank_by_start.values(), *namings], key=lambda one: one.start):
            place = self._past_ranks(mark.end)
            if mark.kind == "naming" and (self._names.end_of(place) or place) - place < 3:
                continue
            end = self._free(place)
            listed = _LISTED.search(self._text, max(0, mark.start - 9), mark.start)
            if end is not None and listed and listed.start() in self._post_by_end:
                yield self._with_post(self._post_by_end[listed.start()], place, end, None)
            elif end is not None:
                yield self._bare(mark.start, place, end, "person: Chinese name after rank or word for people", 0.9)

    def _labels(self) -> Iterator[Named]:
        """The speaker of a transcript: a name and a colon at the head of several paragraphs."""
        labels = [label.span(1) for label in _LABEL.finditer(self._text)]
        often = Counter(self._text[start:end] for start, end in labels)
        for start, end in labels:
            if often[self._text[start:end]] > 1 and self._names.is_own(start, end) and self._take(start, end):
                yield self._bare(start, start, end, "person: speaker of a transcript", 0.8)

    def _bare(self, start: int, place: int, end: int, rule: str, confidence: float) -> Named:
        return Named(self._passage, start, end, self._text[place:end], rule=rule, confidence=confidence)


def _joined(marks: Sequence[Mark]) -> list[Mark]:
    """Marks that overlap as one: 常驻联合国代表 and 代表."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if kept and mark.start < kept[-1].end:
            kept[-1] = Mark(kept[-1].start, max(kept[-1].end, mark.end), mark.kind, mark.value)
        else:
            kept.append(mark)
    return kept
