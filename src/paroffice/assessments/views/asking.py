"""What a unit asks the round office: how an item is meant, and more time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from paroffice.assessments.views.frame import opened
from paroffice.pages.screen import screen
from paroffice.refused import Refused
from paroffice.rounds.actions import ask_about, ask_for_time
from paroffice.rounds.forms import moment
from paroffice.rounds.models import Step


@require_POST
@screen("rounds.ask")
def ask_how(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A question on an item, to the round office."""
    assessment = opened(request, pk).assessment
    ask_about(
        round_=assessment.round,
        unit=assessment.unit,
        item=code,
        question=request.POST.get("question", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Đã gửi câu hỏi. Khi được trả lời, mọi đơn vị đều thấy."))
    return redirect("item", pk, code)


@screen("rounds.ask")
def ask_time(request: HttpRequest, pk: int) -> HttpResponse:
    """A request for more time, to the round office."""
    at_hand = opened(request, pk)
    assessment = at_hand.assessment
    if request.method == "POST":
        until = moment(request.POST.get("closes_at", ""))
        if until is None:
            raise Refused(_("Chưa ghi thời hạn đề nghị."), _("Hãy chọn ngày giờ."))
        ask_for_time(
            round_=assessment.round,
            unit=assessment.unit,
            step=Step.SELF_ASSESSMENT,
            closes_at=until,
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã gửi đề nghị gia hạn."))
        return redirect("ask-time", pk)
    asked = assessment.round.requests.filter(unit=assessment.unit)
    return render(request, "assessments/ask_time.html", at_hand.shown() | {"requests": asked})
