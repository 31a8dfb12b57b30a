"""The nine indicators of a unit in a period, from what its system recorded (Circular 01/2018/TT-VPCP, 13–15).

Slips and inspections may tell more than a system does; what is read here of its records is said with each indicator.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from parindex.onestop.deadline import Timeliness
from parindex.onestop.facts import Level
from parindex.onestop.indicators import (
    Evaluation,
    agency_time,
    at_the_unit,
    attitude,
    bodies_contacted,
    contacts,
    evaluated,
    feedback_handled,
    made_public,
    online_service,
    total_time,
)
from parindex.rubric.answers import Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """A dossier that ended in the period. A supplement is a contact with the reception point, and with no other body.

    `posted` and `electronic` tell whether its procedure was public at the office, and electronically.
    """

    timeliness: Timeliness
    agencies: Sequence[Timeliness]
    supplements: int
    complaints: int
    posted: bool
    electronic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """What the indicators of a whole unit look at.

    `whole_process` counts the procedures that are done at the one-stop unit from end to end; a system that does not
    tell them apart says none, and indicator 5 then stays at 1 at most.
    """

    level: Level
    procedures: int
    at_one_stop: int
    whole_process: int
    offered_online: int
    received: int
    received_online: int
    online_late: int
    feedback: int
    feedback_on_time: int
    feedback_prolonged: int


def unit_evaluation(handled: Sequence[Handled], unit: UnitRecord) -> Evaluation | None:
    """All nine, or None where no dossier ended: there is nothing to take a mean of."""
    if not handled:
        return None
    return evaluated(
        {
            1: [total_time(one.timeliness) for one in handled],
            2: [agency_time(one.agencies) for one in handled],
            3: [contacts(one.supplements) for one in handled],
            4: [bodies_contacted(min(one.supplements, 1)) for one in handled],
            5: [at_the_unit(unit.level, *(_of(n, unit.procedures) for n in (unit.whole_process, unit.at_one_stop)))],
            6: [made_public(posted=one.posted, electronic=one.electronic) for one in handled],
            7: [attitude(one.timeliness, one.complaints) for one in handled],
            8: [feedback_handled(_of(unit.feedback_on_time, unit.feedback), unit.feedback_prolonged)],
            9: [
                online_service(
                    _of(unit.offered_online, unit.procedures),
                    _of(unit.received_online, unit.received),
                    unit.online_late,
                )
            ],
        }
    )


def _of(part: int, whole: int) -> Ratio:
    return Ratio(Fraction(part), Fraction(whole))
