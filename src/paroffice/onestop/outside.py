"""Adapters to systems outside. The national portal, payment and text messages were not reachable when this was
written: for them stands a recorder, which says so with every message. Only e-mail goes out, by the office's server.

Codes and fields of the portal are those seen in systems that exchange with it; its specification was not read (I).
"""

from collections.abc import Mapping
from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.onestop.events import EventKind
from paroffice.onestop.models import Channel, Dossier, Outcome, PaperKind, State, Way, What

CHANNEL_CODES = {Channel.DIRECT: 1, Channel.ONLINE: 2, Channel.POST: 3}
APPLICANT_CODES = {"person": 0, "business": 1, "household": 2}
FORM_CODES = {"original": 0, "copy": 1, "electronic": 2}
Payload = Mapping[str, object]


class Adapter(Protocol):
    def send(self, payload: Payload) -> Outcome: ...


class Recorder:
    """In place of a system that could not be reached: keeps the message, sends nothing, and says so."""

    def send(self, payload: Payload) -> Outcome:
        return Outcome.RECORDED


class Mail:
    """By the mail server of the settings; into files of the data folder where none is named."""

    def send(self, payload: Payload) -> Outcome:
        try:
            send_mail(
                str(payload["subject"]), str(payload["text"]), settings.DEFAULT_FROM_EMAIL, [str(payload["to"])]
            )
        except OSError:
            return Outcome.FAILED
        return Outcome.SENT


ADAPTERS: dict[What, Adapter] = {
    What.SYNC: Recorder(),
    What.TEXT: Recorder(),
    What.PAYMENT: Recorder(),
    What.MAIL: Mail(),
}


def sync_of(dossier: Dossier) -> dict[str, object]:
    """A dossier as the portal's services DongBoHoSoMC and CapNhatTienDoHoSoMC take it."""
    return {
        "MaHoSo": dossier.code,
        "MaTTHC": dossier.version.procedure.code,
        "TenTTHC": dossier.version.name,
        "ChuHoSo": dossier.applicant,
        "LoaiDoiTuong": APPLICANT_CODES[dossier.applicant_kind],
        "MaDoiTuong": dossier.id_number,
        "KenhThucHien": CHANNEL_CODES[Channel(dossier.channel)],
        "NgayTiepNhan": _stamp(dossier.received_at),
        "NgayHenTra": _stamp(dossier.due_at),
        "NgayKetThucXuLy": _stamp(dossier.ended_at),
        "TrangThaiHoSo": dossier.state,
        "TaiLieuNop": [
            {"TenThanhPhan": one["name"], "LoaiBan": FORM_CODES[one["form"]], "DuocSoHoa": one["way"] == "scanned"}
            | {"DuocLayTuKhoDMQG": one["way"] == "reused"}
            for one in dossier.checklist
            if one["way"]
        ],
        "DanhSachLePhi": [
            {"SoTien": one.amount, "HinhThucThu": one.moment, "SoBienLai": one.receipt}
            for one in dossier.payments.all()
        ],
        "DuocThanhToanTrucTuyen": _paid(dossier),
        "HoSoCoThanhPhanSoHoa": any(one["way"] == "scanned" for one in dossier.checklist),
        **_result(dossier),
        "TaiKhoanDuocXacThucVoiVNeID": False,  # nobody signs in to this office by VNeID
        "TienDo": [
            {
                "NguoiXuLy": str(one.holder or ""), "PhongBanXuLy": one.taker, "NoiDungXuLy": one.says,
                "NgayBatDau": _stamp(one.given_at), "NgayKetThucTheoQuyDinh": _stamp(one.due_at),
                "ThoiDiemXuLy": _stamp(one.done_at),
            }
            for one in dossier.handovers.select_related("holder")
        ],
    }  # fmt: skip


def _paid(dossier: Dossier) -> int:
    """1 by the national portal, 2 by post, 0 at the desk."""
    ways = {one.way for one in dossier.payments.all()}
    return 1 if Way.ONLINE in ways else 2 if Way.POST in ways else 0


def _result(dossier: Dossier) -> dict[str, object]:
    """Its number and its files, found by their digest; empty while there is none."""
    files = dossier.papers.filter(what=PaperKind.RESULT).values_list("sha256", flat=True)
    return {"MaKetQua": dossier.result, "DuongDanTepTinKetQua": list(files)}


def payment_of(dossier: Dossier) -> dict[str, object]:
    """What a payment platform is asked to collect; the receipt comes back over the desk."""
    return {
        "MaHoSo": dossier.code,
        "MaTTHC": dossier.version.procedure.code,
        "SoTien": dossier.fee,
        "NoiDung": f"{dossier.code} {dossier.version.name}"[:200],
        "DonViThuHuong": dossier.unit.centre.organisation,
    }


def notice_of(dossier: Dossier) -> tuple[What, dict[str, object]] | None:
    """What the applicant is told: by mail where there is an address, else by text message. Nothing personal."""
    state = dossier.get_state_display()
    about = {"code": dossier.code, "state": state, "at": f"{timezone.localtime(dossier.submitted_at):%H:%M %d/%m/%Y}"}
    said = _("Hồ sơ %(code)s: %(state)s.") if dossier.code else _("Hồ sơ nộp lúc %(at)s: %(state)s.")
    text = said % about
    text += _promised(dossier) + _where_it_waits(dossier)
    centre = dossier.unit.centre.name
    if dossier.email:
        subject = _("Thông báo từ %(centre)s") % {"centre": centre}
        return What.MAIL, {"to": dossier.email, "subject": subject, "text": text}
    return (What.TEXT, {"to": dossier.phone, "text": f"{centre}: {text}"}) if dossier.phone else None


def _promised(dossier: Dossier) -> str:
    """The due moment; where a later one was promised with an apology, that."""
    if dossier.due_at is None or dossier.ended_at is not None:
        return ""
    letters, brought = (
        dossier.letters.exclude(due=None),
        dossier.events.filter(kind=EventKind.SUPPLEMENT_COMPLETED.value),
    )
    if whole := brought.order_by("-at").first():
        letters = letters.filter(at__gt=whole.at)  # the limit began anew: what was promised before is past
    last = letters.order_by("-at").values_list("due", flat=True).first()
    due = max(last, dossier.due_at) if last else dossier.due_at
    return " " + _("Hẹn trả %(due)s.") % {"due": f"{timezone.localtime(due):%H:%M %d/%m/%Y}"}


def _where_it_waits(dossier: Dossier) -> str:
    """A result that is ready may be fetched before its due moment: its bearer is told where."""
    if dossier.state not in (State.DONE, State.STOPPED):
        return ""
    if dossier.result_by == Channel.ONLINE and not dossier.result_electronic:
        return ""  # it will be agreed how
    ways = {
        Channel.DIRECT: _("Mời mang giấy tiếp nhận đến nhận tại %(address)s."),
        Channel.ONLINE: _("Kết quả sẽ được trả trên trang tra cứu."),
        Channel.POST: _("Kết quả sẽ được gửi qua bưu chính."),
    }
    centre = dossier.unit.centre
    return " " + ways[Channel(dossier.result_by)] % {"address": centre.address or centre.name}


def _stamp(at: object) -> str:
    return f"{timezone.localtime(at):%Y%m%d%H%M%S}" if at else ""  # type: ignore[arg-type]
