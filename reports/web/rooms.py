"""Which page stands at which address. Patterns are matched against the path as it came, quoted."""

from __future__ import annotations

from collections.abc import Callable

from reports.web import article, digests, missions, questions, search, series, sources, start
from reports.web.answers import Answer, Asked
from storage.archive import Archive

Page = Callable[[Archive, Asked], Answer]

_WEEK = r"(?P<week>\d{4}-W\d\d)"
PAGES: tuple[tuple[str, Page], ...] = (
    (r"^/$", start.start),
    (r"^/search(?P<form>\.json|\.csv)?$", search.search),
    (r"^/digests(?:/|(?P<form>\.json))?$", digests.listed),
    (rf"^/digests/{_WEEK}(?P<form>\.html|\.json|\.md)?$", digests.edition),
    (rf"^/digests/(?P<profile>[^/]+)/{_WEEK}(?P<form>\.html|\.json|\.md)?$", digests.edition),
    (r"^/article/(?P<uid>[^/]+?)(?P<form>\.json|\.txt)?$", article.article),
    (r"^/finding/(?P<uid>[^/]+)$", article.finding),
    (r"^/missions(?P<form>\.json|\.csv)?$", missions.listed),
    (r"^/mission/(?P<mission>[^/]+?)(?P<form>\.json|\.csv)?$", missions.mission),
    (r"^/series(?P<form>\.json|\.csv|\.svg)?$", series.series),
    (r"^/sources(?P<form>\.json|\.csv)?$", sources.listed),
    (r"^/sources/(?P<slug>[^/]+?)(?P<form>\.json)?$", sources.source),
    (r"^/questions(?P<form>\.json)?$", questions.listed),
    (r"^/questions/(?P<id>[a-z0-9-]+)(?P<form>\.json|\.csv)?$", questions.question),
)
