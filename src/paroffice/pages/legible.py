"""What a person typed is kept as it was typed or refused with a sentence: never cut, never a failure of ours."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from paroffice.pages.refusal import refusal
from paroffice.refused import Refused

UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffd\ufffe\uffff]")
"""What PostgreSQL or a Word file cannot hold, and the sign that stands for bytes that were no text."""
MOST_DIGITS = 1000
"""No figure of ours is longer, and beyond 4,300 digits Python itself refuses to read one."""
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class Illegible(Refused):
    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("Thông tin gửi lên không đọc được."),
            _(
                "Có ký tự điều khiển (như NUL) trong nội dung. "
                "Hãy quay lại, xóa ký tự ấy hoặc gõ lại, rồi gửi lần nữa."
            ),
        )


class TooLong(Refused):
    """Longer than the column that keeps it: SQLite would take it, PostgreSQL would not."""

    def __init__(self, field: str, most: int, sent: int) -> None:
        super().__init__(
            _("Nội dung ghi vào «%(field)s» dài quá.") % {"field": field},
            _("Chỉ nhận tối đa %(most)d ký tự, đã gửi %(sent)d. Hãy quay lại và rút gọn.")
            % {"most": most, "sent": sent},
        )


class legible:  # noqa: N801 - Django names middleware by what it does
    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_args: object) -> HttpResponse | None:
        posted = list(_posted(request))
        refused: Refused | None = None
        if UNREADABLE.search(" ".join((request.path_info, *_said(request.GET), *posted))):
            refused = Illegible()
        elif digits := [len(text) for text in posted if len(text) > MOST_DIGITS and text.strip().isdecimal()]:
            refused = TooLong(_("số"), MOST_DIGITS, max(digits))
        if refused and request.path_info.startswith("/api/"):
            said = {"problem": refused.problem, "remedy": refused.remedy}
            return JsonResponse(said, status=refused.status, json_dumps_params={"ensure_ascii": False})
        return refused and refusal(request, refused)


def _posted(request: HttpRequest) -> Iterator[str]:
    """What a form sent: names, texts, and what its files are called."""
    if request.method == "POST" and request.content_type in FORMS:
        yield from (file.name or "" for _name, files in request.FILES.lists() for file in files)
        yield from _said(request.POST)


def _said(fields: QueryDict) -> Iterator[str]:
    for name, values in fields.lists():
        yield from (name, *values)


def fits(sender: type[models.Model], instance: models.Model, **_signal: Any) -> None:
    """Before a row is saved: every text fits its column, in both databases alike. Raises `TooLong`."""
    for field in sender._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if field.max_length and isinstance(value, str) and len(value) > field.max_length:
            raise TooLong(str(field.verbose_name), field.max_length, len(value))
