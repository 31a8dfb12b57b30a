"""The story of one dossier in lines of words: what it kept, its two clocks, and what was irregular."""

from collections.abc import Iterator
from datetime import datetime

from parindex.errors import Finding, Incomplete
from parindex.onestop.calendar import local
from parindex.onestop.clocks.index import IndexClock, both_clocks
from parindex.onestop.clocks.legal import Irregularity, LegalClock
from parindex.onestop.deadline import Timeliness, answer_due
from parindex.onestop.events import EventKind
from parindex.onestop.facts import Dossier
from parindex.onestop.regime import Limit, LimitUnit
from parindex.onestop.register import Register
from parindex.rounding import number
from parindex.words import Words, words

UNITS = {
    LimitUnit.WORKING_DAYS: words("working days"),
    LimitUnit.WORKING_HOURS: words("working hours"),
    LimitUnit.CALENDAR_DAYS: words("calendar days"),
    LimitUnit.CLOCK_HOURS: words("hours"),
}
TIMELINESS = {
    Timeliness.EARLY: words("early"),
    Timeliness.ON_TIME: words("on time"),
    Timeliness.LATE: words("late"),
}
IRREGULARITIES = {
    Irregularity.SUPPLEMENT_ASKED_LATE: words("a supplement was asked after the days allowed for it"),
    Irregularity.SUPPLEMENT_ASKED_AGAIN: words("a supplement was asked more often than allowed"),
    Irregularity.SUPPLEMENT_NOT_ASKED: words("a supplement came in that nobody had asked for"),
    Irregularity.EXTENDED_LATE: words("the apology came too late, the due date stands"),
    Irregularity.EXTENDED_AGAIN: words("the date was moved more often than allowed, the due date stands"),
    Irregularity.EXTENDED_WHILE_WAITING: words("the date was moved while the clock stood, the due date stands"),
    Irregularity.EXTENDED_TO_NO_LATER_DATE: words("the new date is not later, the due date stands"),
    Irregularity.PAYMENT_NOT_ASKED: words("a payment came in that nobody had asked for"),
    Irregularity.RECEIVED_AGAIN: words("received a second time, the first counts"),
    Irregularity.AFTER_THE_END: words("this came after the end and counts for nothing"),
}


def dossier_lines(register: Register, code: str) -> Iterator[Words]:
    """How a dossier stands at the end of the period. Raises `Incomplete` on an unknown code."""
    dossier = next((one for one in register.dossiers if one.code == code), None)
    if dossier is None:
        problem = words("there is no dossier «{code}» in dossiers.csv", code=code)
        raise Incomplete([Finding(where=code, problem=problem, remedy=words("correct the code"))])
    terms, as_of = register.terms(dossier), register.about.period.end
    yield words("{code}: {name}", code=dossier.code, name=dossier.procedure.name)
    yield words(
        "Kept from reception: version {version}, {limit}, regime {regime}, calendar {calendar}",
        version=dossier.procedure.version,
        limit=limit_words(dossier.procedure.limit),
        regime=dossier.regime,
        calendar=dossier.calendar,
    )
    yield from _submitted(register, dossier)
    clocks = both_clocks(dossier.events, terms, as_of, register.index.clock)
    if clocks is None:
        yield words("Not received in the period: no clock runs.")
        return
    legal, index = clocks
    yield from _legal(legal)
    yield from _index(index)


def _submitted(register: Register, dossier: Dossier) -> Iterator[Words]:
    for event in dossier.events:
        if event.kind is EventKind.SUBMITTED:
            due = answer_due(event.at, register.calendars[dossier.calendar], register.terms(dossier).rules)
            yield words("Submitted online {at}", at=_at(event.at))
            if due is not None:
                yield words("  to be answered by {due}", due=_at(due))


def _legal(legal: LegalClock) -> Iterator[Words]:
    in_time = legal.end is None and not legal.overdue
    timeliness = words("within its limit") if in_time else TIMELINESS[legal.timeliness]
    yield words("Legal clock: {timeliness}", timeliness=timeliness)
    for leg in legal.legs:
        yield words("  from {start}, due {due}", start=_at(leg.started_at), due=_at(leg.due))
        if leg.stopped_at is not None and (legal.end is None or leg is not legal.legs[-1]):
            yield words("  stopped {at}", at=_at(leg.stopped_at))
    if legal.end is not None:
        yield words("  ended {at}", at=_at(legal.end.at))
    for irregular in legal.irregular:
        yield words("  irregular, {at}: {what}", at=_at(irregular.event.at), what=IRREGULARITIES[irregular.what])


def _index(index: IndexClock) -> Iterator[Words]:
    timeliness = TIMELINESS[Timeliness.ON_TIME if index.on_time else Timeliness.LATE]
    yield words("Index clock: {timeliness}", timeliness=timeliness)
    yield words("  from {start}, due {due}", start=_at(index.started_at), due=_at(index.due))
    for pause in index.pauses:
        yield words("  subtracted: {since} to {until}", since=_at(pause.since), until=_at(pause.until))
    yield words(
        "  measured until {at}; supplements asked: {requests}", at=_at(index.ended_at), requests=index.requests
    )


def limit_words(limit: Limit) -> Words:
    if limit.unit is LimitUnit.SAME_DAY:
        return words("the same day")
    return words("{amount} {unit}", amount=number(limit.amount), unit=UNITS[limit.unit])


def _at(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"
