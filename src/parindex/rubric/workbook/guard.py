"""A workbook from outside, made safe to open: its size, cells and texts are bounded before any reader sees it.

A few kilobytes can claim a sheet of 17 billion cells, or a text that a million cells repeat, and a reader written
for speed would take the memory first and fail after. What passes here is repacked, so that the reader meets just
the bytes that were measured. Also left out: pictures, macros, anything that is not XML.
"""

import io
import re
import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import ParseError, XMLParser, fromstring

from parindex.errors import Finding, Unreadable
from parindex.words import Words, words

MOST_FILE_BYTES = 20_000_000
MOST_BYTES = 60_000_000
MOST_RATIO = 250
MOST_PARTS = 2_000
MOST_AREA = 4_000_000
"""Rows × columns of the rectangle a sheet spans: a reader holds all of it."""
MOST_TEXT = 1_000_000_000
"""Cells × longest shared text of a sheet, in characters."""
MOST_TAGS = 2_000_000

CONTENTS, BOOK = "[Content_Types].xml", "xl/workbook.xml"
BOOK_LINKS = "xl/_rels/workbook.xml.rels"
NEEDED = (CONTENTS, BOOK)
READ = re.compile(r"(xl/.*|_rels/[^/]*)\.(xml|rels)\Z", re.DOTALL)
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z", re.IGNORECASE | re.ASCII)
ROW = re.compile(r"[0-9]{1,7}\Z", re.ASCII)
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
CHUNK = 1_000_000

UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, ParseError, LookupError, ValueError, EOFError, OSError),
    *(RuntimeError, NotImplementedError),  # an encrypted entry, an unknown one
)
"""What the standard library raises for a zip that is broken or locked, and for XML that is not XML."""


def safe_workbook(path: Path) -> io.BytesIO:
    """The workbook, measured and repacked. Raises `Unreadable`."""
    if not path.is_file():
        raise _refused(path, words("there is no such file"), words("write it, or correct the name"))
    if path.stat().st_size > MOST_FILE_BYTES:
        raise _too_large(path)
    try:
        parts = _parts(path)
        _measure(path, parts)
    except UNREADABLE:
        raise not_a_workbook(path) from None
    return _repacked(parts)


def not_a_workbook(path: Path) -> Unreadable:
    return _refused(
        path,
        words("this is not an Excel workbook, or it is damaged or locked with a password"),
        words("save it anew as an Excel workbook (.xlsx), without a password"),
    )


def _refused(path: Path, problem: Words, remedy: Words) -> Unreadable:
    return Unreadable([Finding(where=path.name, problem=problem, remedy=remedy)])


def _too_large(path: Path) -> Unreadable:
    return _refused(
        path,
        words("the workbook is larger than any rubric needs"),
        words("delete the empty rows and columns beyond the tables, and pictures, then save it"),
    )


def _parts(path: Path) -> dict[str, bytes]:
    """The XML parts, unpacked: no more of them than their entries announce, and not much of that."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        announced = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if announced > min(MOST_BYTES, MOST_RATIO * packed) or len(entries) > MOST_PARTS:
            raise _too_large(path)
        wanted = [entry for entry in entries if READ.match(entry.filename) or entry.filename == CONTENTS]
        parts = {entry.filename: _unpacked(archive, entry) for entry in wanted}
    if sum(content.count(b"<") for content in parts.values()) > MOST_TAGS:
        raise _too_large(path)
    if any(name not in parts for name in NEEDED):
        raise not_a_workbook(path)
    return parts


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Chunk by chunk, because one large read unpacks all there is before it is cut to what was announced."""
    if entry.compress_type not in PACKINGS:
        raise ValueError("Excel packs in no other way")
    with archive.open(entry) as stream:
        return b"".join(iter(lambda: stream.read(CHUNK), b""))


def _measure(path: Path, parts: dict[str, bytes]) -> None:
    measures = {name: _measured(content) for name, content in parts.items()}
    longest = max(measure.longest for measure in measures.values())
    for measure in measures.values():
        area = measure.rows * (measure.columns + measure.unplaced)
        swells = area > MOST_AREA or measure.cells * longest > MOST_TEXT
        if swells or measure.announced > MOST_TAGS:
            raise _too_large(path)
    for name, measure in measures.items():
        if measure.error is not None:
            raise Unreadable([_error_value(f"{_sheet_of(name, parts)}!{measure.error}")])


def _error_value(where: str) -> Finding:
    return Finding(
        where=where,
        problem=words("the cell holds an error value"),
        remedy=words("write the value itself in place of the formula"),
    )


def _sheet_of(part: str, parts: dict[str, bytes]) -> str:
    """The name of the sheet that a part holds, or of the part where the workbook does not say."""
    targets = {
        _last(link.attrib, "Id"): _last(link.attrib, "Target").rpartition("/")[2]
        for link in fromstring(parts.get(BOOK_LINKS, b"<none/>"))
    }
    for element in fromstring(parts[BOOK]).iter():
        if element.tag.endswith("}sheet") and targets.get(_last(element.attrib, "id")) == Path(part).name:
            return _last(element.attrib, "name")
    return Path(part).name


def _last(attributes: dict[str, str], name: str) -> str:
    """An attribute by its name, whatever namespace it stands in."""
    return next((text for key, text in attributes.items() if key.rpartition("}")[2] == name), "")


def _measured(content: bytes) -> "_Measure":
    measure = _Measure()
    parser = XMLParser(target=measure)
    for start in range(0, len(content), CHUNK):
        parser.feed(content[start : start + CHUNK])
    parser.close()
    return measure


class _Measure:
    """Counts, while the XML passes by, what a reader would have to hold. Nothing is kept."""

    def __init__(self) -> None:
        self.rows = self.columns = self.cells = self.unplaced = self.longest = self._length = self.announced = 0
        self.error: str | None = None

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        """Called before any entity is expanded, whatever the encoding."""
        raise ValueError("no part of a workbook declares a document type")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition("}")[2]:
            case "row":
                self._count_row(attributes)
            case "c":
                self._count_cell(attributes)
            case _:
                self._announce(attributes)

    def data(self, text: str) -> None:
        self._length += len(text)

    def end(self, tag: str) -> None:
        if tag.rpartition("}")[2] == "si":
            self.longest, self._length = max(self.longest, self._length), 0

    def close(self) -> None:
        return None

    def _announce(self, attributes: dict[str, str]) -> None:
        """A reader makes room for as many as announced (`uniqueCount`); one that cannot ends the process."""
        for name, text in attributes.items():
            digits = text.strip().removeprefix("+")
            if name.casefold().endswith("count") and digits.isdecimal():
                self.announced = max(self.announced, int(digits[:20]))

    def _count_row(self, attributes: dict[str, str]) -> None:
        self.rows += 1
        if "r" in attributes:
            self.rows = max(self.rows, int(_matched(ROW, attributes["r"])[0]))

    def _count_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        if "r" not in attributes:
            self.unplaced += 1
            return
        column, row = _matched(CELL, attributes["r"]).groups()
        self.rows, self.columns = max(self.rows, int(row)), max(self.columns, _number(column.upper()))
        if attributes.get("t") == "e" and self.error is None:
            self.error = attributes["r"]


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    found = pattern.match(text)
    if found is None:
        raise ValueError(f"{text[:20]!r} is no place in a sheet")
    return found


def _number(column: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _repacked(parts: dict[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    packed.seek(0)
    return packed
