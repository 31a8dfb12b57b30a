"""A Word or Excel file is a zip: looked through before anybody opens it."""

import stat
import zipfile
from pathlib import Path, PurePosixPath

from paroffice.evidence.kinds import Flaw, NotTaken

MOST_ENTRIES, MOST_TOTAL, MOST_RATIO, SMALL = 1_000, 200_000_000, 200, 1_000_000
CHUNK = 1 << 20
PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def look_through(path: Path, suffix: str) -> None:
    """Raises `NotTaken` with what is wrong."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
            _bounded(entries)
            _named(entries, suffix)
            for entry in entries:
                _unpacked(packed, entry)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError):
        raise NotTaken(Flaw.BROKEN) from None
    except Exception as flaw:
        if isinstance(flaw, NotTaken):
            raise
        raise NotTaken(Flaw.BROKEN) from None


def _bounded(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise NotTaken(Flaw.MANY_PARTS)
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > MOST_TOTAL or (total > SMALL and total > MOST_RATIO * max(packed, 1)):
        raise NotTaken(Flaw.BOMB)


def _named(entries: list[zipfile.ZipInfo], suffix: str) -> None:
    names = {entry.filename for entry in entries}
    if len(names) != len(entries) or not all(map(_stays_inside, entries)):
        raise NotTaken(Flaw.ODD_PATHS)
    if any(PurePosixPath(name).name.casefold().startswith("vbaproject") for name in names):
        raise NotTaken(Flaw.MACRO)
    if "[Content_Types].xml" not in names or PARTS[suffix] not in names:
        raise NotTaken(Flaw.WRONG_NAME)


def _stays_inside(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    link = stat.S_ISLNK(entry.external_attr >> 16)
    return not (
        link or "\\" in name or "\x00" in name or ":" in name or name.startswith("/") or ".." in name.split("/")
    )


def _unpacked(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Reads it to the end, so that a size or a checksum that lies is found."""
    if entry.flag_bits & 0x1:
        raise NotTaken(Flaw.LOCKED)
    seen = 0
    with packed.open(entry) as part:
        while chunk := part.read(CHUNK):
            seen += len(chunk)
            if seen > MOST_TOTAL:
                raise NotTaken(Flaw.BOMB)
