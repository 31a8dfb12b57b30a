"""The unit's reform plan on its portal: what everyone may read of it, and when."""

from datetime import date

import pytest

from paroffice.improvement.actions import plans, tasks
from paroffice.improvement.models import Plan, PlanTask
from paroffice.improvement.told import told_plan, told_years
from tests.web.conftest import NOON
from tests.web.improvement.test_plans import issued, wanted
from tests.web.portal.conftest import THERE, Press, read

WITHIN = "Chờ ông Ba duyệt kinh phí"


@pytest.fixture
def plan(press: Press) -> Plan:
    """A draft with one task, due on 3 November, and a report on it that is meant for colleagues."""
    held = plans.begin(unit=press.cast.here, year=2026, by=press.cast.an, at=NOON)
    told = {"title": "Mở điểm hỗ trợ", "product": "Biên bản mở điểm", "due_on": date(2026, 11, 3), "reason": WITHIN}
    task = plans.add_task(plan=held, wanted=wanted(press.cast, **told), by=press.cast.an, at=NOON)
    tasks.report(task=task, percent=40, text=WITHIN, by=press.cast.an, at=NOON)
    return held


def test_an_issued_plan_is_read_on_the_portal_without_what_is_meant_for_colleagues(press: Press, plan: Plan) -> None:
    issued(press.cast, plan)

    said = read("/ke-hoach-cai-cach/2026/").content.decode()

    for words in ("Mở điểm hỗ trợ", "Biên bản mở điểm", "03/11/2026", "quá hạn", "40 %", "5/KH-UBND", "02/11/2026"):
        assert words in said, words
    assert WITHIN not in said
    assert press.cast.an.full_name not in said
    assert "/ke-hoach-cai-cach/" in read("/").content.decode()


def test_a_draft_is_nobodys_to_read_nor_is_another_units_plan(press: Press, plan: Plan) -> None:
    assert read("/ke-hoach-cai-cach/2026/").status_code == 404
    assert read("/ke-hoach-cai-cach/").status_code == 404
    issued(press.cast, plan)

    assert read("/ke-hoach-cai-cach/").status_code == 200
    assert read("/ke-hoach-cai-cach/2025/").status_code == 404
    assert read("/ke-hoach-cai-cach/", THERE).status_code == 404


def test_a_plan_that_mends_a_result_waits_until_everyone_may_read_the_result(press: Press, plan: Plan) -> None:
    issued(press.cast, plan)
    assert told_years(press.cast.here, NOON) == [2026]

    PlanTask.objects.filter(plan=plan).update(round=press.cast.round)

    assert told_years(press.cast.here, NOON) == []
    assert told_plan(press.cast.here, 2026, NOON) is None
