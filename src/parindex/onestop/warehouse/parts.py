"""A register's lines in parts that fit into memory, each with whole dossiers, in whatever order events lie."""

import pickle
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from zlib import crc32

from parindex.onestop.register import DOSSIERS
from parindex.onestop.register_shapes import HAPPENED, KEPT, Happened, Kept
from parindex.onestop.table import Line, read_trees, trees
from parindex.rubric.shape import Record
from parindex.rubric.tree import Mapping, Scalar

T = TypeVar("T")
PART_BYTES = 8_000_000
MOST_PARTS = 400
"""So many files are open at once."""

Lines = tuple[list[Line[Kept]], list[Line[Happened]]]


def parts(register: Path, events: Path, part_bytes: int = PART_BYTES) -> Iterator[Lines]:
    """The lines of dossiers and events, part by part. Raises `Unreadable` with the findings of a part."""
    files = (register / DOSSIERS, events)
    size = sum(file.stat().st_size for file in files if file.is_file())
    count = min(1 + size // part_bytes, MOST_PARTS)
    with TemporaryDirectory() as temporary:
        place = Path(temporary)
        _spread(files[0], KEPT, place / "dossiers", count)
        _spread(files[1], HAPPENED, place / "events", count)
        for part in range(count):
            yield (
                read_trees(_again(place / "dossiers" / str(part)), KEPT),
                read_trees(_again(place / "events" / str(part)), HAPPENED),
            )


def _spread(file: Path, record: Record[T], place: Path, count: int) -> None:
    """Cuts a file into lines and lays them into parts by the digest of the dossier's code."""
    place.mkdir()
    with ExitStack() as closed:
        streams = [closed.enter_context((place / str(part)).open("wb")) for part in range(count)]
        for tree in trees(file, record, file.name):
            cells = {name: node.text for name, node in tree.pairs.items() if isinstance(node, Scalar)}
            code = cells.get("dossier", "")
            pickle.dump((tree.where, cells), streams[crc32(code.encode()) % count])


def _again(file: Path) -> Iterator[Mapping]:
    with file.open("rb") as stream:
        while stream.peek(1):
            where, cells = pickle.load(stream)
            yield Mapping(where, {name: Scalar(text, where) for name, text in cells.items()})
