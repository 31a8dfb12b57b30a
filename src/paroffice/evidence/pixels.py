"""Width and height of an image, from its own header. Nothing is decoded."""

import struct
from pathlib import Path
from typing import BinaryIO

from paroffice.evidence.kinds import Flaw, NotTaken

MOST_SIDE = 30_000
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def pixels_of(path: Path, kind: str) -> tuple[int, int]:
    """Raises `NotTaken` where the header says none."""
    sizes = {"image/png": _png, "image/jpeg": _jpeg, "image/tiff": _tiff}
    with path.open("rb") as content:
        try:
            width, height = sizes[kind](content)
        except (struct.error, KeyError, IndexError):
            raise NotTaken(Flaw.PICTURE_BROKEN) from None
    if not (0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE):
        raise NotTaken(Flaw.PICTURE_SIZE)
    return width, height


def _png(content: BinaryIO) -> tuple[int, int]:
    head = content.read(24)
    if head[12:16] != b"IHDR":
        raise KeyError
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def _jpeg(content: BinaryIO) -> tuple[int, int]:
    content.seek(2)
    while True:
        start, marker = struct.unpack(">BB", content.read(2))
        if start != 0xFF:
            raise KeyError
        while marker == 0xFF:
            (marker,) = struct.unpack(">B", content.read(1))
        (length,) = struct.unpack(">H", content.read(2))
        if length < 2:
            raise KeyError
        if marker in JPEG_FRAMES:
            _, height, width = struct.unpack(">BHH", content.read(5))
            return width, height
        content.seek(length - 2, 1)


def _tiff(content: BinaryIO) -> tuple[int, int]:
    order = {b"II": "<", b"MM": ">"}[content.read(2)]
    _, place = struct.unpack(f"{order}HI", content.read(6))
    content.seek(place)
    (count,) = struct.unpack(f"{order}H", content.read(2))
    held: dict[int, int] = {}
    for _ in range(count):
        tag, form, _, value = struct.unpack(f"{order}HHI4s", content.read(12))
        held[tag] = struct.unpack(f"{order}H" if form == 3 else f"{order}I", value[: 2 if form == 3 else 4])[0]
    return held[256], held[257]
