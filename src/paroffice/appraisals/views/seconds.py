"""The second appraiser's own bench, blind to every mark; and for the group, how far two appraisers agree."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from parindex.errors import Finding
from parindex.rubric.describe import describe
from parindex.sheet.cells import Raw
from parindex.sheet.check import fact_among
from paroffice.appraisals.actions import councils
from paroffice.appraisals.actions.seconds import score_second
from paroffice.appraisals.agreement import agreement_of
from paroffice.appraisals.models import Conduct, SecondScore
from paroffice.appraisals.views.frame import item_for, round_for
from paroffice.assessments.forms import fields_of, raw_from
from paroffice.assessments.models import Proof
from paroffice.pages.asked import person_of
from paroffice.pages.pager import turned, turned_over
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible
from paroffice.rubrics.queries import law_of


@require_safe
@screen("appraisals.second")
def mine(request: HttpRequest) -> HttpResponse:
    """What was dealt to this person: still to score first."""
    dealt = SecondScore.objects.filter(given_to=person_of(request)).select_related(
        "appraisal__assessment__unit", "appraisal__assessment__round"
    )
    waiting = turned(request, dealt.filter(scored_at=None), ("appraisal__assessment__unit__code", "item", "pk"))
    done = turned(request, dealt.filter(scored_at__isnull=False), ("-scored_at", "-pk"), name="sau-da-cham")
    shown = {
        "waiting": waiting,
        "done": done,
        "illustrative": any(one.appraisal.assessment.round.illustrative for one in (*waiting.rows, *done.rows)),
    }
    return render(request, "appraisals/seconds.html", shown)


def _own_score(request: HttpRequest, pk: int) -> SecondScore:
    found = (
        SecondScore.objects.select_related("appraisal__assessment__unit", "appraisal__assessment__round__edition")
        .filter(pk=pk, given_to=person_of(request))
        .first()
    )
    if found is None:
        raise NotVisible
    return found


@screen("appraisals.second")
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """The claim and its proof; no mark, no reason of anybody else."""
    held = _own_score(request, pk)
    if request.method == "POST":
        return _save(request, held)
    return _page(request, held, held.raw if held.scored_at else None, held.reason)


def _save(request: HttpRequest, held: SecondScore) -> HttpResponse:
    law = law_of(held.appraisal.assessment.round.edition)
    item = law.item(held.item)
    if item is None:
        raise NotVisible
    claims = {answer.item: answer.raw for answer in held.appraisal.assessment.answers.all()}
    raw, reason = (
        raw_from(item.rule(fact_among(law, item, claims)), request.POST),
        request.POST.get("reason", "")[:4000],
    )
    saved = score_second(score=held, raw=raw, reason=reason, by=person_of(request), at=timezone.now())
    if isinstance(saved, Finding):
        return _page(request, held, raw, reason, finding=saved, status=422)
    messages.success(request, _("Đã ghi điểm chấm lần hai."))
    return redirect("seconds")


def _page(
    request: HttpRequest,
    held: SecondScore,
    raw: Raw | None,
    reason: str,
    *,
    finding: Finding | None = None,
    status: int = 200,
) -> HttpResponse:
    assessment = held.appraisal.assessment
    item = item_for(assessment.round, held.item)
    answers = {answer.item: answer for answer in assessment.answers.all()}
    rule = item.rule(fact_among(law_of(assessment.round.edition), item, {k: v.raw for k, v in answers.items()}))
    shown = {
        "held": held,
        "round": assessment.round,
        "unit": assessment.unit,
        "item": item,
        "rule": rule,
        "rule_lines": list(describe(item.scored_by, item.most)),
        "asks": rule.asks.value,
        "fields": fields_of(rule, raw),
        "claim": answers.get(held.item),
        "reason": reason,
        "finding": finding,
        "proofs": Proof.objects.filter(assessment=assessment, item=held.item, taken_back_at=None).select_related(
            "version__document"
        ),
        "illustrative": assessment.round.illustrative,
    }
    return render(request, "appraisals/second.html", shown, status=status)


@require_safe
@screen("appraisals.see")
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Percent, a chance-corrected statistic, drift; every disagreement by name."""
    round_ = round_for(pk)
    told = agreement_of(round_)
    shown = {
        "round": round_,
        "conduct": Conduct.objects.filter(round=round_).first(),
        "drawn": SecondScore.objects.filter(appraisal__assessment__round=round_).count(),
        "told": told,
        "page": turned_over(request, [pair for pair in told.pairs if not pair.agrees], lambda pair: pair.score.pk),
        "illustrative": round_.illustrative,
    }
    return render(request, "appraisals/agreement.html", shown)


@require_POST
@screen("appraisals.settle")
def to_council(request: HttpRequest, pk: int) -> HttpResponse:
    """Every disagreement of two appraisers becomes a case of the council."""
    round_ = round_for(pk)
    opened = councils.bring_disagreements(round_=round_, by=person_of(request), at=timezone.now())
    messages.success(request, _("Đã đưa %(count)d mục ra hội đồng.") % {"count": len(opened)})
    return redirect("agreement", pk)
