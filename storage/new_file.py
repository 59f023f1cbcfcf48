"""A file that is made beside its place and given its name when it is whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def name_new(draft: Path, target: Path) -> None:
    """Give the draft its name. Not by a rename where that can be: a file that came to be in the meantime stays.

    The draft may be gone then or not. Raises FileExistsError and other OSErrors, all of which name the target.
    """
    try:
        os.link(draft, target)
    except OSError as error:
        # File systems of removable disks know no second name.
        if error.errno in _NO_LINKS and not os.path.lexists(target):
            draft.rename(target)
            return
        number = errno.EEXIST if error.errno in _NO_LINKS else error.errno
        raise OSError(number, os.strerror(number or 0), str(target)) from error


@contextmanager
def whole_file(path: Path, *, folders: bool = False) -> Iterator[Path]:
    """The path of a draft that takes the place of path when all is written; else path stays as it was.

    folders: those above it are made. A link stays, and what it leads to is written. What is no file, such as
    /dev/stdout, is written itself.
    Raises OSErrors that name the path, also where writing itself failed, of which the system gives no name.
    """
    if path.exists() and not path.is_file():
        yield path
        return
    path = path.resolve()
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if folders:
            path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        if isinstance(error.errno, int) and error.filename in (None, str(draft)):
            raise OSError(error.errno, os.strerror(error.errno), str(path)) from error
        raise
    finally:
        draft.unlink(missing_ok=True)
