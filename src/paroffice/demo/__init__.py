"""The founding example in an empty office: units, people, an edition, an open round, answers so far. Invented."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils import timezone

from parindex.index.round import Round as PlainRound
from parindex.index.round import edition_folder, sound_round
from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Assessment
from paroffice.demo.amendment import begin_amendment
from paroffice.demo.answers import said_in, save
from paroffice.demo.appraisal import establish
from paroffice.demo.before import example_before
from paroffice.demo.district import USERNAME, keep_one_stop
from paroffice.demo.earlier import divide, year_before
from paroffice.demo.gloss import read_in_english
from paroffice.demo.improvement import plan_for
from paroffice.demo.onestop import USERNAMES, open_one_stop
from paroffice.demo.papers import put_papers
from paroffice.demo.people import lend_a_role, merge_communes
from paroffice.demo.portal import open_portals
from paroffice.demo.result import determine
from paroffice.demo.survey import survey_going_on, survey_over
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.rounds.actions import ask_about, ask_for_time, clarify, open_round
from paroffice.rounds.models import Round, Step
from paroffice.rounds.queries import Time
from paroffice.rubrics.actions import adopt
from paroffice.rubrics.frozen import files_of

PASSWORD = "minh-hoa-2018"
LEFT_OPEN = ("4.2.2", "8.2.1", "8.2.2", "9.1.3")
"""Items of the first unit that a visitor finds unanswered."""
BEGAN, CLOSES = timedelta(days=21), timedelta(days=10)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast: an account with a role, in one of the units where that is said."""

    username: str
    full_name: str
    role: Role
    unit: int | None = None


CAST = (
    Part("dung", "Dung (thường trực)", Role.ROUND_OFFICE),  # minh họa, like every name here
    Part("an", "An", Role.UNIT_OFFICER, 0),
    Part("ly", "Lý (lãnh đạo)", Role.UNIT_LEADER, 0),
    Part("binh", "Bình", Role.UNIT_OFFICER, 1),
    Part("chi", "Chi (thẩm định)", Role.APPRAISER),
    Part("mai", "Mai (thẩm định lần hai)", Role.SECOND_APPRAISER),
    Part("son", "Sơn (tổ trưởng)", Role.HEAD_OF_WORKING_GROUP),
    Part("kien", "Kiên (hội đồng)", Role.COUNCIL),
    Part("xuan", "Xuân (điều tra xã hội học)", Role.SURVEY_OFFICER),
    Part("kiem-toan", "Người giám sát", Role.AUDITOR),
    Part("hong", "Hồng (biên tập)", Role.EDITOR, 0),
    Part("quan-tri", "Quản trị", Role.ADMINISTRATOR),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How a unit went about it: how many in a hundred of its items, begun and last answered so many days ago."""

    percent: int
    began: int
    stopped: int


PROGRESS = (
    *(Progress(100, 15, 1), Progress(100, 12, 2), Progress(60, 18, 1), Progress(0, 0, 0)),
    *(Progress(90, 10, 0), Progress(35, 4, 0), Progress(20, 15, 9), Progress(70, 19, 2)),
)
"""Of each unit in turn, so that the board has something to tell; the first leaves a few items besides."""


@transaction.atomic
def fill(example: Path) -> bool:
    """Fills an empty office; False where it holds something already."""
    if Person.objects.exists() or Unit.objects.exists():
        return False
    plain, now = sound_round(example), timezone.now()
    units = [Unit.objects.create(code=unit.code, name=unit.name, block=unit.block) for unit in plain.units]
    people = _cast(units)
    round_ = _open(plain, edition_folder(example, plain.about.edition, None), units, people["dung"], now)
    officers = [people["an"], people["binh"], *map(_silent_officer, units[2:])]
    for place, (unit, officer) in enumerate(zip(units, officers, strict=True)):
        sheet = assessments.begin(round_=round_, unit=unit, at=round_.opened_at)
        _answer(sheet, plain, place, officer, now)
    _ask(round_, units, officers, people["dung"], now)
    first = round_.assessments.get(unit=units[0])
    put_papers(example, first, people["an"], now)
    divide(first, people, now)
    with TemporaryDirectory() as folder:
        _year_before(example_before(example, plain.about, Path(folder) / "before"), round_, people, officers, now)
    establish(round_, people, now)
    survey_going_on(example, round_, people, now)
    begin_amendment(round_.edition, people["dung"], now)
    merge_communes()
    open_one_stop(example.parent / "mot-cua-minh-hoa", now)
    keep_one_stop(plain, round_, units[0], people["dung"], now)
    lend_a_role(people, units[0])
    open_portals(people, units[0], now)
    return True


def accounts() -> list[tuple[str, str]]:
    """The named accounts that this office has: how each signs in, and as what."""
    if not Round.objects.filter(illustrative=True).exists():
        return []
    grants = Grant.objects.filter(
        person__username__in=[*(part.username for part in CAST), *USERNAMES, USERNAME], delegated_by=None
    ).select_related("unit")
    return [
        (grant.person.username, f"{grant.get_role_display()}{f', {grant.unit}' if grant.unit else ''}")
        for grant in grants.select_related("person", "unit").order_by("pk")
    ]


def _cast(units: list[Unit]) -> dict[str, Person]:
    people = {}
    for part in CAST:
        person = Person.objects.create_user(part.username, password=PASSWORD, full_name=part.full_name)
        unit = None if part.unit is None else units[part.unit]
        Grant.objects.create(person=person, role=part.role, unit=unit, starts_on=date(2018, 1, 1))
        people[part.username] = person
    return people


def _silent_officer(unit: Unit) -> Person:
    """Who answered for a unit that no visitor signs in for: an account without a password."""
    person = Person(username=f"can-bo.{unit.code}"[:60], full_name=f"Cán bộ {unit.name}")
    person.set_unusable_password()
    person.save()
    Grant.objects.create(person=person, role=Role.UNIT_OFFICER, unit=unit, starts_on=date(2018, 1, 1))
    return person


def _open(plain: PlainRound, folder: Path, units: list[Unit], dung: Person, now: datetime) -> Round:
    evening = _evening(now)
    began = evening - BEGAN
    edition = adopt(files=files_of(folder), by=dung, at=began)
    read_in_english(edition, folder, dung, began)
    time = Time(opens_at=began, closes_at=evening + CLOSES)
    return open_round(
        year=plain.about.year, title=plain.about.title, edition=edition, by=dung, at=began,
        windows=[(Step.SELF_ASSESSMENT, "", time)], units=units, illustrative=True,
    )  # fmt: skip


def _evening(now: datetime) -> datetime:
    """When the office closes that day: terms end then."""
    return timezone.localtime(now).replace(hour=17, minute=0, second=0, microsecond=0)


def _answer(sheet: Assessment, plain: PlainRound, place: int, officer: Person, now: datetime) -> None:
    """At moments of the past days, so that the pace is true."""
    lines = [line for line in said_in(plain, place, sheet) if not (place == 0 and line[0] in LEFT_OPEN)]
    progress = PROGRESS[place % len(PROGRESS)]
    lines = lines[: len(lines) * progress.percent // 100]
    began, last = now - timedelta(days=progress.began), now - timedelta(days=progress.stopped)
    save(sheet, ((line, began + (last - began) * number / len(lines)) for number, line in enumerate(lines)), officer)


def _year_before(
    example: Path, this_year: Round, people: dict[str, Person], officers: list[Person], now: datetime
) -> None:
    """Appraised, surveyed, determined, published; and what the first unit does about it."""
    then = _evening(now) - timedelta(days=365)
    earlier = year_before(sound_round(example), this_year, people, officers, then)
    determine(example, earlier, people, now)
    survey_over(example, earlier, people, then)
    plan_for(earlier.participants.order_by("pk")[0].unit, earlier, people, now)


def _ask(round_: Round, units: list[Unit], officers: list[Person], dung: Person, now: datetime) -> None:
    """What waits for the round office, and what it has answered."""
    asked = ask_about(
        round_=round_, unit=units[1], item="1.1.1", by=officers[1], at=now - timedelta(days=6),
        question="Kế hoạch điều chỉnh giữa năm có tính là ban hành đúng hạn không? (minh họa)",
    )  # fmt: skip
    clarify(
        clarification=asked, by=dung, at=now - timedelta(days=5),
        answer="Tính theo ngày ban hành của kế hoạch đầu năm. (minh họa)",
    )  # fmt: skip
    ask_about(
        round_=round_, unit=units[2], item="4.2.2", by=officers[2], at=now - timedelta(days=1),
        question="Máy lấy số dùng chung với công an huyện có được tính không? (minh họa)",
    )  # fmt: skip
    ask_for_time(
        round_=round_, unit=units[6], step=Step.SELF_ASSESSMENT, by=officers[6], at=now - timedelta(hours=5),
        closes_at=now + CLOSES + timedelta(days=5), reason="Bộ phận một cửa đang chuyển trụ sở. (minh họa)",
    )  # fmt: skip
