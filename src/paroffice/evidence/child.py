"""Work on a file that may be hostile, in a process of its own: bounded time and memory, no secrets, no writing."""

import os
import resource
import subprocess
import sys
from threading import BoundedSemaphore

MEMORY = 1_000_000_000
AT_ONCE = BoundedSemaphore(4)
"""So that many readers at once do not multiply the memory of one."""


class Stopped(Exception):
    """The work crashed, took too long or too much."""


def run(module: str, *arguments: str, seconds: int) -> bytes:
    """What the module of this room says when run aside. Raises `Stopped`."""
    command = [sys.executable, "-P", "-W", "ignore", "-m", f"paroffice.evidence.{module}", str(seconds), *arguments]
    roads = {"PYTHONPATH": os.pathsep.join(road for road in sys.path if road), "PYTHONIOENCODING": "utf-8"}
    if not AT_ONCE.acquire(timeout=seconds):
        raise Stopped
    try:
        done = subprocess.run(
            command, env=roads, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        raise Stopped from None
    finally:
        AT_ONCE.release()
    if done.returncode:
        raise Stopped
    return done.stdout


def bound(seconds: int) -> None:
    """Called by the child itself, before it opens anything."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
