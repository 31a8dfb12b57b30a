"""What a unit reports of a period, on the page and to download."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parindex.errors import Incomplete
from paroffice.onestop import forms, tables
from paroffice.onestop.actions.common import known, law_now
from paroffice.onestop.actions.feed import scope_of
from paroffice.onestop.figures import Scope
from paroffice.onestop.models import Centre
from paroffice.onestop.queries import reports as queries
from paroffice.onestop.tables import Table
from paroffice.onestop.views.frame import EXCEL, centre_for, given_as, period_in, refuse_too_many
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible, Refused

KINDS = {"pdf": "application/pdf", "xlsx": EXCEL}
OF_UNIT = (tables.II_06A, tables.II_07B, tables.NINE)


@require_safe
@screen("onestop.figures")
def reports(request: HttpRequest) -> HttpResponse:
    """II.06a, II.07b, the nine indicators."""
    return _shown(request, _("Báo cáo của bộ phận một cửa"), OF_UNIT)


@require_safe
@screen("onestop.figures")
def service_index(request: HttpRequest) -> HttpResponse:
    """The index of services by the decision that the adopted law holds, with what it assumes."""
    return _shown(request, _("Chỉ số phục vụ người dân, doanh nghiệp"), (tables.SERVICE,))


def _shown(request: HttpRequest, heading: str, names: tuple[str, ...]) -> HttpResponse:
    centre, (since, until) = centre_for(request, "onestop.figures"), period_in(request)
    found, beyond = _found(scope_of(centre.unit, since, until), names)
    shown = {
        "centre": centre,
        "centres": Centre.objects.select_related("unit").order_by("name"),
        "heading": heading,
        "since": since,
        "until": until,
        "tables": [(name, table) for name, table in found if table is not None],
        "none_ended": any(table is None for name, table in found if name == tables.NINE),
        "beyond": beyond,
        "illustrative": centre.illustrative,
    }
    return render(request, "onestop/reports.html", shown)


def _found(scope: Scope, names: tuple[str, ...]) -> tuple[list[tuple[str, Table | None]], Refused | None]:
    """The tables; none of them, and why, where the calendar does not reach. The page stays, to choose other days."""
    try:
        refuse_too_many(scope)
        return [(name, _table(scope, name)) for name in names], None
    except Refused as refused:
        return [], refused


def _table(scope: Scope, name: str) -> Table | None:
    """None where there is nothing to say. Raises `Refused` where the calendar does not reach."""
    try:
        return _made(scope, name)
    except Incomplete:
        raise Refused(
            _("Lịch làm việc không phủ hết kỳ này."), _("Hãy bổ sung lịch, hoặc chọn kỳ nằm trong lịch.")
        ) from None


def _made(scope: Scope, name: str) -> Table | None:
    if name == tables.II_06A:
        return tables.dossiers_table(queries.dossier_lines(scope))
    if name == tables.II_07B:
        return tables.procedures_table(queries.procedure_lines(scope), scope.centre.unit.name)
    if name == tables.NINE:
        told = queries.nine_indicators(scope)
        return tables.nine_table(told) if told else None
    index = next(iter(known(law_now()).indexes), None)
    return tables.service_table(index, queries.service_points(scope, index)) if index else None


@require_safe
@screen("onestop.figures")
def report_file(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """One table as Excel or PDF."""
    if name not in (*OF_UNIT, tables.SERVICE) or kind not in KINDS:
        raise NotVisible
    centre, (since, until) = centre_for(request, "onestop.figures"), period_in(request)
    with forms.official():
        refuse_too_many(scope := scope_of(centre.unit, since, until))
        table = _table(scope, name)
        if table is None:
            raise NotVisible
        content = _written(centre, table, since, until, kind)
    return given_as(content, KINDS[kind], f"{name}-{since}-{until}.{kind}")


def _written(centre: Centre, table: Table, since: date, until: date, kind: str) -> bytes:
    if kind == forms.PDF:
        return forms.made(forms.report(centre, table, since, until), kind)
    span = _("Từ %(since)s đến %(until)s") % {"since": f"{since:%d/%m/%Y}", "until": f"{until:%d/%m/%Y}"}
    warning = [_("SỐ LIỆU MINH HỌA")] if centre.illustrative else []
    return tables.as_excel(table, [centre.name, span, *warning])
