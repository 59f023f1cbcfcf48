"""Errors a user can act on. Each says what was found and what to do next.

``exit_code`` is the command line's (design.md, section 6).
"""

from __future__ import annotations


class BluewatchError(Exception):
    """Root of all errors that end a command with a message and no traceback."""

    exit_code = 2


class UsageError(BluewatchError):
    """The command was called in a way that cannot work."""


class ConfigurationError(BluewatchError):
    """bluewatch.toml or a source file is wrong; the message names file, key, found and allowed."""


class ArchiveUnusable(BluewatchError):
    """The archive is missing, damaged, locked for good, too new, or cannot be written."""

    exit_code = 3


class ArchiveNewer(ArchiveUnusable):
    """A later version of the program has changed the archive's schema."""


class AlreadyRunning(BluewatchError):
    """Another instance holds the lock that this work needs."""

    exit_code = 4


class NotFound(BluewatchError):
    """What was asked for (a uid, a week, a source) is not there."""
