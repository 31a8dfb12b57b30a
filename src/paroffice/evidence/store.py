"""Content on disk, named by its SHA-256, each kept once. Written aside first and moved into place when whole."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

MOST_BYTES = 50_000_000


class TooLarge(Exception):
    """More bytes than one file may have."""


def keep(root: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Stores the content; its hash and size. Raises `TooLarge`. What is not whole leaves nothing behind."""
    root.mkdir(parents=True, exist_ok=True)
    hashed, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=root, prefix="coming-", delete=False) as coming:
        aside = Path(coming.name)
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise TooLarge
                hashed.update(chunk)
                coming.write(chunk)
            coming.flush()
            os.fsync(coming.fileno())
        except BaseException:
            aside.unlink()
            raise
    place = place_of(root, hashed.hexdigest())
    place.parent.mkdir(parents=True, exist_ok=True)
    aside.replace(place)
    return hashed.hexdigest(), size


def place_of(root: Path, sha256: str) -> Path:
    return root / sha256[:2] / sha256


def opened(root: Path, sha256: str) -> BinaryIO:
    return place_of(root, sha256).open("rb")
