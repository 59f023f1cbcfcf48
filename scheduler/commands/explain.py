"""``bluewatch explain``: why an article was kept, what was taken from it, and how each of its fields was found."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.explain_finding import FindingTold, finding_form, finding_named, tell_finding
from scheduler.commands.options import Settings, config_option, data_option, echo_json, json_option, open_settings, say
from storage.errors import NotFound, UsageError
from storage.finding_forms import finding_to_form
from storage.forms import article_to_form

if TYPE_CHECKING:
    from storage.carriers import Company
    from storage.findings import Finding
    from storage.records import Article, Decision

RAW_SHOWN = 100


@dataclass(frozen=True, slots=True)
class _Explained:
    """What is to be explained. stored: the decision is the archive's, not made just now."""

    name: str
    article: Article
    decision: Decision
    stored: bool
    findings: tuple[tuple[str | None, Finding], ...] = ()
    company: Company | None = None
    withdrawals: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@click.command()
@click.argument("thing", metavar="UID|FILE")
@click.option("--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write it as a page instead.")
@json_option("one object: uid, rules_now, and what `bluewatch parse` prints; of a finding uid, article and its values")
@data_option
@config_option
def command(*, thing: str, page: Path | None, as_json: bool, data: Path | None, config: Path | None) -> None:
    """Say why an article was kept or not, what was taken from it, and how each field was found.

    Prints the decision, every word that counted with its points, the text with marks round these words, the text again
    with every finding numbered in it and listed with its values and rule, and for each field the step that found it and
    the printed words. UID is an article of the archive (`bluewatch search` gives
    them), with the decision as it was made, or a finding (f-..., as digests print them): then its own paragraph, whose
    words they are and where they stand. FILE is a saved page or a text, judged by the rules of now.

    \b
    Example:
      bluewatch explain a-1b2c3d4e
      bluewatch explain a-1b2c3d4e --html why.html
      bluewatch explain f-1b2c3d4e5f6g
      bluewatch explain page.html --json
    """
    if as_json and page is not None:
        raise UsageError("--html writes a page and --json prints: give one of them")
    settings = open_settings(config, data)
    colour = sys.stdout.isatty() and click.get_current_context().color is not False
    if not Path(thing).is_file() and (told := _finding(thing, settings)) is not None:
        if page is not None:
            thing = told.article_uid
        elif as_json:
            echo_json(finding_form(told))
            return
        else:
            tell_finding(told, colour=colour)
            return
    explained = _of_file(thing, settings) if Path(thing).is_file() else _of_archive(thing, settings)
    if as_json:
        echo_json(_form(explained, settings))
        return
    if page is not None:
        _write_page(explained, page)
        return
    from crawler.peacekeeping.explain import explain_text, without_control
    from reports.carried import carried_lines
    from reports.explained import terminal

    click.echo(without_control(explained.name))
    click.echo(explain_text(explained.article, explained.decision, colour=colour), color=colour)
    click.echo("\nfindings\n")
    click.echo(terminal(explained.article, *_lists(explained), colour=colour), color=colour)
    click.echo()
    if explained.stored:
        click.echo(without_control("\n".join(carried_lines(explained.company))))
        click.echo()
    for event in (*explained.withdrawals, *explained.copies, *explained.asked):
        click.echo(without_control(event))
    click.echo("\n".join(_evidence(explained.article)))
    if explained.stored and explained.decision.rules != settings.relevance.version:
        click.echo(f"\ndecided by the rules {explained.decision.rules}; those of now are {settings.relevance.version}")


def _finding(uid: str, settings: Settings) -> FindingTold | None:
    if not uid.startswith("f-"):
        return None
    with settings.archive(read_only=True) as archive:
        return finding_named(archive, uid)


def _lists(explained: _Explained) -> tuple[list[Finding], list[str | None]]:
    return [one for _, one in explained.findings], [uid for uid, _ in explained.findings]


def _write_page(explained: _Explained, page: Path) -> None:
    from reports.render import explained_html
    from storage.new_file import whole_file

    content = explained_html(explained.name, explained.article, explained.decision, *_lists(explained))
    with whole_file(page) as draft:
        draft.write_text(content, encoding="utf-8")
    say(f"wrote {page}")


def _of_file(thing: str, settings: Settings) -> _Explained:
    from scheduler.parsing import Parser, wanted_of

    with Parser(settings, many=False) as parser:
        reading = next(iter(parser.parse([wanted_of(thing)]))).reading
    if reading.article is None or reading.decision is None:
        why = f"{reading.rejection.kind}: {reading.rejection.message}" if reading.rejection else "no answer"
        raise NotFound(f"{thing} gives no article: {why}")
    found = tuple((None, one) for one in reading.findings)
    return _Explained(thing, reading.article, reading.decision, stored=False, findings=found)


def _of_archive(uid: str, settings: Settings) -> _Explained:
    from scheduler.commands.sources_rhythm import page_words
    from storage.backfill_counts import copies_of
    from storage.withdrawals import told

    with settings.archive(read_only=True) as archive:
        row = archive.articles.by_uid(uid)
        if row is None:
            raise NotFound(f"{uid} is no file here and nothing of {settings.data}; `bluewatch search` gives the uids")
        article = archive.articles.load(uid)
        decision = archive.articles.decision_on(row["id"])
        found = tuple(archive.findings.named(row["id"], row["revision"]))
        company = archive.carriers.of(uid)
        asked = tuple(page_words(archive, row["id"]))
        events = tuple(map(told, archive.articles.withdrawals.of(row["id"])))
        copies = tuple(
            f"state {one['revision']}: not from the outlet, but a copy that {one['archive']} made {one['fetched_at']}:"
            f" {one['address']}"
            for one in copies_of(archive.db, row["id"])
        )
    if decision is None:
        return _Explained(
            uid, article, settings.relevance.decide(article), stored=False, findings=found, company=company,
            withdrawals=events, copies=copies, asked=asked,
        )  # fmt: skip
    return _Explained(
        uid, article, decision, stored=True, findings=found, company=company, withdrawals=events, copies=copies,
        asked=asked,
    )  # fmt: skip


def _form(explained: _Explained, settings: Settings) -> dict[str, Any]:
    from reports.carried import carried_form
    from storage.matched import text_of

    form = article_to_form(explained.article, explained.decision, file=None if explained.stored else explained.name)
    words = [text_of(explained.article, match) for match in explained.decision.matches]
    for match, found in zip(form["decision"]["matches"], words, strict=True):
        match["found"] = found
    findings = [
        ({"uid": uid} if uid else {}) | finding_to_form(one, explained.article) for uid, one in explained.findings
    ]
    return {
        "uid": explained.name if explained.stored else None,
        **form,
        "findings": findings,
        "carried": carried_form(explained.company),
        "withdrawals": list(explained.withdrawals),
        "copies": list(explained.copies),
        "asked": list(explained.asked),
        "rules_now": settings.relevance.version,
    }


def _evidence(article: Article) -> list[str]:
    """A line for each field: state, step, basis or reason, printed words."""
    from crawler.peacekeeping.explain import without_control

    lines = ["fields"]
    for name, evidence in sorted(article.evidence.items()):
        parts = [f"  {name}: {evidence.state}"]
        parts += [part for part in (evidence.how, evidence.basis, evidence.reason) if part]
        if evidence.raw is not None:
            raw = " ".join(evidence.raw.split())
            parts.append(f'"{raw if len(raw) <= RAW_SHOWN else raw[: RAW_SHOWN - 1] + "…"}"')
        lines.append(without_control("; ".join(parts)))
    return lines if article.evidence else ["fields: no evidence was kept"]
