"""One dossier: where it stands, both clocks, who had it, and what can be done now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from parindex.onestop.clocks.index import IndexClock
from parindex.onestop.clocks.legal import Irregularity, LegalClock
from parindex.onestop.regime import Mark
from paroffice.evidence import store
from paroffice.onestop.actions import agencies, desk, fees, papers, working
from paroffice.onestop.clocks import clocks_of, law_of
from paroffice.onestop.models import Centre, Collected, Dossier, DossierPaper, PaperKind, Way
from paroffice.onestop.queries.dossiers import degree, visible_to
from paroffice.onestop.queries.people import workers_of
from paroffice.onestop.views.frame import whole_in
from paroffice.onestop.views.taken import said_in, scans_in
from paroffice.onestop.workflow import may_follow
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.people.models import Unit
from paroffice.refused import NotVisible, Refused

IRREGULAR = {
    Irregularity.SUPPLEMENT_ASKED_LATE: gettext_lazy("yêu cầu bổ sung sau thời hạn 3 ngày làm việc"),
    Irregularity.SUPPLEMENT_ASKED_AGAIN: gettext_lazy("yêu cầu bổ sung quá một lần"),
    Irregularity.SUPPLEMENT_NOT_ASKED: gettext_lazy("nhận bổ sung mà không có yêu cầu"),
    Irregularity.EXTENDED_LATE: gettext_lazy("hẹn lại quá muộn"),
    Irregularity.EXTENDED_AGAIN: gettext_lazy("hẹn lại quá một lần"),
    Irregularity.EXTENDED_WHILE_WAITING: gettext_lazy("hẹn lại trong lúc chờ người nộp"),
    Irregularity.EXTENDED_TO_NO_LATER_DATE: gettext_lazy("ngày hẹn mới không muộn hơn"),
    Irregularity.PAYMENT_NOT_ASKED: gettext_lazy("ghi nộp tiền mà không có yêu cầu"),
    Irregularity.RECEIVED_AGAIN: gettext_lazy("tiếp nhận hai lần"),
    Irregularity.AFTER_THE_END: gettext_lazy("ghi sau khi hồ sơ đã kết thúc"),
}
ACTS = {
    "receive": "onestop.receive", "refuse": "onestop.receive", "complete": "onestop.receive",
    "withdraw": "onestop.receive", "return": "onestop.receive", "transfer": "onestop.work",
    "ask_supplement": "onestop.work", "extend": "onestop.work", "ask_payment": "onestop.work",
    "stop": "onestop.work", "finish": "onestop.work", "pay": "onestop.receive",
}  # fmt: skip
"""Each step of the workflow with the right that it needs."""


def dossier_for(request: HttpRequest, pk: int) -> Dossier:
    found = visible_to(person_of(request), timezone.now()).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    return found


@screen("onestop.see")
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it but the applicant's own data, which stand on a page that leaves a trace."""
    found = dossier_for(request, pk)
    if request.method == "POST":
        return _act(request, found)
    at, by = timezone.now(), person_of(request)
    clocks = clocks_of(found, at)
    may = {right: policy.may(by, right, found.unit, at) for right in {*ACTS.values(), "onestop.override"}}
    received = found.received_at is not None
    open_acts = {act for act, right in ACTS.items() if may[right] and may_follow(found.state, act, received=received)}
    shown = {
        "dossier": found,
        "legal": clocks[0] if clocks else None,
        "index": clocks[1] if clocks else None,
        "irregular": _irregular(clocks),
        "assumed": _assumed(found),
        "degree": degree(found),
        "events": found.events.select_related("by"),
        "handovers": found.handovers.select_related("holder"),
        "tasks": found.tasks.select_related("agency"),
        "verifications": found.verifications.select_related("by"),
        "letters": found.letters.all(),
        "tickets": found.tickets.all(),
        "payments": found.payments.all(),
        "outgoing": found.outgoing.defer("payload")[:20],
        "moments": Collected.choices,
        "ways": Way.choices,
        "may_receive": may["onestop.receive"],
        "papers": found.papers.all(),
        "acts": open_acts,
        "needs_override": found.supplements > 0,
        "may_override": may["onestop.override"],
        "may_work": may["onestop.work"],
        "workers": workers_of(found.unit, at) if "transfer" in open_acts else (),
        "next_step": _next_step(found),
        "agencies": Unit.objects.filter(ends_on=None).exclude(pk=found.unit_id) if may["onestop.work"] else (),
        "tomorrow": timezone.localtime(at) + timedelta(days=1),
        "illustrative": Centre.objects.filter(unit=found.unit, illustrative=True).exists(),
    }
    return render(request, "onestop/dossier.html", shown)


def _irregular(clocks: tuple[LegalClock, IndexClock] | None) -> list[tuple[datetime, object]]:
    return [(one.event.at, IRREGULAR[one.what]) for one in clocks[0].irregular] if clocks else []


def _assumed(found: Dossier) -> list[str]:
    """The rules of its regime that nobody has verified, by their source."""
    regime = law_of(found).regimes.named(found.regime)
    return [rule.source for rule in regime.stated.values() if rule.mark is Mark.ASSUMED] if regime else []


def _next_step(found: Dossier) -> dict[str, object]:
    steps = found.version.process
    return steps[found.step] if found.step < len(steps) else {}


def moment_in(request: HttpRequest, name: str) -> datetime:
    """A moment from a form, in Hà Nội. Raises `Refused` for what is none."""
    try:
        said = datetime.fromisoformat(request.POST.get(name, ""))
        return timezone.make_aware(said) if said.tzinfo is None else said
    except (ValueError, OverflowError):
        raise Refused(_("Ngày giờ không đọc được."), _("Hãy chọn ngày và giờ.")) from None


def _act(request: HttpRequest, found: Dossier) -> HttpResponse:
    act = DEEDS.get(request.POST.get("act", ""))
    if act is None:
        raise NotVisible
    messages.success(request, act(request, found))
    return redirect("dossier", found.pk)


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


def _finish(request: HttpRequest, found: Dossier) -> str:
    plain, file = _plain(request), request.FILES.get("file")
    if file:
        policy.ask(person_of(request), "onestop.work", found.unit, timezone.now())
        papers.keep_paper(dossier=found, what=PaperKind.RESULT, component=None, file=file, **plain)
    working.finish(
        dossier=found, result=request.POST.get("result", ""), electronic=file is not None,
        refused_for=request.POST.get("refused_for", ""), **plain,
    )  # fmt: skip
    return _("Đã ghi kết quả, chờ trả.")


def _give_back(request: HttpRequest, found: Dossier) -> str:
    working.give_back(dossier=found, how=request.POST.get("how", ""), **_plain(request))
    return _("Đã trả kết quả.")


def _ask_agencies(request: HttpRequest, found: Dossier) -> str:
    """One opinion, or the shares of a joined-up procedure: first the lead, then up to two others."""
    by_code = {unit.code: unit for unit in Unit.objects.filter(code__in=request.POST.getlist("agency"))}
    due = moment_in(request, "due")
    chosen = [by_code[code] for code in request.POST.getlist("agency") if code in by_code]
    contents = request.POST.getlist("content")
    if request.POST.get("kind") == "opinion":
        if not chosen:
            raise Refused(_("Chưa chọn cơ quan."), _("Hãy chọn cơ quan cần hỏi."))
        agencies.ask_opinion(
            dossier=found, agency=chosen[0], content="".join(contents[:1]), due=due, **_plain(request)
        )
        return _("Đã gửi lấy ý kiến.")
    in_turn = request.POST.get("kind") == "in_turn"
    shares = [
        agencies.Share(agency=agency, content=content, due=due, lead=place == 0, turn=place + 1 if in_turn else 1)
        for place, (agency, content) in enumerate(zip(chosen, contents, strict=False))
    ]
    agencies.share_out(dossier=found, shares=shares, **_plain(request))
    return _("Đã giao việc liên thông.")


def _verify(request: HttpRequest, found: Dossier) -> str:
    said = {name: request.POST.get(name, "") for name in ("place", "participants", "content")}
    agencies.verify(dossier=found, held_at=moment_in(request, "held_at"), **said, **_plain(request))
    return _("Đã ghi biên bản xác minh.")


DEEDS: dict[str, Callable[[HttpRequest, Dossier], str]] = {
    "receive": _receive, "tick": _tick, "ask_supplement": _ask, "refuse": _refuse, "transfer": _hand_on,
    "complete": _complete, "extend": _extend, "ask_payment": _ask_payment, "stop": _stop, "withdraw": _withdraw,
    "finish": _finish, "return": _give_back, "ask_agencies": _ask_agencies, "verify": _verify, "pay": _pay,
}  # fmt: skip


@require_safe
@screen("onestop.person")
def applicant(request: HttpRequest, pk: int) -> HttpResponse:
    """The applicant's own data. Opening the page is itself a deed."""
    found = dossier_for(request, pk)
    papers.read_person(dossier=found, by=person_of(request), at=timezone.now(), why="person")
    shown = {"dossier": found, "illustrative": found.unit.centre.illustrative}
    return render(request, "onestop/applicant.html", shown)


@require_safe
@screen("onestop.person")
def paper(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """A file of the dossier, as a download."""
    found = dossier_for(request, pk)
    held = DossierPaper.objects.filter(dossier=found, pk=number).first()
    if held is None:
        raise NotVisible
    papers.read_person(dossier=found, by=person_of(request), at=timezone.now(), why=f"paper:{held.pk}")
    content = store.opened(Path(settings.FILES), held.sha256)
    response = FileResponse(content, as_attachment=True, filename=held.name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
