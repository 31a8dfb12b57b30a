"""Figures for the index: as they stand, sealed for a round, beside a national system's; each down to its dossiers."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parindex.onestop.facts import Period
from paroffice.onestop.actions import feed as actions
from paroffice.onestop.facts import are_too_many
from paroffice.onestop.figures import KNOWN, total
from paroffice.onestop.models import Centre, Dispute, Extract, Procedure
from paroffice.onestop.national_file import figures_in
from paroffice.onestop.queries.dossiers import visible_to as dossiers_of
from paroffice.onestop.queries.feed import seals_under_way, visible_to
from paroffice.onestop.views.frame import brought_in, centre_for, day_in, period_in, refuse_too_many, whole_in
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round

PAGE = 200


@screen("onestop.figures")
def figures(request: HttpRequest) -> HttpResponse:
    """What each figure is in a period, and the extracts that stand."""
    centre = centre_for(request, "onestop.figures")
    if request.method == "POST":
        return _sealed(request, centre)
    since, until = period_in(request)
    found, beyond = _standing(centre, since, until)
    shown = {
        "centre": centre,
        "centres": Centre.objects.select_related("unit").order_by("name"),
        "since": since,
        "until": until,
        "figures": found,
        "beyond": beyond,
        "rounds": Round.objects.filter(participants__unit=centre.unit).order_by("-year"),
        "extracts": visible_to(person_of(request), timezone.now()).filter(unit=centre.unit).defer("rows")[:50],
        "under_way": seals_under_way(centre.unit),
        "may_seal": policy.may(person_of(request), "onestop.seal", centre.unit),
        "illustrative": centre.illustrative,
    }
    return render(request, "onestop/figures.html", shown)


def _standing(centre: Centre, since: date, until: date) -> tuple[list[tuple[str, object, object]], Refused | None]:
    """Each figure with what it is; none of them, and why, where there is too much to reckon while somebody waits."""
    scope, found = actions.scope_of(centre.unit, since, until), list[tuple[str, object, object]]()
    try:
        refuse_too_many(scope)
    except Refused as refused:
        return [(name, figure.says, None) for name, figure in KNOWN.items()], refused
    for name, figure in KNOWN.items():
        try:
            found.append((name, figure.says, total(actions.counted(scope, name))))
        except Refused:
            found.append((name, figure.says, None))
    return found, None


def _sealed(request: HttpRequest, centre: Centre) -> HttpResponse:
    """One figure of ours, or a national system's file."""
    round_ = Round.objects.filter(pk=whole_in(request.POST.get("round")), participants__unit=centre.unit).first()
    if round_ is None:
        raise NotVisible
    since, until = day_in(request, "since"), day_in(request, "until")
    about = {"round_": round_, "unit": centre.unit, "since": since, "until": until}
    who = {"by": person_of(request), "at": timezone.now()}
    if request.POST.get("act") == "national":
        return _national(request, about, who)
    about["figure"] = request.POST.get("figure", "")
    if are_too_many(centre.unit, Period(since=since, until=until)):
        actions.ask_to_seal(**about, **who)  # type: ignore[arg-type]
        messages.success(request, _("Kỳ này nhiều hồ sơ: đang chốt số liệu, bạn không phải chờ ở trang này."))
        return redirect(f"{reverse('figures')}?don-vi={centre.unit.code}&tu={since}&den={until}")
    extract = actions.seal(**about, **who)  # type: ignore[arg-type]
    messages.success(request, _("Đã chốt số liệu."))
    return redirect("extract", extract.pk)


def _national(request: HttpRequest, about: dict[str, object], who: dict[str, object]) -> HttpResponse:
    file = request.FILES.get("file")
    told, sha256 = brought_in(file, figures_in)
    made = actions.bring_national(figures=told, file_name=str(file.name), file_sha256=sha256, **about, **who)  # type: ignore[union-attr, arg-type]
    messages.success(request, _("Đã ghi %(count)d chỉ tiêu của hệ thống quốc gia.") % {"count": len(made)})
    return redirect("figures")


@screen("onestop.figures")
def extract(request: HttpRequest, pk: int) -> HttpResponse:
    """One sealed figure: definition, digest, the rows behind it down to the codes, disputes."""
    found = visible_to(person_of(request), timezone.now()).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    if request.method == "POST":
        held = Dispute.objects.filter(pk=whole_in(request.POST.get("dispute")), extract=found).first()
        if held is None:
            raise NotVisible
        said = request.POST.get("explanation", "")
        actions.explain(dispute=held, explanation=said, by=person_of(request), at=timezone.now())
        messages.success(request, _("Đã ghi giải thích."))
        return redirect("extract", pk)
    return render(request, "onestop/extract.html", _shown(request, found, whole_in(request.GET.get("tu"))))


def _shown(request: HttpRequest, found: Extract, start: int) -> dict[str, object]:
    short = "khong-dat" in request.GET
    listed = [row for row in found.rows if row[1] < row[2]] if short else found.rows
    rows = listed[start : start + PAGE]
    codes = [row[0] for row in rows]
    mine = dossiers_of(person_of(request), timezone.now()).filter(code__in=codes)
    pks = dict(mine.values_list("code", "pk"))
    return {
        "extract": found,
        "intact": actions.seal_of(found) == found.digest,
        "rows": [(*row, pks.get(row[0])) for row in rows],
        "procedures": set(Procedure.objects.filter(code__in=codes).values_list("code", flat=True)),
        "following": start + PAGE if len(listed) > start + PAGE else None,
        "short": short,
        "lacking": sum(row[1] < row[2] for row in found.rows),
        "disputes": found.disputes.select_related("opened_by", "explained_by"),
        "may_explain": policy.may(person_of(request), "onestop.explain", found.unit),
        "illustrative": Centre.objects.filter(unit=found.unit, illustrative=True).exists(),
    }


@require_safe
@screen("onestop.figures")
def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The extract as it is sealed, to hold against its digest elsewhere."""
    found = visible_to(person_of(request), timezone.now()).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    response = HttpResponse(actions.sealed_text(found), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="trich-xuat-{found.pk}.json"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
