"""Ruling: by whom, when, with which reason; nothing is overwritten."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from parindex.errors import Finding
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.actions import body
from paroffice.appraisals.actions.rulings import Grounds, RuledMeanwhile, begin, rule
from paroffice.appraisals.models import Appraisal, Ruling, State
from paroffice.appraisals.queries import marks_of
from paroffice.appraisals.reach import reaches_of
from paroffice.people.models import Grant, Role, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.trail.models import Entry
from tests.web.appraisals.conftest import APPRAISING, CLAIMS, Group, rule_all
from tests.web.conftest import CLOSES, NOON

CUT = Raw("answered", "", "80", "100")
"""80 of 100 tasks done: the second band of 1.2, 2 points in place of 4."""


def ruled(group: Group, code: str = "1.2", raw: Raw = CUT, *, reason: str = "Trang 2: 80 nhiệm vụ.", **other: object):
    given = {"appraisal": group.here, "number": 0, "by": group.chi, "at": APPRAISING} | other
    return rule(code=code, raw=raw, grounds=Grounds(reason=reason), **given)  # type: ignore[arg-type]


def test_a_ruling_stands_beside_the_claim(group: Group) -> None:
    ruling = ruled(group)

    marks = marks_of(group.here)
    item = marks.law.item("1.2")
    assert isinstance(ruling, Ruling)
    assert ruling.departs
    assert item is not None
    claimed, appraised = marks.cell(item, LedgerName.SELF), marks.cell(item, LedgerName.APPRAISED)
    assert claimed is not None
    assert appraised is not None
    assert (claimed.points, appraised.points) == (Fraction(4), Fraction(2))


def test_a_ruling_that_departs_needs_a_reason(group: Group) -> None:
    assert isinstance(ruled(group, reason=" "), Finding)
    assert isinstance(ruled(group, raw=CLAIMS["1.2"], reason=""), Ruling)


def test_other_figures_for_the_same_points_depart_too(group: Group) -> None:
    ruling = ruled(group, raw=Raw("answered", "", "94", "100"))

    assert isinstance(ruling, Ruling)
    assert ruling.departs


def test_an_item_that_branches_is_ruled_on_the_claim_until_its_fact_is_ruled(group: Group) -> None:
    assert isinstance(ruled(group, "1.4", CLAIMS["1.4"]), Ruling)

    assert marks_of(group.here).raws(LedgerName.APPRAISED) == {"1.4": CLAIMS["1.4"]}


def test_what_the_rule_cannot_score_is_a_finding(group: Group) -> None:
    assert isinstance(ruled(group, raw=Raw("answered", "", "120", "100")), Finding)
    assert not Ruling.objects.exists()


def test_a_second_ruling_takes_the_place_of_the_first_which_stays(group: Group) -> None:
    ruled(group)
    ruled(group, raw=CLAIMS["1.2"], number=1)

    held = Ruling.objects.filter(item="1.2").order_by("number").values_list("number", "stands", "numerator")
    assert list(held) == [(1, False, "80"), (2, True, "95")]


def test_a_quicker_colleague_is_not_overwritten(group: Group) -> None:
    ruled(group)

    with pytest.raises(RuledMeanwhile):
        ruled(group, raw=CLAIMS["1.2"])


def test_nobody_rules_without_a_mandate(group: Group) -> None:
    with pytest.raises(Refused, match="không được phân công"):
        ruled(group, by=group.hoa)


def test_a_mandate_reaches_its_part_block_and_unit_only(group: Group) -> None:
    body.give_mandates(
        round_=group.cast.round, person=group.hoa, parts=["1.2"], unit=group.cast.here, by=group.cast.dung, at=NOON
    )

    assert isinstance(ruled(group, by=group.hoa), Ruling)
    with pytest.raises(Refused, match="không được phân công"):
        ruled(group, "1.3", CLAIMS["1.3"], by=group.hoa)
    with pytest.raises(Refused, match="không được phân công"):
        ruled(group, by=group.hoa, appraisal=group.there)


def test_a_mandate_for_a_block_reaches_who_takes_part_in_it_wherever_it_stands_by_now(group: Group) -> None:
    body.give_mandates(
        round_=group.cast.round, person=group.hoa, parts=["1.2"], block="units", by=group.cast.dung, at=NOON
    )
    Unit.objects.filter(pk=group.cast.here.pk).update(block="other")
    group.here.refresh_from_db()

    assert isinstance(ruled(group, by=group.hoa), Ruling)
    (reach,) = reaches_of(group.hoa.mandates.select_related("person", "round__edition"), APPRAISING)
    assert {sheet.unit for sheet, _code in reach.missing} == {group.cast.there}
    assert reach.items[group.here.assessment_id] == {"1.2"}


def test_an_ended_mandate_reaches_nothing(group: Group) -> None:
    mandate = group.chi.mandates.get()
    body.end_mandate(mandate=mandate, by=group.cast.dung, at=NOON)

    with pytest.raises(Refused, match="không được phân công"):
        ruled(group)


def test_a_member_who_left_rules_no_more(group: Group) -> None:
    member = group.chi.memberships.get()
    body.leave_group(member=member, on=NOON.date(), by=group.cast.dung, at=NOON)

    with pytest.raises(Refused, match="không được phân công"):
        ruled(group)


def test_nobody_appraises_a_unit_they_belong_to(group: Group) -> None:
    Grant.objects.create(person=group.chi, role=Role.UNIT_OFFICER, unit=group.cast.here, starts_on="2026-01-01")

    with pytest.raises(Refused, match="có liên quan"):
        ruled(group)
    assert isinstance(ruled(group, appraisal=group.there), Ruling)


def test_nobody_appraises_a_unit_they_are_tied_to(group: Group) -> None:
    body.declare_tie(
        round_=group.cast.round, person=group.chi, unit=group.cast.here, reason="Anh trai làm việc ở đó.",
        by=group.chi, at=NOON,
    )  # fmt: skip

    with pytest.raises(Refused, match="có liên quan"):
        ruled(group)


@pytest.mark.parametrize("moment", [CLOSES - timedelta(seconds=1), CLOSES + timedelta(days=10)])
def test_nobody_rules_outside_the_window(group: Group, moment: object) -> None:
    with pytest.raises(Refused, match="thời gian"):
        ruled(group, at=moment)


@pytest.mark.parametrize("who", ["an", "binh", "auditor", "administrator", "dung"])
def test_only_appraisers_rule(group: Group, who: str) -> None:
    with pytest.raises(Refused):
        ruled(group, by=getattr(group.cast, who))


def test_the_survey_is_not_ruled(group: Group) -> None:
    with pytest.raises(Refused, match="điều tra"):
        ruled(group, "1.5")


def test_an_unknown_item_is_not_there(group: Group) -> None:
    with pytest.raises(Refused, match="không được phân công"):
        ruled(group, "9.9")


def test_a_document_of_another_sheet_is_not_there(group: Group) -> None:
    from paroffice.assessments.models import Proof
    from paroffice.evidence.models import Document, Version

    document = Document.objects.create(unit=group.cast.there, title="Báo cáo")
    version = Version.objects.create(
        document=document, sha256="0" * 64, size=1, name="a.pdf", kind="application/pdf", stored_by=group.cast.binh,
        stored_at=NOON,
    )  # fmt: skip
    theirs = Proof.objects.create(
        assessment=group.there.assessment, item="1.2", version=version, put_by=group.cast.binh, put_at=NOON
    )

    with pytest.raises(NotVisible):
        rule(
            appraisal=group.here, code="1.2", raw=CUT, grounds=Grounds(reason="x", rests_on=theirs), number=0,
            by=group.chi, at=APPRAISING,
        )  # fmt: skip


def test_a_sheet_that_is_not_handed_over_has_no_appraisal(group: Group) -> None:
    assessment = group.here.assessment
    Appraisal.objects.filter(pk=group.here.pk).delete()
    type(assessment).objects.filter(pk=assessment.pk).update(state="open", submitted_at=None, submitted_by=None)
    assessment.refresh_from_db()

    with pytest.raises(NotVisible):
        begin(assessment=assessment, at=APPRAISING)


def test_every_ruling_leaves_its_trace_in_the_units_stream(group: Group) -> None:
    ruled(group)

    entry = Entry.objects.get(act="appraisals.rule.appraised")
    assert entry.stream.endswith(":appraisals:here")
    assert entry.after["reason"] == "Trang 2: 80 nhiệm vụ."


def test_the_sum_is_that_of_the_standard_items(group: Group) -> None:
    """2 + 2 (cut) + 2 + 1/2 of the line from 50 % to 100 % at 3/4, of 2 points: 1. The bonus is not in it."""
    rule_all(group, group.here, {"1.2": CUT})

    marks = marks_of(group.here)
    assert marks.points(LedgerName.APPRAISED) == Fraction(7)
    assert marks.points(LedgerName.FINAL) == Fraction(7)
    assert [item.code for item in marks.departed()] == ["1.2"]
    assert marks.unruled() == []


BROKEN = {
    "ruling_stands_once": {"number": 2},
    "ruling_numbered": {"stands": False},
    "ruling_departs_for_a_reason": {"item": "1.3", "departs": True, "reason": ""},
    "ruling_outcome_is_known": {
        "item": "1.3",
        "outcome": "guessed",
        "answer": "",
        "numerator": "",
        "denominator": "",
    },
    "ruling_ledger_is_known": {"item": "1.3", "ledger": "self"},
    "ruling_answers_only_when_answered": {"item": "1.3", "outcome": "not_met", "answer": "12"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_ruling_that_cannot_be(group: Group, name: str) -> None:
    ruling = ruled(group)
    kept = {one.name: getattr(ruling, one.attname) for one in Ruling._meta.fields if not one.primary_key}
    fields = {one.name: one.attname for one in Ruling._meta.fields}
    row = {fields[key]: value for key, value in (kept | BROKEN[name]).items()}

    with (
        pytest.raises(IntegrityError, match=f"{name}|UNIQUE"),
        transaction.atomic(),
    ):
        Ruling.objects.create(**row)


def test_states_and_dates_agree_in_the_database(group: Group) -> None:
    for wrong in (
        {"state": State.TOLD},
        {"state": State.APPRAISING, "told_at": NOON},
        {"state": "guessed"},
        {"frozen_at": NOON, "frozen_by": group.kien},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appraisal.objects.filter(Q(pk=group.here.pk)).update(**wrong)
