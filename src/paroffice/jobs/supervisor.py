"""Keeps several commands running together: one that ends is begun anew; told to stop, all stop. No Django."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Event
from types import FrameType

PAUSE_SECONDS, PATIENCE_SECONDS = 1.0, 20.0
TOO_SHORT_SECONDS, MOST_SHORT = 10.0, 3
"""A command that ends so soon, so often in a row, will not do better the next time."""
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


class Kept:
    """A command and its process at the moment."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command, self.short = list(command), 0
        self.begin()

    def begin(self) -> None:
        self.began = time.monotonic()
        self.running = subprocess.Popen(self.command, preexec_fn=end_with_parent)

    def ended(self) -> bool:
        """Whether it ended; counts how often that was too soon."""
        if self.running.poll() is None:
            return False
        soon = time.monotonic() - self.began < TOO_SHORT_SECONDS
        self.short = self.short + 1 if soon else 0
        return True

    def stop(self, until: float) -> None:
        try:
            self.running.wait(timeout=max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait()


def is_free(host: str, port: int) -> bool:
    """Whether nobody answers there yet."""
    try:
        family, *_, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError:
        return False
    return True


def keep(*commands: Sequence[str]) -> int:
    """Until SIGTERM or SIGINT: 0. Where a command cannot be kept running: 1."""
    stop = _on_signals()
    kept = [Kept(command) for command in commands]
    try:
        while not stop.wait(PAUSE_SECONDS):
            for one in kept:
                if not one.ended():
                    continue
                if one.short >= MOST_SHORT:
                    return 1
                one.begin()
        return 0
    finally:
        _stop_all(kept)


def _stop_all(kept: Sequence[Kept]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    for one in kept:
        one.running.terminate()
    for one in kept:
        one.stop(until)


def _on_signals() -> Event:
    stop = Event()

    def stopped(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stopped)
    return stop


def end_with_parent() -> None:
    """Said by a child: should its parent be killed, it is told to end too. Elsewhere than on Linux it lives on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGTERM)
