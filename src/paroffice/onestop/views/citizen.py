"""Pages without an account: the entrance, online submission, feedback, queue numbers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from paroffice.onestop.actions import citizen as actions
from paroffice.onestop.actions.desk import LINES
from paroffice.onestop.models import Centre, Channel, Dossier, OnlineDraft, Petition, Staff, Ticket
from paroffice.onestop.queries.catalogue import in_force
from paroffice.onestop.queries.dossiers import degree
from paroffice.onestop.views.frame import READ_AND_SEND, any_illustrative, going_on, whole_in
from paroffice.refused import NotVisible


@require_http_methods(READ_AND_SEND)
def offers(request: HttpRequest) -> HttpResponse:
    """Which one-stop unit, which procedure: two steps to a form, one for whom a page has named the procedure."""
    centre = going_on().filter(unit__code=request.GET.get("noi", "")[:60]).first()
    online, centres = in_force(timezone.localdate()).filter(online__gte=3), going_on()
    wanted = online.filter(procedure__code=request.GET.get("thu-tuc", "")[:60]).first()
    offered = online.filter(level=centre.level) if centre else online.none()
    if wanted is not None:
        offered, centres = offered.filter(pk=wanted.pk), centres.filter(level=wanted.level)
    if request.method == "POST" and centre is not None:
        version = offered.filter(procedure__code=request.POST.get("procedure", "")[:60]).first()
        if version is None:
            raise NotVisible
        draft = actions.begin(unit=centre.unit, version=version, at=timezone.now())
        return redirect("submit-online", draft.pk)
    shown = {
        "centre": centre,
        "centres": centres.order_by("name"),
        "wanted": wanted,
        "offered": offered,
        "illustrative": any_illustrative(),
    }
    return render(request, "onestop/offers.html", shown)


@require_http_methods(READ_AND_SEND)
def submit(request: HttpRequest, key: UUID) -> HttpResponse:
    """The e-form: saved at any time, files one by one, sent when whole. Afterwards: what became of it."""
    draft = OnlineDraft.objects.select_related("unit__centre", "version__procedure", "dossier").filter(pk=key).first()
    if draft is None:
        raise NotVisible
    if request.method == "POST":
        return _written(request, draft)
    files = {one.component: one for one in draft.files.all()}
    shown = {
        "draft": draft,
        "said": draft.said,
        "components": [(place, one, files.get(place)) for place, one in enumerate(draft.version.components)],
        "channels": Channel.choices,
        "degree": degree(draft.dossier) if draft.dossier else None,
        "letters": draft.dossier.letters.all() if draft.dossier else (),
        "illustrative": draft.unit.centre.illustrative,
    }
    return render(request, "onestop/submit.html", shown)


def _written(request: HttpRequest, draft: OnlineDraft) -> HttpResponse:
    at = timezone.now()
    said = {name: request.POST.get(name, "") for name in (*LINES, "applicant_kind", "result_by")}
    actions.write(draft=draft, said=said, at=at)
    for place in range(len(draft.version.components)):
        if file := request.FILES.get(f"file-{place}"):
            actions.attach(draft=draft, component=place, file=file, at=at)
    if request.POST.get("act") == "send":
        actions.send(draft=draft, at=at)
        messages.success(request, _("Đã nộp. Hãy giữ đường dẫn trang này để theo dõi."))
    else:
        messages.success(request, _("Đã lưu bản nháp. Hãy giữ đường dẫn trang này để viết tiếp."))
    return redirect("submit-online", draft.pk)


@require_http_methods(READ_AND_SEND)
def complain(request: HttpRequest) -> HttpResponse:
    """A reflection or petition: written, or followed by its key."""
    if request.method == "POST" and request.POST.get("act") in ("rate", "tell"):
        return _by_writer(request)
    if request.method == "POST":
        centre = Centre.objects.select_related("unit").filter(unit__code=request.POST.get("noi", "")[:60]).first()
        if centre is None:
            raise NotVisible
        about = Dossier.objects.filter(code=request.POST.get("ma", "").strip().upper()[:60]).first()
        said = {name: request.POST.get(name, "") for name in ("content", "name", "contact")}
        made = actions.complain(unit=centre.unit, dossier=about, **said, at=timezone.now())
        return redirect(f"{reverse('complain')}?so={made.pk}&kiem={made.key}")
    shown = {
        "centres": going_on(),
        "petition": _petition(request),
        "published": Petition.objects.exclude(published_at=None).order_by("-published_at")[:20],
        "illustrative": any_illustrative(),
    }
    return render(request, "onestop/complain.html", shown)


def _petition(request: HttpRequest) -> Petition | None:
    said = request.POST if request.method == "POST" else request.GET
    found = Petition.objects.filter(pk=whole_in(said.get("so"))).first()
    return found if found is not None and constant_time_compare(said.get("kiem", "")[:12], found.key) else None


def _by_writer(request: HttpRequest) -> HttpResponse:
    """What only the writer of it may say: more of it, or whether the answer was any good."""
    found, at = _petition(request), timezone.now()
    if found is None:
        raise NotVisible
    if request.POST.get("act") == "tell":
        actions.tell_more(petition=found, told=request.POST.get("told", ""), at=at)
        messages.success(request, _("Đã gửi. Bộ phận một cửa sẽ xem xét."))
    else:
        actions.rate_answer(petition=found, satisfied=request.POST.get("satisfied") == "yes", at=at)
        messages.success(request, _("Xin cảm ơn ý kiến của bạn."))
    return redirect(f"{reverse('complain')}?so={found.pk}&kiem={found.key}")


@require_http_methods(READ_AND_SEND)
def queue(request: HttpRequest, unit: str) -> HttpResponse:
    """The kiosk: take a number, see which ones are called."""
    centre = Centre.objects.select_related("unit").filter(unit__code=unit).first()
    if centre is None:
        raise NotVisible
    if request.method == "POST":
        ticket = actions.take_number(unit=centre.unit, field=request.POST.get("field", ""), at=timezone.now())
        return redirect(f"{reverse('queue', args=[unit])}?so={ticket.number}")
    today = Ticket.objects.filter(unit=centre.unit, day=timezone.localdate())
    shown = {
        "centre": centre,
        "number": whole_in(request.GET.get("so")),
        "called": today.exclude(called_at=None).order_by("-called_at")[:5],
        "waiting": today.filter(called_at=None).count(),
        "illustrative": centre.illustrative,
    }
    return render(request, "onestop/queue.html", shown)


@require_safe
def citizen(request: HttpRequest) -> HttpResponse:
    """The entrance for citizens: three ways from here to everything."""
    centres = going_on()
    working = Staff.objects.filter(ends_on=None, reserve=False, unit__in=[one.unit_id for one in centres])
    shown = {"centres": centres, "staff": working, "illustrative": any_illustrative()}
    return render(request, "onestop/citizen.html", shown)
