"""A version's life: computed, frozen and sealed, set aside, published; a correction begins the next one."""

from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import Finding
from paroffice.jobs.queries import going
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.results import bridge, jobs
from paroffice.results.actions.common import locked, signed_paper, trace
from paroffice.results.corrections import changes_between
from paroffice.results.models import Result, State
from paroffice.results.packages import keep
from paroffice.results.process import process_of
from paroffice.results.queries import changed_since, not_frozen, result_in_work, told_result
from paroffice.results.rows import TRAIL, Files, files_of
from paroffice.results.workflow import after
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_of

SHOWN = 8
MOST_AT_ONCE = 20_000
"""So many marks are sealed while the page waits: some seconds. A nation's 332,100 take minutes."""


@transaction.atomic
def compute(*, round_: Round, by: Person, at: datetime, reason: str = "") -> Result | list[Finding]:
    """A trial from the rows as they stand; an earlier trial gives way. After publication it begins a correction."""
    policy.ask(by, "results.compute", None, at)
    held = Round.objects.select_for_update(of=("self",)).select_related("edition").get(pk=round_.pk)
    standing, published = result_in_work(held), told_result(held.pk)
    if standing is not None:
        after(standing.state, "compute")
    why = (reason.strip() or (standing.reason if standing else "")) if published else ""
    if published and not why:
        raise Refused(_("Đính chính phải có lý do."), _("Hãy ghi vì sao tính lại kết quả đã công bố."))
    try:
        council = keep(bridge.drafted(files_of(held)))
    except bridge.Unsound as unsound:
        return unsound.findings
    said = {"council": council, "reason": why, "computed_at": at, "computed_by": by}
    version = published.version + 1 if published else 1
    result, _made = Result.objects.update_or_create(round=held, version=version, defaults=said)
    trace(
        held, "compute", f"result:{result.pk}", by, at, after={"version": version, "sha256": council, "reason": why}
    )
    return result


def freeze(*, result: Result, by: Person, at: datetime) -> Result | list[Finding]:
    """The council has closed every block: the version is computed once more, sealed, and never changes.

    Sealing may take minutes, and nothing is locked for so long; what changed meanwhile is found before it is written.
    """
    _require_ready(result, by, at)
    files = files_of(result.round)
    try:
        made = bridge.sealed(files)
    except bridge.Unsound as unsound:
        return unsound.findings
    return _frozen(result, files, made, by, at)


def _require_ready(result: Result, by: Person, at: datetime) -> State:
    policy.ask(by, "results.freeze", None, at)
    state = after(result.state, "freeze")
    _require_closed(result.round)
    return state


@transaction.atomic
def _frozen(result: Result, files: Files, made: bridge.Sealed, by: Person, at: datetime) -> Result:
    held = locked(result)
    state = _require_ready(held, by, at)
    if _marks(files_of(held.round)) != _marks(files):
        raise Refused(_("Số liệu của đợt đã đổi trong lúc niêm phong."), _("Hãy chốt lại."))
    held.council, held.public, held.fingerprint = keep(made.council), keep(made.public), made.fingerprint
    held.study, held.process, held.changes = made.study, process_of(held.round), _changes(held)
    held.state, held.frozen_at, held.frozen_by = state, at, by
    held.save()
    told = {"council": held.council, "public": held.public, "fingerprint": held.fingerprint}
    trace(held.round, "freeze", f"result:{held.pk}", by, at, after=told | {"version": held.version})
    return held


def _marks(files: Files) -> Files:
    """All but how far the trail had come, which any deed of the round moves."""
    return {name: content for name, content in files.items() if name != TRAIL}


def ask_to_freeze(*, result: Result, by: Person, at: datetime) -> None:
    """A large round is frozen by a worker, so that nobody waits at a page; asked again, it is frozen once."""
    _require_ready(result, by, at)
    if result.pk not in going(jobs.freeze):
        jobs.freeze.enqueue(result.pk, by.pk)


def is_large(round_: Round) -> bool:
    leaves = sum(1 for _ in law_of(round_.edition).leaves())
    return round_.participants.count() * leaves > MOST_AT_ONCE


def _require_closed(round_: Round) -> None:
    waiting = not_frozen(round_)
    if waiting:
        raise Refused(
            _("Hội đồng chưa chốt: %(units)s.") % {"units": ", ".join(waiting[:SHOWN])},
            _("Kết quả chỉ chốt được khi hội đồng đã chốt mọi nhóm."),
        )


def _changes(result: Result) -> list[dict[str, object]]:
    before = told_result(result.round_id)
    return [] if before is None else changes_between(bridge.opened(before.council), bridge.opened(result.council))


@transaction.atomic
def set_aside(*, result: Result, reason: str, by: Person, at: datetime) -> Result:
    """A frozen version that was not published becomes a trial again, for a reason."""
    held = locked(result)
    policy.ask(by, "results.freeze", None, at)
    state = after(held.state, "set_aside")
    if not reason.strip():
        raise Refused(_("Bỏ chốt phải có lý do."), _("Hãy ghi lý do."))
    before = {"council": held.council, "public": held.public}
    held.public = held.fingerprint = ""
    held.study = held.process = held.frozen_at = held.frozen_by = None
    held.changes, held.state = [], state
    held.save()
    trace(held.round, "set_aside", f"result:{held.pk}", by, at, before, {"reason": reason.strip()})
    return held


@transaction.atomic
def publish(
    *,
    result: Result,
    decision: str,
    decided_on: date | None,
    signed: File | None,
    public_at: datetime | None,
    by: Person,
    at: datetime,
) -> Result:
    """By the decision's number, date and signed file. Until `public_at` a scored unit reads its own, nobody else."""
    held = locked(result)
    policy.ask(by, "results.publish", None, at)
    state = after(held.state, "publish")
    _require_decision(decision, decided_on, at)
    if changed_since(held):
        raise Refused(
            _("Hội đồng đã mở lại hoặc chốt lại điểm sau khi kết quả được chốt."),
            _("Hãy bỏ chốt rồi chốt lại kết quả."),
        )
    held.signed = signed_paper(held.round, signed, "results.publish", by, at)
    held.decision, held.decided_on, held.state = decision.strip(), decided_on, state
    held.published_at, held.published_by, held.public_at = at, by, max(public_at or at, at)
    held.save()
    told = {
        "decision": held.decision,
        "decided_on": decided_on.isoformat() if decided_on else "",
        "public": held.public,
    }
    moment = {"signed": held.signed.sha256, "public_at": held.public_at.isoformat(), "version": held.version}
    trace(held.round, "publish", f"result:{held.pk}", by, at, after=told | moment)
    return held


def _require_decision(decision: str, decided_on: date | None, at: datetime) -> None:
    if not decision.strip() or decided_on is None:
        raise Refused(_("Chưa có số hoặc ngày của quyết định công bố."), _("Hãy ghi số và ngày của quyết định."))
    if len(decision) > 120 or decided_on > timezone.localtime(at).date():
        raise Refused(_("Số quyết định quá dài hoặc ngày ở tương lai."), _("Hãy ghi đúng như trên quyết định."))
