"""Content on disk, named by its SHA-256, each kept once. Written aside first and moved into place when whole."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

MOST_BYTES = 50_000_000
ASIDE, PARTS = "coming-", "incoming"
"""What is being looked at, and what has not wholly arrived."""


class TooLarge(Exception):
    """More bytes than one file may have."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A whole file that lies aside, until it is settled."""

    root: Path
    path: Path
    sha256: str
    size: int

    def settle(self) -> None:
        place = place_of(self.root, self.sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        self.path.replace(place)
        _lasting(place.parent)


@contextmanager
def coming(root: Path, chunks: Iterable[bytes]) -> Iterator[Coming]:
    """The content aside, to be looked at. Raises `TooLarge`. What is not settled leaves nothing behind."""
    root.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=root, prefix=ASIDE, delete=False) as aside:
        path = Path(aside.name)
        try:
            hashed, size = hashlib.sha256(), 0
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise TooLarge
                hashed.update(chunk)
                aside.write(chunk)
            aside.flush()
            os.fsync(aside.fileno())
            yield Coming(root, path, hashed.hexdigest(), size)
        finally:
            path.unlink(missing_ok=True)


def place_of(root: Path, sha256: str) -> Path:
    return root / sha256[:2] / sha256


def part_of(root: Path, key: str) -> Path:
    """Where a file that comes piece by piece lies until it is whole."""
    return root / PARTS / key


def swept(root: Path, before: float) -> int:
    """Removes what was left lying aside by a server that was killed; how many."""
    left = [path for path in root.glob(f"{ASIDE}*") if _older(path, before)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _older(path: Path, before: float) -> bool:
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:  # settled or swept meanwhile
        return False


def _lasting(folder: Path) -> None:
    """The name of a new file is on disk only when its folder is."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def opened(root: Path, sha256: str) -> BinaryIO:
    return place_of(root, sha256).open("rb")
