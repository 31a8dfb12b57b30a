"""The printed forms, filled from data: what stands in each, as PDF and Word. Reading only."""

from collections.abc import Sequence
from datetime import date, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import segno
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parindex.onestop.papers import FormKind, FormSeries, Paper
from parindex.publish.documents.pdf import pdf_of
from parindex.publish.documents.word import word_of
from paroffice.onestop.clocks import law_of
from paroffice.onestop.law import KEPT
from paroffice.onestop.models import Centre, Dossier, Law, Letter, ProcedureVersion
from paroffice.onestop.tables import Table
from paroffice.onestop.templatetags.onestop import dong, limit_words
from paroffice.refused import NotVisible

OFFICIAL = "vi"
"""The language of papers, whatever their reader chose."""
TEMPLATE = "bieu-mau-mot-cua.docx"
"""An office's own Word template lies under this name in the folder `templates` of its data."""
WORD, PDF = "docx", "pdf"
QR_WIDTH = 22
"""In millimetres, on Word's A5 as on the printed one."""
NOTHING = {"post": "", "name": ""}


def receipt(dossier: Dossier) -> dict[str, object]:
    """Mẫu 01: what was received, when it is due, where it stands in the register."""
    series, said = _series(dossier, dossier.received_at), f"{dossier.code} {dossier.key}"
    return _base(dossier.unit.centre, series, FormKind.RECEIPT, dossier.received_at) | {
        "code": dossier.code or "", "key": _spaced(dossier.key), "qr_says": said,
        "qr": _qr_of(said, "svg").decode(),
        "pairs": _pairs(
            (_("Tiếp nhận hồ sơ của"), dossier.applicant),
            (_("Số định danh, mã số thuế"), dossier.id_number),
            (_("Địa chỉ"), dossier.address),
            (_("Điện thoại, thư điện tử"), ", ".join(filter(None, (dossier.phone, dossier.email)))),
            (_("Nội dung yêu cầu giải quyết"), dossier.content or dossier.version.name),
            (_("Số lượng hồ sơ"), _("%(sets)d bộ") % {"sets": dossier.version.sets}),
            (_("Thời gian giải quyết theo quy định"), limit_words(dossier.version.limit)),
            (_("Nhận lúc"), _moment(dossier.received_at)),
            (_("Trả kết quả lúc"), _moment(dossier.due_at)),
            (_("Đăng ký nhận kết quả"), dossier.get_result_by_display()),
            (_("Phí, lệ phí"), dong(dossier.fee) if dossier.fee else _("không thu")),
            (_("Vào sổ theo dõi"), _("Quyển số 01/%(year)d, số thứ tự %(number)d") % _entered(dossier)),
        ),
        "head": [_("TT"), _("Thành phần hồ sơ"), _("Loại bản")], "widths": [1, 8, 3],
        "rows": [[str(n), one["name"], _form(one["form"])] for n, one in enumerate(_came(dossier), 1)],
        "left": {"post": _("Người nộp hồ sơ"), "name": ""},
        "right": {"post": _("Người tiếp nhận hồ sơ"), "name": _who(dossier, "received")},
    }  # fmt: skip


def letter_form(letter: Letter) -> dict[str, object]:
    """Mẫu 02, 03, 04, and 05 of the series of 2025: what was written to the applicant."""
    dossier, what = letter.dossier, FormKind(letter.what)
    series = _named_series(dossier, letter.series)
    pairs = [
        (_("Kính gửi"), dossier.applicant),
        (_("Địa chỉ, điện thoại"), ", ".join(filter(None, (dossier.address, dossier.phone, dossier.email)))),
        (_("Mã hồ sơ"), dossier.code or _("chưa có, tra cứu bằng số %(number)d") % {"number": dossier.pk}),
        (_("Mã kiểm để tra cứu, bổ sung, đánh giá"), _spaced(dossier.key)),
        (_("Nội dung yêu cầu giải quyết"), dossier.content or dossier.version.name),
    ]
    if letter.due is not None:
        pairs += [(_("Hẹn trả trước đây"), _moment(letter.due_before)), (_("Hẹn trả lại lúc"), _moment(letter.due))]
    reasons = {
        FormKind.SUPPLEMENT: _("Lý do phải bổ sung"),
        FormKind.REFUSAL: _("Lý do từ chối"),
        FormKind.APOLOGY: _("Lý do chậm"),
        FormKind.STOP: _("Lý do dừng"),
    }
    signs = _("Người hướng dẫn") if what is FormKind.SUPPLEMENT else _("Người ký")
    sorry = [_("Chúng tôi xin lỗi về sự chậm trễ này.")] if what is FormKind.APOLOGY else []
    return _base(letter.unit.centre, series, what, letter.at, letter.number) | {
        "pairs": _pairs(*pairs, (reasons[what], letter.reason)),
        "head": [_("TT"), _("Thành phần cần bổ sung")], "widths": [1, 10],
        "rows": [[str(number), item] for number, item in enumerate(letter.items, 1)],
        "notes": [*sorry, _contact(letter.unit.centre)],
        "right": {"post": signs, "name": str(letter.by)},
    }  # fmt: skip


def control_slip(dossier: Dossier) -> dict[str, object]:
    """Mẫu 05, or 06 of the series of 2025: who had the dossier, from when to when."""
    lines = dossier.handovers.select_related("given_by", "holder")
    series = _series(dossier, dossier.received_at)
    return _base(dossier.unit.centre, series, FormKind.CONTROL, dossier.received_at) | {
        "code": dossier.code or "",
        "pairs": _pairs(
            (_("Kèm theo hồ sơ của"), dossier.applicant), (_("Thủ tục"), dossier.version.name),
            (_("Nhận lúc"), _moment(dossier.received_at)), (_("Trả kết quả lúc"), _moment(dossier.due_at)),
        ),
        "head": [_("Giao"), _("Nhận"), _("Thời gian giao nhận"), _("Kết quả"), _("Ghi chú")],
        "widths": [3, 3, 3, 2, 2],
        "rows": [
            [
                f"{one.giver} ({one.given_by})", f"{one.taker}{f' ({one.holder})' if one.holder else ''}",
                _moment(one.given_at), one.get_timeliness_display(), _("chuyển muộn") if one.late_transfer else "",
            ]
            for one in lines
        ],
    }  # fmt: skip


def register_book(centre: Centre, year: int, dossiers: Sequence[Dossier], closed: str) -> dict[str, object]:
    """The yearly book (Mẫu 06, or 07 of 2025). Its exact columns are not known (`?`): these are usual ones."""
    law = Law.objects.order_by("-adopted_at", "-pk")[0]
    series = KEPT.law(law.digest, law.files).forms_on(date(year, 12, 31))
    head = [
        _("TT"),
        _("Mã hồ sơ"),
        _("Thủ tục"),
        _("Người nộp"),
        _("Ngày nhận"),
        _("Hẹn trả"),
        _("Ngày trả"),
        _("Kênh"),
    ]
    return _base(centre, series, FormKind.REGISTER, None) | {
        "wide": True,
        "pairs": _pairs(
            (_("Năm"), str(year)), (_("Số hồ sơ"), str(len(dossiers))), (_("Mã băm khi khóa sổ"), closed)
        ),
        "head": head, "widths": [1, 6, 6, 5, 4, 4, 4, 3],
        "rows": [
            [
                str(one.number), one.code, one.version.name, one.applicant, _moment(one.received_at),
                _moment(one.due_at), _moment(one.returned_at), one.get_channel_display(),
            ]
            for one in dossiers
        ],
        "right": {"post": _("Người đứng đầu bộ phận một cửa"), "name": ""},
    }  # fmt: skip


def posting_list(centre: Centre, taken: Sequence[ProcedureVersion], day: date) -> dict[str, object]:
    """What hangs out at the office: name, legal basis, time, fee, what can be done online (Decree 63/2010, 13)."""
    head = [_("TT"), _("Mã thủ tục"), _("Tên thủ tục"), _("Lĩnh vực"), _("Thời hạn"), _("Phí, lệ phí")]
    return _base(centre, None, FormKind.REGISTER, None) | {
        "paper": Paper.A4.value, "wide": True, "number": "", "dated": _dated(centre.place, day),
        "title": _("Danh mục thủ tục hành chính tiếp nhận tại đây"),
        "pairs": _pairs((_("Nơi nhận và trả"), centre.address or centre.name), (_("Số thủ tục"), str(len(taken)))),
        "head": [*head, _("Trực tuyến"), _("Căn cứ pháp lý")], "widths": [1, 4, 9, 4, 3, 3, 3, 7],
        "rows": [
            [
                str(number), one.code, one.name, one.field, limit_words(one.limit),
                dong(one.fee) if one.fee else _("không thu"), _online(one), one.legal_basis,
            ]
            for number, one in enumerate(taken, 1)
        ],
        "right": {"post": _("Người đứng đầu bộ phận một cửa"), "name": ""},
    }  # fmt: skip


def _online(version: ProcedureVersion) -> str:
    if not version.takes_online:
        return _("không")
    return _("toàn trình") if version.whole else _("một phần")


def report(centre: Centre, table: Table, since: date, until: date) -> dict[str, object]:
    """A report of a period; the codes of its columns stand under their names."""
    span = f"{since:%d/%m/%Y} – {until:%d/%m/%Y}"
    return _base(centre, None, FormKind.REGISTER, None) | {
        "paper": Paper.A4.value, "wide": len(table.head) > 6, "title": table.title, "number": "",
        "pairs": _pairs((_("Kỳ"), span)), "head": list(table.head), "widths": list(table.widths),
        "rows": [[str(cell) for cell in row] for row in (*([table.codes] if table.codes else []), *table.rows)],
        "notes": list(table.notes), "right": {"post": _("Người đứng đầu bộ phận một cửa"), "name": ""},
    }  # fmt: skip


def made(content: dict[str, object], kind: str) -> bytes:
    """The form as PDF or Word."""
    if kind == PDF:
        template = files("paroffice.onestop").joinpath("documents/form.typ").read_text(encoding="utf-8")
        return pdf_of(template, content)
    own = Path(settings.DATA) / "templates" / TEMPLATE
    base = files("paroffice.onestop").joinpath("documents", "form.docx")
    pictures = {"qr": _qr_of(str(content["qr_says"]), "png")} if content["qr_says"] else {}
    return word_of(own.read_bytes() if own.is_file() else base.read_bytes(), content, pictures, width=QR_WIDTH)


def official() -> translation.override:
    return translation.override(OFFICIAL)


def _base(
    centre: Centre, series: FormSeries | None, what: FormKind, at: datetime | None, number: int | None = None
) -> dict[str, object]:
    """What every form bears; the rest is laid over it."""
    form = series.form(what) if series else None
    return {
        "paper": (form.paper if form else Paper.A5).value,
        "wide": False,
        "illustrative": centre.illustrative,
        "above": centre.above,
        "issuer": centre.name,
        "number": _("Số: %(number)s/%(letters)s")
        % {"number": number if number is not None else "……", "letters": centre.letters},
        "dated": _dated(centre.place, timezone.localdate(at) if at else None),
        "title": form.title if form else _("Thông báo"),
        "form": _("Mẫu số %(number)s, %(law)s") % {"number": form.number, "law": series.instrument} if form else "",
        "code": "", "key": "", "qr": "", "qr_says": "",
        "pairs": [], "head": [], "widths": [], "rows": [], "notes": [], "left": NOTHING, "right": NOTHING,
    }  # fmt: skip


def _series(dossier: Dossier, at: datetime | None) -> FormSeries:
    series = law_of(dossier).forms_on(timezone.localdate(at)) if at else None
    if series is None:
        raise NotVisible
    return series


def _named_series(dossier: Dossier, name: str) -> FormSeries:
    return next(one for one in law_of(dossier).forms if one.series == name)


def _pairs(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"label": label, "value": value} for label, value in pairs if value]


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    here = timezone.localtime(at)
    return _("%(hour)s giờ %(minute)s phút, ngày %(day)s") % {
        "hour": f"{here:%H}", "minute": f"{here:%M}", "day": f"{here:%d/%m/%Y}"
    }  # fmt: skip


def _dated(place: str, day: date | None) -> str:
    where = place or "……………"
    if day is None:
        return _("%(place)s, ngày …… tháng …… năm ……") % {"place": where}
    said = {"place": where, "day": f"{day:%d}", "month": f"{day:%m}", "year": day.year}
    return _("%(place)s, ngày %(day)s tháng %(month)s năm %(year)d") % said


def _entered(dossier: Dossier) -> dict[str, int | None]:
    return {"year": dossier.year, "number": dossier.number}


def _came(dossier: Dossier) -> list[dict[str, str]]:
    return [one for one in dossier.checklist if one["way"]]


def _form(form: str) -> str:
    return {"copy": _("bản sao"), "electronic": _("bản điện tử")}.get(form, _("bản chính"))


def _who(dossier: Dossier, kind: str) -> str:
    event = dossier.events.filter(kind=kind).select_related("by").first()
    return str(event.by) if event and event.by else ""


def _contact(centre: Centre) -> str:
    ways = ", ".join(filter(None, (centre.phone, centre.email, centre.website)))
    return _("Nếu cần hướng dẫn, xin liên hệ %(centre)s: %(ways)s.") % {"centre": centre.name, "ways": ways or "……"}


def _spaced(key: str) -> str:
    return f"{key[:4]}-{key[4:]}"


def _qr_of(said: str, kind: str) -> bytes:
    """Code and key in one picture, for the look-up page of this office."""
    picture = BytesIO()
    drawn = {"xmldecl": False} if kind == "svg" else {"scale": 8}
    segno.make(said, error="m").save(picture, kind=kind, border=1, **drawn)
    return picture.getvalue()
