"""Files that somebody else has made, read without waiting and without filling the memory: regular files only, no larger than is stated."""

import os
import stat
from typing import BinaryIO


class Unfit(OSError):
    """A file is none, or too large; the text says which."""

    def __init__(self, why):
        super().__init__(0, why)


class TooLarge(Unfit):
    """A file is larger than it may be. size: its bytes."""

    def __init__(self, size, most):
        super().__init__(f"is larger than {most / 1e6:,.0f} MB")
        self.size = size


def opened(path, most: int, follow: bool = True) -> BinaryIO:
    """Open a regular file of so many bytes at most. follow: links, too. Raises OSError, also for folders, pipes (never waits for one) and devices."""
    door = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    about = os.fstat(door)
    if stat.S_ISREG(about.st_mode) and about.st_size <= most:
        return os.fdopen(door, "rb")
    os.close(door)
    raise TooLarge(about.st_size, most) if stat.S_ISREG(about.st_mode) else Unfit("is no file")


def held(path, most: int) -> bytes:
    """The bytes of such a file."""
    with opened(path, most) as file:
        return file.read(most + 1)
