"""The unit reads its marks and replies, item by item."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parindex.errors import Finding
from paroffice.appraisals.actions import challenges
from paroffice.appraisals.actions.replies import RepliedMeanwhile, prove_reply, reply, take_back_proof
from paroffice.appraisals.ledgers import Line, SideBySide, side_by_side
from paroffice.appraisals.models import Appraisal, Reply, ReplyProof, State
from paroffice.appraisals.said import remarks_on
from paroffice.appraisals.visits import told_visits
from paroffice.appraisals.workflow import READ_BY_THE_UNIT
from paroffice.evidence.models import Version
from paroffice.evidence.queries import at_hand
from paroffice.pages.asked import number_in, person_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.refused import NotVisible
from paroffice.rounds.models import Step
from paroffice.rounds.queries import time_for


def told_appraisal(request: HttpRequest, pk: int) -> Appraisal:
    """The appraisal of a sheet of one's own unit, once the unit has been told."""
    found = (
        Appraisal.objects.select_related("assessment__unit", "assessment__round__edition")
        .filter(assessment_id=pk)
        .exclude(state=State.APPRAISING)
        .first()
    )
    if found is None or not policy.may(person_of(request), "appraisals.reply", found.assessment.unit):
        raise NotVisible
    return found


def told_ledgers(appraisal: Appraisal) -> SideBySide:
    return side_by_side(appraisal, READ_BY_THE_UNIT[State(appraisal.state)])


@screen("appraisals.reply")
def marks(request: HttpRequest, pk: int) -> HttpResponse:
    """All marks of the unit beside its claims; what departs can be replied to."""
    appraisal = told_appraisal(request, pk)
    unit = appraisal.assessment.unit
    shown = {
        "sections": remarks_on(appraisal),
        "visits": told_visits([unit]).filter(appraisal=appraisal),
    }
    return render(request, "appraisals/marks.html", _frame(appraisal) | shown)


@screen("appraisals.reply")
def one(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One item: the claim, the ruling and its reason, the reply."""
    appraisal = told_appraisal(request, pk)
    line = next((line for line in told_ledgers(appraisal).lines if line.item.code == code), None)
    if line is None:
        raise NotVisible
    if request.method == "POST":
        return _save(request, appraisal, line)
    return _page(request, appraisal, line, line.reply)


def _save(request: HttpRequest, appraisal: Appraisal, line: Line) -> HttpResponse:
    posted = request.POST
    said = Reply(agrees=posted.get("agrees") == "yes", text=posted.get("text", "")[:8000])
    try:
        saved = reply(
            appraisal=appraisal,
            code=line.item.code,
            agrees=said.agrees,
            text=said.text,
            edits=number_in(posted.get("edits")),
            by=person_of(request),
            at=timezone.now(),
        )
    except RepliedMeanwhile as meanwhile:
        return _page(request, appraisal, line, said, theirs=meanwhile.theirs, status=meanwhile.status)
    if isinstance(saved, Finding):
        return _page(request, appraisal, line, said, finding=saved, status=422)
    messages.success(request, _("Đã lưu giải trình."))
    return redirect("reply", appraisal.assessment_id, line.item.code)


@require_POST
@screen("appraisals.reply")
def prove(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A document of the unit's store, put forward with the reply."""
    appraisal = told_appraisal(request, pk)
    held = appraisal.replies.filter(item=code).first()
    version = Version.objects.select_related("document").filter(pk=number_in(request.POST.get("version"))).first()
    if held is None or version is None:
        raise NotVisible
    prove_reply(
        reply=held,
        version=version,
        pages=request.POST.get("pages", "")[:60],
        by=person_of(request),
        at=timezone.now(),
    )
    return redirect("reply", pk, code)


@require_POST
@screen("appraisals.reply")
def unprove(request: HttpRequest, pk: int, code: str, proof: int) -> HttpResponse:
    appraisal = told_appraisal(request, pk)
    found = ReplyProof.objects.filter(pk=proof, reply__appraisal=appraisal, reply__item=code).first()
    if found is None:
        raise NotVisible
    take_back_proof(proof=found, by=person_of(request), at=timezone.now())
    return redirect("reply", pk, code)


@require_POST
@screen("appraisals.reply")
def answer(request: HttpRequest, pk: int, challenge: int) -> HttpResponse:
    """The unit answers a peer's challenge."""
    appraisal = told_appraisal(request, pk)
    asked = appraisal.challenges.filter(pk=challenge).first()
    if asked is None:
        raise NotVisible
    said = request.POST.get("answer", "")[:4000]
    challenges.answer_challenge(challenge=asked, answer=said, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã trả lời phản biện."))
    return redirect("reply", pk, asked.item)


def _frame(appraisal: Appraisal) -> dict[str, object]:
    assessment, now = appraisal.assessment, timezone.now()
    time = time_for(assessment.round, assessment.unit, Step.REPLY)
    return {
        "appraisal": appraisal,
        "assessment": assessment,
        "ledgers": told_ledgers(appraisal),
        "time": time,
        "open": appraisal.state == State.TOLD and time is not None and time.holds(now),
        "illustrative": assessment.round.illustrative,
    }


def _page(
    request: HttpRequest,
    appraisal: Appraisal,
    line: Line,
    said: Reply | None,
    *,
    finding: Finding | None = None,
    theirs: Reply | None = None,
    status: int = 200,
) -> HttpResponse:
    standing = theirs or line.reply
    shown = {
        "line": line,
        "said": said,
        "edits": standing.edits if standing else 0,
        "finding": finding,
        "theirs": theirs,
        "proofs": line.reply.proofs.filter(taken_back_at=None).select_related("version__document")
        if line.reply
        else [],
        "papers": at_hand(appraisal.assessment.unit),
    }
    return render(request, "appraisals/reply.html", _frame(appraisal) | shown, status=status)
