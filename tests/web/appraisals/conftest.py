"""The cast of an appraisal: Chi and Hoa appraise, Mai scores blind, Sơn leads the group, Kiên sits on the council."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName, items_in
from paroffice.appraisals.actions import body, rulings
from paroffice.appraisals.models import Appraisal, WorkingGroup
from paroffice.assessments.models import Answer, Assessment
from paroffice.assessments.models import State as SheetState
from paroffice.people.models import Person, Role
from paroffice.rounds.models import Step, Window
from paroffice.rubrics.queries import law_of
from tests.web.conftest import CLOSES, NOON, Cast, person

CLAIMS = {
    "1.1": Raw("answered", "som"),
    "1.2": Raw("answered", "", "95", "100"),
    "1.3": Raw("answered", "12"),
    "1.4": Raw("answered", "", "3", "4"),
    "2.1": Raw("answered", "0.5"),
}
"""What both units claim in the small sound edition."""
NONE = Raw("answered", "0")
"""No day late: what the authority says of 3.1."""
APPRAISING = CLOSES + timedelta(days=1)
"""A moment inside the window of appraisal."""


@dataclass
class Group:
    """The cast of the office, the working group, and the appraisals of two handed-over sheets."""

    cast: Cast
    chi: Person
    hoa: Person
    mai: Person
    son: Person
    kien: Person
    group: WorkingGroup
    here: Appraisal
    there: Appraisal


def handed_over(sheet: Assessment, by: Person) -> Appraisal:
    """A sheet with its claims, submitted."""
    Answer.objects.bulk_create(
        Answer(assessment=sheet, item=code, **raw._asdict(), changed_by=by, changed_at=NOON)
        for code, raw in CLAIMS.items()
    )
    Assessment.objects.filter(pk=sheet.pk).update(state=SheetState.SUBMITTED, submitted_at=NOON, submitted_by=by)
    sheet.refresh_from_db()
    return rulings.begin(assessment=sheet, at=APPRAISING)


@pytest.fixture
def group(cast: Cast) -> Group:
    steps = (Step.APPRAISAL, Step.REPLY, Step.SECOND_APPRAISAL)
    for place, step in enumerate(steps):
        opens = CLOSES + timedelta(days=10 * place)
        Window.objects.create(round=cast.round, step=step, opens_at=opens, closes_at=opens + timedelta(days=10))
    hoa, mai = person("hoa", Role.APPRAISER), person("mai", Role.SECOND_APPRAISER)
    son, kien = person("son", Role.HEAD_OF_WORKING_GROUP), person("kien", Role.COUNCIL)
    made = body.establish(
        round_=cast.round, number="12/QĐ-UBND", issued_on=date(2026, 10, 1), head=son, starts_on=date(2026, 10, 1),
        by=cast.dung, at=NOON,
    )  # fmt: skip
    for member, department in (
        (cast.chi, "Sở Nội vụ"),
        (hoa, "Sở Tư pháp"),
        (mai, "Sở Tài chính"),
        (son, "Sở Nội vụ"),
    ):
        body.join(
            group=made, person=member, department=department, starts_on=date(2026, 10, 1), by=cast.dung, at=NOON
        )
    for member in (cast.chi, son):
        body.give_mandates(round_=cast.round, person=member, parts=[""], by=cast.dung, at=NOON)
    return Group(
        cast=cast, chi=cast.chi, hoa=hoa, mai=mai, son=son, kien=kien, group=made,
        here=handed_over(cast.sheet, cast.ly), there=handed_over(cast.other_sheet, cast.binh),
    )  # fmt: skip


def rule_all(
    group: Group, appraisal: Appraisal, cut: dict[str, Raw] | None = None, at: datetime = APPRAISING
) -> None:
    """Every item ruled as claimed, save those cut; what an authority answers is ruled not met."""
    law = law_of(appraisal.assessment.round.edition)
    for item in items_in(law, LedgerName.APPRAISED):
        raw = (cut or {}).get(item.code) or CLAIMS.get(item.code) or NONE
        ruled = rulings.rule(
            appraisal=appraisal, code=item.code, raw=raw, grounds=rulings.Grounds(reason="Theo tài liệu, trang 2."),
            number=0, by=group.chi, at=at,
        )  # fmt: skip
        assert ruled.__class__.__name__ == "Ruling", ruled
