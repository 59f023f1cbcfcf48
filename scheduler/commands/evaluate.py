"""``bluewatch evaluate``: how good the rules are, measured on items that people have marked."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.commands.options import config_option, data_option, echo_json, json_option, open_settings
from storage.errors import UsageError
from storage.plural import count

if TYPE_CHECKING:
    from crawler.findings.evaluation import Report, Tally
    from scheduler.commands.options import Settings

SHOWN = 200


@click.command()
@click.argument("gold", nargs=-1, metavar="[GOLD...]", type=click.Path(path_type=Path))
@click.option("--texts", type=click.Path(path_type=Path, file_okay=False), help="Where the texts lie that GOLD names.")
@click.option("--misses/--no-misses", default=True, help="Also list every miss (the default).")
@click.option("--verdicts", is_flag=True, help="Measure the archive against what persons said of it (`review`).")
@json_option("one object: items, relevance, types and misses")
@data_option
@config_option
def command(
    *, gold: tuple[Path, ...], texts: Path | None, misses: bool, verdicts: bool, as_json: bool, data: Path | None,
    config: Path | None,
) -> None:  # fmt: skip
    """Measure relevance and findings on marked items: precision, recall and F1 of each type, with the misses.

    GOLD is a file, or a folder of files, of marked items: TOML or JSON with the items' texts inside, or with names of
    texts that lie beside it, in a folder `seeds` near it, or in --texts. Both forms are told in docs/evaluate.md.

    \b
    Example:
      bluewatch evaluate gold.toml
      bluewatch evaluate gold/ --no-misses
      bluewatch evaluate --verdicts
    """
    from crawler.findings.evaluation import Report, score
    from crawler.findings.rules import load_finder
    from crawler.reading import read_article

    settings = open_settings(config, data)
    if bool(gold) == verdicts:
        raise UsageError("give marked items (GOLD...), or --verdicts for those of the archive")
    if verdicts:
        _against_verdicts(settings, misses=misses, as_json=as_json)
        return
    finder, report = load_finder(settings.relevance), Report()
    for file in _files(gold):
        for item in _items(file, texts):
            reading = read_article(item.article, settings.relevance, finder, home=item.country)
            assert reading.decision is not None  # noqa: S101 - read_article always decides
            score(report, item, reading.decision, reading.findings)
    if as_json:
        echo_json(_form(report))
        return
    click.echo("\n".join(_table(report)))
    if misses and report.misses:
        click.echo("\nmisses")
        for miss in report.misses:
            click.echo(_line(miss.item, miss.type, miss.kind, miss.wanted, miss.got))


def _against_verdicts(settings: Settings, *, misses: bool, as_json: bool) -> None:
    from storage.verdicts import Verdicts

    with settings.archive(read_only=True) as archive:
        measured = Verdicts(archive.db).measure()
    precision, recall = measured.shares()
    if as_json:
        labels = [{"wanted": said, "got": got, "items": n} for (said, got), n in sorted(measured.labels.items())]
        types = {name: {"right": right, "of": of} for name, (right, of) in sorted(measured.findings.items())}
        relevance = {"precision": precision, "recall": recall}
        echo_json({"relevance": relevance, "labels": labels, "types": types, "misses": measured.differing})
        return
    judged = sum(measured.labels.values())
    click.echo(f"{count(judged, 'verdict')} on articles: precision {_number(precision)}, recall {_number(recall)}")
    for name, (right, of) in sorted(measured.findings.items()):
        click.echo(f"{name:12} {right} of {of} right")
    for row in measured.differing if misses else ():
        click.echo(_line(row["uid"], f"{row['by']}: {row['verdict']}", f"rules: {row['label']}", row["title"] or ""))


def _files(gold: tuple[Path, ...]) -> list[Path]:
    files: list[Path] = []
    for path in gold:
        if path.is_dir():
            files += sorted(file for file in path.iterdir() if file.suffix in (".toml", ".json"))
        else:
            files.append(path)
    if not files:
        raise UsageError(f"{gold[0]}: found no .toml or .json file in it")
    return files


def _items(file: Path, texts: Path | None) -> tuple[Any, ...]:
    from crawler.findings.gold import parse_gold

    try:
        content = file.read_text(encoding="utf-8-sig")
        table = tomllib.loads(content) if file.suffix == ".toml" else json.loads(content)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}: it cannot be read as gold ({error})") from error

    def read_text(name: str) -> str:
        folders = [texts] if texts else [file.parent, file.parent / "seeds", file.parent.parent / "seeds"]
        for folder in folders:
            if (folder / Path(name).name).is_file():
                # A newline of the file must stay as it is: the spans count it.
                return (folder / Path(name).name).read_bytes().decode("utf-8")
        raise UsageError(f"{file}: {name}: found no such text near it; give its folder with --texts")

    return parse_gold(table, file=file.name, read_text=read_text)


def _table(report: Report) -> list[str]:
    lines = [
        count(report.items, "item"),
        f"{'type':12} {'gold':>5} {'precision':>9} {'recall':>7} {'F1':>6}  values right",
    ]
    rows: dict[str, Tally] = {"relevance": report.relevance(), **dict(sorted(report.types.items()))}
    for name, tally in rows.items():
        shares = (_number(tally.precision), _number(tally.recall), _number(tally.f1))
        values = ", ".join(f"{key} {right}/{of}" for key, (right, of) in tally.attributes.items())
        lines.append(f"{name:12} {tally.gold:>5} {shares[0]:>9} {shares[1]:>7} {shares[2]:>6}  {values}".rstrip())
    wrong = {key: number for key, number in report.labels.items() if key[0] != key[1]}
    lines += [f"labelled {got} instead of {wanted}: {number}" for (wanted, got), number in sorted(wrong.items())]
    return lines


def _number(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _line(*cells: str) -> str:
    from crawler.peacekeeping.explain import without_control

    return without_control("  " + " | ".join(cell[:SHOWN] for cell in cells if cell))


def _form(report: Report) -> dict[str, Any]:
    def form(tally: Tally) -> dict[str, Any]:
        return {
            "gold": tally.gold,
            "precision": tally.precision,
            "recall": tally.recall,
            "f1": tally.f1,
            "values": {name: {"right": right, "of": of} for name, (right, of) in tally.attributes.items()},
        }

    return {
        "items": report.items,
        "relevance": form(report.relevance()),
        "labels": [{"wanted": wanted, "got": got, "items": n} for (wanted, got), n in sorted(report.labels.items())],
        "types": {name: form(tally) for name, tally in sorted(report.types.items())},
        "misses": [
            {"item": miss.item, "type": miss.type, "kind": miss.kind, "wanted": miss.wanted, "got": miss.got}
            for miss in report.misses
        ],
    }
