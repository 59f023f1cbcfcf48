"""The beginning of a worker: what its parsers shall not load, or not yet, is told before one of them is loaded."""

from __future__ import annotations

import sys

from crawler.late import guess_charsets_later
from crawler.offline import without_clients


def main() -> int:
    """Serve jobs until the input ends."""
    without_clients()
    guess_charsets_later()
    from crawler import worker_child  # noqa: PLC0415  it loads them

    return worker_child.main()


if __name__ == "__main__":
    sys.exit(main())
