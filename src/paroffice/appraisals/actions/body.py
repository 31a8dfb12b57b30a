"""The working group and its members, who appraises what, who keeps out."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from paroffice.appraisals.actions.common import trace_round
from paroffice.appraisals.mandates import Difference, Known, Line, difference, digest_of, known_in, standing_lines
from paroffice.appraisals.models import Mandate, Member, Tie, WorkingGroup
from paroffice.appraisals.queries import is_member, leaves_under, tied_units
from paroffice.evidence.models import Paper
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_of


@transaction.atomic
def establish(
    *,
    round_: Round,
    number: str,
    issued_on: date,
    head: Person,
    starts_on: date,
    by: Person,
    at: datetime,
    ends_on: date | None = None,
    paper: Paper | None = None,
) -> WorkingGroup:
    """The body that appraises a round, by its decision."""
    policy.ask(by, "appraisals.establish", None, at)
    if not number.strip():
        raise Refused(_("Chưa có số quyết định thành lập."), _("Hãy ghi số, ngày của quyết định."))
    if WorkingGroup.objects.filter(round=round_).exists():
        raise Refused(_("Đợt này đã có tổ công tác."), _("Hãy thêm hoặc thôi thành viên."))
    group = WorkingGroup.objects.create(
        round=round_, number=number.strip(), issued_on=issued_on, head=head, starts_on=starts_on, ends_on=ends_on,
        paper=paper,
    )  # fmt: skip
    after = {"number": group.number, "issued_on": issued_on.isoformat(), "head": head.username}
    trace_round(round_, "appraisals.establish", f"group:{group.pk}", by, at, after)
    return group


@transaction.atomic
def file_decision(*, group: WorkingGroup, paper: Paper, by: Person, at: datetime) -> None:
    """The file of the establishing decision, once."""
    policy.ask(by, "appraisals.establish", None, at)
    if paper.round_id != group.round_id:
        raise NotVisible
    if not WorkingGroup.objects.filter(pk=group.pk, paper=None).update(paper=paper):
        raise Refused(_("Quyết định này đã có tệp."), _("Tệp quyết định chỉ nộp một lần."))
    trace_round(group.round, "appraisals.file_decision", f"group:{group.pk}", by, at, {"sha256": paper.sha256})


@transaction.atomic
def join(
    *, group: WorkingGroup, person: Person, department: str, starts_on: date, by: Person, at: datetime
) -> Member:
    """A department sends a member."""
    policy.ask(by, "appraisals.establish", None, at)
    if not department.strip():
        raise Refused(_("Chưa có cơ quan cử thành viên."), _("Hãy ghi tên cơ quan."))
    if group.members.filter(person=person, ends_on=None).exists():
        raise Refused(_("%(who)s đang là thành viên.") % {"who": person}, _("Không cần thêm nữa."))
    member = Member.objects.create(group=group, person=person, department=department.strip(), starts_on=starts_on)
    after = {"person": person.username, "department": member.department}
    trace_round(group.round, "appraisals.join", f"member:{member.pk}", by, at, after)
    return member


@transaction.atomic
def leave_group(*, member: Member, on: date, by: Person, at: datetime) -> None:
    """A member's last day; what they ruled stands."""
    policy.ask(by, "appraisals.establish", None, at)
    ended = Member.objects.filter(pk=member.pk, ends_on=None).update(ends_on=max(on, member.starts_on))
    if ended:
        trace_round(member.group.round, "appraisals.leave_group", f"member:{member.pk}", by, at)


@transaction.atomic
def give_mandates(
    *,
    round_: Round,
    person: Person,
    parts: Iterable[str],
    by: Person,
    at: datetime,
    block: str = "",
    unit: Unit | None = None,
) -> list[Mandate]:
    """Parts of the edition for a member to appraise, over a block or one unit; those given before stay."""
    policy.ask(by, "appraisals.establish", None, at)
    _wait_for_plan(round_)
    _require_sound(round_, person, parts := list(parts), unit, at)
    given = []
    for part in parts:
        held = {"given_by": by, "given_at": at}
        reach = {"part": part, "block": "" if unit else block, "unit": unit, "ended_at": None}
        mandate, made = Mandate.objects.get_or_create(round=round_, person=person, **reach, defaults=held)
        given += [mandate] if made else []
    if given:
        told = {"person": person.username, "parts": parts, "block": block, "unit": unit.code if unit else ""}
        trace_round(round_, "appraisals.give_mandates", f"person:{person.username}", by, at, told)
    return given


def _wait_for_plan(round_: Round) -> None:
    """Who changes the mandates of a round waits for who is changing them."""
    WorkingGroup.objects.select_for_update().filter(round=round_).first()


def _require_sound(round_: Round, person: Person, parts: list[str], unit: Unit | None, at: datetime) -> None:
    if not is_member(person, round_, at):
        raise Refused(
            _("%(who)s không ở trong tổ công tác.") % {"who": person}, _("Hãy thêm thành viên trước khi phân công.")
        )
    strangers = [part for part in parts if not leaves_under(law_of(round_.edition), part)]
    if strangers:
        raise Refused(
            _("Bộ chỉ số không có phần: %(parts)s.") % {"parts": ", ".join(strangers[:5])}, _("Hãy chọn lại.")
        )
    if unit is not None and unit.pk in tied_units(person, at):
        raise Refused(
            _("%(who)s có liên quan đến %(unit)s.") % {"who": person, "unit": unit}, _("Hãy phân công người khác.")
        )


@transaction.atomic
def end_mandate(*, mandate: Mandate, by: Person, at: datetime) -> None:
    """No longer the person's to appraise; what was ruled stands."""
    policy.ask(by, "appraisals.establish", None, at)
    _wait_for_plan(mandate.round)
    if Mandate.objects.filter(pk=mandate.pk, ended_at=None).update(ended_at=at):
        trace_round(mandate.round, "appraisals.end_mandate", f"mandate:{mandate.pk}", by, at)


@transaction.atomic
def bring_in_mandates(
    *, round_: Round, wanted: Iterable[Line], standing: str, file_name: str, by: Person, at: datetime
) -> Difference:
    """A whole plan of who appraises what: new mandates are given, those no longer in it end. All of it or nothing.

    `standing` is the digest of the mandates that its preview was held against.
    """
    policy.ask(by, "appraisals.establish", None, at)
    _wait_for_plan(round_)
    held = standing_lines(round_)
    plan, known = difference(wanted, held), known_in(round_, at)
    if digest_of(held) != standing or any(flaw for line in plan.new for flaw in known.flaws(line)):
        raise Refused(
            _("Phân công hoặc tổ công tác đã thay đổi từ lúc xem trước, nên chưa ghi gì."),
            _("Hãy nạp lại tệp và xem lại các thay đổi."),
        )
    Mandate.objects.filter(pk__in=[held[line] for line in plan.ended]).update(ended_at=at)
    Mandate.objects.bulk_create([_mandate(round_, line, known, by, at) for line in plan.new], batch_size=1000)
    told = {"file": file_name[-200:], "new": _digested(plan.new), "ended": _digested(plan.ended)}
    trace_round(round_, "appraisals.bring_in_mandates", f"round:{round_.pk}", by, at, told)
    return plan


def _mandate(round_: Round, line: Line, known: Known, by: Person, at: datetime) -> Mandate:
    return Mandate(
        round=round_, person=known.people[line.username], part=line.part, block=line.block,
        unit_id=known.units[line.unit] if line.unit else None, given_by=by, given_at=at,
    )  # fmt: skip


def _digested(lines: list[Line]) -> str:
    """So many lines, and which: the mandates themselves stay in their table."""
    return f"{len(lines)} {digest_of(dict.fromkeys(lines, 0))}"


@transaction.atomic
def declare_tie(*, round_: Round, person: Person, unit: Unit, reason: str, by: Person, at: datetime) -> Tie:
    """A person keeps out of a unit's appraisal: they say so themselves, or the round office does."""
    if by.pk != person.pk:
        policy.ask(by, "appraisals.establish", None, at)
    if not reason.strip():
        raise Refused(_("Chưa có lý do."), _("Hãy ghi quan hệ với đơn vị."))
    tie, made = Tie.objects.get_or_create(
        person=person, unit=unit, defaults={"reason": reason.strip(), "declared_by": by, "declared_at": at}
    )
    if made:
        after = {"unit": unit.code}
        trace_round(round_, "appraisals.declare_tie", f"person:{person.username}", by, at, after)
    return tie
