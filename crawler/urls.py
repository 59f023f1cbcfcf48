"""Addresses: one written form for each page, so that one page is one row.

canonical() is idempotent. It keeps every query parameter that may choose a page (``?id=``, ``?PRID=``, ``?cid=``), as
written, and drops those that only say who sent the reader, which visit it is, or that the page is to be printed.
courlan is not used: it drops ``cid``, ``eid``, ``source``, ``session`` and whatever begins with ``ga`` or ``ref``, and
re-codes ``%B9%FA`` (GBK) as broken UTF-8; w3lib writes ``?123`` as ``?123=`` and takes five times as long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

WEB_SCHEMES = ("http", "https")
DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_LENGTH = 4_000

# An address that is its own canonical form: the fast way for listings of many thousand links.
_PLAIN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?:/[A-Za-z0-9_\-][A-Za-z0-9_.~\-]*)*/?"
)
_ABSOLUTE = re.compile(r"https?://[a-z0-9][a-z0-9.\-]*[a-z0-9](?:[/?#][!-\[\]-~]*)?")  # needs no joining
_HOST_ALONE = re.compile(
    r"https?://([a-z0-9](?:[a-z0-9.\-]*[a-z0-9])?(?::(?!(?:80|443)(?!\d))(?:[1-5]\d{4}|[1-9]\d{0,3}))?)(?=[/?#]|$)"
)
_PLAIN_HREF = re.compile(r"/(?:[A-Za-z0-9_\-][A-Za-z0-9_.~\-]*(?:/|$))*")
_CONTROLS = "".join(map(chr, range(33)))
_REMOVED = re.compile(r"[\t\n\r]")  # the URL Standard drops them anywhere
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_PORT_LIKE = re.compile(r"[A-Za-z0-9.\-]*\.[A-Za-z0-9.\-]*:\d")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SLASHES = re.compile(r"(?<!:)/{2,}")  # not the two of an address inside a path
# Behind a semicolon; or in brackets before the path, as ASP.NET writes it without cookies: /(S(token))/news/1.
_PATH_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sid|cfid|cftoken)=[^/;?]*|(?<=/)\((?:[A-Z]\([\w-]{1,400}\)){1,4}\)(?:/|$)", re.IGNORECASE
)
_PATH_VARIANT = re.compile(r"(?<=[^/])/amp/?$|(?<=\d)/print(?:er)?(?:able)?(?:version)?/?$", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_\-.]+|\[[0-9a-f:.]+\]")
_PATH_SAFE = "%!$&'()*+,-./:;=@_~|[]"
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

# Campaign and click parameters: names that are used for nothing else.
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|matomo|itm|hsa|vero|oly|ns|at)_[a-z_]+|utm|"
    r"(?:fb|g|dc|tw|y|ysc|ttc|li_?fat_|epik|irc)clid|fbclid|gclsrc|[gw]braid|msclkid|igshid|igsh|mibextid|srsltid|"
    r"_(?:ga|gl|gac|hsenc|hsmi|openstat|branch_match_id|bta_tid|kx|ke)|mc_[ce]id|mkt_tok|ml_subscriber(?:_hash)?|"
    r"wt[._]?mc(?:_id)?|s_cid|s_kwcid|cmpid|xtor|wickedid|"
    r"spm|scm|nsukey|isappinstalled|share_?(?:from|source|medium|token|id|type|tag)|sfnsn|"
    r"ref_(?:src|url)|__twitter_impression|guce_referrer(?:_sig)?|guccounter|cn-reloaded|ftag|"
    r"yptr|soc_(?:src|trk)|__s|rb_clickid|elqtrack(?:id)?|__cf_chl_[a-z_]+|__hs[a-z]+|hsctatracking",
    re.IGNORECASE,
)
# Names that also stand for an article or a category somewhere: a plain number there may choose the page.
_MAYBE_TRACKING = re.compile(r"[ino]cid|cmp|campaign_?id|trk|referr?er|click_?id", re.IGNORECASE)
_SESSION = re.compile(
    r"(?:j|php|asp|cf|aspx?auto|net_?|zen|osc|ci_?)?sess(?:ion)?_?id[a-z]{0,12}|aspsessionid[a-z]*|phpsessid|jsessionid|"
    r"osc?sid|zenid|cfid|cftoken|session_?(?:key|token)",
    re.IGNORECASE,
)
_MAYBE_SESSION = re.compile(r"s|sid|sess|session|token", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"(?=[0-9A-Za-z]*\d)(?=[0-9A-Za-z]*[A-Za-z])[0-9A-Za-z]{16,}")
_SENDER = re.compile(r"ref|source|src|from|partner|via|channel|share|shared|origin", re.IGNORECASE)
_SENDER_VALUE = re.compile(
    r"(?:rss|feed|atom|twitter|facebook|fb|linkedin|whatsapp|telegram|weibo|wechat|newsletter|e?mail|homepage|"
    r"timeline|singlemessage|groupmessage|googlenews|google|share|social)(?:[_\-.].{0,40})?",
    re.IGNORECASE,
)
_PRINT = re.compile(r"print(?:able|er|erfriendly|_?version|_?view|mode|_?friendly)?|amp", re.IGNORECASE)
_SWITCHED_ON = re.compile(r"|1|true|yes|y|on|html|pdf|view|article|page", re.IGNORECASE)
_FORM_OF = re.compile(r"view|format|mode|output|outputtype|version|layout|style|display|action|type", re.IGNORECASE)
_FORM_VALUE = re.compile(r"print(?:able|er|erfriendly|_?friendly|_?version)?|amp", re.IGNORECASE)


def host_of(url: str) -> str:
    """Give the host in lower case and ASCII, with ``:port`` where it is not the scheme's own.

    Raises ValueError where there is no host or the port is no number.
    """
    plain = _HOST_ALONE.match(url)
    if plain and ".." not in plain[1]:
        return plain[1]
    return _host_of(_split(url))


def canonical(url: str) -> str:
    """Write an http or https address in its one form; without user name, fragment, tracking and session parts.

    Raises ValueError for an address that cannot be parsed or is of another scheme.
    """
    if _PLAIN.fullmatch(url) and len(url) <= MAX_LENGTH and not url.endswith(("/amp", "/amp/", "/print", "/print/")):
        return url if url.count("/") > 2 else url + "/"
    parts = _split(url)
    scheme, host = parts.scheme.lower(), _host_of(parts)
    return urlunsplit((scheme, host, _canonical_path(parts.path), _canonical_query(parts.query), ""))


def resolve(base: str, href: str) -> str | None:
    """Make a link absolute; None for another scheme (javascript:, mailto:, data:) and for what cannot be parsed."""
    href = _REMOVED.sub("", href.strip()).strip()
    if href.startswith("//"):
        href = f"{base.partition(':')[0]}:{href}"
    if _ABSOLUTE.fullmatch(href):
        return href
    if _PLAIN_HREF.fullmatch(href):
        origin = _origin(base)
        return None if origin is None else origin + href
    if "\\" in href.partition("?")[0]:
        path, mark, query = href.partition("?")
        href = path.replace("\\", "/") + mark + query
    scheme = _SCHEME.match(href)
    if scheme and scheme.group()[:-1].lower() not in WEB_SCHEMES and not _PORT_LIKE.match(href):
        return None
    if _PORT_LIKE.match(href) and scheme and scheme.group()[:-1].lower() not in WEB_SCHEMES:
        href = "//" + href  # "news.example:8080/x": a host and port that lost their scheme, no scheme of that name
    try:
        absolute = urljoin(base, href)
        parts = urlsplit(absolute)
        if parts.scheme.lower() not in WEB_SCHEMES or not parts.hostname:
            return None
        _ = parts.port
    except ValueError:
        return None
    return absolute


@lru_cache(maxsize=256)
def _origin(base: str) -> str | None:
    try:
        parts = urlsplit(base)
    except ValueError:
        return None
    if parts.scheme not in WEB_SCHEMES or not parts.netloc:
        return None
    return f"{parts.scheme}://{parts.netloc}"


# One address goes through several questions in a row: canonical form, host, what it looks like.
@lru_cache(maxsize=16)
def _split(url: str) -> SplitResult:
    """Split after the clean-up that every browser does; raises ValueError."""
    cleaned = _REMOVED.sub("", url.strip(_CONTROLS))
    if len(cleaned) > MAX_LENGTH:
        raise ValueError(f"an address of {len(cleaned)} signs is too long")
    head, mark, tail = cleaned.partition("?")
    parts = urlsplit(head.replace("\\", "/") + mark + tail)
    if parts.scheme.lower() not in WEB_SCHEMES:
        raise ValueError(f"no http or https address: {url[:80]!r}")
    return parts


def _host_of(parts: SplitResult) -> str:
    return _host(parts.scheme.lower(), parts.netloc)


@lru_cache(maxsize=1024)
def _host(scheme: str, netloc: str) -> str:
    parts = SplitResult(scheme, netloc, "", "", "")
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise ValueError(f"no host name: {host[:80]!r}") from error
    host = host.lower()
    if ":" in host:
        host = f"[{host}]"
    if not _HOST.fullmatch(host) or host.startswith(".") or ".." in host:
        raise ValueError(f"no host name: {host[:80]!r}")
    port = parts.port
    return host if port is None or port == DEFAULT_PORTS[scheme] else f"{host}:{port}"


def _canonical_path(path: str) -> str:
    """Narrow slashes, resolve dots, write escapes one way; again until nothing changes: a step may bare another."""
    written = quote(_BARE_PERCENT.sub("%25", path), safe=_PATH_SAFE)
    for _ in range(20):
        before = written
        written = _ESCAPE.sub(_normal_escape, written)
        written = _without_dots(_SLASHES.sub("/", _PATH_SESSION.sub("", "/" + written.removeprefix("/"))))
        written = _PATH_VARIANT.sub("", written)
        if written == before:
            break
    return written


def _without_dots(path: str) -> str:
    """Resolve ``.`` and ``..`` (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    pieces = path.split("/")[1:]
    for piece in pieces:
        if piece == "..":
            kept = kept[:-1]
        elif piece != ".":
            kept.append(piece)
    return "/" + "/".join(kept) + ("/" if pieces[-1] in (".", "..") and kept else "")


def _canonical_query(query: str) -> str:
    """Order the parameters by name, keep the order of equal names, the written form and empty values."""
    kept = []
    while "&amp;" in query:
        query = query.replace("&amp;", "&")
    for piece in query.split("&"):
        normal = _normal_piece(piece)
        name, _, value = normal.partition("=")
        if normal and normal != "=" and not _is_noise(name, value):
            kept.append((name, normal))
    kept.sort(key=lambda pair: pair[0])
    return "&".join(piece for _, piece in kept)


def _normal_piece(piece: str) -> str:
    encoded = quote(_BARE_PERCENT.sub("%25", piece), safe="%!$'()*,-./:;=?@_~+[]|")
    encoded = _ESCAPE.sub(_normal_escape, encoded)
    return encoded.replace("%20", "+")


def _normal_escape(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if sign in _UNRESERVED else match[0].upper()


def _is_noise(name: str, value: str) -> bool:
    """True for a parameter that does not choose the page."""
    if _TRACKING.fullmatch(name) or _SESSION.fullmatch(name):
        return True
    if _MAYBE_TRACKING.fullmatch(name) and not value.isdecimal():
        return True
    if _MAYBE_SESSION.fullmatch(name) and _SESSION_VALUE.fullmatch(value):
        return True
    if _SENDER.fullmatch(name) and _SENDER_VALUE.fullmatch(value):
        return True
    if _PRINT.fullmatch(name) and _SWITCHED_ON.fullmatch(value):
        return True
    return bool(_FORM_OF.fullmatch(name) and _FORM_VALUE.fullmatch(value))
