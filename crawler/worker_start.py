"""The beginning of a worker: what its parsers shall not load is told before the first of them is loaded."""

from __future__ import annotations

import sys

from crawler.offline import without_clients


def main() -> int:
    """Serve jobs until the input ends."""
    without_clients()
    from crawler import worker_child  # noqa: PLC0415  it loads them

    return worker_child.main()


if __name__ == "__main__":
    sys.exit(main())
