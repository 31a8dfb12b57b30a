"""What waits for whom on the desk while a round is appraised, in as many queries for a hundred units as for one."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parindex.sheet.cells import Raw
from paroffice.appraisals.actions import body, councils, replies, rulings, steps
from paroffice.appraisals.duties import duties
from paroffice.appraisals.models import (
    Appraisal,
    Challenge,
    Conduct,
    Mandate,
    Member,
    SecondScore,
    WorkingGroup,
)
from paroffice.assessments.actions import begin
from paroffice.pages.offers import Duty
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Participant, Step, Window
from tests.web.appraisals.conftest import APPRAISING, CLAIMS, Group, handed_over, rule_all
from tests.web.conftest import CLOSES

CUT = {"1.2": Raw("answered", "", "80", "100")}
REPLYING, ANSWERING = APPRAISING + timedelta(days=10), APPRAISING + timedelta(days=20)
AFTER_ALL = CLOSES + timedelta(days=31)


def waiting(person: Person, at: datetime) -> list[Duty]:
    return list(duties(person, at))


def titles(person: Person, at: datetime) -> list[str]:
    return [one.title for one in waiting(person, at)]


def told(group: Group, *appraisals: Appraisal) -> None:
    for one in appraisals:
        rule_all(group, one, CUT)
        steps.tell(appraisal=one, by=group.son, at=APPRAISING)
        one.refresh_from_db()


def settled(group: Group, *appraisals: Appraisal) -> None:
    told(group, *appraisals)
    for one in appraisals:
        steps.settle(appraisal=one, by=group.son, at=ANSWERING)
        one.refresh_from_db()


# The appraiser


def test_an_appraiser_is_led_to_the_next_item_without_a_ruling(group: Group) -> None:
    [duty] = waiting(group.chi, APPRAISING)

    assert duty.title == "Thẩm định: còn 12 mục"  # two sheets of six items
    assert duty.address == reverse("appraise", args=[group.cast.round.pk, "1.1", "here"])
    assert duty.until == CLOSES + timedelta(days=10)
    assert not duty.pressing

    ruled = rulings.Grounds(reason="Đúng.")
    rulings.rule(
        appraisal=group.here, code="1.1", raw=CLAIMS["1.1"], grounds=ruled, number=0, by=group.chi, at=APPRAISING
    )
    [duty] = waiting(group.chi, APPRAISING)
    assert duty.title == "Thẩm định: còn 11 mục"
    assert duty.address == reverse("appraise", args=[group.cast.round.pk, "1.1", "there"])


def test_before_the_window_of_appraisal_nothing_waits_and_after_it_presses(group: Group) -> None:
    assert waiting(group.chi, CLOSES - timedelta(hours=1)) == []
    assert [one.pressing for one in waiting(group.chi, REPLYING)] == [True]


def test_what_another_unit_or_person_is_given_does_not_wait(group: Group) -> None:
    assert waiting(group.hoa, APPRAISING) == []
    body.give_mandates(
        round_=group.cast.round, person=group.hoa, parts=["1.2"], unit=group.cast.there, by=group.cast.dung,
        at=APPRAISING,
    )  # fmt: skip

    [duty] = waiting(group.hoa, APPRAISING)

    assert duty.title == "Thẩm định: còn 1 mục"
    assert duty.address == reverse("appraise", args=[group.cast.round.pk, "1.2", "there"])


def test_a_tie_takes_a_unit_off_the_list(group: Group) -> None:
    body.declare_tie(
        round_=group.cast.round,
        person=group.chi,
        unit=group.cast.here,
        reason="Anh ruột.",
        by=group.chi,
        at=APPRAISING,
    )

    assert titles(group.chi, APPRAISING) == ["Thẩm định: còn 6 mục"]


def test_who_left_the_group_or_lost_the_mandate_owes_nothing(group: Group) -> None:
    Member.objects.filter(person=group.chi).update(ends_on=APPRAISING.date() - timedelta(days=1))
    assert waiting(group.chi, APPRAISING) == []
    Member.objects.filter(person=group.chi).update(ends_on=None)
    Mandate.objects.filter(person=group.chi).update(ended_at=APPRAISING)
    assert waiting(group.chi, APPRAISING) == []


def test_a_disagreement_waits_until_a_ruling_answers_it(group: Group) -> None:
    told(group, group.here, group.there)
    said = {"agrees": False, "text": "Phụ lục 3.", "edits": 0, "by": group.cast.an, "at": REPLYING}
    replies.reply(appraisal=group.here, code="1.2", **said)

    assert waiting(group.chi, REPLYING) == []  # not before its window
    [duty] = waiting(group.chi, ANSWERING)
    assert duty.title == "Giải trình: còn 1 mục chờ trả lời"
    assert duty.address == reverse("appraise", args=[group.cast.round.pk, "1.2", "here"])

    rulings.rule(
        appraisal=group.here, code="1.2", raw=CUT["1.2"], grounds=rulings.Grounds(reason="Phụ lục không có chữ ký."),
        number=0, by=group.chi, at=ANSWERING,
    )  # fmt: skip
    assert waiting(group.chi, ANSWERING) == []


def challenge(group: Group, answer: str = "") -> Challenge:
    answered = {"answer": answer, "answered_by": group.cast.an, "answered_at": REPLYING} if answer else {}
    return Challenge.objects.create(
        appraisal=group.here, item="1.1", unit=group.cast.there, text="Ký muộn.", by=group.cast.binh, at=REPLYING,
        **answered,
    )  # fmt: skip


def test_an_answered_challenge_waits_for_its_verdict(group: Group) -> None:
    told(group, group.here)
    asked = challenge(group)
    mine = [one for one in titles(group.chi, ANSWERING) if "Phản biện" in one]
    assert mine == []
    asked.answer, asked.answered_by, asked.answered_at = "Ký ngày 20/12.", group.cast.an, REPLYING
    asked.save()

    assert "Phản biện: còn 1 mục chờ kết luận" in titles(group.chi, ANSWERING)


# The second appraiser


def test_a_second_appraiser_is_led_to_the_next_blind_item(group: Group) -> None:
    assert waiting(group.mai, APPRAISING) == []
    held = [
        SecondScore.objects.create(appraisal=group.here, item=item, given_to=group.mai, drawn_at=APPRAISING)
        for item in ("1.1", "1.2")
    ]

    [duty] = waiting(group.mai, APPRAISING)

    assert duty.title == "Chấm lần hai: còn 2 mục"
    assert duty.address == reverse("second", args=[held[0].pk])


# The head


def test_the_head_tells_units_that_are_ruled_and_settles_those_that_owe_nothing(group: Group) -> None:
    rule_all(group, group.here, CUT)
    assert titles(group.son, APPRAISING)[1:] == ["1 đơn vị chờ thông báo"]
    steps.tell(appraisal=group.here, by=group.son, at=APPRAISING)
    assert "chờ thông báo" not in " ".join(titles(group.son, REPLYING))
    assert "chờ chốt" not in " ".join(titles(group.son, REPLYING)), "the unit may still reply"

    [_rulings, duty] = waiting(group.son, ANSWERING)

    assert duty.title == "1 đơn vị chờ chốt thẩm định"
    assert duty.address == reverse("appraise-unit", args=[group.cast.round.pk, "here"])


# The council


def test_the_council_decides_ripe_cases_then_freezes(group: Group) -> None:
    settled(group, group.here, group.there)
    assert titles(group.kien, ANSWERING) == ["1 nhóm chờ chốt kết quả"]
    case = councils.bring_case(
        appraisal=group.here, item="1.2", question="Tính cả việc lùi hạn?", by=group.son, at=ANSWERING
    )

    [duty] = waiting(group.kien, ANSWERING)

    assert duty.title == "1 mục chờ hội đồng quyết định"
    assert duty.address == reverse("case", args=[group.cast.round.pk, case.pk])


def test_a_block_with_one_unit_unsettled_is_not_ready(group: Group) -> None:
    settled(group, group.here)

    assert waiting(group.kien, ANSWERING) == []


def test_a_reopening_waits_for_everyone_but_who_asked(group: Group) -> None:
    settled(group, group.here, group.there)
    councils.freeze_block(round_=group.cast.round, block="units", by=group.kien, at=ANSWERING)
    assert waiting(group.kien, ANSWERING) == []
    group.here.refresh_from_db()
    councils.ask_to_reopen(appraisal=group.here, reason="Cộng sai.", by=group.kien, at=ANSWERING)

    assert waiting(group.kien, ANSWERING) == []
    assert titles(group.son, ANSWERING) == ["Đề nghị mở lại kết quả của Huyện Đây"]


# The unit


def test_a_unit_hears_nothing_before_it_is_told(group: Group) -> None:
    rule_all(group, group.here, CUT)

    assert waiting(group.cast.an, APPRAISING) == waiting(group.cast.an, REPLYING) == []


def test_a_told_unit_replies_and_answers_while_its_window_is_open(group: Group) -> None:
    told(group, group.here, group.there)
    challenge(group)

    first, second = waiting(group.cast.an, REPLYING)

    assert (first.title, first.about) == ("Kết quả thẩm định của Huyện Đây", "còn 1 mục chưa giải trình")
    assert first.address == reverse("reply", args=[group.here.assessment_id, "1.2"])
    assert first.until == CLOSES + timedelta(days=20)
    assert second.title == "Phản biện mục 1.1 của Huyện Đây"
    assert titles(group.cast.binh, REPLYING) == ["Kết quả thẩm định của Huyện Kia"]
    assert waiting(group.cast.an, APPRAISING) == waiting(group.cast.an, ANSWERING) == []


# The round office


def test_the_round_office_establishes_mandates_and_calls_the_late(group: Group) -> None:
    dung = group.cast.dung
    assert titles(dung, APPRAISING) == []
    assert titles(dung, REPLYING) == ["2 người thẩm định quá hạn"]
    Mandate.objects.update(ended_at=APPRAISING)
    assert titles(dung, REPLYING) == ["Tổ công tác chưa được phân công thẩm định"]
    for one in (Mandate, Member, WorkingGroup):
        one.objects.all().delete()

    [duty] = waiting(dung, APPRAISING)

    assert duty.title == "Đã có bản nộp mà chưa có tổ công tác"
    assert duty.address == reverse("working-group", args=[group.cast.round.pk])


# All of it


def queries(person: Person, at: datetime) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert waiting(person, at)
    return len(captured)


@pytest.mark.parametrize("who", ["chi", "mai", "son", "kien", "an", "dung"])
def test_more_units_add_no_queries(group: Group, who: str) -> None:
    reader = getattr(group, who, None) or getattr(group.cast, who)
    Conduct.objects.create(round=group.cast.round)
    told(group, group.here, group.there)
    Window.objects.filter(step=Step.REPLY).update(closes_at=AFTER_ALL + timedelta(days=9))
    replies.reply(appraisal=group.there, code="1.2", agrees=True, text="", edits=0, by=group.cast.binh, at=REPLYING)
    steps.settle(appraisal=group.there, by=group.son, at=REPLYING)
    councils.bring_case(appraisal=group.there, item="1.2", question="?", by=group.son, at=REPLYING)
    SecondScore.objects.create(appraisal=group.here, item="1.1", given_to=group.mai, drawn_at=REPLYING)
    challenge(group)
    more_units(group, 1)

    before = queries(reader, AFTER_ALL)
    more_units(group, 9)

    assert queries(reader, AFTER_ALL) == before <= 30


def more_units(group: Group, count: int) -> None:
    """That handed over and wait for their first marks."""
    for number in range(Unit.objects.count(), Unit.objects.count() + count):
        unit = Unit.objects.create(code=f"xa-{number}", name=f"Xã {number}", block="units")
        Participant.objects.create(round=group.cast.round, unit=unit, name=unit.name, block="units")
        handed_over(begin(round_=group.cast.round, unit=unit, at=APPRAISING), group.cast.ly)
