"""The founding example in an empty office: units, people, an adopted edition, an open round, answers so far."""

from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from parindex.index.round import edition_folder, sound_round
from parindex.rubric.draft import amendment
from parindex.sheet.ledger import LedgerName
from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Answer
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.rounds.actions import ask_about, clarify, open_round
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import Time
from paroffice.rubrics.actions import adopt, begin_draft, revise
from paroffice.rubrics.frozen import Files, files_from, files_of
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.places import Place
from paroffice.rubrics.queries import law_of
from paroffice.rubrics.revise import rewritten
from paroffice.rubrics.written import Written

PASSWORD = "minh-hoa-2018"
LEFT_OPEN = ("4.2.2", "8.2.1", "8.2.2", "9.1.3")
"""Items of the first unit that a visitor finds unanswered."""
ASKED = ("3.3.2", "8.2.2")
QUESTIONS = (
    "Minh họa: hồ sơ nộp trực tuyến nhưng trả kết quả bản giấy có được tính không?",
    "Minh họa: số liệu lấy đến hết ngày 31/12 hay đến ngày lập báo cáo?",
)
ANSWER = "Minh họa: có, nếu hồ sơ được tiếp nhận và xử lý trên hệ thống; kèm danh sách trích từ hệ thống."


@transaction.atomic
def fill(example: Path) -> list[tuple[str, str]]:
    """The accounts made; none where the office holds something already."""
    if Person.objects.exists() or Unit.objects.exists():
        return []
    plain, now = sound_round(example), timezone.now()
    units = [Unit.objects.create(code=unit.code, name=unit.name, block=unit.block) for unit in plain.units]
    cast = [
        ("dung", "Dung (thường trực)", Role.ROUND_OFFICE, None),
        ("an", "An", Role.UNIT_OFFICER, units[0]),
        ("ly", "Lý (lãnh đạo)", Role.UNIT_LEADER, units[0]),
        ("binh", "Bình", Role.UNIT_OFFICER, units[1]),
        ("chi", "Chi (thẩm định)", Role.APPRAISER, None),
        ("kiem-toan", "Người giám sát", Role.AUDITOR, None),
        ("quan-tri", "Quản trị", Role.ADMINISTRATOR, None),
    ]
    people = {name: Person.objects.create_user(name, password=PASSWORD, full_name=full) for name, full, *_ in cast}
    for name, _, role, unit in cast:
        Grant.objects.create(person=people[name], role=role, unit=unit, starts_on=date(2018, 1, 1))
    edition = adopt(files=files_of(edition_folder(example, plain.about.edition, None)), by=people["dung"], at=now)
    evening = timezone.localtime(now).replace(hour=17, minute=0, second=0, microsecond=0)
    time = Time(opens_at=evening - timedelta(days=21), closes_at=evening + timedelta(days=10))
    round_ = open_round(
        year=plain.about.year, title=plain.about.title, edition=edition, by=people["dung"], at=now,
        windows=[(Step.SELF_ASSESSMENT, "", time)], units=units, illustrative=True,
    )  # fmt: skip
    ledger = plain.ledgers[LedgerName.SELF]
    for place, unit in enumerate(units):
        assessment = assessments.begin(round_=round_, unit=unit, at=now)
        skipped = LEFT_OPEN if place == 0 else ()
        Answer.objects.bulk_create(
            Answer(
                assessment=assessment, item=code, **raw._asdict(), note=ledger.note(place, code),
                changed_by=people["an"] if place == 0 else people["dung"], changed_at=now,
            )
            for code in ledger.items
            if code not in skipped and (raw := ledger.raw(place, code)) is not None
        )  # fmt: skip
    begin_amendment(edition, people["dung"], now)
    ask_and_answer(round_, units[0], people["an"], people["dung"], now)
    return [(name, f"{role.label}{f', {unit}' if unit else ''}") for name, _, role, unit in cast]


def begin_amendment(edition: AdoptedEdition, by: Person, at: datetime) -> None:
    """A draft for the year after, in which one maximum was raised and the sum is off: illustrative."""
    files = files_from(amendment(law_of(edition), f"{edition.name}-sua-doi"))
    draft = begin_draft(files=files, based_on=edition, by=by, at=at)
    revise(draft=draft, step=raised, what="1-chi-dao:0.0", by=by, at=at)


def raised(written: Written) -> Files:
    """The first item of the first field with one point more."""
    place = Place(written.field_names[0], (0, 0))
    data = written.data(place)
    return rewritten(written, place, {**data, "points": "1.5"}) if isinstance(data, dict) else dict(written.files)


def ask_and_answer(round_: Round, unit: Unit, an: Person, dung: Person, at: datetime) -> None:
    """One question that was answered and one that waits: illustrative."""
    asked = ask_about(round_=round_, unit=unit, item=ASKED[0], question=QUESTIONS[0], by=an, at=at)
    clarify(clarification=asked, answer=ANSWER, by=dung, at=at)
    ask_about(round_=round_, unit=unit, item=ASKED[1], question=QUESTIONS[1], by=an, at=at)
