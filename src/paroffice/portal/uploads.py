"""What editors upload, looked at before it is kept: a hostile file never reaches the disk of the portal."""

import json
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from paroffice.evidence import child
from paroffice.evidence.actions.taking import FLAWS, HEAD, READING_SECONDS, file_name
from paroffice.evidence.kinds import kind_of
from paroffice.evidence.scanner import Unreachable, infection_in
from paroffice.refused import Refused

KINDS_OF_PICTURE = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
MOST_PIXELS = 60_000_000


class Hostile(Exception):
    """A file that is not taken; says why."""


def examine_file(file: File) -> str:
    """Its name as it is shown. Raises `Hostile`."""
    try:
        name = file_name(PurePath(file.name or "").name)
    except Refused as refused:
        raise Hostile(refused.problem) from None
    file.seek(0)
    kind = kind_of(name, file.read(HEAD))
    if kind is None:
        raise Hostile(_("Loại tệp không được phép, hoặc nội dung không đúng với đuôi tệp."))
    with NamedTemporaryFile() as copy:
        file.seek(0)
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        _read_aside(copy.name, kind)
        _scan(Path(copy.name))
    file.seek(0)
    return name


def examine_picture(file: File) -> None:
    """A picture is what its name says, whole, and not larger than can be drawn. Raises `Hostile`."""
    wanted = KINDS_OF_PICTURE.get(PurePath(file.name or "").suffix.casefold())
    try:
        file.seek(0)
        with Image.open(file) as picture:
            found, (width, height) = picture.format, picture.size
            if width * height <= MOST_PIXELS:
                picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Hostile(_("Ảnh hỏng, không mở được.")) from None
    finally:
        file.seek(0)
    if wanted is None or found != wanted:
        raise Hostile(_("Loại ảnh không được phép, hoặc nội dung không đúng với đuôi tệp."))
    if width * height > MOST_PIXELS:
        raise Hostile(_("Ảnh lớn quá: tối đa 60 triệu điểm ảnh."))


def _read_aside(path: str, kind: str) -> None:
    """Its parts are read by a process that may fall."""
    try:
        told = json.loads(
            child.run("passport", path, kind, str(Path(settings.DATA) / "trust"), seconds=READING_SECONDS)
        )
    except child.Stopped:
        raise Hostile(_("Tệp hỏng, hoặc quá phức tạp để đọc.")) from None
    if "flaw" in told:
        raise Hostile(_("Không nhận tệp: %(problem)s.") % {"problem": FLAWS[told["flaw"]]})


def _scan(path: Path) -> None:
    if not settings.CLAMD:
        return
    try:
        with path.open("rb") as content:
            found = infection_in(content, settings.CLAMD)
    except Unreachable:
        raise Hostile(_("Chưa quét được mã độc lúc này; hãy thử lại sau ít phút.")) from None
    if found:
        raise Hostile(_("Tệp có mã độc: %(found)s.") % {"found": found})
