"""Taking a file in: looked at, read aside, laid in its place. The database speaks of it only afterwards."""

import json
import unicodedata
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from paroffice.evidence import child, store
from paroffice.evidence.kinds import TAKEN, Flaw, kind_of
from paroffice.refused import Refused

FLAWS = {
    Flaw.BROKEN: gettext_lazy("tệp hỏng, không mở được"),
    Flaw.LOCKED: gettext_lazy("tệp đặt mật khẩu"),
    Flaw.MACRO: gettext_lazy("tệp có macro"),
    Flaw.WRONG_NAME: gettext_lazy("nội dung không đúng với đuôi tệp"),
    Flaw.TWO_KINDS: gettext_lazy("tệp ghép hai loại nội dung"),
    Flaw.BOMB: gettext_lazy("nội dung nén bung ra quá lớn"),
    Flaw.MANY_PARTS: gettext_lazy("có quá nhiều thành phần bên trong"),
    Flaw.ODD_PATHS: gettext_lazy("có đường dẫn không hợp lệ bên trong"),
    Flaw.NO_PAGE: gettext_lazy("tệp không có trang nào"),
    Flaw.MANY_PAGES: gettext_lazy("tệp có quá nhiều trang"),
    Flaw.AFTER_END: gettext_lazy("có nội dung lạ sau phần cuối của tệp"),
    Flaw.PICTURE_BROKEN: gettext_lazy("ảnh hỏng, không đọc được cỡ"),
    Flaw.PICTURE_SIZE: gettext_lazy("ảnh có cỡ không hợp lệ"),
}
HEAD = 4096
READING_SECONDS = 30
LONGEST_NAME = 200
NOT_IN_NAMES = frozenset('<>"|*?:\\/')
ODD = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
"""Letters nobody sees: controls, turners of direction, halves of letters."""


def kept(file: File) -> dict[str, Any]:
    """The file in the store; the fields of its version. Raises `Refused`, and then nothing of it is left."""
    name = file_name(file.name or "")
    kind = kind_of(name, file.read(HEAD))
    if kind is None:
        raise _not_taken(name, _("loại tệp không được phép, hoặc nội dung không đúng với đuôi tệp"))
    file.seek(0)
    try:
        with store.coming(Path(settings.FILES), file.chunks()) as coming:
            passport = _passport(coming.path, kind, name)
            coming.settle()
    except store.TooLarge:
        raise too_large(name) from None
    except OSError:
        raise Refused(
            _("Chưa lưu được tệp «%(name)s»: không đọc, không tính được mã băm hoặc không ghi được tệp.")
            % {"name": name},
            _("Hãy gửi lại; nếu vẫn không được, hãy báo người quản trị máy chủ."),
        ) from None
    return {"name": name, "kind": kind, "sha256": coming.sha256, "size": coming.size, **passport}


def too_large(name: str) -> Refused:
    return Refused(
        _("Tệp «%(name)s» lớn hơn %(most)d MB.") % {"name": name, "most": store.MOST_BYTES // 1_000_000},
        _("Hãy quét ở độ phân giải thấp hơn, hoặc tách tệp."),
    )


def _passport(path: Path, kind: str, name: str) -> dict[str, Any]:
    trust = Path(settings.DATA) / "trust"
    try:
        told = json.loads(child.run("passport", str(path), kind, str(trust), seconds=READING_SECONDS))
    except child.Stopped:
        raise _not_taken(name, _("tệp hỏng, hoặc quá phức tạp để đọc")) from None
    if "flaw" in told:
        raise _not_taken(name, str(FLAWS[told["flaw"]]))
    return dict(told)


def _not_taken(name: str, problem: str) -> Refused:
    return Refused(
        _("Không nhận tệp «%(name)s»: %(problem)s.") % {"name": name, "problem": problem},
        _("Hãy dùng một tệp lành, loại: %(kinds)s.") % {"kinds": ", ".join(sorted(TAKEN))},
    )


def file_name(said: str) -> str:
    """The name that is kept: no path, no letters that mean something to a system or to nobody."""
    name = unicodedata.normalize("NFC", PurePath(said).name)
    odd = any(letter in NOT_IN_NAMES or unicodedata.category(letter) in ODD for letter in name)
    if odd or len(name) > LONGEST_NAME:
        raise Refused(
            _("Không nhận tệp: tên tệp quá dài hoặc có ký tự không được phép."), _("Hãy đổi tên tệp rồi gửi lại.")
        )
    return name
