"""Units through time: the list, one unit with its lineage, and what changes it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.accounts import typed
from paroffice.pages.pager import turned
from paroffice.pages.screen import screen
from paroffice.people import actions, policy
from paroffice.people.actions.units import NewUnit
from paroffice.people.models import Unit
from paroffice.people.policy import holding
from paroffice.people.queries import ancestors, descendants, holding_words, units_on
from paroffice.refused import NotVisible, Refused


@screen("units.see")
def units(request: HttpRequest) -> HttpResponse:
    """Those of today, of any other day, or all that there ever were."""
    sought, shown = (request.GET.get(name, "") for name in ("q", "hien"))
    on = typed.day(request.GET, "ngay")
    found = Unit.objects.all() if shown == "tat-ca" else units_on(on or timezone.localdate())
    context = {
        "page": turned(request, holding_words(found, sought), ("order_key", "pk")),
        "sought": sought,
        "shown": shown,
        "on": on,
        "may_change": policy.may(request.user, "units.change"),
    }
    return render(request, "accounts/units.html", context)


@screen("units.see")
def unit(request: HttpRequest, code: str) -> HttpResponse:
    one, now = _one(code), timezone.now()
    may_grant = policy.may(request.user, "people.grant")
    shown = {
        "unit": one,
        "before": ancestors(one),
        "after": descendants(one),
        "holders": holding(now).filter(unit=one).select_related("person").order_by("role") if may_grant else None,
        "may_change": policy.may(request.user, "units.change"),
    }
    return render(request, "accounts/unit.html", shown)


@screen("units.change")
def new(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        made = actions.add_unit(
            new=_new(request, request.POST.get("code", "")),
            starts_on=typed.day(request.POST, "starts_on"),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã thêm đơn vị."))
        return redirect("unit", made.code)
    return render(request, "accounts/unit_new.html", {"today": timezone.localdate()})


@screen("units.change")
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Correct, merge, split, rename, end: each its own form."""
    one = _one(code)
    if request.method == "POST":
        now_at = ACTS.get(request.POST.get("act", ""), _unknown)(request, one)
        messages.success(request, _("Đã ghi thay đổi."))
        return redirect("unit", now_at.code)
    return render(request, "accounts/unit_change.html", {"unit": one, "today": timezone.localdate()})


def _one(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise NotVisible
    return found


def _new(request: HttpRequest, code: str, name: str = "name") -> NewUnit:
    return NewUnit(code=code, name=request.POST.get(name, ""), block=request.POST.get("block", ""))


def _mend(request: HttpRequest, one: Unit) -> Unit:
    posted = request.POST
    return actions.change_unit(
        unit=one, name=posted.get("name", ""), block=posted.get("block", ""),
        starts_on=typed.day(posted, "starts_on"), by=request.user, at=timezone.now(),
    )  # fmt: skip


def _merge(request: HttpRequest, one: Unit) -> Unit:
    """Into a unit that there is, where the code is one, else into a new one."""
    posted = request.POST
    code = posted.get("code", "").strip()
    others = [typed.unit_by_code(each) for each in typed.lines(posted.get("others", ""))]
    return actions.merge(
        predecessors=[one, *others], heir=Unit.objects.filter(code=code).first() or _new(request, code),
        on=typed.needed_day(posted, "on"), decision=posted.get("decision", ""), by=request.user, at=timezone.now(),
    )  # fmt: skip


def _split(request: HttpRequest, one: Unit) -> Unit:
    posted = request.POST
    actions.split(
        unit=one, heirs=[_heir(line, one) for line in posted.get("heirs", "").splitlines() if line.strip()],
        goes_on="goes_on" in posted, on=typed.needed_day(posted, "on"), decision=posted.get("decision", ""),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return one


def _heir(line: str, one: Unit) -> Unit | NewUnit:
    code, _sign, name = (part.strip() for part in line.partition(";"))
    standing = Unit.objects.filter(code=code).first()
    if standing is None and not name:
        raise Refused(
            _("Dòng «%(line)s» thiếu tên đơn vị.") % {"line": line.strip()[:60]},
            _("Hãy ghi mỗi dòng một đơn vị: mã; tên."),
        )
    return standing or NewUnit(code=code, name=name, block=one.block)


def _rename(request: HttpRequest, one: Unit) -> Unit:
    posted = request.POST
    return actions.rename(
        unit=one, new=NewUnit(code=posted.get("code", ""), name=posted.get("name", ""), block=one.block),
        on=typed.needed_day(posted, "on"), decision=posted.get("decision", ""), by=request.user, at=timezone.now(),
    )  # fmt: skip


def _end(request: HttpRequest, one: Unit) -> Unit:
    actions.end_unit(
        unit=one, on=typed.needed_day(request.POST, "on"), decision=request.POST.get("decision", ""),
        by=request.user, at=timezone.now(),
    )  # fmt: skip
    return one


def _unknown(request: HttpRequest, one: Unit) -> Unit:
    raise NotVisible


ACTS: dict[str, Callable[[HttpRequest, Unit], Unit]] = {
    "mend": _mend,
    "merge": _merge,
    "split": _split,
    "rename": _rename,
    "end": _end,
}
