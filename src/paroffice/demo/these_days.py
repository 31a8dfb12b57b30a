"""What lies at an illustrative one-stop unit these days, reckoned from the day of the demo. Invented."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from paroffice.onestop.actions import agencies, catalogue, centre, citizen, desk, fees, petitions, working
from paroffice.onestop.actions.centre import Worker
from paroffice.onestop.actions.common import known, law_now
from paroffice.onestop.actions.desk import Said
from paroffice.onestop.actions.returning import Return, give_back
from paroffice.onestop.models import Dossier, Ticket
from paroffice.onestop.queries.catalogue import in_force
from paroffice.people.models import Person, Unit
from paroffice.refused import Refused

NAMES = ("Nguyễn Văn A", "Trần Thị B", "Lê Văn C", "Phạm Thị D", "Hoàng Văn E", "Vũ Thị G")
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""An empty page: what an invented citizen attaches."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(slots=True)
class Desk:
    """Who does what at one unit."""

    unit: Unit
    clerk: Person
    worker: Person
    head: Person


@dataclass(frozen=True, slots=True)
class Course:
    """A dossier and what became of it: days before the demo's day, None for what has not happened yet."""

    code: str
    came: int
    handed_on: bool = True
    asked_for_more: int | None = None
    came_again: int | None = None
    sorry: int | None = None
    finished: int | None = None
    returned: int | None = None
    stars: int = 0
    opinions: tuple[tuple[int, int], ...] = field(default_factory=tuple)
    """Days before on which an agency was asked, and until when."""


COURSES = (
    Course("MH.01", came=27, sorry=15, finished=13, returned=12, stars=1),
    Course("MH.01", came=24, finished=20, returned=19, stars=3),
    Course("MH.03", came=22, asked_for_more=20, came_again=16, finished=11, returned=10, stars=2),
    Course("MH.01", came=18, finished=14, returned=13, stars=3),
    Course("MH.01", came=13, finished=8, returned=7),
    Course("MH.01", came=9, opinions=((6, 2),)),
    Course("MH.01", came=7, finished=1),
    Course("MH.03", came=5, asked_for_more=3),
    Course("MH.01", came=4),
    Course("MH.03", came=2, opinions=((2, -3),)),
    Course("MH.03", came=0, handed_on=False),
)


PHONE = "000 000 000"


def these_days(at_desk: Desk, agency: Unit, other: Unit, now: datetime) -> None:
    """As far as the illustrative calendar reaches."""
    for place, course in enumerate(COURSES):
        try:
            _played(course, f"{NAMES[place % len(NAMES)]} (minh họa)", at_desk, agency, now)
        except Refused:
            continue
    _sent_online(at_desk, now)
    _queue(at_desk, now)
    _kept(at_desk, _staff(agency.name, other.name), now)
    said = "Bảng hướng dẫn ở sảnh bị che khuất (minh họa)."
    citizen.complain(unit=at_desk.unit, content=said, name="", contact="", dossier=None, at=now - DAY)


@transaction.atomic
def _played(course: Course, who: str, at_desk: Desk, agency: Unit, now: datetime) -> None:
    one = _received(course, who, at_desk, now)
    _asked_and_waited(one, course, at_desk, now)
    for asked, until in course.opinions:
        question = "Thửa đất này có trong quy hoạch không? (minh họa)"
        due, at = now - until * DAY, _ago(now, asked)
        agencies.ask_opinion(dossier=one, agency=agency, content=question, due=due, by=at_desk.worker, at=at)
    if course.finished is not None:
        at = _ago(now, course.finished)
        working.finish(dossier=one, result="Văn bản kết quả (minh họa)", by=at_desk.worker, at=at)
    if course.returned is not None:
        _returned(one, course, who, at_desk, _ago(now, course.returned))


def _ago(now: datetime, days: int) -> datetime:
    return now - days * DAY - HOUR


def _received(course: Course, who: str, at_desk: Desk, now: datetime) -> Dossier:
    unit, clerk, at = at_desk.unit, at_desk.clerk, _ago(now, course.came)
    version = in_force(timezone.localdate(now)).get(procedure__code=course.code)
    said = Said(applicant=who, phone="0900 000 000", ways=["scanned", "paper"])
    one = desk.take_in(unit=unit, version=version, channel="direct", said=said, by=clerk, at=at)
    one = desk.receive(dossier=one, by=clerk, at=at)
    if course.handed_on:
        working.hand_on(dossier=one, department="Phòng chuyên môn", holder=at_desk.worker, by=clerk, at=at)
    return one


def _asked_and_waited(one: Dossier, course: Course, at_desk: Desk, now: datetime) -> None:
    if course.asked_for_more is not None:
        why, items = "Giấy tờ kèm theo chưa rõ (minh họa)", ["Giấy tờ kèm theo"]
        at = _ago(now, course.asked_for_more)
        desk.ask_for_more(dossier=one, reason=why, items=items, by=at_desk.worker, at=at)
    if course.came_again is not None:
        working.complete(dossier=one, by=at_desk.clerk, at=_ago(now, course.came_again))
    if course.sorry is not None:
        promised, why = now - (course.sorry - 3) * DAY, "Thiếu người thẩm định (minh họa)"
        at = _ago(now, course.sorry)
        working.apologise(dossier=one, due=promised, reason=why, by=at_desk.worker, at=at)


def _returned(one: Dossier, course: Course, who: str, at_desk: Desk, at: datetime) -> None:
    if one.fee:
        fees.pay(dossier=one, moment=4, way="cash", receipt=f"BL {one.number} (minh họa)", by=at_desk.clerk, at=at)
    give_back(dossier=one, said=Return(way="receipt", to=who, originals=[0]), by=at_desk.clerk, at=at)
    if course.stars:
        citizen.rate(dossier=one, moment="return", scores={"overall": course.stars}, note="", at=at + HOUR)


def _sent_online(at_desk: Desk, now: datetime) -> None:
    """One that waits for the desk."""
    version, at = in_force(timezone.localdate(now)).get(procedure__code="MH.03"), now - 2 * HOUR
    draft = citizen.begin(unit=at_desk.unit, version=version, at=at)
    said = {"applicant": f"{NAMES[5]} (minh họa)", "phone": "0900 000 000"}
    citizen.write(draft=draft, said=said, at=at)
    citizen.attach(draft=draft, component=0, file=ContentFile(PAPER, name="to-khai.pdf"), at=at)
    citizen.send(draft=draft, at=at)


def _queue(at_desk: Desk, now: datetime) -> None:
    """Three numbers, one of them called."""
    tickets = [citizen.take_number(unit=at_desk.unit, field="", at=now - n * HOUR / 4) for n in (3, 2, 1)]
    petitions.call_next(unit=at_desk.unit, counter="1", by=at_desk.clerk, at=now)
    assert len(tickets) == Ticket.objects.filter(unit=at_desk.unit).count()


def _staff(one: str, other: str) -> tuple[Worker, ...]:
    """The head, and whom two agencies sent; the first keeps somebody in reserve, the other nobody."""
    return (
        Worker(name="Vân (minh họa)", title="Giám đốc Trung tâm", phone=PHONE, head=True),
        Worker(name="Thu (minh họa)", title="Công chức tiếp nhận", field="Hộ tịch", phone=PHONE, sent_by=other),
        Worker(name="Tâm (minh họa)", title="Công chức thụ lý", field="Đất đai", phone=PHONE, sent_by=one),
        Worker(name="Hạ (minh họa)", title="Công chức", field="Đất đai", phone=PHONE, sent_by=one, reserve=True),
    )


def _kept(at_desk: Desk, staff: Sequence[Worker], now: datetime) -> None:
    """What the head keeps of the centre: who works there, most of the decree's equipment, a meeting; and what hangs
    out."""
    unit, head, on = at_desk.unit, at_desk.head, timezone.localdate(now - 20 * DAY)
    said = {"unit": unit, "by": head, "at": now}
    for who in staff:
        centre.name_staff(who=who, on=on, **said)
    for count, line in enumerate(known(law_now()).equipment[:-2], 1):
        centre.count_holding(code=line.code, count=count, note="", on=on, **said)
    met = "Họp với các phòng chuyên môn về hồ sơ chậm (minh họa)."
    centre.record(kind="meeting", on=on, content=met, **said)
    for version in in_force(on).exclude(procedure__code__in=("MH.04", "MH.05")).filter(level=unit.centre.level):
        catalogue.post(version=version, unit=unit, on=on, by=at_desk.clerk, at=now)
