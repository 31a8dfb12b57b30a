"""A page of a document as PNG. Run aside by `child.run`, so that a hostile file takes nobody down with it."""

import os
import struct
import sys
import zlib
from pathlib import Path

from paroffice.evidence.child import bound
from paroffice.evidence.picture import Pixels, pixels_of

MOST_PIXELS, SMALL_PIXELS = 1600, 400
"""Of the longer side: to read, to recognise at a glance."""


def png(drawn: Pixels) -> bytes:
    """One, three or four bytes a pixel as a PNG without any filter."""
    colour = {1: 0, 3: 2, 4: 6}[drawn.channels]
    wide = drawn.width * drawn.channels
    rows = b"".join(
        b"\x00" + drawn.body[row * drawn.stride : row * drawn.stride + wide] for row in range(drawn.height)
    )
    head = struct.pack(">IIBBBBB", drawn.width, drawn.height, 8, colour, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def main(seconds: str, path: str, kind: str, page: str, most: str) -> None:
    bound(int(seconds))
    sys.stdout.buffer.write(png(pixels_of(Path(path), kind, int(page), int(most))))
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing to tidy: a native library must not get the last word


if __name__ == "__main__":
    main(*sys.argv[1:])
