"""The look-up: by code how far a dossier has come; with its key where it lies, its letters, its result, a rating."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from paroffice.onestop.actions import citizen as actions
from paroffice.onestop.models import Dossier, Moment, PaperKind, Satisfaction
from paroffice.onestop.queries.dossiers import degree
from paroffice.onestop.views.frame import READ_AND_SEND, any_illustrative, paper_given, whole_in
from paroffice.refused import NotVisible

ASKED = ("overall", "convenience", "timeliness", "attitude")


def _with_key(code: str, key: str) -> Dossier | None:
    """The dossier, for who holds its key: by its code, or by the number that it goes by until it has one."""
    plain = key.replace("-", "").strip().upper()[:12]
    named = {"pk": whole_in(code)} if whole_in(code) else {"code": code}
    dossiers = Dossier.objects.select_related("unit__centre", "version__procedure", "law", "holder")
    found = dossiers.filter(**named).first()
    return found if found is not None and plain and constant_time_compare(plain, found.key) else None


@require_http_methods(READ_AND_SEND)
def look_up(request: HttpRequest) -> HttpResponse:
    """By the code alone: code and degree of completion. With the key: state, who has it, letters, result, rating."""
    said = request.POST if request.method == "POST" else request.GET
    code, key = said.get("ma", "").strip().upper()[:60], said.get("kiem", "")[:20]
    held = _with_key(code, key)
    if request.method == "POST" and held is not None:
        return _told(request, held)
    if request.method == "POST":
        raise NotVisible
    found = held or (Dossier.objects.select_related("version").filter(code=code).first() if code else None)
    shown = {
        "code": code,
        "key": key,
        "found": found,
        "degree": degree(found) if found else None,
        "held": held,
        "illustrative": any_illustrative(),
    }
    return render(request, "onestop/look_up.html", shown | (_of_holder(held) if held else {}))


def _of_holder(held: Dossier) -> dict[str, object]:
    rated = set(held.ratings.values_list("moment", flat=True))
    kinds = set(held.events.values_list("kind", flat=True))
    open_moments = [
        moment
        for moment in Moment
        if moment.value not in rated and kinds & {kind.value for kind in actions.RATED_SINCE[moment]}
    ]
    return {
        "events": held.events.all(),
        "handovers": held.handovers.select_related("holder"),
        "letters": held.letters.all(),
        "results": held.papers.filter(what=PaperKind.RESULT) if held.returned_at else (),
        "moments": open_moments,
        "levels": Satisfaction.choices,
    }


def _told(request: HttpRequest, held: Dossier) -> HttpResponse:
    """A rating, or a component that was missing."""
    at = timezone.now()
    if request.POST.get("act") == "rate":
        scores = {name: whole_in(request.POST.get(name)) for name in ASKED}
        note, moment = request.POST.get("note", ""), request.POST.get("moment", "")
        actions.rate(dossier=held, moment=moment, scores=scores, note=note, at=at)
        messages.success(request, _("Xin cảm ơn ý kiến của bạn."))
    else:
        file = request.FILES.get("file")
        if file is None:
            raise NotVisible
        actions.bring(dossier=held, component=whole_in(request.POST.get("component")), file=file, at=at)
        messages.success(request, _("Đã gửi. Bộ phận một cửa sẽ kiểm tra."))
    return redirect(f"{reverse('look-up')}?{urlencode({'ma': held.known_by, 'kiem': held.key})}")


@require_safe
def result(request: HttpRequest, number: int) -> FileResponse:
    """The electronic result, for who holds the key, once it was returned."""
    held = _with_key(request.GET.get("ma", "").strip().upper()[:60], request.GET.get("kiem", "")[:20])
    if held is None:
        raise NotVisible
    return paper_given(actions.take_result(dossier=held, number=number, at=timezone.now()))
