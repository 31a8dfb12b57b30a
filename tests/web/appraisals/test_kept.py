"""What the database itself keeps true of an appraisal: each named constraint is broken once, and holds."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Model, UniqueConstraint

from paroffice.appraisals.models import (
    Appraisal,
    Case,
    Challenge,
    Conduct,
    Mandate,
    Meeting,
    Member,
    Remark,
    Reopening,
    Reply,
    Ruling,
    SecondScore,
    Sighting,
    Tie,
    Visit,
    WorkingGroup,
)
from paroffice.evidence.models import Paper
from tests.web.appraisals.conftest import APPRAISING, Group
from tests.web.breaking import refused_by
from tests.web.conftest import NOON

TODAY, BEFORE = NOON.date(), NOON - timedelta(microseconds=1)
Break = Callable[[Group], object]


def moved(**held: object) -> Break:
    return lambda group: Appraisal.objects.filter(pk=group.here.pk).update(**held)


def grouped(**held: object) -> Break:
    return lambda group: WorkingGroup.objects.update(**held)


def member(**held: object) -> Break:
    return lambda group: Member.objects.filter(person=group.chi).update(**held)


def tie(group: Group, reason: str = "Anh em") -> Tie:
    told = {"declared_by": group.son, "declared_at": NOON}
    return Tie.objects.create(person=group.chi, unit=group.cast.here, reason=reason, **told)


def mandate(group: Group, *, of_a_unit: bool = False, **held: object) -> Mandate:
    told = {"given_by": group.cast.dung, "given_at": NOON, "unit": group.cast.here if of_a_unit else None}
    return Mandate.objects.create(round=group.cast.round, person=group.hoa, **told | held)


def ruling(group: Group, **held: object) -> Ruling:
    told = {"item": "1.2", "ledger": "appraised", "number": 1, "outcome": "not_met", "departs": False}
    return Ruling.objects.create(appraisal=group.here, by=group.chi, at=APPRAISING, **told | held)


def reply(group: Group, **held: object) -> Reply:
    told = {"item": "1.2", "agrees": True, "by": group.cast.an, "at": APPRAISING}
    return Reply.objects.create(appraisal=group.here, **told | held)


def challenge(group: Group, **held: object) -> Challenge:
    told = {"item": "1.2", "unit": group.cast.there, "text": "Chậm", "by": group.cast.binh, "at": APPRAISING}
    return Challenge.objects.create(appraisal=group.here, **told | held)


def second(group: Group, **held: object) -> SecondScore:
    told = {"item": "1.2", "given_to": group.mai, "drawn_at": NOON}
    return SecondScore.objects.create(appraisal=group.here, **told | held)


def conduct(**held: object) -> Break:
    return lambda group: Conduct.objects.create(round=group.cast.round, **held)


def case(group: Group, **held: object) -> Case:
    told = {"item": "1.2", "why": "head", "question": "?", "brought_at": APPRAISING}
    return Case.objects.create(appraisal=group.here, **told | held)


def meeting(group: Group) -> Meeting:
    return Meeting.objects.create(
        round=group.cast.round, on=TODAY, agenda="Họp", called_by=group.kien, called_at=APPRAISING
    )


def reopening(group: Group, **held: object) -> Reopening:
    told = {"reason": "Sai số liệu", "asked_by": group.kien, "asked_at": APPRAISING}
    return Reopening.objects.create(appraisal=group.here, **told | held)


def remark(group: Group, **held: object) -> Remark:
    told = {"kind": "strength", "text": "Tốt", "by": group.chi, "at": APPRAISING}
    return Remark.objects.create(appraisal=group.here, **told | held)


def visit(group: Group, **held: object) -> Visit:
    told = {"on": TODAY, "place": "Trụ sở", "leader": group.chi, "planned_by": group.chi, "planned_at": NOON}
    return Visit.objects.create(appraisal=group.here, **told | held)


def paper(group: Group) -> Paper:
    told = {"name": "bb.pdf", "kind": "application/pdf", "stored_by": group.chi, "stored_at": NOON}
    return Paper.objects.create(round=group.cast.round, sha256="ab" * 32, size=1, **told)


def twice(make: Callable[..., object], **held: object) -> Break:
    def made(group: Group) -> None:
        make(group, **held)
        make(group, **held)

    return made


def laid(group: Group) -> dict[str, object]:
    return {"stage": "laid", "laid_at": NOON, "laid_by": group.chi, "digest": "ab" * 32}


def signed(group: Group) -> dict[str, object]:
    told = {"unit_agrees": True, "spoke_for_unit": "Phó", "concluded_at": NOON, "concluded_by": group.chi}
    return laid(group) | told | {"stage": "concluded", "record": paper(group)}


SCORED = {"outcome": "not_met", "reason": "Thiếu", "scored_at": APPRAISING}
BREAKS: dict[str, list[Break]] = {
    "appraisal_state_is_known": [moved(state="lost")],
    "appraisal_told_by_someone_once": [moved(state="told"), moved(told_at=NOON)],
    "appraisal_settled_by_someone_once": [
        lambda group: moved(state="settled", told_at=NOON, told_by=group.son)(group),
        moved(settled_at=NOON),
    ],
    "appraisal_frozen_by_someone_once": [
        lambda group: moved(state="frozen", told_at=NOON, told_by=group.son, settled_at=NOON, settled_by=group.son)(
            group
        ),
        moved(frozen_at=NOON),
    ],
    "group_by_a_decision": [grouped(number="")],
    "group_ends_after_it_starts": [grouped(starts_on=TODAY, ends_on=TODAY - timedelta(days=1))],
    "member_once_at_a_time": [
        lambda group: Member.objects.create(group=group.group, person=group.chi, department="Sở", starts_on=TODAY)
    ],
    "member_of_a_department": [member(department="")],
    "member_ends_after_starting": [member(starts_on=TODAY, ends_on=TODAY - timedelta(days=1))],
    "tie_once": [twice(tie)],
    "tie_has_a_reason": [lambda group: tie(group, reason="")],
    "mandate_for_units_once": [twice(mandate, part="1", block="units")],
    "mandate_for_a_unit_once": [twice(mandate, part="1", of_a_unit=True)],
    "mandate_for_a_block_or_a_unit": [lambda group: mandate(group, block="units", of_a_unit=True)],
    "ruling_numbered": [lambda group: (ruling(group, stands=False), ruling(group, stands=False))],
    "ruling_stands_once": [lambda group: (ruling(group), ruling(group, number=2))],
    "ruling_ledger_is_known": [lambda group: ruling(group, ledger="self")],
    "ruling_outcome_is_known": [lambda group: ruling(group, outcome="lost")],
    "ruling_answers_only_when_answered": [
        lambda group: ruling(group, answer="som"),
        lambda group: ruling(group, numerator="1"),
        lambda group: ruling(group, denominator="1"),
    ],
    "ruling_departs_for_a_reason": [lambda group: ruling(group, departs=True)],
    "reply_once": [twice(reply)],
    "reply_disagrees_in_words": [lambda group: reply(group, agrees=False)],
    "challenge_once": [twice(challenge)],
    "challenge_in_words": [lambda group: challenge(group, text="")],
    "challenge_answered_whole": [
        lambda group: challenge(group, answer="Đúng hạn"),
        lambda group: challenge(group, answered_by=group.cast.an, answered_at=NOON),
    ],
    "challenge_ruled_whole": [
        lambda group: challenge(group, upheld=True, reason="Đúng"),
        lambda group: challenge(group, upheld=True, ruled_by=group.chi, ruled_at=NOON),
        lambda group: challenge(group, reason="Đúng"),
    ],
    "second_score_once": [twice(second)],
    "second_score_whole": [
        lambda group: second(group, **SCORED | {"reason": ""}),
        lambda group: second(group, **SCORED | {"scored_at": None}),
        lambda group: second(group, **SCORED | {"outcome": "lost"}),
        lambda group: second(group, answer="som"),
    ],
    "second_score_after_its_draw": [lambda group: second(group, **SCORED | {"scored_at": BEFORE})],
    "conduct_share_is_a_share": [conduct(second_share="1.0001"), conduct(second_share="-0.0001")],
    "conduct_drawn_with_a_seed": [conduct(drawn_at=NOON)],
    "conduct_alike_means_something": [conduct(alike_rulings=1), conduct(alike_minutes=0)],
    "case_open_once": [twice(case)],
    "case_why_is_known": [lambda group: case(group, why="lost")],
    "case_decided_at_a_meeting": [lambda group: case(group, ruling=ruling(group, ledger="final"))],
    "reopening_waits_once": [twice(reopening)],
    "reopening_has_a_reason": [lambda group: reopening(group, reason="")],
    "reopening_by_two_persons": [lambda group: reopening(group, agreed_by=group.kien, agreed_at=NOON)],
    "reopening_agreed_whole": [
        lambda group: reopening(group, agreed_by=group.son),
        lambda group: reopening(group, agreed_at=NOON),
    ],
    "remark_in_words": [lambda group: remark(group, text="")],
    "remark_kind_is_known": [lambda group: remark(group, kind="praise")],
    "visit_stage_is_known": [lambda group: visit(group, stage="lost")],
    "visit_laid_whole": [
        lambda group: visit(group, stage="laid"),
        lambda group: visit(group, **laid(group) | {"digest": ""}),
        lambda group: visit(group, digest="ab" * 32),
    ],
    "visit_spoken_of_what_was_laid": [
        lambda group: visit(group, unit_agrees=True, spoke_for_unit="Phó"),
        lambda group: visit(group, **laid(group), unit_agrees=True),
        lambda group: visit(group, **laid(group), unit_agrees=True, spoke_for_unit="Phó", spoken_at=NOON),
    ],
    "visit_concluded_whole": [
        lambda group: visit(group, concluded_at=NOON),
        lambda group: visit(group, record=paper(group)),
        lambda group: visit(group, **signed(group) | {"record": None}),
        lambda group: visit(group, **signed(group) | {"unit_agrees": None, "spoke_for_unit": ""}),
    ],
    "visit_reserves_in_words": [lambda group: visit(group, **laid(group), unit_agrees=False, spoke_for_unit="Phó")],
    "visit_called_off_for_a_reason": [
        lambda group: visit(group, stage="called_off"),
        lambda group: visit(group, called_off_for="Mưa bão"),
    ],
    "sighting_in_words": [
        lambda group: Sighting.objects.create(visit=visit(group), item="1.2", text="", by=group.chi, at=NOON)
    ],
}
"""By constraint, each way to break it."""


def constraints() -> dict[str, tuple[type[Model], CheckConstraint | UniqueConstraint]]:
    models = apps.get_app_config("appraisals").get_models(include_auto_created=False)
    return {one.name: (model, one) for model in models for one in model._meta.constraints}  # type: ignore[misc]


def test_every_constraint_of_the_room_is_broken_once() -> None:
    assert sorted(constraints().keys() - BREAKS.keys()) == [], "break it in BREAKS"
    assert sorted(BREAKS.keys() - constraints().keys()) == [], "it is gone"


@pytest.mark.parametrize(
    ("name", "place"), [(name, place) for name, ways in BREAKS.items() for place in range(len(ways))]
)
def test_the_database_refuses(group: Group, name: str, place: int) -> None:
    Mandate.objects.filter(person=group.hoa).delete()

    model, broken = constraints()[name]
    with (
        (
            refused_by(model, name)
            if isinstance(broken, CheckConstraint)
            else pytest.raises(IntegrityError, match=_said_of_unique(broken))
        ),
        transaction.atomic(),
    ):
        BREAKS[name][place](group)


def _said_of_unique(broken: UniqueConstraint) -> str:
    """What the database says of what must be unique: the name; SQLite only the columns."""
    if connection.vendor == "postgresql":
        return rf"\b{re.escape(broken.name)}\b"
    return "UNIQUE constraint failed: .*" + ".*".join(broken.fields)


@pytest.mark.parametrize(
    "holds",
    [
        lambda group: (ruling(group), Ruling.objects.update(stands=False), ruling(group, number=2)),
        lambda group: second(group, **SCORED | {"scored_at": NOON}),
        lambda group: visit(group, **signed(group) | {"unit_agrees": False, "reservation": "Chưa đủ"}),
        lambda group: (case(group), case(group, why="second"), case(group, item="1.3")),
        lambda group: reopening(group, agreed_by=group.son, agreed_at=NOON),
        lambda group: case(group, ruling=ruling(group, ledger="final"), meeting=meeting(group)),
        lambda group: (mandate(group, part="1"), mandate(group, part="1", of_a_unit=True), mandate(group, part="2")),
    ],
)  # fmt: skip
def test_what_is_whole_is_kept(group: Group, holds: Break) -> None:
    Mandate.objects.filter(person=group.hoa).delete()

    assert holds(group)
