"""A page as pixels: of a PDF, or of a scan that came as a picture. Only ever run in a child process."""

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/tiff": "TIFF"}
DRAWN = ("application/pdf", *FORMATS)
"""The kinds that have pages to look at."""


@dataclass(frozen=True, slots=True)
class Pixels:
    """Rows of `stride` bytes; one, three or four channels."""

    width: int
    height: int
    channels: int
    stride: int
    body: bytes


def pixels_of(path: Path, kind: str, page: int, most: int, *, grey: bool = False) -> Pixels:
    """The page, counted from 1, on white; its longer side has `most` pixels at most."""
    if kind == "application/pdf":
        return _of_pdf(path, page, most, grey)
    return _of_image(path, FORMATS[kind], page, most, grey)


def _of_pdf(path: Path, page: int, most: int, grey: bool) -> Pixels:
    sheet = pypdfium2.PdfDocument(path)[page - 1]
    scale = most / max(*sheet.get_size(), 1)
    drawn = sheet.render(
        scale=scale, grayscale=grey, rev_byteorder=True, prefer_bgrx=False, maybe_alpha=False, may_draw_forms=True
    )
    return Pixels(drawn.width, drawn.height, drawn.n_channels, drawn.stride, bytes(drawn.buffer))


def _of_image(path: Path, form: str, page: int, most: int, grey: bool) -> Pixels:
    mode = "L" if grey else "RGB"
    with Image.open(path, formats=[form]) as image:
        image.seek(page - 1)
        image.draft(mode, (most, most))
        image.thumbnail((most, most))
        upright = ImageOps.exif_transpose(image).convert(mode)
    channels = len(mode)
    return Pixels(upright.width, upright.height, channels, upright.width * channels, upright.tobytes())


def frames_of(path: Path, kind: str) -> int:
    """How many pages a picture has: a fax or a scanner writes many into one TIFF. One, where it cannot be told."""
    try:
        with Image.open(path, formats=[FORMATS[kind]]) as image:
            return int(getattr(image, "n_frames", 1))
    except Exception:  # whatever a broken picture does to its reader
        return 1
