"""The founding example in an empty office: units, people, an adopted edition, an open round, answers so far."""

from datetime import date, datetime, timedelta
from pathlib import Path

import typst
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from parindex.index.round import edition_folder, sound_round
from parindex.sheet.ledger import LedgerName
from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Answer, Assessment
from paroffice.evidence import actions as evidence
from paroffice.evidence.models import Version
from paroffice.evidence.queries import day
from paroffice.people.models import Grant, Person, Role, Unit
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
    _put_papers(example, round_.assessments.get(unit=units[0]), people["an"], now)
    return [(name, f"{role.label}{f', {unit}' if unit else ''}") for name, _, role, unit in cast]


def _put_papers(example: Path, assessment: Assessment, by: Person, at: datetime) -> None:
    """What the first unit has in its store, all invented, and one paper that proves something."""
    for path in sorted((example / "papers").glob("*")):
        if path.suffix == ".typ":
            content, name = typst.compile(path, ignore_system_fonts=True), f"{path.stem}.pdf"
        else:
            content, name = path.read_bytes(), path.name
        version = evidence.upload(unit=assessment.unit, file=ContentFile(content, name=name), by=by, at=at, title="")
        _describe(version, by, at)
        if path.stem.startswith("312-BC"):
            assessments.prove(assessment=assessment, code="1.1.1", version=version, by=by, at=at, pages="1")


def _describe(version: Version, by: Person, at: datetime) -> None:
    """As a person would who accepts what was read from the file; a scan is not read yet."""
    said = {name: version.read[name]["value"] for name in ("title", "number", "issuer") if name in version.read}
    if said:
        issued_on = day(version.read["issued_on"]["value"])
        evidence.describe(document=version.document, issued_on=issued_on, by=by, at=at, **said)
