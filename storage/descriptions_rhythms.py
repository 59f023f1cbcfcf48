"""What the tables of rhythms and of steady outlets mean, in words."""

from __future__ import annotations

from storage.descriptions_findings import TableDescription

RHYTHM_DESCRIPTIONS: dict[str, TableDescription] = {
    "rhythms": TableDescription(
        "One row an outlet that has been followed for a week: when it gives news and how often its articles change, "
        "estimated anew every day. By it the outlet is asked more or less often (`[schedule] by`).",
        {
            "source": "Slug of the outlet.",
            "at": "When it was estimated.",
            "since": "The first day that counted.",
            "root": "Mean of the cube roots of its rates: its share of the requests.",
            "rates": "JSON: new addresses an hour for each of the 168 hours of the week, from Monday 00:00 UTC.",
            "young": "Changes of its articles in their first two days, against what is usual (1).",
            "later": "Changes of its older articles, against what is usual (1).",
        },
    ),
    "steady": TableDescription(
        "Outlets of which no field reads worse, judged after the newest of their pages was read.",
        {"source": "Slug of the outlet."},
    ),
}
