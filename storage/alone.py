"""One process at a time by a lock on a file: the kernel frees it when its process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one(file: Path) -> Iterator[bool]:
    """Whether this process is the only one that holds the file; the file stays, empty, and hinders nobody."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        yield locked(handle, file)
    finally:
        os.close(handle)


def locked(handle: int, file: Path) -> bool:
    """Locks the open file until it is closed; False where another process has it, or took it away meanwhile.

    A network drive without locks counts as nobody else's.
    """
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False
