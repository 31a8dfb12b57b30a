"""The quality of answers on the screen: rules, interviewers, re-checks; paper forms typed twice; files in."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parindex.errors import Finding
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible
from paroffice.surveys.actions import bringing, checking, keying, taking
from paroffice.surveys.answers_in import read_answers
from paroffice.surveys.cards import people_csv
from paroffice.surveys.models import CallBackDraw, Keying, State, Stratum, Survey, Why
from paroffice.surveys.queries import quality
from paroffice.surveys.queries.call_backs import recalled, to_be_called
from paroffice.surveys.views.frame import brought, download, frame_of, survey_for

PREFIX = "q-"


@screen("surveys.see")
def quality_page(request: HttpRequest, pk: int) -> HttpResponse:
    held = survey_for(pk)
    if request.method == "POST":
        policy.ask(person_of(request), "surveys.check", None, timezone.now())
        DEEDS.get(request.POST.get("act", ""), _unknown)(request, held)
        return redirect("survey-quality", pk)
    shown = frame_of(request, held) | {
        "rules": quality.checked(held),
        "collectors": quality.collectors(held),
        "most_a_day": quality.MOST_A_DAY,
        "call_backs": recalled(held),
        "strata": held.strata.filter(asked__gt=0).order_by("label"),
        "checking": held.state == State.FIELD and policy.may(person_of(request), "surveys.check"),
    }
    return render(request, "surveys/quality.html", shown)


def _why(request: HttpRequest) -> Why:
    said = request.POST.get("why", "")
    if said not in Why.values:
        raise NotVisible
    return Why(said)


def _aside(request: HttpRequest, held: Survey) -> None:
    count = checking.set_aside(survey=held, why=_why(request), by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã loại %(count)d phiếu khỏi mọi số liệu và tệp xuất.") % {"count": count})


def _back(request: HttpRequest, held: Survey) -> None:
    count = checking.bring_back(survey=held, why=_why(request), by=person_of(request), at=timezone.now())
    messages.success(request, _("%(count)d phiếu được tính lại.") % {"count": count})


def _stratum(request: HttpRequest, held: Survey) -> Stratum:
    found = held.strata.filter(pk=number_in(request.POST.get("stratum"))).first()
    if found is None:
        raise NotVisible
    return found


def _draw(request: HttpRequest, held: Survey) -> None:
    checking.draw_call_backs(
        survey=held, stratum=_stratum(request, held), count=number_in(request.POST.get("count")),
        seed=request.POST.get("seed", "").strip(), by=person_of(request), at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Đã rút; tải danh sách ở bảng phúc tra."))


def _call(request: HttpRequest, held: Survey) -> None:
    checking.tell_call_back(
        survey=held, stratum=_stratum(request, held), by=person_of(request), at=timezone.now(),
        **{name: number_in(request.POST.get(name)) for name in ("called", "reached", "confirmed")},
    )  # fmt: skip


def _unknown(request: HttpRequest, held: Survey) -> None:
    raise NotVisible


DEEDS: dict[str, Callable[[HttpRequest, Survey], None]] = {
    "aside": _aside,
    "back": _back,
    "draw": _draw,
    "call": _call,
}


@require_safe
@screen("surveys.check")
def call_backs(request: HttpRequest, pk: int, stratum: int) -> HttpResponse:
    """Whom to call in a stratum, as a list; what they answered stands nowhere beside it."""
    drawn = CallBackDraw.objects.select_related("stratum__unit").filter(stratum__survey__round=pk, stratum=stratum)
    found = drawn.first()
    if found is None:
        raise NotVisible
    rows = [(one.number, one.name, one.contact, one.cluster) for one in to_be_called(found)]
    name = f"phuc-tra-{found.stratum.label}.csv"
    return download(people_csv(rows).encode("utf-8-sig"), name, "text/csv; charset=utf-8")


@screen("surveys.key")
def keying_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper form by the code on it: its questions, then what came of it. Files of answers come in here too."""
    held = survey_for(pk)
    shown = frame_of(request, held) | {"waiting": Keying.objects.filter(survey=held).count(), "code": ""}
    if request.method == "POST" and request.POST.get("act") == "file":
        shown["findings"] = _file(request, held)
    elif request.method == "POST":
        shown |= _keyed(request, held)
    return render(request, "surveys/keying.html", shown)


def _keyed(request: HttpRequest, held: Survey) -> dict[str, object]:
    code = request.POST.get("code", "")
    token = taking.token_for(code)
    place = taking.place_of(token.cell_id, token.questionnaire_id)
    if place.survey.pk != held.pk:
        raise NotVisible
    sent = {name: request.POST.getlist(PREFIX + name) for name in place.form.names}
    shown: dict[str, object] = {"code": code, "place": place, "asked": _asked(place, sent)}
    if request.POST.get("act") != "key":
        return shown
    keyed = keying.key_form(code=code, replies=sent, by=person_of(request), at=timezone.now())
    if keyed.findings or keyed.differs:
        return shown | {"findings": keyed.findings, "differs": keyed.differs}
    said = (
        _("Hai lần nhập khớp nhau: phiếu đã vào thùng.") if keyed.in_the_box else _("Đã lưu; chờ người thứ hai nhập.")
    )
    messages.success(request, said)
    return {"code": ""}


def _asked(place: taking.Place, sent: dict[str, list[str]]) -> list[dict[str, object]]:
    return [
        {
            "asked": one,
            "field": PREFIX + one.name,
            "choices": place.form.offered(one),
            "typed": sent.get(one.name, []),
        }
        for one in place.form.questions
        if one.kind != "note"
    ]


def _file(request: HttpRequest, held: Survey) -> Sequence[Finding]:
    policy.ask(person_of(request), "surveys.collect", None, timezone.now())
    with brought(request, ".csv", ".xlsx") as path:
        answers, findings = read_answers(path, held)
    if findings:
        return findings
    name = request.FILES["file"].name or ""
    count = bringing.bring_answers(
        survey=held, answers=answers, source=name, by=person_of(request), at=timezone.now()
    )
    told = {"count": count, "before": len(answers) - count}
    messages.success(request, _("Đã nạp %(count)d phiếu; %(before)d phiếu đã có từ trước nên không nạp lại.") % told)
    return ()
