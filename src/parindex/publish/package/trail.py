"""The heads of the office's trail, so that deeds before the sealing cannot be told otherwise after it.

trail.csv   stream,number,digest: of each stream its last deed and the digest of it, as the office's checkpoints tell
"""

import re
from collections.abc import Iterator
from pathlib import Path

from parindex.errors import Finding, Unreadable, first_of
from parindex.sheet.read import Table, read_table
from parindex.words import words

TRAIL_FILE = "trail.csv"
HEADER = ("stream", "number", "digest")
NUMBER = re.compile(r"[1-9]\d{0,14}", re.ASCII)
DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def check_trail(folder: Path) -> list[Finding]:
    """The flaws of the file, where there is one."""
    if not (folder / TRAIL_FILE).exists():
        return []
    try:
        return first_of(_flaws(read_table(folder / TRAIL_FILE, HEADER, TRAIL_FILE)))
    except Unreadable as unreadable:
        return list(unreadable.findings)


def _flaws(table: Table) -> Iterator[Finding]:
    seen: set[str] = set()
    for line, (stream, number, digest) in enumerate(zip(*table.columns, strict=True), 2):
        sound = NUMBER.fullmatch(number) and DIGEST.fullmatch(digest)
        if not sound or not stream or stream in seen:
            problem = words("a stream, the number of its last deed and the digest of it are expected here, each once")
            yield Finding(
                where=f"{TRAIL_FILE}:{line}", problem=problem, remedy=words("write the checkpoint's own text")
            )
        seen.add(stream)
