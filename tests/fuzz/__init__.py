"""Fuzzing what reads other people's bytes: targets (targets.py), inputs (soup.py), a share in CI, more by hand."""
