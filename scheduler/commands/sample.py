"""``bluewatch sample``: draft a test page of an outlet, with invented prose, and the record expected of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import config_option, data_option, echo_json, json_option, open_settings, say, visible
from storage.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from crawler.sample import Sample
    from crawler.source import Source
    from scheduler.commands.options import Settings


@click.command("sample")
@click.argument("slug")
@click.argument("url")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for both files (else samples/SLUG in the working folder).",
)
@click.option("--name", default="article", metavar="NAME", help="Name of both files [article].")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@data_option
@config_option
@json_option("slug, page, record, differs")
def command(
    slug: str,
    url: str,
    *,
    out: Path | None,
    name: str,
    force: bool,
    data: Path | None,
    config: Path | None,
    as_json: bool,
) -> int:
    """Draft a test page of an outlet: its mark-up, with all prose invented, and what Bluewatch reads from it.

    No sentence of the page is kept; read both files before you keep them in a test folder.

    \b
    Example:
      bluewatch sample un-news https://news.un.org/en/story/2026/11/1160001
    """
    settings = open_settings(config, data)
    source = _source(settings, slug)
    if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
        raise UsageError(f"--name: found {name!r}; allowed: letters, digits and hyphens, such as story-2025")
    folder = out or Path("samples") / slug
    files = folder / f"{name}.html", folder / f"{name}.json"
    there = [str(file) for file in files if file.exists()]
    if there and not force:
        raise UsageError(f"{there[0]} is there already and was left as it is; --force writes over it, --name another")
    drafted = _draft(settings, source, url)
    if drafted is None:
        return 1
    _write(files, drafted, force=force)
    if as_json:
        echo_json({"slug": slug, "page": str(files[0]), "record": str(files[1]), "differs": list(drafted.differs)})
    else:
        for file in files:
            click.echo(visible(str(file)))
    for line in drafted.differs:
        say(f"reads otherwise: {line}")
    say("Next: read both files; what the record holds is what a test will expect.")
    return 0


def _source(settings: Settings, slug: str) -> Source:
    if slug not in settings.catalogue:
        raise settings.no_outlet(slug)
    return settings.catalogue[slug]


def _draft(settings: Settings, source: Source, url: str) -> Sample | None:
    """Fetch and draft; None where there is nothing to draft of, which is said."""
    from crawler.extraction.page import Page
    from crawler.fetch_one import Refusal
    from crawler.sample import draft_sample
    from scheduler.commands.asking import getter
    from storage.records import Rejection

    if not source.owns(url):
        raise UsageError(f"{url} does not lie on a host of {source.slug}: {', '.join(source.hosts)}")
    answer = getter(source, settings.config.crawl_options(mode="all"))(url)
    if isinstance(answer, Refusal):
        say(f"{url}: {answer.reason}")
        return None
    drafted = draft_sample(Page(answer.body, answer.url, answer.header("Content-Type"), answer.fetched_at), source)
    if isinstance(drafted, Rejection):
        say(f"{url}: no article ({drafted.kind}): {drafted.message}")
        return None
    return drafted


def _write(files: tuple[Path, Path], drafted: Sample, *, force: bool) -> None:
    from scheduler.commands.init import write_file

    record: Any = json.dumps(drafted.record, ensure_ascii=False, indent=2) + "\n"
    try:
        files[0].parent.mkdir(parents=True, exist_ok=True)
        for file, text in zip(files, (drafted.html, record), strict=True):
            write_file(file, text, force=force)
    except OSError as error:
        raise ConfigurationError(f"{error.filename or files[0]}: cannot be written: {error.strerror}") from error
