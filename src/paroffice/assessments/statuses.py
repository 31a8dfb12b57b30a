"""How an item stands for the unit that answers it: few words, all of them adjectives."""

from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(Enum):
    """Each with what is said of it and how it looks: `ok`, `warn`, or neither."""

    NOT_OWN = (_("đơn vị không tự chấm"), "")
    CANNOT_START = (_("chưa chấm được"), "")
    NOT_STARTED = (_("chưa làm"), "")
    TO_REDO = (_("phải trả lời lại"), "warn")
    UNPROVEN = (_("thiếu tài liệu, chưa giải trình"), "warn")
    EXPLAINED = (_("thiếu tài liệu, đã giải trình"), "")
    NOT_MET = (_("không đạt"), "ok")
    NOT_PROVEN = (_("chưa chứng minh"), "ok")
    NOT_APPLICABLE = (_("không áp dụng"), "ok")
    DONE = (_("đã xong"), "ok")

    @property
    def says(self) -> str | Promise:
        return self.value[0]

    @property
    def look(self) -> str:
        return self.value[1]


WAITING = (Status.CANNOT_START, Status.NOT_STARTED, Status.TO_REDO, Status.UNPROVEN)
"""What keeps a sheet from being submitted."""
