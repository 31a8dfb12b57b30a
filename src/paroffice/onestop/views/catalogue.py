"""The catalogue on the screen: what is in force, what is missing, one procedure, files in and out."""

from datetime import date

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.onestop.actions import catalogue as actions
from paroffice.onestop.actions.common import calendar_of
from paroffice.onestop.catalogue_file import as_excel, as_json, rows_in
from paroffice.onestop.models import Centre, Procedure, ProcedureVersion
from paroffice.onestop.queries import catalogue as queries
from paroffice.onestop.views.frame import EXCEL, Aside, centre_if_any, day_in, given_as, standing_law
from paroffice.onestop.written import FIELDS, KEYS, read_row, row_of
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.pages.templatetags.figures import worded
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused

PREVIEW_LASTS = 4 * 60 * 60
"""Seconds between a preview and its confirmation."""
MOST_SHOWN = 100
SALT = "onestop.procedures"


def _lines(centre: Centre | None, today: date) -> list[queries.Line]:
    law = standing_law()
    names = Centre.objects.order_by("pk").values_list("calendar", flat=True)[:1]
    name = centre.calendar if centre else next(iter(names), "")
    calendar = calendar_of(law, name) if law and name else None
    return queries.public_state(today, calendar, centre.unit if centre else None)


@require_safe
@screen("procedures.see")
def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure in force; with `thieu` only those that something is missing from."""
    centre = centre_if_any(request, "onestop.see")
    lines = _lines(centre, timezone.localdate())
    sound = sum(not line.missing for line in lines)
    wanted, missing_only = request.GET.get("tim", "")[:200].casefold(), "thieu" in request.GET
    shown_lines = [
        line
        for line in lines
        if (line.missing or not missing_only)
        and wanted in f"{line.version.name} {line.version.code} {line.version.field}".casefold()
    ]
    shown = {
        "lines": shown_lines,
        "count": len(lines),
        "sound": sound,
        "missing_only": missing_only,
        "wanted": wanted,
        "centre": centre,
        "may_change": policy.may(person_of(request), "procedures.change"),
        "illustrative": Centre.objects.filter(illustrative=True).exists(),
    }
    return render(request, "onestop/procedures.html", shown)


def _version(code: str, number: str | None) -> ProcedureVersion:
    found = ProcedureVersion.objects.select_related("procedure").filter(procedure__code=code)
    if number is not None and number.isdecimal() and len(number) < 4:
        found = found.filter(number=int(number))
    version = found.order_by("-number").first()
    if version is None:
        raise NotVisible
    return version


@screen("procedures.see")
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """One version with all its parts; the newest unless another is named."""
    version = _version(code, request.GET.get("phien-ban"))
    if request.method == "POST":
        return _tell(request, version)
    centre, law, today = centre_if_any(request, "onestop.receive"), standing_law(), timezone.localdate()
    calendar = calendar_of(law, (centre or Centre.objects.earliest("pk")).calendar) if law and _any_centre() else None
    row = row_of({key: getattr(version, key) for key in KEYS})
    shown = {
        "version": version,
        "parts": [
            (field.label, _shown(field.key, row[field.key], version))
            for field in FIELDS
            if field.key not in ("code", "number", "name", "published_on", "components", "process")
        ],
        "findings": queries.flaws_of(version),
        "publication": queries.publication_of(version, calendar, today) if calendar else None,
        "versions": ProcedureVersion.objects.filter(procedure=version.procedure).order_by("-number"),
        "posted": version.postings.filter(unit=centre.unit).first() if centre else None,
        "centre": centre,
        "today": today,
        "may_change": policy.may(person_of(request), "procedures.change"),
        "illustrative": Centre.objects.filter(illustrative=True).exists(),
    }
    return render(request, "onestop/procedure.html", shown)


def _any_centre() -> bool:
    return Centre.objects.exists()


def _shown(key: str, text: str, version: ProcedureVersion) -> object:
    """In words where the cell holds a code."""
    words = getattr(version, f"get_{key}_display", None)
    if words is not None:
        return words()
    if text in ("yes", "no"):
        return _("có") if text == "yes" else _("không")
    value = getattr(version, key)
    return value if isinstance(value, date | int) else text


def _tell(request: HttpRequest, version: ProcedureVersion) -> HttpResponse:
    """The day it was made public, or posted here."""
    by, at, on = person_of(request), timezone.now(), day_in(request, "on")
    if request.POST.get("act") == "publish":
        actions.publish(version=version, on=on, by=by, at=at)
        messages.success(request, _("Đã ghi ngày công khai."))
    else:
        centre = centre_if_any(request, "onestop.receive")
        if centre is None:
            raise NotVisible
        actions.post(version=version, unit=centre.unit, on=on, by=by, at=at)
        messages.success(request, _("Đã ghi ngày niêm yết."))
    return redirect("procedure", version.code)


@screen("procedures.change")
def write(request: HttpRequest) -> HttpResponse:
    """A new procedure, or with `tu` the next version of one, on a form; what is wrong stands beside its field."""
    row: dict[str, str] = {}
    found = Procedure.objects.filter(code=request.GET.get("tu", "")[:60]).first()
    if found is not None:
        version = _version(found.code, None)
        row = row_of({key: getattr(version, key) for key in KEYS})
        row |= {"number": str(version.number + 1), "announcement": "changed", "published_on": ""}
    flaws: dict[str, tuple[str, str]] = {}
    if request.method == "POST":
        row = {key: request.POST.get(key, "") for key in KEYS}
        _values, wrong = read_row(row)
        findings = [] if wrong else queries.plan_of([row]).findings
        flaws = {one.key: (one.problem, one.remedy) for one in wrong}
        if not wrong and not findings:
            made = actions.write(row=row, by=person_of(request), at=timezone.now())
            messages.success(request, _("Đã ghi thủ tục vào danh mục."))
            return redirect("procedure", made.code)
        if findings:
            flaws["number"] = (str(worded(findings[0].problem)), str(worded(findings[0].remedy)))
    shown = {
        "fields": [(field, row.get(field.key, ""), flaws.get(field.key)) for field in FIELDS],
        "flaws": flaws,
        "illustrative": Centre.objects.filter(illustrative=True).exists(),
    }
    return render(request, "onestop/procedure_form.html", shown, status=422 if flaws else 200)


@require_safe
@screen("procedures.see")
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole catalogue, every version: `xlsx` or `json`."""
    rows = queries.rows_of_catalogue()
    if kind == "json":
        return given_as(as_json(rows), "application/json", "thu-tuc.json")
    return given_as(as_excel(rows), EXCEL, "thu-tuc.xlsx")


@screen("procedures.change")
def bring_in(request: HttpRequest) -> HttpResponse:
    """A file is shown against what stands first; only what was shown is written, once confirmed."""
    if request.method == "POST" and "signed" in request.POST:
        return _confirmed(request)
    shown: dict[str, object] = {"most": MOST_SHOWN, "illustrative": Centre.objects.filter(illustrative=True).exists()}
    if request.method == "POST":
        with Aside(request.FILES.get("file"), (".xlsx", ".json")) as path:
            rows, findings = rows_in(path)
        plan = queries.plan_of(rows)
        plan.findings = findings + plan.findings
        sound = not plan.findings and plan.count
        shown |= {
            "plan": plan,
            "findings": plan.findings[:MOST_SHOWN],
            "new": plan.new[:MOST_SHOWN],
            "published": plan.published[:MOST_SHOWN],
            "signed": _signed(rows) if sound else "",
        }
    return render(request, "onestop/procedures_in.html", shown)


def _signed(rows: list[dict[str, str]]) -> str:
    """The rows travel with the page, so that two pages open at once do not mix."""
    return signing.dumps([rows, queries.standing_digest()], salt=SALT, compress=True)


def _confirmed(request: HttpRequest) -> HttpResponse:
    try:
        rows, standing = signing.loads(request.POST["signed"], salt=SALT, max_age=PREVIEW_LASTS)
    except signing.BadSignature:
        raise Refused(_("Bản xem trước đã hết hạn hoặc không còn nguyên."), _("Hãy nạp lại tệp.")) from None
    plan = actions.bring_in(rows=rows, standing=standing, source="file", by=person_of(request), at=timezone.now())
    counted = {"new": len(plan.new), "published": len(plan.published)}
    messages.success(request, _("Đã ghi %(new)d phiên bản mới, %(published)d ngày công khai.") % counted)
    return redirect("procedures")
