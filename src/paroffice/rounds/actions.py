"""Opening a round, and giving one unit more time."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused
from paroffice.rounds.models import Extension, Round, Step, Window
from paroffice.rounds.queries import Time, time_for
from paroffice.rubrics.models import AdoptedEdition
from paroffice.trail import actions as trail


def stream_of(round_: Round, room: str) -> str:
    """Each room of a round has its own stream, so that writers do not queue behind each other."""
    return f"round:{round_.pk}:{room}"


@transaction.atomic
def open_round(
    *,
    year: int,
    title: str,
    edition: AdoptedEdition,
    windows: Iterable[tuple[Step, str, Time]],
    by: Person,
    at: datetime,
    illustrative: bool = False,
) -> Round:
    """Opens a year over an adopted edition. `windows` name step, block (empty for all) and time."""
    policy.ask(by, "rounds.open", None, at)
    round_ = Round.objects.create(
        year=year, title=title, edition=edition, illustrative=illustrative or edition.illustrative, opened_at=at
    )
    for step, block, time in windows:
        Window.objects.create(round=round_, step=step, block=block, opens_at=time.opens_at, closes_at=time.closes_at)
    after = {"year": year, "edition": edition.digest}
    trail.leave(
        stream=stream_of(round_, "rounds"), act="rounds.open", subject=f"round:{round_.pk}", by=by, at=at, after=after
    )
    return round_


@transaction.atomic
def extend(
    *, round_: Round, unit: Unit, step: Step, closes_at: datetime, reason: str, by: Person, at: datetime
) -> Extension:
    """Gives one unit more time for a step."""
    policy.ask(by, "rounds.extend", unit, at)
    time = time_for(round_, unit, step)
    if not reason.strip():
        raise Refused("Gia hạn phải có lý do.", "Hãy ghi số văn bản đề nghị và lý do.")
    if time is None or closes_at <= time.closes_at:
        raise Refused("Thời hạn mới không muộn hơn thời hạn đang có.", "Hãy chọn thời điểm muộn hơn.")
    given = Extension.objects.create(
        round=round_, unit=unit, step=step, closes_at=closes_at, reason=reason.strip(), given_by=by, given_at=at
    )
    trail.leave(
        stream=stream_of(round_, "rounds"),
        act="rounds.extend",
        subject=f"unit:{unit.code}",
        by=by,
        at=at,
        before={"closes_at": trail.told(time.closes_at)},
        after={"closes_at": trail.told(closes_at), "reason": reason.strip()},
    )
    return given
