"""The mark-up of the invented outlets: six designs, listings of each kind, and pages that say that nothing is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from tests.year.outlets import Outlet
    from tests.year.pieces import Piece

_WORDS = {
    "en": ("Home", "Contact", "Most read", "Source: ", "Editor: ", "By ", "views", "All rights reserved", "next"),
    "zh": ("首页", "联系我们", "热点", "来源：", "责任编辑：", "作者：", "次浏览", "版权所有", "下一页"),
    "fr": ("Accueil", "Contact", "Les plus lus", "Source : ", "Rédaction : ", "Par ", "vues", "Tous droits réservés", "suivant"),  # noqa: E501
    "es": ("Inicio", "Contacto", "Lo más leído", "Fuente: ", "Edición: ", "Por ", "vistas", "Todos los derechos reservados", "siguiente"),  # noqa: E501
}  # fmt: skip


def article(outlet: Outlet, design: str, piece: Piece, now: datetime, *, others: Sequence[Piece], visit: int) -> str:
    """The page of an article as it stands now. visit: which look this is, for what changes at every look."""
    title, paragraphs = piece.shown(now)
    home, contact, most_read, source, editor, by, views, rights, _ = _WORDS[outlet.language]
    local = piece.at.astimezone(ZoneInfo(outlet.zone))
    stamp = f"{local:%Y-%m-%d %H:%M:%S}"
    body = "\n".join(f"<p>{piece.dressed(escape(text), now)}</p>" for text in paragraphs)
    head = f"<meta property='article:published_time' content='{local.isoformat()}'>"
    counter = f"<span class='views'>{9000 + 7 * visit} {views}</span>" if outlet.restless else ""
    clock = f"<div class='clock'>{now:%A %H:%M:%S}</div>" if outlet.restless else ""
    chance = Random(visit if outlet.restless else piece.number)  # noqa: S311 - links that rotate, no secret
    links = chance.sample(list(others), min(5, len(others)))
    aside = "".join(f"<li><a href='{outlet.address(one.number)}'>{escape(one.text.title)}</a></li>" for one in links)
    aside = f"<h3>{most_read}</h3><ul>{aside}</ul>"
    h1, by_line = escape(title), f"{editor if outlet.has_editors else by}{escape(piece.author)}"
    if design == "wire":
        main = (
            f"<div class='story'><h1 class='hd'>{h1}</h1><p class='byline'>{by_line}</p>"
            f"<time datetime='{local.isoformat()}'>{stamp}</time>{counter}<div class='story-text'>{body}</div></div>"
        )
    elif design == "broad":
        main = (
            f"<article><header><h1>{h1}</h1><div class='meta'><span class='author'>{by_line}</span>"
            f" <time class='date' datetime='{local.isoformat()}'>{local:%d.%m.%Y %H:%M}</time>{counter}</div></header>"
            f"<section class='text'>{body}</section></article>"
        )
    elif design == "gov":
        main = (
            f"<div class='con'><h1>{h1}</h1><div class='info'><span>{source}{escape(outlet.name)}</span> "
            f"<span>{by_line}</span> <span>{stamp}</span>{counter}</div>"
            f"<div id='content'>{body}</div></div>"
        )
    elif design == "portal":
        main = (
            f"<div class='article-box'><h2 class='title'>{h1}</h2><div class='pub'>{stamp} | "
            f"{source}{escape(outlet.name)} {counter}</div><div class='article-body'>{body}</div>"
            f"<div class='ed'>{by_line}</div></div>"
        )
    elif design == "table":
        main = (
            f"<table><tr><td class='main'><h1>{h1}</h1><font size='1'>{stamp}&nbsp;&nbsp;{by_line}</font>{counter}"
            f"<hr>{body}</td></tr></table>"
        )
    else:
        main = (
            f"<div class='post hentry'><h1 class='entry-title'>{h1}</h1><div class='entry-meta'>"
            f"<time class='entry-date' datetime='{local.isoformat()}'>{stamp}</time> <span class='vcard'>{by_line}"
            f"</span>{counter}</div><div class='entry-content'>{body}</div></div>"
        )
    head += f"<link rel='canonical' href='{outlet.base}{outlet.address(piece.number)}'>"
    return (
        f"<!DOCTYPE html><html lang='{outlet.language}'><head><meta charset='utf-8'><title>{h1} - "
        f"{escape(outlet.name)}</title>{head}</head><body><div class='top-{design}'>{clock}<nav><a href='/'>{home}</a> "
        f"<a href='/contact'>{contact}</a></nav></div>{main}<div class='side'>{aside}</div>"
        f"<footer>© {escape(outlet.name)}. {rights}</footer></body></html>"
    )


def feed(outlet: Outlet, pieces: Sequence[Piece]) -> str:
    """An RSS feed."""
    items = "".join(
        f"<item><title>{escape(one.text.title)}</title><link>{outlet.base}{escape(outlet.address(one.number))}</link>"
        f"<pubDate>{format_datetime(one.at)}</pubDate></item>"
        for one in pieces
    )
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>{escape(outlet.name)}</title>{items}</channel></rss>"
    )


def sitemap(outlet: Outlet, pieces: Sequence[Piece]) -> str:
    """A sitemap."""
    urls = "".join(f"<url><loc>{outlet.base}{escape(outlet.address(one.number))}</loc></url>" for one in pieces)
    return f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"


def section(outlet: Outlet, design: str, pieces: Sequence[Piece], following: str | None) -> str:
    """A page of links, with a link to the next one."""
    items = "".join(
        f"<li class='{design}-item'><a href='{escape(outlet.address(one.number))}'>{escape(one.text.title)}</a> "
        f"<span>{one.at:%Y-%m-%d}</span></li>"
        for one in pieces
    )
    more = f"<a class='next' href='{following}'>{_WORDS[outlet.language][8]}</a>" if following else ""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(outlet.name)}</title></head><body>"
        f"<div class='top-{design}'></div><ul class='items'>{items}</ul>{more}</body></html>"
    )


_NOT_THERE = {
    "en": ("Page not found", "Sorry, the page you are looking for does not exist or has been removed."),
    "zh": ("页面不存在", "抱歉，您访问的页面不存在或已被删除。"),
    "fr": ("Page introuvable", "Désolé, la page que vous cherchez n'existe pas ou a été supprimée."),
    "es": ("Página no encontrada", "Lo sentimos, la página que busca no existe o ha sido eliminada."),
}
_LOG_IN = {
    "en": ("Sign in", "Please log in to continue reading.", "User name", "Password"),
    "zh": ("用户登录", "请登录后继续阅读。", "用户名", "密码"),
    "fr": ("Connexion", "Veuillez vous connecter pour lire la suite.", "Identifiant", "Mot de passe"),
    "es": ("Iniciar sesión", "Inicie sesión para seguir leyendo.", "Usuario", "Contraseña"),
}


def not_there(outlet: Outlet) -> str:
    """A page that says that nothing is there."""
    title, words = _NOT_THERE[outlet.language]
    return _plain(outlet, title, f"<h1>{title}</h1><p>{words}</p>")


def log_in(outlet: Outlet) -> str:
    """A wall before an article."""
    title, words, user, password = _LOG_IN[outlet.language]
    form = f"<form method='post' action='/login'>{user} <input name='user'> {password} <input type='password'></form>"
    return _plain(outlet, title, f"<h1>{title}</h1><p>{words}</p>{form}")


def front(outlet: Outlet) -> str:
    """The home page."""
    return _plain(outlet, outlet.name, f"<h1>{escape(outlet.name)}</h1><p><a href='/news/'>News</a></p>")


def _plain(outlet: Outlet, title: str, inner: str) -> str:
    return (
        f"<!DOCTYPE html><html lang='{outlet.language}'><head><meta charset='utf-8'><title>{escape(title)} - "
        f"{escape(outlet.name)}</title></head><body><nav><a href='/'>{_WORDS[outlet.language][0]}</a></nav>{inner}"
        f"<footer>© {escape(outlet.name)}</footer></body></html>"
    )
