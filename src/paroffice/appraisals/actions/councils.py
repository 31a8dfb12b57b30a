"""The council: cases brought before it, decisions, freezing a block, opening again by two persons."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parindex.errors import Finding
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.actions.common import locked, trace, trace_round
from paroffice.appraisals.actions.rulings import Grounds, enter
from paroffice.appraisals.agreement import pairs_of
from paroffice.appraisals.models import Appraisal, Case, Meeting, Reopening, State
from paroffice.appraisals.models.council import Why
from paroffice.appraisals.queries import law_for, tied_units
from paroffice.appraisals.workflow import after, require_state
from paroffice.evidence.models import Paper
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round


@transaction.atomic
def call_meeting(
    *, round_: Round, on: date, agenda: str, by: Person, at: datetime, cases: Sequence[Case] = ()
) -> Meeting:
    """The council is called together, to decide these open cases among other things."""
    policy.ask(by, "appraisals.decide", None, at)
    if any(case.appraisal.assessment.round_id != round_.pk for case in cases):
        raise NotVisible
    if not agenda.strip():
        raise Refused(_("Chưa có nội dung họp."), _("Hãy ghi nội dung họp."))
    meeting = Meeting.objects.create(round=round_, on=on, agenda=agenda.strip(), called_by=by, called_at=at)
    Case.objects.filter(pk__in=[case.pk for case in cases], ruling=None).update(meeting=meeting)
    told = {"on": on.isoformat(), "cases": [case.pk for case in cases]}
    trace_round(round_, "appraisals.call_meeting", f"meeting:{meeting.pk}", by, at, told)
    return meeting


@transaction.atomic
def file_minutes(*, meeting: Meeting, minutes: Paper, by: Person, at: datetime) -> None:
    """The minutes of a meeting, once."""
    policy.ask(by, "appraisals.decide", None, at)
    if minutes.round_id != meeting.round_id:
        raise NotVisible
    if not Meeting.objects.filter(pk=meeting.pk, minutes=None).update(minutes=minutes):
        raise Refused(_("Cuộc họp này đã có biên bản."), _("Biên bản chỉ nộp một lần."))
    trace_round(meeting.round, "appraisals.file_minutes", f"meeting:{meeting.pk}", by, at, {"sha256": minutes.sha256})


@transaction.atomic
def bring_case(*, appraisal: Appraisal, item: str, question: str, by: Person, at: datetime) -> Case:
    """The head of the group brings an item before the council."""
    held = locked(appraisal)
    policy.ask(by, "appraisals.settle", held.assessment.unit, at)
    require_state(held.state, State.TOLD, State.SETTLED)
    if not question.strip():
        raise Refused(_("Chưa nêu vấn đề."), _("Hãy ghi điều cần hội đồng quyết định."))
    return open_case(held, item, Why.HEAD, question.strip(), by, at)


@transaction.atomic
def bring_disagreements(*, round_: Round, by: Person, at: datetime) -> list[Case]:
    """Every item that two appraisers scored differently, before the council; those already there stay as they are."""
    policy.ask(by, "appraisals.settle", None, at)
    question = _("Hai người chấm khác nhau; xem hai mức điểm và lý do trong trang mức đồng thuận.")
    differing = [pair.score for pair in pairs_of(round_) if not pair.agrees]
    differing.sort(key=lambda score: score.appraisal_id)  # whoever locks several locks them in this order
    held = [(locked(score.appraisal), score.item) for score in differing]
    ripe = [(appraisal, item) for appraisal, item in held if appraisal.state in (State.TOLD, State.SETTLED)]
    decided = set(Case.objects.filter(why=Why.SECOND.value, ruling__isnull=False).values_list("appraisal_id", "item"))
    return [
        open_case(appraisal, item, Why.SECOND, question, by, at)
        for appraisal, item in ripe
        if (appraisal.pk, item) not in decided
    ]


def open_case(appraisal: Appraisal, item: str, why: Why, question: str, by: Person, at: datetime) -> Case:
    """A case, unless the same one waits already. Who may was asked before."""
    found = law_for(appraisal).item(item)
    if found is None or found.from_survey:
        raise NotVisible
    held = {"question": question, "brought_by": by, "brought_at": at}
    case, made = Case.objects.get_or_create(appraisal=appraisal, item=item, why=why.value, ruling=None, defaults=held)
    if made:
        trace(appraisal, "appraisals.open_case", item, by, at, after={"why": why.value, "question": question})
    return case


@transaction.atomic
def decide(
    *, case: Case, meeting: Meeting, raw: Raw, grounds: Grounds, number: int, by: Person, at: datetime
) -> Case | Finding:
    """The council's decision on a case: a ruling in the final ledger, always with a reason."""
    held = locked(case.appraisal)
    policy.ask(by, "appraisals.decide", held.assessment.unit, at)
    require_state(held.state, State.SETTLED)
    asked = Case.objects.select_for_update().get(pk=case.pk)
    if asked.ruling_id is not None:
        raise Refused(_("Hội đồng đã quyết định việc này."), _("Hãy tải lại trang."))
    if meeting.round_id != held.assessment.round_id:
        raise NotVisible
    _require_untied(held, by, at)
    if not grounds.reason.strip():
        raise Refused(_("Quyết định của hội đồng phải có lý do."), _("Hãy ghi lý do."))
    ruling = enter(held, LedgerName.FINAL, asked.item, raw, grounds, number, by, at)
    if isinstance(ruling, Finding):
        return ruling
    asked.meeting, asked.ruling = meeting, ruling
    asked.save(update_fields=["meeting", "ruling"])
    trace(held, "appraisals.decide", asked.item, by, at, after={"meeting": meeting.pk, "why": asked.why})
    return asked


@transaction.atomic
def freeze_block(*, round_: Round, block: str, by: Person, at: datetime) -> list[Appraisal]:
    """The council closes a block: every appraisal in it settled, every case decided; then the marks are final."""
    policy.ask(by, "appraisals.decide", None, at)
    units = round_.participants.filter(block=block).values_list("unit_id", flat=True)
    held = list(
        Appraisal.objects.select_for_update(of=("self",))
        .filter(assessment__round=round_, assessment__unit__in=list(units))
        .select_related("assessment__unit", "assessment__round__edition")
        .order_by("pk")
    )
    _require_ready(held, len(units))
    for appraisal in held:
        if appraisal.state != State.FROZEN:
            _freeze(appraisal, by, at)
    return held


def _require_ready(appraisals: list[Appraisal], units: int) -> None:
    waiting = [one.assessment.unit.name for one in appraisals if one.state not in (State.SETTLED, State.FROZEN)]
    if not units or len(appraisals) < units or waiting:
        raise Refused(
            _("Chưa chốt thẩm định: %(units)s.")
            % {"units": ", ".join(waiting[:8]) or _("còn đơn vị chưa được thẩm định")},
            _("Hãy chốt thẩm định đủ các đơn vị của nhóm."),
        )
    cases = Case.objects.filter(appraisal__in=appraisals, ruling=None).select_related("appraisal__assessment__unit")
    if cases:
        shown = ", ".join(f"{case.appraisal.assessment.unit} {case.item}" for case in cases[:8])
        raise Refused(
            _("Còn việc hội đồng chưa quyết định: %(cases)s.") % {"cases": shown}, _("Hãy quyết định trước.")
        )


def _freeze(appraisal: Appraisal, by: Person, at: datetime) -> None:
    state = after(appraisal.state, "freeze")
    appraisal.state, appraisal.frozen_at, appraisal.frozen_by = state, at, by
    appraisal.save(update_fields=["state", "frozen_at", "frozen_by"])
    trace(appraisal, "appraisals.freeze", "", by, at, after={"state": state.value})


@transaction.atomic
def ask_to_reopen(*, appraisal: Appraisal, reason: str, by: Person, at: datetime) -> Reopening:
    """One asks, with a reason, that a frozen appraisal be opened again."""
    held = locked(appraisal)
    policy.ask(by, "appraisals.reopen", held.assessment.unit, at)
    require_state(held.state, State.FROZEN)
    if not reason.strip():
        raise Refused(_("Mở lại phải có lý do."), _("Hãy ghi lý do."))
    asked, made = Reopening.objects.get_or_create(
        appraisal=held, agreed_at=None, defaults={"reason": reason.strip(), "asked_by": by, "asked_at": at}
    )
    if not made:
        raise Refused(_("Đã có đề nghị mở lại đang chờ."), _("Người thứ hai cần đồng ý."))
    trace(held, "appraisals.ask_to_reopen", "", by, at, after={"reason": asked.reason})
    return asked


@transaction.atomic
def reopen(*, reopening: Reopening, by: Person, at: datetime) -> Appraisal:
    """A second person agrees; the marks are no longer final, and all that was ruled stands."""
    held = locked(reopening.appraisal)
    policy.ask(by, "appraisals.reopen", held.assessment.unit, at)
    asked = Reopening.objects.select_for_update().get(pk=reopening.pk)
    if asked.agreed_at is not None:
        raise Refused(_("Đề nghị này đã được đồng ý."), _("Hãy tải lại trang."))
    if asked.asked_by_id == by.pk:
        raise Refused(_("Mở lại cần hai người."), _("Hãy nhờ một người khác đồng ý."))
    state = after(held.state, "reopen")
    asked.agreed_by, asked.agreed_at = by, at
    asked.save(update_fields=["agreed_by", "agreed_at"])
    held.state, held.frozen_at, held.frozen_by = state, None, None
    held.save(update_fields=["state", "frozen_at", "frozen_by"])
    trace(held, "appraisals.reopen", "", by, at, after={"reason": asked.reason})
    return held


def _require_untied(appraisal: Appraisal, by: Person, at: datetime) -> None:
    if appraisal.assessment.unit_id in tied_units(by, at):
        raise Refused(_("Bạn có liên quan đến đơn vị này."), _("Hãy để thành viên khác của hội đồng ghi quyết định."))
