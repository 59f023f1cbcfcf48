"""The outlets that are followed: the package's own files and the user's, by slug. This module reads files."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Literal

from crawler.addresses import may_be_part
from crawler.catalogue_memory import Memory
from crawler.extraction.names import folded
from crawler.mistakes import nearest, refuse
from crawler.source import Source, parse_source
from crawler.urls import host_of
from storage.errors import ConfigurationError

MAX_FILE_BYTES = 1_000_000


class Catalogue(Mapping[str, Source]):
    """Slug to Source, in the order of slugs."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = {source.slug: source for source in sorted(sources, key=lambda one: one.slug)}
        self._names: dict[str, Source] = {}
        self._hosts: dict[str, list[Source]] = {}
        for source in self._sources.values():
            for name in (source.name, source.slug, *source.aliases):
                self._names.setdefault(folded(name), source)
            for host in source.hosts:
                self._hosts.setdefault(host, []).append(source)

    def __getitem__(self, slug: str) -> Source:
        return self._sources[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def by_outlet(self, name: str) -> Source | None:
        """The source of a printed outlet's name, by name or alias, in any case and spacing."""
        return self._names.get(folded(name))

    def for_url(self, url: str) -> Source | None:
        """The source that the address belongs to; where a host is shared, the one whose article pattern fits.

        A packaged source that is off may know one part of a host alone, as its pages in English: the rest is not its.
        """
        owners = self.of_host(url)
        fitting = [source for source in owners if source.article_url and source.is_article(url)]
        return next(iter(fitting or [source for source in owners if _speaks_for(source, url)]), None)

    def of_host(self, url: str) -> list[Source]:
        """The sources that an address's host is one of."""
        try:
            return self._hosts.get(host_of(url), [])
        except ValueError:
            return []


def _speaks_for(source: Source, url: str) -> bool:
    """Whether an address of its host that is no article of it is its own, too."""
    return source.enabled or not source.packaged or not source.article_url or may_be_part(url, source)


def load_catalogue(
    folder: Path | None,
    packaged: Literal["all", "none"] | Sequence[str],
    only: Collection[str] = (),
    remembered: Path | None = None,
    told: list[str] | None = None,
) -> Catalogue:
    """Read the packaged files (all, none, or those of the slugs) and the user's folder, whose slugs win.

    only: sources that are wanted of files that were found right before; then no file is read that names none of them.
    remembered: a file in which many sources are remembered as they were read. told: where given, the mistakes are put
    there, and the catalogue holds what is right.
    Raises ConfigurationError that holds the mistakes of every file. A folder that is not there is an empty one.
    """
    mistakes: list[str] = [] if told is None else told
    found: dict[str, Source] = {}
    own = {} if packaged == "none" else _read_packaged()
    if not isinstance(packaged, str):
        mistakes += [_unknown(slug, own) for slug in packaged if slug not in own]
    chosen = set(own) if packaged == "all" else set() if packaged == "none" else set(packaged)
    found |= {slug: source for slug, source in own.items() if slug in chosen}
    if folder is not None and folder.is_dir():
        users: dict[str, tuple[Source, Path]] = {}
        memory, anew = Memory(None if only else remembered), 0
        for path in source_files(folder):
            if only and not _names_one(path, only):
                continue
            source = memory.source(path)
            try:
                anew += source is None
                source = source or read_source(path)
            except ConfigurationError as error:
                mistakes.append(str(error))
                continue
            if source.slug in users:
                mistakes.append(f"{path}: slug: found {source.slug!r}, which {users[source.slug][1].name} has too")
            users[source.slug] = (source, path)
        memory.keep({path: source for source, path in users.values()}, anew)
        found |= {slug: source for slug, (source, _) in users.items()}
    if mistakes and told is None:
        raise ConfigurationError("\n".join(mistakes))
    return Catalogue(list(found.values()))


def source_files(folder: Path) -> list[Path]:
    """The source files of a folder; hidden ones are what editors, macOS (``._x.toml``) and copying leave behind."""
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))


def read_source(path: Path) -> Source:
    """Read one source file of the user's. Raises ConfigurationError."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise refuse(str(path), [f"found more than {MAX_FILE_BYTES:,} bytes; allowed: less"])
        content = path.read_bytes()
    except OSError as error:
        raise refuse(str(path), [f"cannot be read ({error.strerror})"]) from error
    return _parse(content, file=str(path), packaged=False)


def _read_packaged() -> dict[str, Source]:
    folder = resources.files("crawler.sources")
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    sources = [_parse(one.read_bytes(), file=f"crawler/sources/{one.name}", packaged=True) for one in files]
    return {source.slug: source for source in sources}


def _names_one(path: Path, slugs: Collection[str]) -> bool:
    """False where none of the slugs stands in a file, in whatever place; its own may be written in escapes."""
    text = path.read_bytes().decode("utf-8", "replace")
    return any(escape in text for escape in ("\\u", "\\U", "\\x")) or any(slug in text for slug in slugs)


def _parse(content: bytes, *, file: str, packaged: bool) -> Source:
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refuse(file, [f"byte {error.start + 1} is not UTF-8; allowed: a TOML file in UTF-8"]) from error
    except tomllib.TOMLDecodeError as error:
        raise refuse(file, [f"no TOML: {error}"]) from error
    return parse_source(table, file=file, packaged=packaged)


def _unknown(slug: str, own: Mapping[str, Source]) -> str:
    return f'[sources] packaged: found "{slug}"{nearest(slug, own)} (known: {", ".join(sorted(own))})'


def exceptions_of(source: Source) -> tuple[str, ...]:
    """In what a source is asked for otherwise than all others, in words, so that nobody forgets it."""
    words = {
        "browser": source.fetch == "browser",
        "cookies within a run": source.cookies,
        "certificate may name another host": source.tls == "accept-name",
    }
    return tuple(said for said, holds in words.items() if holds)
