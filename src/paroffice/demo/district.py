"""The first unit's one-stop in the year of the round: its catalogue and its dossiers of online procedures. Invented.

As many as the example declares and as the appraisers found, so that three items of the round are computed from rows.
They are laid down at once and not each through its door: a demo is not waited for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import cycle, islice

from parindex.index.round import Round as PlainRound
from parindex.onestop.calendar import ONE_DAY, VIETNAM, Calendar
from parindex.onestop.deadline import Terms
from parindex.onestop.events import EventKind
from parindex.onestop.shapes import read_limit
from parindex.sheet.ledger import LedgerName
from paroffice.demo.onestop import PASSWORD
from paroffice.onestop.actions.common import calendar_of, known, law_now
from paroffice.onestop.actions.feed import seal_each
from paroffice.onestop.actions.law import set_up
from paroffice.onestop.models import Dossier, Happened, Law, Procedure, ProcedureVersion, State, Tray
from paroffice.onestop.written import digest_of, read_row
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.rounds.models import Round

USERNAME = "hien"
CALENDAR = "minh-hoa-2018"
FIRST_DAY, LAST_DAY = date(2018, 6, 21), date(2018, 12, 31)
"""From the day on which the regime of Decree 61/2018 holds to the end of the year that the round judges."""
ANNOUNCED, EFFECTIVE, ABOLISHED = "2018-06-01", "2018-06-21", "2025-07-01"
OVER = {"number": "2", "announcement": "abolished", "announced_on": "2025-06-12", "effective_on": ABOLISHED}
IN_TIME, TOO_LATE = "2018-06-06", "2018-06-18"
"""Five working days from the announcement end on 8 June."""
LIMIT, USED, OVERRUN = "5 working_days", Fraction(3), Fraction(7)
"""Working days that a dossier took, and that a late one took."""
RECEPTIONS_END = date(2018, 12, 14)
FIELDS = ("Đất đai", "Hộ tịch", "Đăng ký kinh doanh", "Xây dựng", "Lao động, người có công", "Giáo dục")
PUBLIC, ONLINE, USED_ONLINE, ON_TIME = "3.3.2", "8.2.2", "8.2.1", "4.3.1"
FIGURES = ("tthc_cong_khai_dung_han", "ho_so_truc_tuyen", "ho_so_dung_han")


@dataclass(frozen=True, slots=True)
class Counts:
    """Numerator and denominator as a ledger of the example has them."""

    part: int
    whole: int


def keep_one_stop(plain: PlainRound, round_: Round, unit: Unit, dung: Person, now: datetime) -> None:
    """The district's centre, its procedures of that year, its dossiers, and three figures sealed for the round."""
    head = Person.objects.create_user(USERNAME, password=PASSWORD, full_name="Hiền (phụ trách một cửa)")
    Grant.objects.create(person=head, role=Role.HEAD_OF_ONE_STOP, unit=unit, starts_on=date(2018, 1, 1))
    at = round_.opened_at
    set_up(
        unit=unit, by=head, at=at, name=f"Bộ phận một cửa {unit.name}", level="district", organisation="000.KS",
        calendar=CALENDAR, above=f"UBND {unit.name}", place="Minh họa", letters="BPMC", illustrative=True,
    )  # fmt: skip
    public = _counts(plain, LedgerName.APPRAISED, PUBLIC)
    online, used = (_counts(plain, LedgerName.SELF, item) for item in (ONLINE, USED_ONLINE))
    versions = _catalogue(public, used.whole, head, at)
    _dossiers(unit, head, versions[: used.whole], used.part, online, _late(plain, online.whole))
    seal_each(round_=round_, unit=unit, figures=FIGURES, since=FIRST_DAY, until=LAST_DAY, by=dung, at=now)


def _counts(plain: PlainRound, name: LedgerName, item: str) -> Counts:
    raw = plain.ledgers[name].raw(0, item)
    assert raw is not None, item
    return Counts(int(raw.numerator), int(raw.denominator))


def _late(plain: PlainRound, dossiers: int) -> int:
    """As many of these as were late of all that the unit declares."""
    declared = _counts(plain, LedgerName.SELF, ON_TIME)
    return dossiers * (declared.whole - declared.part) // declared.whole


def _catalogue(public: Counts, online: int, by: Person, at: datetime) -> list[ProcedureVersion]:
    """Those in force that year, the first of them online; abolished when districts were."""
    codes = [f"MH.H{number:03}" for number in range(1, public.whole + 1)]
    procedures = Procedure.objects.bulk_create(Procedure(code=code) for code in codes)
    versions = [
        _version(procedure, _row(place, online, IN_TIME if place < public.part else TOO_LATE), by, at)
        for place, procedure in enumerate(procedures)
    ]
    over = [_version(one, _row(place, online, "") | OVER, by, at) for place, one in enumerate(procedures)]
    return ProcedureVersion.objects.bulk_create([*versions, *over])[: len(versions)]


def _version(procedure: Procedure, row: dict[str, str], by: Person, at: datetime) -> ProcedureVersion:
    values, flaws = read_row(row | {"code": procedure.code})
    assert not flaws, flaws
    digest = digest_of(values)
    del values["code"]
    return ProcedureVersion(procedure=procedure, digest=digest, brought_by=by, brought_at=at, **values)


def _row(place: int, online: int, published_on: str) -> dict[str, str]:
    field = FIELDS[place % len(FIELDS)]
    return {
        "number": "1", "announcement": "new", "name": f"{field}: thủ tục số {place + 1} (minh họa)", "field": field,
        "level": "district", "components": "Tờ khai theo mẫu | original | 1 | yes", "sets": "1",
        "order": "Nộp hồ sơ, kiểm tra, thẩm định, trả kết quả. (minh họa)", "ways": "Trực tiếp, trực tuyến.",
        "limit": LIMIT, "subjects": "Công dân (minh họa)", "agency": "UBND cấp huyện (minh họa)",
        "result": "Văn bản minh họa", "legal_basis": "Văn bản quy phạm minh họa", "announced_by": "province",
        "announced_decision": "QĐ số 3 (minh họa)", "announced_on": ANNOUNCED, "effective_on": EFFECTIVE,
        "online": "3" if place < online else "2", "one_stop": "yes", "published_on": published_on,
        "partial_reason": "Phải kiểm tra thực địa (minh họa)" if place < online else "",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A day of receptions: when one is received, due, done in time, done late, with the working time of each."""

    received: datetime
    due: datetime
    done: datetime
    overrun: datetime
    minutes: int
    minutes_over: int


def _dossiers(unit: Unit, by: Person, versions: list[ProcedureVersion], used: int, online: Counts, late: int) -> None:
    """The online ones are of the first procedures; who was late stands evenly among the others."""
    law = law_now()
    calendar = calendar_of(law, CALENDAR)
    regime = known(law).regime_on(FIRST_DAY)
    assert regime is not None, "the regime begins on that day"
    limit = read_limit(LIMIT)
    assert limit is not None, "the limit is sound"
    days = cycle(list(_days(calendar, Terms(limit=limit, calendar=calendar, rules=regime.rules))))
    rows = []
    for number, day in enumerate(islice(days, online.whole), 1):
        sent = number <= online.part
        version = versions[number % used] if sent else versions[number % len(versions)]
        rows.append(
            _dossier(unit, version, law, regime.name, number, day, sent, _is_late(number, online.whole, late))
        )
    made = Dossier.objects.bulk_create(rows)
    Happened.objects.bulk_create(event for one in made for event in _events(one, by))


def _is_late(number: int, of: int, late: int) -> bool:
    return number * late // of > (number - 1) * late // of


def _days(calendar: Calendar, terms: Terms) -> Iterator[Day]:
    day = FIRST_DAY
    while day <= RECEPTIONS_END:
        if calendar.close_of(day) is not None:
            received = datetime(day.year, day.month, day.day, 8, 15, tzinfo=VIETNAM)
            done, over = (calendar.close_after_days(day + ONE_DAY, span) for span in (USED, OVERRUN))
            spent = [calendar.worked_between(received, one) // timedelta(minutes=1) for one in (done, over)]
            yield Day(received, terms.due_from(received), done, over, *spent)
        day += ONE_DAY


def _dossier(
    unit: Unit, version: ProcedureVersion, law: Law, regime: str, number: int, day: Day, sent: bool, late: bool
) -> Dossier:
    ended = day.overrun if late else day.done
    return Dossier(
        unit=unit, version=version, law=law, regime=regime, calendar=CALENDAR, code=f"KS-18-{number:06}",
        key="MINHHOA8", year=2018, number=number, state=State.RETURNED, tray=Tray.OVER,
        channel="online" if sent else "direct", applicant="Người nộp (minh họa)", submitted_at=day.received,
        checklist=[{"name": "Tờ khai theo mẫu", "obligatory": True, "way": "scanned" if sent else "paper"}],
        received_at=day.received, due_at=day.due, sort_at=ended, ended_at=ended, returned_at=ended,
        timeliness="late" if late else "early", office_minutes=day.minutes_over if late else day.minutes,
        applicant_minutes=0, result="Văn bản kết quả (minh họa)",
    )  # fmt: skip


def _events(dossier: Dossier, by: Person) -> Iterator[Happened]:
    if dossier.channel == "online":
        yield Happened(dossier=dossier, kind=EventKind.SUBMITTED.value, at=dossier.submitted_at)
    yield Happened(dossier=dossier, kind=EventKind.RECEIVED.value, at=dossier.received_at, by=by)
    yield Happened(dossier=dossier, kind=EventKind.RETURNED.value, at=dossier.ended_at, by=by)
