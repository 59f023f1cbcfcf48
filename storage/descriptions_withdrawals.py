"""What the table of withdrawals means, in words."""

from __future__ import annotations

from storage.descriptions_findings import TableDescription

WITHDRAWAL_DESCRIPTIONS: dict[str, TableDescription] = {
    "withdrawals": TableDescription(
        "Each time the page of an article was taken down or hid its text, and when it was back. The article and its "
        "text stay.",
        {
            "id": "Row number.",
            "article_id": "The article.",
            "kind": "404 (seen twice, 12 hours apart), 410, soft-404 (a page that says it is not there), home "
            "(it leads to the home page or a listing): withdrawn. login, challenge, elsewhere (it leads to another "
            "page that is no article): hidden; articles.withdrawn_at stays as it was.",
            "since": "When this was seen first, in UTC.",
            "noticed_at": "When it was taken as such: a 404 has to be seen twice.",
            "returned_at": "When the article was seen on its page again; NULL: not yet.",
            "reason": "What the page showed instead, in words.",
        },
    ),
}
