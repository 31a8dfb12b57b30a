"""The founding example in an empty office: units, people, an adopted edition, an open round, answers so far."""

from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from parindex.index.round import edition_folder, sound_round
from parindex.sheet.ledger import LedgerName
from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Answer
from paroffice.people.models import Grant, Person, Role, Succession, Unit
from paroffice.rounds.actions import open_round
from paroffice.rounds.models import Step
from paroffice.rounds.queries import Time
from paroffice.rubrics.actions import adopt
from paroffice.rubrics.frozen import files_of

PASSWORD = "minh-hoa-2018"
LEFT_OPEN = ("4.2.2", "8.2.1", "8.2.2", "9.1.3")
"""Items of the first unit that a visitor finds unanswered."""


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
    _fill_people(people, units[0])
    return [(name, f"{role.label}{f', {unit}' if unit else ''}") for name, _, role, unit in cast]


def _fill_people(people: dict[str, Person], unit: Unit) -> None:
    """A merger of communes and a loan of a role to come, both invented."""
    today = timezone.localdate()
    eve, block = date(2025, 6, 30), "minh-hoa"
    old = [
        Unit.objects.create(code=f"minh-hoa-{sign}", name=f"Xã {sign.upper()} (minh họa)", block=block, ends_on=eve)
        for sign in "ab"
    ]
    heir = Unit.objects.create(code="minh-hoa-ab", name="Xã A-B (minh họa)", block=block, starts_on=date(2025, 7, 1))
    Succession.objects.bulk_create(
        Succession(predecessor=one, heir=heir, on=heir.starts_on, decision="Nghị quyết minh họa") for one in old
    )
    Grant.objects.create(
        person=people["an"], role=Role.UNIT_LEADER, unit=unit, starts_on=today + timedelta(days=20),
        ends_on=today + timedelta(days=27), delegated_by=people["ly"], paper="Giấy ủy quyền minh họa",
        delegated_from=people["ly"].grants.get(),
    )  # fmt: skip
