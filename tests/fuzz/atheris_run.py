"""Fuzz one target by hand with atheris, guided by coverage; SECURITY.md lists the targets.

    python -m pip install atheris
    python -m tests.fuzz.atheris_run html CORPUS_FOLDER -max_total_time=600

What comes after the target's name goes to libFuzzer, which writes what it finds into the first folder; the saved pages
of the repository are read besides.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module


def main() -> None:
    """Run until a target fails, or libFuzzer's limits are reached."""
    try:
        atheris = import_module("atheris")
    except ImportError:
        sys.exit("atheris is not installed: python -m pip install atheris (Linux and macOS, CPython)")
    # What is to be guided by coverage has to be imported within this block.
    with atheris.instrument_imports(include=["crawler", "storage"]):
        targets = import_module("tests.fuzz.targets").TARGETS
    name, *options = sys.argv[1:] or [""]
    if name not in targets:
        sys.exit(f"no target {name!r}; there are: {', '.join(targets)}")
    if all(option.startswith("-") for option in options):
        options.append(tempfile.mkdtemp(prefix=f"bluewatch-fuzz-{name}-"))
    options.append(str(import_module("tests.fuzz.soup").PAGES))
    atheris.Setup([sys.argv[0], *options], targets[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
