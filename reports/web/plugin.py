"""Bluewatch as a plugin of Datasette: our pages beside its own, and what its own show of ours.

Hooks as of Datasette 0.65 (datasette/hookspecs.py). Which archive a Datasette serves stands in DESKS.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote
from weakref import WeakKeyDictionary

from datasette import hookimpl as mark_hook
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from reports.web.answers import Answer, Asked, refused
from reports.web.connection import harden
from reports.web.desk import Desk, TooSlow
from reports.web.leads import kind_of, lead
from reports.web.own_sql import own_sql_csv
from reports.web.rendering import ROOMS, look, page
from reports.web.rooms import PAGES, Page
from reports.web.tables import DATABASE
from storage.errors import ArchiveUnusable, BluewatchError, NotFound

Hook = TypeVar("Hook", bound=Callable[..., Any])
DESKS: MutableMapping[Any, Desk] = WeakKeyDictionary()
OUR_FAULT = "This page could not be made; the terminal of `bluewatch serve` says why."
TOO_LONG = "This took longer than a query may; ask for fewer rows, or filter by a column that has an index"
_TITLES = {404: "Not found", 500: "A fault of Bluewatch"}
# A browser keeps the style sheet as long as its address, which holds its mark, stays the same.
_KEEP = {"cache-control": "max-age=86400"}


def hookimpl(function: Hook) -> Hook:
    """Mark a hook; Datasette's own mark has no types."""
    mark_hook(function)
    return function


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Our addresses; Datasette looks at them before its own."""
    ours = [(pattern, _view(page)) for pattern, page in PAGES]
    return [("^/look\\.css$", _look), (rf"^/{DATABASE}\.csv$", own_sql_csv), *ours]


@hookimpl
def prepare_connection(conn: Any, database: str, datasette: Any) -> None:
    """Bind the connections to the archive to reading; Datasette's notes on schemas are in memory and its own."""
    if database == DATABASE and datasette in DESKS:
        harden(conn)


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """In Datasette's tables the names of articles, findings, missions, series and sources lead to their pages."""
    if database != DATABASE or datasette not in DESKS or kind_of(value, column, table) is None:
        return None

    async def cell() -> Any:
        where = await DESKS[datasette].ask(lambda archive: lead(archive, value, column, table))
        return None if where is None else Markup('<a href="{}">{}</a>').format(where, value)

    return cell()


@hookimpl
def menu_links() -> list[dict[str, str]]:
    """The way back from Datasette's pages to ours."""
    return [{"href": where, "label": name} for where, name in ROOMS]


@hookimpl
def handle_exception(request: Any, exception: Exception) -> Any:
    """What went wrong in Datasette, in our words; its own handler writes page text to the terminal as it is."""
    status, words = _fault(exception)
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": words, "status": status}, status=status)
    form = "csv" if request.path.endswith(".csv") else "html"
    return _response(_told(_TITLES.get(status, "That cannot be asked"), words, status, form=form))


def _fault(exception: Exception) -> tuple[int, str]:
    """Status and words."""
    if isinstance(exception, DatasetteError):
        # Its only message in HTML is the one on time; it holds the query again, and a script.
        words = TOO_LONG if exception.message_is_html else str(exception.message)
        return exception.status, words
    if isinstance(exception, Base400):
        return exception.status, "There is no such page here." if exception.status == 404 else str(exception.args[0])
    _log()
    return 500, OUR_FAULT


def _log() -> None:
    # The words of a fault may hold page text: they go to the terminal, escaped, and not to the page.
    sys.stderr.write(ascii(traceback.format_exc())[1:-1].replace("\\n", "\n") + "\n")


async def _look() -> Any:
    return Response(look(), content_type="text/css; charset=utf-8", headers=_KEEP)


def _view(page_of: Page) -> Callable[..., Any]:
    async def view(request: Any, datasette: Any) -> Any:
        desk = DESKS[datasette]
        parts = {name: unquote(value or "") for name, value in request.url_vars.items()}
        asked = Asked(desk.now(), parts, parse_qs(request.query_string, keep_blank_values=True))
        return _response(await _answer(desk, page_of, asked))

    return view


async def _answer(desk: Desk, page_of: Page, asked: Asked) -> Answer:
    try:
        return await desk.ask(lambda archive: page_of(archive, asked))
    except NotFound as error:
        told = "Not found", str(error), 404
    except ArchiveUnusable as error:
        told = "The archive cannot be read", str(error), 503
    except BluewatchError as error:
        told = "That cannot be asked", str(error), 400
    except TooSlow as error:
        told = "Too much at once", f"{error}; ask for less, such as a shorter time or fewer outlets", 503
    except Exception:
        _log()
        told = "A fault of Bluewatch", OUR_FAULT, 500
    return _told(*told, form=asked.form)


def _told(title: str, words: str, status: int, *, form: str) -> Answer:
    return refused(words, form, status) or page("trouble.html", room="", title=title, words=words, status=status)


def _response(answer: Answer) -> Any:
    return Response(answer.body, status=answer.status, headers=answer.headers, content_type=answer.kind)
