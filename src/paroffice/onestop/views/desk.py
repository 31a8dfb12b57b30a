"""The desk of a one-stop unit: what lies where, what is late, and taking a dossier in."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.onestop import reach
from paroffice.onestop.actions import desk as actions
from paroffice.onestop.actions.common import known
from paroffice.onestop.actions.petitions import serve
from paroffice.onestop.models import Applicant, Centre, Channel, Dossier, ProcedureVersion, Tray
from paroffice.onestop.queries import dossiers as queries
from paroffice.onestop.queries.catalogue import in_force
from paroffice.onestop.queries.dossiers import at_counter_of
from paroffice.onestop.views.frame import centre_for, centres_for, named_among, standing_law, whole_in
from paroffice.onestop.views.taken import said_in, scans_in
from paroffice.pages.asked import grants_of, person_of
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused

OUTCOMES = ("receive", "supplement", "refuse", "instant")


@require_safe
@screen("onestop.see")
def board(request: HttpRequest) -> HttpResponse:
    """How much lies where, then one pile, the most pressing first."""
    centres, at = list(centres_for(request, "onestop.see")), timezone.now()
    centre = named_among(request, centres)
    wanted = request.GET.get("khay", "")
    tray = Tray(wanted) if wanted in Tray.values else Tray.WORKING
    said = request.GET.get("tim", "")[:100].replace("\x00", "")
    law = standing_law()
    calendar = known(law).calendars.get(centre.calendar) if law else None
    soon = queries.soon_until(calendar, at)
    found = queries.with_words(Dossier.objects.filter(unit=centre.unit), said)
    mine = "cua-toi" in request.GET
    if mine:
        found = found.filter(holder=person_of(request))
    standing = queries.standing_of(centre.unit, soon, at)
    shown = {
        "centre": centre,
        "others": [one for one in centres if one.pk != centre.pk],
        "standing": standing,
        "trays": [(one, standing.trays.get(one.value)) for one in Tray],
        "tray": tray,
        "page": turned(request, queries.in_lines(found.filter(tray=tray)), queries.keys_of(tray), size=queries.PAGE),
        "said": said,
        "mine": mine,
        "at": at,
        "soon": soon,
        "calendar_ends": queries.ends_soon(calendar, at),
        "steps": queries.by_step(centre.unit, soon, at),
        "spent": queries.where_time_went(centre.unit, at),
        "may_receive": policy.allows(grants_of(request), "onestop.receive", centre.unit),
        "may_run": policy.allows(grants_of(request), "onestop.run", centre.unit)
        or (reach.has_ended(centre.unit, at) and reach.may(person_of(request), "onestop.run", centre.unit, at)),
        "illustrative": centre.illustrative,
    }
    return render(request, "onestop/board.html", shown)


@screen("onestop.receive")
def take_in(request: HttpRequest) -> HttpResponse:
    """First which procedure, then who, what has come of its components, and one of four outcomes."""
    centre = centre_for(request, "onestop.receive")
    offered = in_force(timezone.localdate()).filter(one_stop=True, level=centre.level)
    code = request.GET.get("thu-tuc", "")[:60]
    shown: dict[str, object] = {"centre": centre, "offered": offered, "illustrative": centre.illustrative}
    if not code:
        return render(request, "onestop/choose.html", shown)
    version = offered.filter(procedure__code=code).first()
    if version is None:
        raise NotVisible
    if request.method == "POST":
        return _taken(request, centre, version)
    shown |= {"version": version, "kinds": Applicant.choices, "channels": Channel.choices}
    shown |= {"ticket": at_counter_of(person_of(request), centre.unit, timezone.now())}
    return render(request, "onestop/take_in.html", shown)


def _taken(request: HttpRequest, centre: Centre, version: ProcedureVersion) -> HttpResponse:
    outcome = request.POST.get("outcome", "")
    if outcome not in OUTCOMES:
        raise Refused(_("Chưa chọn kết quả tiếp nhận."), _("Hãy bấm một trong bốn nút cuối trang."))
    dossier = _done_whole(request, centre, version, outcome)
    told = {
        "receive": _("Đã tiếp nhận hồ sơ %(dossier)s. Hãy in giấy tiếp nhận và hẹn trả."),
        "supplement": _("Đã ghi yêu cầu bổ sung cho hồ sơ %(dossier)s. Hãy in phiếu."),
        "refuse": _("Đã từ chối hồ sơ %(dossier)s. Hãy in phiếu."),
        "instant": _("Đã trả ngay hồ sơ %(dossier)s."),
    }
    messages.success(request, told[outcome] % {"dossier": dossier})
    return redirect("dossier", dossier.pk)


@transaction.atomic
def _done_whole(request: HttpRequest, centre: Centre, version: ProcedureVersion, outcome: str) -> Dossier:
    """Taken in and brought to its outcome, or not at all."""
    by, at = person_of(request), timezone.now()
    dossier = actions.take_in(
        unit=centre.unit, version=version, channel=request.POST.get("channel", ""), said=said_in(request, version),
        by=by, at=at,
    )  # fmt: skip
    scans_in(request, dossier, by, at)
    if number := whole_in(request.POST.get("ticket")):
        serve(dossier=dossier, number=number, by=by, at=at)
    reason = request.POST.get("reason", "")
    if outcome == "receive":
        return actions.receive(dossier=dossier, by=by, at=at)
    if outcome == "supplement":
        items = request.POST.get("items", "").splitlines() or actions.lacking(dossier)
        return actions.ask_for_more(dossier=dossier, reason=reason, items=items, by=by, at=at)
    if outcome == "refuse":
        return actions.refuse(dossier=dossier, reason=reason, by=by, at=at)
    return actions.settle_on_the_spot(dossier=dossier, result=request.POST.get("result", ""), by=by, at=at)
