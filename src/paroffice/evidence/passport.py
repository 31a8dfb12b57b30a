"""The passport of a file: what it says of itself, read once when it is stored. No Django, no database."""

import ctypes
import json
import os
import sys
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from paroffice.evidence.child import bound
from paroffice.evidence.heading import heading_of
from paroffice.evidence.kinds import TAKEN, Flaw, NotTaken
from paroffice.evidence.office_file import PARTS, look_through
from paroffice.evidence.picture import frames_of
from paroffice.evidence.pixels import pixels_of
from paroffice.evidence.signatures import signatures_of

MOST_PAGES_READ, MOST_TEXT, MOST_PAGES = 200, 200_000, 5_000
LEAST_TEXT = 20
"""Fewer letters than these in the whole file: a scan."""
TAIL, MOST_AFTER_END = 65_536, 1_024
BETWEEN_PAGES = "\f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """`read` holds guesses by name; `flags` are words of `queries.FLAGS`."""

    pages: int | None = None
    text: str = ""
    read: dict[str, Any] = field(default_factory=dict)
    signatures: list[dict[str, Any]] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def passport_of(path: Path, kind: str, trust: Path | None = None) -> Passport:
    """Raises `NotTaken` with what is wrong."""
    if kind == "application/pdf":
        return _of_pdf(path, trust)
    if kind.startswith("image/"):
        if zipfile.is_zipfile(path):
            raise NotTaken(Flaw.TWO_KINDS)
        width, height = pixels_of(path, kind)
        pages = min(frames_of(path, kind), MOST_PAGES)
        return Passport(pages=pages, read={"width": width, "height": height}, flags=["scan"])
    look_through(path, next(suffix for suffix in PARTS if TAKEN[suffix] == kind))
    return Passport()


def _of_pdf(path: Path, trust: Path | None) -> Passport:
    _ends_where_it_says(path)
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as flaw:
        locked = getattr(flaw, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(flaw).casefold()
        raise NotTaken(Flaw.LOCKED if locked else Flaw.BROKEN) from None
    try:
        pages = len(pdf)
        if not 0 < pages <= MOST_PAGES:
            raise NotTaken(Flaw.NO_PAGE if not pages else Flaw.MANY_PAGES)
        text, cut = _text_of(pdf)
        flags = _flags_of(pdf) + (["cut"] if cut else [])
    finally:
        pdf.close()
    if sum(letter.isalnum() for letter in text) < LEAST_TEXT:
        flags.append("scan")
    signatures, unread = _signatures_of(path, trust)
    first = text.partition(BETWEEN_PAGES)[0]
    read = {name: asdict(guess) for name, guess in heading_of(first).items()}
    return Passport(pages=pages, text=text, read=read, signatures=signatures, flags=flags + unread)


def _ends_where_it_says(path: Path) -> None:
    """A PDF begins as one and carries nothing behind its end, so that it is not another kind of file besides."""
    with path.open("rb") as content:
        begins = content.read(5) == b"%PDF-"
        content.seek(max(0, path.stat().st_size - TAIL))
        tail = content.read()
    end = tail.rfind(b"%%EOF")
    if not begins or end < 0:
        raise NotTaken(Flaw.BROKEN)
    if len(tail) - end > MOST_AFTER_END or b"PK\x05\x06" in tail[end:]:
        raise NotTaken(Flaw.AFTER_END)


def _text_of(pdf: pypdfium2.PdfDocument) -> tuple[str, bool]:
    """The text, page by page, and whether some was left out."""
    pages: list[str] = []
    left = MOST_TEXT
    for number in range(min(len(pdf), MOST_PAGES_READ)):
        said = _page_text(pdf, number, left)
        pages.append(said)
        left -= len(said) + 1
        if left <= 0:
            break
    return BETWEEN_PAGES.join(pages), left <= 0 or len(pages) < len(pdf)


def _page_text(pdf: pypdfium2.PdfDocument, number: int, most: int) -> str:
    """A page that cannot be read has no text; the picture of it shows as much."""
    try:
        letters = pdf[number].get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    count = min(raw.FPDFText_CountChars(letters.raw), most)
    if count <= 0:
        return ""
    held = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(letters.raw, 0, count, held)
    said = bytes(held)[: 2 * max(written - 1, 0)].decode("utf-16-le", errors="ignore")
    return storable(said.replace("\r\n", "\n"))[:most]


def pages_without_text(text: str, pages: int | None) -> list[int]:
    """The numbers of the pages that only a picture speaks for."""
    said = text.split(BETWEEN_PAGES)
    return [
        page
        for page in range(1, min(pages or 0, MOST_PAGES_READ) + 1)
        if not any(letter.isalnum() for letter in (said[page - 1] if page <= len(said) else ""))
    ]


def storable(text: str) -> str:
    """Without what no database keeps and no reader sees."""
    return "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())


def _flags_of(pdf: pypdfium2.PdfDocument) -> list[str]:
    counts = {
        "scripts": raw.FPDFDoc_GetJavaScriptActionCount(pdf.raw),
        "attachments": raw.FPDFDoc_GetAttachmentCount(pdf.raw),
    }
    return [flag for flag, count in counts.items() if count > 0]


def _signatures_of(path: Path, trust: Path | None) -> tuple[list[dict[str, Any]], list[str]]:
    """A signature says in the open which bytes it covers; where nothing does, the slow reader is not asked."""
    with path.open("rb") as content:
        if b"/ByteRange" not in content.read():
            return [], []
        try:
            return signatures_of(content, trust), []
        except Exception:  # the file is whole for its readers; only its signatures could not be followed
            return [], ["signatures_unread"]


def main(seconds: str, path: str, kind: str, trust: str) -> None:
    bound(int(seconds))
    try:
        told: dict[str, Any] = asdict(passport_of(Path(path), kind, Path(trust)))
    except NotTaken as flaw:
        told = {"flaw": flaw.flaw}
    sys.stdout.buffer.write(json.dumps(told).encode())
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing to tidy: a native library must not get the last word


if __name__ == "__main__":
    main(*sys.argv[1:])
