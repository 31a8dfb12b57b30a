"""Which kinds of file are taken, told by their content, not by their name."""

from enum import StrEnum
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


class Flaw(StrEnum):
    """What is wrong with a file that is not taken. `actions/taking.py` says it in words."""

    BROKEN = "broken"
    LOCKED = "locked"
    MACRO = "macro"
    WRONG_NAME = "wrong_name"
    TWO_KINDS = "two_kinds"
    BOMB = "bomb"
    MANY_PARTS = "many_parts"
    ODD_PATHS = "odd_paths"
    NO_PAGE = "no_page"
    MANY_PAGES = "many_pages"
    AFTER_END = "after_end"
    PICTURE_BROKEN = "picture_broken"
    PICTURE_SIZE = "picture_size"


class NotTaken(Exception):
    """A file that is not taken."""

    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw
        super().__init__(flaw.value)


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
