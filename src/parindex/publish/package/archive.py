"""The one way a package is written as a ZIP file, and a reader that takes no other.

Entries are stored, never compressed; they bear one fixed date, no comment and no extra field. So the same parts give
the same bytes on every machine, nothing can unfold into more than was sent, and a reader can write what it has read
and compare: no byte is free.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from parindex.errors import Finding, Unreadable
from parindex.words import Words, words

LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
LOCAL_SIGN, CENTRAL_SIGN, END_SIGN = b"PK\3\4", b"PK\1\2", b"PK\5\6"
VERSION, UTF_8, STORED = 20, 0x0800, 0
MIDNIGHT, FIRST_OF_1980 = 0, 0x21
"""The earliest moment a ZIP file can tell: it tells nothing."""

MADE_ON_UNIX = 3 << 8 | VERSION
PLAIN_FILE = 0o100644 << 16

MOST_BYTES = 1_000_000_000
MOST_PARTS = 400
MOST_NAME_BYTES = 300

Parts = Mapping[str, bytes]


class Damaged(Unreadable):
    """A part does not have the check sum that stands beside it."""


def encode(parts: Parts) -> bytes:
    """The parts, in their order, as one file. Raises `Unreadable` where they are too many or too large."""
    if len(parts) > MOST_PARTS or sum(map(len, parts.values())) > MOST_BYTES:
        raise Unreadable([_too_large()])
    heads, places, at = list[bytes](), list[int](), 0
    for name, content in parts.items():
        places.append(at)
        heads.append(_Entry.of(name, content).local())
        at += len(heads[-1]) + len(content)
    index = b"".join(
        _Entry.of(name, content).central(place) for (name, content), place in zip(parts.items(), places, strict=True)
    )
    end = END.pack(END_SIGN, 0, 0, len(parts), len(parts), len(index), at, 0)
    bodies = (part for pair in zip(heads, parts.values(), strict=True) for part in pair)
    return b"".join((*bodies, index, end))


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    checksum: int
    size: int

    @classmethod
    def of(cls, name: str, content: bytes) -> "_Entry":
        return cls(name.encode(), zlib.crc32(content), len(content))

    def _common(self) -> tuple[int, ...]:
        sizes = (self.size, self.size, len(self.name), 0)
        return (VERSION, UTF_8, STORED, MIDNIGHT, FIRST_OF_1980, self.checksum, *sizes)

    def local(self) -> bytes:
        return LOCAL.pack(LOCAL_SIGN, *self._common()) + self.name

    def central(self, place: int) -> bytes:
        head = CENTRAL.pack(CENTRAL_SIGN, MADE_ON_UNIX, *self._common(), 0, 0, 0, PLAIN_FILE, place)
        return head + self.name


def package_bytes(path: Path) -> bytes:
    """The content of a file, no larger than a package may be. Raises `Unreadable`."""
    with path.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable([_too_large()])
    return content


def decode(content: bytes) -> dict[str, bytes]:
    """The parts of a package. Raises `Unreadable` unless `encode` would write just these bytes."""
    if len(content) > MOST_BYTES:
        raise Unreadable([_too_large()])
    parts: dict[str, bytes] = {}
    for name, part in _walked(content):
        if name in parts:
            raise Unreadable([_odd(name, words("the part stands twice"))])
        if len(parts) >= MOST_PARTS:
            raise Unreadable([_too_large()])
        parts[name] = part
    if encode(parts) != content:
        raise Unreadable([_odd("", words("the file is not written as a package is written"))])
    return parts


def _walked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Each entry, by its local head; its check sum is looked at here, so that the part can be named."""
    at = 0
    while content.startswith(LOCAL_SIGN, at):
        name, start, end, checksum = _head(content, at)
        part = content[start:end]
        if zlib.crc32(part) != checksum:
            raise Damaged([_odd(name, words("the part was changed, or damaged on its way"))])
        yield name, part
        at = end
    if not at:
        raise Unreadable([_odd("", words("this is not a sealed package"))])


def _head(content: bytes, at: int) -> tuple[str, int, int, int]:
    """The name of the entry whose head stands there, where its content starts and ends, and the check sum."""
    start = at + LOCAL.size
    if start > len(content):
        raise Unreadable([_odd("", words("the file is cut off"))])
    fields = LOCAL.unpack_from(content, at)
    checksum, size, length = fields[6], fields[8], fields[9]
    if length > MOST_NAME_BYTES or start + length + size > len(content):
        raise Unreadable([_odd("", words("the file is cut off"))])
    try:
        name = content[start : start + length].decode()
    except UnicodeDecodeError:
        raise Unreadable([_odd("", words("a part has a name that is not UTF-8"))]) from None
    return name, start + length, start + length + size, checksum


def _odd(name: str, problem: Words) -> Finding:
    remedy = words("take the file again from where it was published; open nothing else with its name")
    return Finding(where=shown_name(name), problem=problem, remedy=remedy)


def _too_large() -> Finding:
    problem = words("a package holds at most {parts} parts and {most} bytes", parts=MOST_PARTS, most=MOST_BYTES)
    return Finding(where=shown_name(""), problem=problem, remedy=words("split the round"))


def shown_name(name: str, longest: int = 200) -> str:
    """A text from a package as a terminal may show it."""
    return "".join(letter if letter.isprintable() else "�" for letter in name[:longest]) or "package"
