"""A file that is made beside its place and then given its name, never over another."""

from __future__ import annotations

import errno
import os
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
