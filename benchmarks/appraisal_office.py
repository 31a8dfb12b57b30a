"""An invented nation in the office's own tables: units × 100 leaves, with claims, proofs, first rulings, officers."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.sheet_page import filled, large_edition

FIELDS, LEAVES, A_BLOCK = 4, 25, 130
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Nation:
    round: Any
    chi: Any
    officers: list[Any]
    """Of the first units, one each; those of every tenth have a colleague, who comes right after."""


def nation(units: int, people: int) -> Nation:
    """Appraisal is open for the blocks of 130; self-assessment for the block of those who will crush."""
    from paroffice.people.models import Grant, Person, Role

    now = datetime.now(UTC)
    since = date(2020, 1, 1)
    dung, chi, son = (Person.objects.create_user(name, full_name=name) for name in ("dung", "chi", "son"))
    roles = ((dung, Role.ROUND_OFFICE), (chi, Role.APPRAISER), (son, Role.HEAD_OF_WORKING_GROUP))
    for person, role in roles:
        Grant.objects.create(person=person, role=role, starts_on=since)
    round_ = _round(units, dung, now)
    _sheets(round_, dung, now)
    _group(round_, dung, chi, son, now)
    return Nation(round_, chi, _officers(round_, people, since))


def _round(units: int, dung: Any, now: datetime) -> Any:
    from paroffice.people.models import Unit
    from paroffice.people.names import folded, order_key
    from paroffice.rounds.actions import open_round
    from paroffice.rounds.models import Step
    from paroffice.rounds.queries import Time
    from paroffice.rubrics.actions import adopt

    blocks = [f"b{number}" for number in range(-(-units // A_BLOCK))]
    files = large_edition(FIELDS, LEAVES)
    named = ", ".join(f"{block}: Khối {block}" for block in blocks)
    files["cover.yaml"] = files["cover.yaml"].replace("units: Đơn vị", named)
    edition = adopt(files=files, by=dung, at=now)
    names = [f"Xã {number:04} (minh họa)" for number in range(units)]
    Unit.objects.bulk_create(
        Unit(
            code=f"u{number:04}", name=name, block=blocks[number // A_BLOCK], order_key=order_key(name),
            sought=folded(name),
        )
        for number, name in enumerate(names)
    )  # fmt: skip
    open_for = Time(opens_at=now - DAY, closes_at=now + 30 * DAY)
    windows = [(step, "", open_for) for step in (Step.SELF_ASSESSMENT, Step.APPRAISAL)]
    return open_round(
        year=2026, title="Đo (minh họa)", edition=edition, windows=windows, units=list(Unit.objects.all()), by=dung,
        at=now, illustrative=True,
    )  # fmt: skip


def _sheets(round_: Any, by: Any, now: datetime) -> None:
    """One sheet is filled by the program and copied by the database; four in five items have their first ruling."""
    from django.db import connection

    from paroffice.appraisals.models import Appraisal, Ruling
    from paroffice.assessments.models import Answer, Assessment, Proof

    handed = {"state": "submitted", "submitted_at": now, "submitted_by": by}
    participants = round_.participants.order_by("unit__code")
    sheets = Assessment.objects.bulk_create(
        Assessment(round=round_, unit_id=one.unit_id, **handed) for one in participants
    )
    appraisals = Appraisal.objects.bulk_create(Appraisal(assessment=sheet) for sheet in sheets)
    filled(sheets[0], by, now, proofs=1)
    claims = list(Answer.objects.filter(assessment=sheets[0]))
    Ruling.objects.bulk_create(
        Ruling(
            appraisal=appraisals[0], item=claim.item, ledger="appraised", number=1, **claim.raw._asdict(),
            departs=False, reason="Theo báo cáo, trang 1", searched="theo bao cao, trang 1", by=by, at=now,
        )
        for place, claim in enumerate(claims)
        if place % 5
    )  # fmt: skip
    for model, key, parent in ((Answer, "assessment_id", sheets), (Proof, "assessment_id", sheets),
                               (Ruling, "appraisal_id", appraisals)):  # fmt: skip
        _copied(model, key, parent)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copied(model: Any, key: str, parents: list[Any]) -> None:
    """The first parent's rows, once for each of the others."""
    from django.db import connection

    names = [f'"{one.column}"' for one in model._meta.concrete_fields if not one.primary_key and one.column != key]
    table, of, columns = model._meta.db_table, parents[0]._meta.db_table, ", ".join(names)
    taken = ", ".join(f"o.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO {table} ("{key}", {columns}) SELECT p.id, {taken} FROM {of} p '
            f'JOIN {table} o ON o."{key}" = %s WHERE p.id <> %s',
            [parents[0].pk, parents[0].pk],
        )


def _group(round_: Any, dung: Any, chi: Any, son: Any, now: datetime) -> None:
    from paroffice.appraisals.actions import body

    day = now.date() - DAY
    group = body.establish(
        round_=round_, number="12/QĐ (minh họa)", issued_on=day, head=son, starts_on=day, by=dung, at=now
    )
    body.join(group=group, person=chi, department="Sở Nội vụ", starts_on=day, by=dung, at=now)
    body.give_mandates(round_=round_, person=chi, parts=[""], by=dung, at=now)


def _officers(round_: Any, people: int, since: date) -> list[Any]:
    """Their sheets are given back to be written, without the answers that all will save at once."""
    from paroffice.assessments.models import Assessment
    from paroffice.people.models import Grant, Person, Role

    units = [one.unit for one in round_.participants.select_related("unit").order_by("-unit__code")]
    places = [place for place in range(people) for _ in range(2 if place % 10 == 0 else 1)][:people]
    made = Person.objects.bulk_create(
        Person(username=f"o{number}", full_name=f"Cán bộ {number}", password="!") for number in range(people)
    )
    Grant.objects.bulk_create(
        Grant(person=person, role=Role.UNIT_OFFICER, unit=units[place], starts_on=since)
        for person, place in zip(made, places, strict=True)
    )
    taking = [units[place].pk for place in set(places)]
    sheets = Assessment.objects.filter(round=round_, unit__in=taking)
    sheets.update(state="open", submitted_at=None, submitted_by=None)
    keys = dict(sheets.values_list("unit_id", "pk"))
    for person, place in zip(made, places, strict=True):
        person.sheet = keys[units[place].pk]
    return made
