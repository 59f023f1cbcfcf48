"""Make an archive of a given size and ask it all queries: archive_at_size.py, then queries.py, for `make bench`.

python benchmarks/archive_and_queries.py DIR [--articles 20000]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Make and ask; the largest sizes are made by archive_at_size.py beforehand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    options = parser.parse_args()
    for script, words in (
        ("archive_at_size.py", ["--articles", str(options.articles)]),
        ("queries.py", ["--runs", "3"]),
    ):
        done = subprocess.run([sys.executable, str(HERE / script), str(options.folder), *words], check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
