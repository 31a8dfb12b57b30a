"""The way in: surveys of all rounds; one survey with what is to be done next."""

from collections.abc import Callable
from hashlib import sha256

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from parindex.rounding import read_figure
from paroffice.evidence.actions import keep_paper
from paroffice.evidence.giving import as_download
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_of
from paroffice.surveys.actions import field, preparing
from paroffice.surveys.logged import settings_of_database, writings
from paroffice.surveys.models import State, Survey, Weighting
from paroffice.surveys.queries.progress import held_against_plan, percentages_wanted
from paroffice.surveys.sealed import sealed_text
from paroffice.surveys.views.frame import download, frame_of, survey_for


@screen("surveys.see")
def surveys(request: HttpRequest) -> HttpResponse:
    """Every round whose edition asks respondents, with its survey where there is one."""
    if request.method == "POST":
        return _begin(request)
    rounds = Round.objects.select_related("edition", "survey").order_by("-year", "-opened_at")
    asking = [one for one in rounds if law_of(one.edition).survey is not None]
    shown = {
        "rounds": [{"round": one, "survey": getattr(one, "survey", None)} for one in asking],
        "may_prepare": policy.may(person_of(request), "surveys.prepare"),
        "illustrative": any(one.illustrative for one in asking),
    }
    return render(request, "surveys/surveys.html", shown)


def _begin(request: HttpRequest) -> HttpResponse:
    found = Round.objects.select_related("edition").filter(pk=number_in(request.POST.get("round"))).first()
    if found is None:
        raise NotVisible
    preparing.begin(round_=found, by=person_of(request), at=timezone.now())
    return redirect("survey", found.pk)


@screen("surveys.see")
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    held = survey_for(pk)
    if request.method == "POST":
        DEEDS.get(request.POST.get("act", ""), _unknown)(request, held)
        return redirect("survey", pk)
    law = law_of(held.round.edition)
    shown = frame_of(request, held) | {
        "forms": [(one, law.cover.blocks.get(one.block, one.block)) for one in held.questionnaires.all()],
        "groups": law.survey.groups if law.survey else {},
        "totals": held_against_plan(held).total,
        "weightings": Weighting,
        "preparing": held.state == State.PREPARING,
        "assumptions": law.survey.assumptions if law.survey else (),
        "percentages": percentages_wanted(held),
        "logged": [] if held.state == State.CLOSED else list(writings(settings_of_database())),
    }
    return render(request, "surveys/survey.html", shown)


def _conduct(request: HttpRequest, held: Survey) -> None:
    posted = request.POST
    if posted.get("weighting") not in Weighting.values:
        raise NotVisible
    conduct = preparing.Conduct(
        weighting=Weighting(posted["weighting"]),
        fewest=number_in(posted.get("fewest")),
        fast_seconds=number_in(posted.get("fast_seconds")),
        seed=posted.get("seed", "").strip()[:40],
    )
    preparing.set_conduct(survey=held, conduct=conduct, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã lưu cách tiến hành."))


def _seal(request: HttpRequest, held: Survey) -> None:
    field.seal(survey=held, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã niêm phong. Từ nay phiếu hỏi, danh sách và mẫu không đổi được."))


def _close(request: HttpRequest, held: Survey) -> None:
    field.close(survey=held, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã khóa sổ: thùng phiếu đã mở hết, tên và liên hệ trong danh sách đã xóa."))


def _percentages(request: HttpRequest, held: Survey) -> None:
    """What is typed beside each unit; empty places stay as they were."""
    posted, figure = request.POST, request.POST.get("figure", "")[:60]
    given = []
    for one in held.round.participants.select_related("unit"):
        typed = posted.get(f"percent-{one.unit.pk}", "").strip()
        if typed:
            value = read_figure(typed.replace(",", "."))
            if value is None:
                raise Refused(_("«%(text)s» không phải con số.") % {"text": typed[:20]}, _("Hãy ghi như 81,4."))
            given.append((one.unit, preparing.six(value)))
    person, at = person_of(request), timezone.now()
    file = request.FILES.get("document")
    kept = (
        keep_paper(round_=held.round, file=file, act="surveys.check", unit=None, by=person, at=at) if file else None
    )
    preparing.state_percentages(
        survey=held, figure=figure, percents=given, source=posted.get("source", "")[:300], paper=kept,
        by=person, at=at,
    )  # fmt: skip
    messages.success(request, _("Đã ghi số liệu kèm nguồn."))


@require_safe
@screen("surveys.see")
def source(request: HttpRequest, pk: int, percentage: int) -> FileResponse:
    """The document that a figure from outside stands in."""
    held = survey_for(pk)
    found = held.percentages.select_related("paper").filter(pk=percentage, paper__isnull=False).first()
    if found is None or found.paper is None:
        raise NotVisible
    return as_download(found.paper)


@require_safe
@screen("surveys.see")
def seal_text(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sealed, without names: the SHA-256 of this very file is the seal.

    It says whom chance took, so those who could press them do not see it while they are asked.
    """
    held = survey_for(pk)
    if not held.digest:
        raise NotVisible
    if held.state != State.CLOSED and not policy.may(person_of(request), "surveys.seal"):
        raise Refused(
            _("Bản niêm phong cho biết ai được hỏi, nên khóa sổ rồi mới mở."),
            _("Mã băm ở trang điều tra là để đối chiếu; khóa sổ rồi hãy tải."),
        )
    content = sealed_text(held).encode()
    if sha256(content).hexdigest() != held.digest:
        raise Refused(
            _("Dữ liệu không còn như lúc niêm phong."),
            _("Hãy báo quản trị: «paroffice check» và nhật ký cho biết thêm."),
        )
    return download(content, f"niem-phong-{held.round.year}.json", "application/json")


def _unknown(request: HttpRequest, held: Survey) -> None:
    raise NotVisible


DEEDS: dict[str, Callable[[HttpRequest, Survey], None]] = {
    "conduct": _conduct,
    "seal": _seal,
    "close": _close,
    "percentages": _percentages,
}
