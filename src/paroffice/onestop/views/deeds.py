"""What can be done to one dossier from its page: each form, read and handed to its action."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.onestop import reach
from paroffice.onestop.actions import agencies, desk, fees, papers, working
from paroffice.onestop.actions.returning import Return, give_back
from paroffice.onestop.models import Dossier, PaperKind
from paroffice.onestop.queries.people import workers_of
from paroffice.onestop.views.frame import whole_in
from paroffice.onestop.views.taken import said_in, scans_in
from paroffice.pages.asked import person_of
from paroffice.people.models import Unit
from paroffice.refused import NotVisible, Refused


def moment_in(request: HttpRequest, name: str) -> datetime:
    return read_moment(request.POST.get(name, ""))


def read_moment(text: str) -> datetime:
    """A moment from a form, in Hà Nội. Raises `Refused` for what is none."""
    try:
        said = datetime.fromisoformat(text)
        return timezone.make_aware(said) if said.tzinfo is None else said
    except (ValueError, OverflowError):
        raise Refused(_("Ngày giờ không đọc được."), _("Hãy chọn ngày và giờ.")) from None


def done(request: HttpRequest, found: Dossier) -> str:
    """The deed that the form names, and what to tell of it."""
    act = DEEDS.get(request.POST.get("act", ""))
    if act is None:
        raise NotVisible
    return act(request, found)


def _plain(request: HttpRequest) -> dict[str, object]:
    return {"by": person_of(request), "at": timezone.now()}


def _receive(request: HttpRequest, found: Dossier) -> str:
    done = desk.receive(dossier=found, **_plain(request))
    return _("Đã tiếp nhận, mã hồ sơ %(code)s.") % {"code": done.code}


def _tick(request: HttpRequest, found: Dossier) -> str:
    plain = _plain(request)
    held = desk.tick(dossier=found, said=said_in(request, found.version), **plain)
    scans_in(request, held, plain["by"], plain["at"])
    return _("Đã ghi các thành phần đã nhận.")


def _ask(request: HttpRequest, found: Dossier) -> str:
    desk.ask_for_more(
        dossier=found, reason=request.POST.get("reason", ""), items=request.POST.get("items", "").splitlines(),
        override=request.POST.get("override", ""), **_plain(request),
    )  # fmt: skip
    return _("Đã ghi yêu cầu bổ sung. Hãy in phiếu.")


def _refuse(request: HttpRequest, found: Dossier) -> str:
    desk.refuse(dossier=found, reason=request.POST.get("reason", ""), **_plain(request))
    return _("Đã từ chối tiếp nhận. Hãy in phiếu.")


def _hand_on(request: HttpRequest, found: Dossier) -> str:
    at = timezone.now()
    holder = next((one for one in workers_of(found.unit, at) if one.pk == whole_in(request.POST.get("holder"))), None)
    working.hand_on(
        dossier=found, department=request.POST.get("department", ""), holder=holder, by=person_of(request), at=at
    )
    return _("Đã chuyển hồ sơ.")


def _complete(request: HttpRequest, found: Dossier) -> str:
    working.complete(dossier=found, **_plain(request))
    return _("Đã nhận đủ bổ sung; thời hạn tính lại từ đầu.")


def _extend(request: HttpRequest, found: Dossier) -> str:
    due = moment_in(request, "due")
    working.extend(dossier=found, due=due, reason=request.POST.get("reason", ""), **_plain(request))
    return _("Đã ghi xin lỗi và hẹn lại. Hãy in phiếu.")


def _apologise(request: HttpRequest, found: Dossier) -> str:
    due = moment_in(request, "due")
    working.apologise(dossier=found, due=due, reason=request.POST.get("reason", ""), **_plain(request))
    return _("Đã ghi phiếu xin lỗi; hạn không dời. Hãy in phiếu.")


def _attach(request: HttpRequest, found: Dossier) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Chưa chọn tệp."), _("Hãy chọn tệp cần đính kèm."))
    papers.attach(dossier=found, file=file, **_plain(request))
    return _("Đã đính kèm tệp.")


def _ask_payment(request: HttpRequest, found: Dossier) -> str:
    working.ask_payment(dossier=found, **_plain(request))
    return _("Đã yêu cầu nộp phí, lệ phí.")


def _pay(request: HttpRequest, found: Dossier) -> str:
    moment, way = whole_in(request.POST.get("moment")), request.POST.get("way", "")
    fees.pay(dossier=found, moment=moment, way=way, receipt=request.POST.get("receipt", ""), **_plain(request))
    return _("Đã ghi nộp phí, lệ phí.")


def _stop(request: HttpRequest, found: Dossier) -> str:
    working.stop(dossier=found, reason=request.POST.get("reason", ""), **_plain(request))
    return _("Đã dừng xử lý.")


def _withdraw(request: HttpRequest, found: Dossier) -> str:
    working.withdraw(dossier=found, reason=request.POST.get("reason", ""), **_plain(request))
    return _("Đã ghi người nộp rút hồ sơ.")


@transaction.atomic
def _finish(request: HttpRequest, found: Dossier) -> str:
    """With its file, or not at all: what was refused leaves no paper that the applicant could take for the result."""
    plain, file = _plain(request), request.FILES.get("file")
    if file:
        reach.ask(person_of(request), "onestop.work", found.unit, timezone.now())
        papers.keep_paper(dossier=found, what=PaperKind.RESULT, component=None, file=file, **plain)
    working.finish(
        dossier=found, result=request.POST.get("result", ""), electronic=file is not None,
        refused_for=request.POST.get("refused_for", ""), **plain,
    )  # fmt: skip
    return _("Đã ghi kết quả, chờ trả.")


def _give_back(request: HttpRequest, found: Dossier) -> str:
    said = Return(
        way=request.POST.get("way", ""), to=request.POST.get("to", ""), proof=request.POST.get("proof", ""),
        originals=[int(one) for one in request.POST.getlist("original") if one.isdecimal() and len(one) < 4],
    )  # fmt: skip
    give_back(dossier=found, said=said, **_plain(request))
    return _("Đã trả kết quả.")


def _ask_agencies(request: HttpRequest, found: Dossier) -> str:
    """One opinion, or the shares of a joined-up procedure: first the lead, then up to two others."""
    kind, shares = request.POST.get("kind"), _shares(request)
    if kind == "opinion":
        if not shares:
            raise Refused(_("Chưa chọn cơ quan."), _("Hãy chọn cơ quan cần hỏi."))
        one = shares[0]
        agencies.ask_opinion(dossier=found, agency=one.agency, content=one.content, due=one.due, **_plain(request))
        return _("Đã gửi lấy ý kiến.")
    turns = range(1, len(shares) + 1) if kind == "in_turn" else [1] * len(shares)
    shared = [replace(one, turn=turn) for one, turn in zip(shares, turns, strict=True)]
    agencies.share_out(dossier=found, shares=shared, **_plain(request))
    return _("Đã giao việc liên thông.")


def _shares(request: HttpRequest) -> list[agencies.Share]:
    """Line by line: agency, what it is to do, by when; a line without a moment of its own takes that of the form."""
    said = {name: request.POST.getlist(name) for name in ("agency", "content", "by")}
    by_code = {unit.code: unit for unit in Unit.objects.filter(code__in=said["agency"])}
    chosen = [(place, by_code[code]) for place, code in enumerate(said["agency"]) if code in by_code]
    return [
        agencies.Share(
            agency=agency, content=_at(said["content"], place), lead=turn == 0,
            due=read_moment(_at(said["by"], place) or request.POST.get("due", "")),
        )
        for turn, (place, agency) in enumerate(chosen)
    ]  # fmt: skip


def _at(said: list[str], place: int) -> str:
    return said[place] if place < len(said) else ""


def _verify(request: HttpRequest, found: Dossier) -> str:
    said = {name: request.POST.get(name, "") for name in ("place", "participants", "content")}
    agencies.verify(dossier=found, held_at=moment_in(request, "held_at"), **said, **_plain(request))
    return _("Đã ghi biên bản xác minh.")


DEEDS: dict[str, Callable[[HttpRequest, Dossier], str]] = {
    "receive": _receive, "tick": _tick, "ask_supplement": _ask, "refuse": _refuse, "transfer": _hand_on,
    "complete": _complete, "extend": _extend, "ask_payment": _ask_payment, "stop": _stop, "withdraw": _withdraw,
    "finish": _finish, "return": _give_back, "ask_agencies": _ask_agencies, "verify": _verify, "pay": _pay,
    "apologise": _apologise, "attach": _attach,
}  # fmt: skip
