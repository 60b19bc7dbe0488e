"""Work for worker processes: functions of a module, as `in_processes` asks."""

import os
import sys
import time


def square(number, pause=0.0):
    """A result that comes the later the longer the pause."""
    time.sleep(pause)
    return number * number


def refuse(number):
    """Work that goes wrong on 3."""
    if number == 3:
        raise ValueError("three is refused")
    return number


def die(number):
    """Work that takes its process along on 2."""
    if number == 2:
        os._exit(9)
    return number


def half_an_answer(number):
    """Give a number; 2 begins an answer that is never ended: a length of a million bytes, and four of them."""
    if number == 2:
        import gc
        from multiprocessing.connection import Connection
        lines = [line for line in gc.get_objects() if isinstance(line, Connection) and not line.closed and line.writable]
        for line in lines:
            os.write(line.fileno(), (1_000_000).to_bytes(4, "big") + b"half")
        os._exit(9)
    return number


def stay(folder):
    """Leave a note of the process, then work for long."""
    (folder / str(os.getpid())).touch()
    time.sleep(60)


if __name__ == "__main__":
    from pathlib import Path

    from simulation.experiments.parallel import in_processes
    for _ in in_processes(stay, [(Path(sys.argv[1]),)] * 4, workers=2):
        pass
