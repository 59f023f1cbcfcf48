"""``bluewatch sources add``: look at a site and draft its source file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import (
    Settings,
    config_option,
    data_option,
    echo_json,
    json_option,
    open_settings,
    say,
    visible,
)
from storage.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from crawler.fetch_one import Refusal
    from crawler.looking import Look
    from crawler.trial import Get
    from storage.records import Answer


@click.command("add")
@click.argument("url")
@click.option("--slug", metavar="SLUG", help="Key of the outlet (else out of the host's name).")
@click.option("--name", metavar="NAME", help="Name of the outlet (else what the site calls itself).")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the file (else the sources folder of the configuration).",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@data_option
@config_option
@json_option("slug, file, its text, the steps and the fields of an article read")
def add_source(
    url: str,
    *,
    slug: str | None,
    name: str | None,
    out: Path | None,
    force: bool,
    data: Path | None,
    config: Path | None,
    as_json: bool,
) -> int:
    """Look at a site and draft its source file: listings, article addresses, language, zone, rhythm, selectors.

    It asks for at most two dozen pages, one at a time, as robots.txt allows; what it cannot know it marks as a guess.
    Ends with 1 where nothing could be drafted.

    \b
    Example:
      bluewatch sources add https://gazette.example/news/
      bluewatch sources add https://gazette.example/ --slug gazette
    """
    from crawler.looking import look
    from crawler.mistakes import shown

    settings = open_settings(config, data)
    options = settings.config.crawl_options(mode="all")  # refuses to go on without a contact
    folder = _folder(settings, out)
    address = url if "://" in url else f"https://{url}"
    slug, hosts = _checked(address, slug, shown(url))
    path = folder / f"{slug}.toml"
    if path.exists() and not force:
        raise UsageError(f"{path} is there already and was left as it is; --force writes over it, --slug names another")
    _warn(settings, slug, address, path)
    found = look(address, _telling(_asker(address, hosts, options)), settings.now(), slug=slug, name=name)
    if found.text is not None:
        _write(path, found.text, force=force)
    if as_json:
        echo_json(_form(found, path))
    else:
        _tell(found, path)
    return 0 if found.text is not None else 1


def _folder(settings: Settings, out: Path | None) -> Path:
    if out is not None:
        return out
    if settings.config.sources_folder is not None:
        return settings.config.sources_folder
    if settings.config.path is None:
        raise UsageError("no bluewatch.toml was found: `bluewatch init` writes one, or name a folder with --out")
    return settings.config.path.parent / "sources"


def _checked(address: str, slug: str | None, found: str) -> tuple[str, tuple[str, ...]]:
    """The slug and the hosts of the address; a wrong one is refused before anything is asked."""
    from crawler.drafting import slug_of
    from crawler.looking import hosts_of
    from crawler.source_fields import SLUG
    from crawler.urls import host_of

    try:
        hosts = hosts_of(address)
        slug = slug or slug_of(host_of(address))
    except (ValueError, ConfigurationError) as error:
        raise UsageError(f"found {found}; allowed: the http or https address of an outlet's front page") from error
    if not SLUG.fullmatch(slug) or len(slug) > 60:
        raise UsageError(f"--slug: found {slug!r}; allowed: small letters, digits and single hyphens, such as un-news")
    return slug, hosts


def _warn(settings: Settings, slug: str, address: str, path: Path) -> None:
    """Say where the new file would stand beside or before one that is there."""
    if slug in settings.catalogue and settings.catalogue[slug].packaged:
        say(f"note: {slug} is a packaged outlet; {path.name} will replace it whole")
    owner = next(iter(settings.catalogue.of_host(address)), None)
    if owner is not None and owner.slug != slug:
        off = "" if owner.enabled else f" (off: {owner.disabled_because})"
        say(f"note: this host belongs to {owner.slug} already{off}; `bluewatch sources show {owner.slug}`")


def _asker(address: str, hosts: tuple[str, ...], options: Any) -> Get:
    """Asks as for a source of the operator's own: the address was named by hand, its redirects lead to public hosts."""
    from crawler.source import parse_source
    from scheduler.commands.asking import getter

    if not any(":" in host for host in hosts):
        return getter(None, options)
    table = {"slug": "new", "name": "new", "home": address, "hosts": list(hosts), "section": [{"url": address}]}
    return getter(parse_source(table, file=address, packaged=False), options)


def _telling(get: Get) -> Get:
    """The same, with each address told: a look takes a minute or two, for the rests between its requests."""

    def ask(url: str) -> Answer | Refusal:
        say(f"asking for {url}")
        return get(url)

    return ask


def _write(path: Path, text: str, *, force: bool) -> None:
    from scheduler.commands.init import write_file

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text, force=force)
    except FileExistsError as error:
        raise UsageError(f"{error.filename or path} is there already and was left as it is") from error
    except OSError as error:
        raise ConfigurationError(f"{error.filename or path}: cannot be written: {error.strerror}") from error


def _form(found: Look, path: Path) -> dict[str, Any]:
    return {
        "slug": found.slug,
        "file": str(path) if found.text is not None else None,
        "text": found.text,
        "source": found.source.table() if found.source else None,
        "steps": [asdict(step) for step in found.steps],
        "fields": [asdict(field) for field in found.fields],
        "problem": found.problem,
    }


def _tell(found: Look, path: Path) -> None:
    for step in found.steps:
        say(f"  {step.what}: {step.url}: {step.problem or step.said}")
    if found.text is None:
        say(f"nothing could be drafted: {found.problem}")
        return
    for one in found.fields:
        if one.value:
            how = f"  (by {one.how})" if one.how else ""
            say(f"  {one.field:<10} {' '.join(one.value.split())[:120]}{how}")
    if found.problem:
        say(f"  {found.problem}")
    click.echo(visible(str(path)))
    say(f"Next: read {path}, mend what is marked GUESS, then `bluewatch sources try {found.slug}`.")
    say(f"When it reads well: `bluewatch crawl {found.slug}`; a test page for it: `bluewatch sample {found.slug} URL`.")
