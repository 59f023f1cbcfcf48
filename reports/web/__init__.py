"""The pages by which the archive is read in a browser: Datasette over the live file, and our own pages beside it.

Reads only. Nothing in reports imports this package; `bluewatch serve` alone does.
"""
