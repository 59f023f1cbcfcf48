"""What every table, view and column of the archive means, in words: docs/archive.md and the query pages print these."""

from __future__ import annotations

from storage.descriptions_backfill import BACKFILL_DESCRIPTIONS
from storage.descriptions_editions import EDITION_DESCRIPTIONS
from storage.descriptions_findings import TableDescription, finding_descriptions
from storage.descriptions_outbox import OUTBOX_DESCRIPTIONS
from storage.descriptions_replay import REPLAY_DESCRIPTIONS
from storage.descriptions_rhythms import RHYTHM_DESCRIPTIONS
from storage.descriptions_series import SERIES_DESCRIPTIONS
from storage.descriptions_tallies import TALLY_DESCRIPTIONS
from storage.descriptions_texts import text_descriptions
from storage.descriptions_verdicts import VERDICT_DESCRIPTIONS
from storage.descriptions_withdrawals import WITHDRAWAL_DESCRIPTIONS

DESCRIPTIONS: dict[str, TableDescription] = {
    "articles": TableDescription(
        "One row an article that is labelled peacekeeping, borderline or contested, in the shape of a newsroom page. "
        "An article once stored stays, whatever becomes of its page or its label.",
        {
            "id": "Row number inside this archive; cite the uid instead.",
            "uid": "The short name that people cite; the same for ever, across reparse, rebuild and merge.",
            "url": "The address it is kept under; NULL for an imported text.",
            "source": "Slug of the outlet we followed (or `import`).",
            "key": "The outlet's own stable number of the article, where its source file says how to read it.",
            "title": "The headline as printed; NULL where the page prints none.",
            "outlet": "The outlet named on the page (the credit line), else the source's own name if its file says so.",
            "editor": "The editors' names, parted by semicolons.",
            "byline": "The authors' names, parted by semicolons; the printed line is in evidence.",
            "dateline": "The printed opening such as `BEIJING, Apr. 30 --`.",
            "dateline_place": "Its place.",
            "dateline_date": "Its date in ISO 8601; the year may rest on the day of publication (see evidence).",
            "published_at": "When the outlet says it was published, in UTC; NULL where the page gives no usable date.",
            "published_raw": "The printed words of that date.",
            "published_local": "The same instant with the outlet's own offset.",
            "language": "Language of the text (ISO 639-1).",
            "type": "news, gallery, transcript, statement, ...",
            "body": "The paragraphs, parted by one empty line, without header lines.",
            "blocks": "JSON: the kind of every stretch of the body (paragraph, subheading, question, answer, list).",
            "captions": "JSON: the captions of pictures, apart from the body.",
            "trailer": "The closing line as printed, such as `Related News`.",
            "shape": "JSON: the pieces of an imported text, from which it is given back byte for byte.",
            "inferred": "JSON: what the text lets one conclude beside what it says, each with its basis;"
            " `translations`: the same page in other languages as it declares them (hreflang), language to address.",
            "label": "peacekeeping, borderline, contested or other. The view `items` holds peacekeeping only.",
            "score": "Points of the relevance rules.",
            "operation_kind": "Kind of the strongest mission named (un-pko, un-spm, au, eu-mil, multinational, ...).",
            "text_id": "Articles with the same wording share it: a row of `texts`.",
            "story_id": "Articles on one event share it: a row of `stories`.",
            "revision": "Number of the current state, from 1.",
            "origin": "How it came: crawl, import, replay or back-fill. Only crawled articles enter a digest.",
            "first_seen_at": "When this archive first had it.",
            "updated_at": "When its current state was stored.",
            "withdrawn_at": "Since when the outlet's page is gone; the text stays.",
            "evidence": "JSON: for every field how it was found, the raw words, and whether it was found, absent, "
            "unreadable or not provided.",
        },
    ),
    "items": TableDescription("The articles about peacekeeping: what search, export and digest mean.", {}),
    "this_week": TableDescription("The items of the week in which the newest run began (Monday to Sunday, UTC).", {}),
    "silent_sources": TableDescription(
        "Enabled sources that failed last time, never succeeded, had no success in the week before the newest run, or "
        "gave nothing new for a week and twice as long as their own rhythm lets expect; without a rhythm, for four "
        "weeks, or for one where they never gave anything. Runs that asked no listing say nothing here.",
        {
            "slug": "The source.",
            "name": "Its name.",
            "last_run_at": "Start of its newest run.",
            "last_success_at": "End of its newest run that read its listings.",
            "last_article_at": "Publication (else first sight) of its newest article.",
            "last_outcome": "How its newest run ended that says something of it.",
            "last_reason": "Why.",
            "last_new_at": "When it last announced an address that was not known.",
            "silent": "1: it is read, and gives nothing new against its own rhythm, as status and digest say it.",
        },
    ),
    "pages": TableDescription(
        "One row an address we know: the frontier. Nothing is asked for before it stands here.",
        {
            "id": "Row number.",
            "url": "The canonical address.",
            "host": "Host, with the port where it is not the scheme's own.",
            "source": "Slug of the source it belongs to.",
            "kind": "listing, article, or other: a further page of an article over several pages.",
            "article_id": "The article found there.",
            "listing": "The listing that announced it; of a further page, the address of its article's first page.",
            "first_seen_at": "When it became known.",
            "etag": "Validator of the last whole answer.",
            "last_modified": "Validator of the last whole answer.",
            "checked_at": "When the server last answered for it.",
            "next_at": "When it is due again; NULL: never by itself.",
            "tries": "Failed tries since the last success.",
            "state": "Listing: new, ok, failed, refused. Article: new, fetched, kept, other, rejected, failed, "
            "refused, gone.",
            "reason": "Why it is in that state, in words.",
            "label": "What the relevance rules said.",
            "score": "Their points.",
            "title": "Title as the listing or the page gave it.",
            "listed_as_published": "The date printed in the listing.",
            "links_digest": "Listing: hash of its wanted links when last read.",
            "walk_started_at": "Listing: set while it is being walked back; a walk found open goes on.",
            "gone_since": "First 404 or 410 of an unbroken row of them.",
        },
    ),
    "captures": TableDescription(
        "One row a kept answer; its bytes lie in the page store (WARC) and never change.",
        {
            "id": "Row number.",
            "page_id": "The page; NULL for an imported file.",
            "fetched_at": "When it was answered or imported.",
            "status": "HTTP status (200 for an imported file).",
            "digest": "SHA-256 of the payload.",
            "charset": "The character set it was read with.",
            "warc": "File of the page store, relative to the data folder.",
            "offset": "Where its record begins.",
            "length": "How long its record is, compressed.",
            "settled_at": "When its reading was stored; NULL: fetched, not yet read.",
            "reading": "JSON: what its reading filled, in short: type, language, day of publication, paragraphs, "
            "length in signs, body (layout, own or library), fields by state; or rejection. Drift is judged by it. "
            "mark: a hash of headline and text, by which one page at several addresses is known.",
        },
    ),
    "warc_files": TableDescription(
        "One row a file of the page store: how far it is written for good. Bytes beyond are cut at the next append.",
        {"warc": "The file, relative to the data folder.", "committed": "Bytes that are committed."},
    ),
    "article_captures": TableDescription(
        "Which captures a state of an article was read from.",
        {
            "article_id": "The article.",
            "revision": "Its state.",
            "position": "Their order: each capture of the first page, followed by those of its further pages.",
            "capture_id": "The capture.",
        },
    ),
    "revisions": TableDescription(
        "The whole text of every state of every article; number 1 is the first.",
        {
            "article_id": "The article.",
            "number": "From 1.",
            "seen_at": "When we saw this state first.",
            "changes": "JSON: the fields that changed from the state before, old and new, and of what kind.",
            "title": "Title in this state; so all columns below, each as in articles.",
            "outlet": "Outlet.",
            "editor": "Editors.",
            "byline": "Authors.",
            "dateline": "Dateline.",
            "dateline_place": "Its place.",
            "dateline_date": "Its date.",
            "published_at": "Day and time of publication.",
            "published_raw": "The printed words of that date.",
            "published_local": "With the outlet's offset.",
            "language": "Language.",
            "type": "Type.",
            "body": "Body.",
            "blocks": "JSON.",
            "captions": "JSON.",
            "trailer": "Closing line.",
            "related": "JSON: title and url of each line of related news.",
            "shape": "JSON.",
            "inferred": "JSON.",
            "evidence": "JSON.",
        },
    ),
    "related": TableDescription(
        "The related news that the outlet itself printed under an article.",
        {
            "article_id": "The article.",
            "position": "Order on the page.",
            "title": "As printed.",
            "url": "Its address, where it was a link.",
        },
    ),
    "decisions": TableDescription(
        "What the relevance rules said of every capture, and why; pages that are no article have one too.",
        {
            "id": "Row number.",
            "capture_id": "The capture that was judged.",
            "article_id": "The article, where one was kept.",
            "revision": "Its state.",
            "block": "Of a transcript, number of the question with its answers, from 1; NULL: the whole text.",
            "at": "When.",
            "rules": "Version of the rules, with a hash of the terms and missions used.",
            "label": "peacekeeping, borderline, contested or other.",
            "score": "Sum of the points.",
            "operation_kind": "Kind of the strongest mission named.",
            "reason": "A rule that overruled the sum, or why the page is no article.",
            "matches": "JSON: every matched term with field, span, weight, place and points.",
        },
    ),
    "sources": TableDescription(
        "The outlets that were ever followed, as declared when last used.",
        {
            "slug": "Key.",
            "name": "Name.",
            "home": "Home page.",
            "country": "ISO 3166 alpha-3 code, or the body's short name.",
            "kind": "mod, mod-media, police, wire, un, paper, ...",
            "languages": "Languages, parted by spaces.",
            "timezone": "IANA zone of its printed times.",
            "per_week_least": "Articles a week expected at least.",
            "per_week_most": "Articles a week expected at most.",
            "enabled": "1: followed; 0: off.",
            "disabled_because": "Why it is off.",
            "first_used_at": "When this archive first knew it.",
        },
    ),
    "hosts": TableDescription(
        "Manners, one row a host: they hold across processes and restarts.",
        {
            "host": "Host, with the port where it is not the scheme's own.",
            "last_request_at": "When it was last asked for anything (with milliseconds).",
            "paused_until": "Not asked before that (Retry-After, too many requests).",
            "reason": "Why it is paused or unreachable.",
            "crawl_delay": "Seconds that its robots.txt asks for.",
            "robots": "Its robots.txt as last read.",
            "robots_state": "ok, none, unreachable.",
            "robots_at": "When it was last read.",
        },
    ),
    "runs": TableDescription(
        "One row a crawl of one source.",
        {
            "id": "Row number.",
            "source": "The source.",
            "started_at": "Start.",
            "ended_at": "End; NULL while it runs.",
            "outcome": "collected, nothing-new, partial, listing-failed, no-links, refused, unreachable, busy, "
            "interrupted, crashed.",
            "reason": "Why, in words.",
            "counts": "JSON: links, new pages, requests, articles by label, revisions, failures, ...",
        },
    ),
    "coverage": TableDescription(
        "What is known of every listing on every day. A row is laid down before the run, so that a run that never "
        "happened leaves one.",
        {
            "source": "The source.",
            "listing": "Address of the listing.",
            "day": "Day, UTC.",
            "state": "never-ran, collected, reached-empty, failed, healed.",
            "run_id": "The run that gave the state.",
            "reason": "Why it failed.",
        },
    ),
    **EDITION_DESCRIPTIONS,
    "missions": TableDescription(
        "The gazetteer of peace operations.",
        {
            "acronym": "Usual short name.",
            "name": "Full name.",
            "organisation": "Who leads it.",
            "location": "Where.",
            "country_iso3": "Host countries, parted by semicolons.",
            "start": "Since when.",
            "end": "Until when; NULL: active.",
            "kind": "un-pko, un-spm, un-support, un-au-hybrid, au, regional, eu-*, nato, osce, cis, multinational, "
            "contested, ...",
            "aliases": "Other names, parted by semicolons.",
            "verified": "What the row rests on.",
            "note": "Doubts and false friends.",
            "mandate_until": "End of the current mandate.",
            "mandate_source": "What that rests on.",
        },
    ),
    "meta": TableDescription(
        "Facts about the archive itself.",
        {"key": "Name, such as `demo` (1: the demo archive).", "value": "Value."},
    ),
    "newest_moment": TableDescription(
        "One row: the moment that stands for now, so that an archive which is read years later still answers.",
        {
            "at": "When the newest run began; without runs, the time of the newest article that is not dated ahead of "
            "its first sight."
        },
    ),
    "articles_words": TableDescription(
        "Full-text index of articles (FTS5, contentless). Its rows stand in the order of time: articles.id = "
        "articles_words.rowid & 268435455, and ORDER BY articles_words.rowid DESC is newest first. Chinese signs are "
        "indexed one by one: write a Chinese word with spaces between its signs and quotes around it.",
        {"title": "Title.", "body": "Body.", "names": "Outlet, editors, authors."},
    ),
}
for further in (
    finding_descriptions(),
    text_descriptions(),
    VERDICT_DESCRIPTIONS,
    SERIES_DESCRIPTIONS,
    WITHDRAWAL_DESCRIPTIONS,
    OUTBOX_DESCRIPTIONS,
    BACKFILL_DESCRIPTIONS,
    REPLAY_DESCRIPTIONS,
    RHYTHM_DESCRIPTIONS,
    TALLY_DESCRIPTIONS,
):
    DESCRIPTIONS |= further
