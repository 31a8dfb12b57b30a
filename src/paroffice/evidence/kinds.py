"""Which kinds of file are taken, told by their content, not by their name."""

from pathlib import PurePath

import puremagic

TAKEN = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class NotTaken(Exception):
    """A file that is not taken; says what is wrong with it."""


def kind_of(name: str, head: bytes) -> str | None:
    """The media type of a file that is taken; None where name and content disagree or the kind is not taken."""
    suffix = PurePath(name).suffix.casefold()
    wanted = TAKEN.get(suffix)
    if wanted is None:
        return None
    if suffix in (".docx", ".xlsx"):
        return wanted if head.startswith(b"PK\x03\x04") else None
    if suffix == ".pdf":
        return wanted if head.startswith(b"%PDF-") else None
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return None
    return wanted if found == wanted else None
