"""A plan and its tasks: each act does it, refuses the wrong person, refuses the wrong moment."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from paroffice.assessments.models import Proof
from paroffice.desk.queries import waiting_for
from paroffice.evidence.actions import upload
from paroffice.evidence.models import Version
from paroffice.improvement.actions import plans, tasks
from paroffice.improvement.models import Plan, PlanState, PlanTask, Progress, TaskState
from paroffice.improvement.search import search
from paroffice.people import leaving
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Window
from paroffice.trail.models import Entry
from tests.web.breaking import refused_by
from tests.web.conftest import NOON, PAPER, Cast

TODAY = date(2026, 11, 2)
LATER = NOON + timedelta(days=20)


def wanted(cast: Cast, **said: object) -> plans.Wanted:
    plain = plans.Wanted(field="1", title="Rà soát", product="Báo cáo rà soát", owner=cast.an, due_on=TODAY)
    return replace(plain, **said)  # type: ignore[arg-type]


def document(unit: Unit, by: Person) -> Version:
    return upload(unit=unit, file=SimpleUploadedFile("ke-hoach.pdf", PAPER), by=by, at=NOON, title="Kế hoạch")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return plans.begin(unit=cast.here, year=2026, by=cast.an, at=NOON)


@pytest.fixture
def task(cast: Cast, plan: Plan) -> PlanTask:
    return plans.add_task(plan=plan, wanted=wanted(cast, items=["1.1"]), by=cast.an, at=NOON)


def issued(cast: Cast, plan: Plan) -> Plan:
    return plans.issue(
        plan=plan,
        number="5/KH-UBND",
        issued_on=TODAY,
        signed=document(cast.here, cast.ly),
        leaf="1.1",
        by=cast.ly,
        at=NOON,
    )


def test_a_plan_is_begun_once_a_year_over_the_edition_of_the_latest_round(cast: Cast, plan: Plan) -> None:
    again = plans.begin(unit=cast.here, year=2026, by=cast.ly, at=LATER)

    assert (again.pk, again.edition_id, again.state) == (plan.pk, cast.round.edition_id, PlanState.DRAFT)
    assert Entry.objects.filter(act="improvement.begin").count() == 1


def test_nobody_plans_for_another_unit_and_a_reader_only_reads(cast: Cast, plan: Plan) -> None:
    with pytest.raises(NotVisible):
        plans.begin(unit=cast.here, year=2027, by=cast.binh, at=NOON)
    with pytest.raises(Refused):
        plans.begin(unit=cast.here, year=2027, by=cast.dung, at=NOON)


def test_a_unit_that_no_round_scored_has_no_contents_to_plan_by(cast: Cast) -> None:
    cast.round.participants.filter(unit=cast.here).delete()

    with pytest.raises(Refused, match="chưa tham gia đợt đánh giá nào"):
        plans.begin(unit=cast.here, year=2026, by=cast.an, at=NOON)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"title": " "}, "trống"),
        ({"product": ""}, "trống"),
        ({"due_on": None}, "Hạn"),
        ({"due_on": TODAY - timedelta(days=1)}, "đã qua"),
        ({"owner": None}, "không làm việc"),
        ({"field": "9"}, "Không có trang"),
        ({"items": ["7.7"]}, "Không có trang"),
    ],
)
def test_a_task_says_what_by_whom_until_when(cast: Cast, plan: Plan, said: dict[str, object], problem: str) -> None:
    with pytest.raises(Refused, match=problem):
        plans.add_task(plan=plan, wanted=wanted(cast, **said), by=cast.an, at=NOON)

    assert not PlanTask.objects.exists()


def test_who_is_responsible_works_for_the_unit(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused, match="không làm việc ở đơn vị"):
        plans.add_task(plan=plan, wanted=wanted(cast, owner=cast.binh), by=cast.an, at=NOON)


def test_the_leader_issues_a_plan_under_its_signed_paper(cast: Cast, plan: Plan, task: PlanTask) -> None:
    held = issued(cast, plan)

    assert (held.state, held.number, held.leaf) == (PlanState.ISSUED, "5/KH-UBND", "1.1")
    assert Entry.objects.filter(act="improvement.issue", stream="improvement:here").exists()
    with pytest.raises(Refused, match="đã ban hành"):
        issued(cast, plan)


def test_an_officer_issues_nothing_and_adds_nothing_to_what_is_issued(cast: Cast, plan: Plan, task: PlanTask) -> None:
    with pytest.raises(Refused):
        plans.issue(plan=plan, number="5", issued_on=TODAY, signed=None, leaf="", by=cast.an, at=NOON)
    issued(cast, plan)

    with pytest.raises(Refused):
        plans.add_task(plan=plan, wanted=wanted(cast), by=cast.an, at=NOON)
    assert plans.add_task(plan=plan, wanted=wanted(cast), by=cast.ly, at=NOON).pk


def test_an_empty_plan_or_another_units_paper_is_not_issued(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused, match="chưa có nhiệm vụ"):
        issued(cast, plan)
    plans.add_task(plan=plan, wanted=wanted(cast), by=cast.an, at=NOON)

    with pytest.raises(NotVisible):
        plans.issue(
            plan=plan,
            number="5",
            issued_on=TODAY,
            signed=document(cast.there, cast.binh),
            leaf="",
            by=cast.ly,
            at=NOON,
        )
    with pytest.raises(Refused, match="ngày ban hành"):
        plans.issue(plan=plan, number="5", issued_on=date(2027, 1, 1), signed=None, leaf="", by=cast.ly, at=NOON)


def test_the_owner_reports_and_a_colleague_does_not(cast: Cast, plan: Plan, task: PlanTask) -> None:
    of_ly = plans.add_task(plan=plan, wanted=wanted(cast, owner=cast.ly), by=cast.ly, at=NOON)
    tasks.report(task=task, percent=40, text="Đã rà soát một nửa.", by=cast.an, at=NOON)

    with pytest.raises(Refused, match="do Ly phụ trách"):
        tasks.report(task=of_ly, percent=40, text="x", by=cast.an, at=NOON)
    with pytest.raises(NotVisible):
        tasks.report(task=task, percent=40, text="x", by=cast.binh, at=NOON)
    with pytest.raises(Refused, match="còn thiếu"):
        tasks.report(task=task, percent=101, text="x", by=cast.an, at=NOON)
    assert Progress.objects.get().percent == 40


def test_a_task_is_closed_by_a_document_of_the_units_store_and_nothing_else(cast: Cast, task: PlanTask) -> None:
    with pytest.raises(Refused, match="Chưa có tài liệu"):
        tasks.close(task=task, evidence=None, pages="", by=cast.an, at=NOON)
    with pytest.raises(NotVisible):
        tasks.close(task=task, evidence=document(cast.there, cast.binh), pages="", by=cast.an, at=NOON)
    with pytest.raises(Refused, match="số trang"):
        tasks.close(task=task, evidence=document(cast.here, cast.an), pages="trang đầu", by=cast.an, at=NOON)

    closed = tasks.close(task=task, evidence=document(cast.here, cast.an), pages="1", by=cast.an, at=NOON)

    assert (closed.state, closed.pages, closed.ended_by) == (TaskState.CLOSED, "1", cast.an)
    with pytest.raises(Refused, match="đã xong"):
        tasks.report(task=task, percent=100, text="x", by=cast.an, at=LATER)


def test_only_the_leader_moves_a_day_drops_or_opens_again_each_for_a_reason(cast: Cast, task: PlanTask) -> None:
    for act in (tasks.drop, tasks.reopen):
        with pytest.raises(Refused):
            act(task=task, reason="Vì sao", by=cast.an, at=NOON)
    with pytest.raises(Refused, match="lý do"):
        tasks.postpone(task=task, due_on=TODAY, reason=" ", by=cast.ly, at=NOON)

    tasks.postpone(task=task, due_on=date(2026, 12, 1), reason="Chờ văn bản tỉnh", by=cast.ly, at=NOON)
    tasks.drop(task=task, reason="Tỉnh làm chung", by=cast.ly, at=NOON)
    held = tasks.reopen(task=task, reason="Tỉnh không làm nữa", by=cast.ly, at=NOON)

    assert (held.state, held.due_on, held.ended_at) == (TaskState.OPEN, date(2026, 12, 1), None)
    assert "02/11/2026 đến 01/12/2026: Chờ văn bản tỉnh" in Progress.objects.get().text
    with pytest.raises(Refused, match="đang làm"):
        tasks.reopen(task=task, reason="Lần nữa", by=cast.ly, at=NOON)


def test_the_leader_hands_a_task_over_and_nobody_else_does(cast: Cast, task: PlanTask) -> None:
    with pytest.raises(Refused):
        tasks.hand_over(task=task, owner=cast.ly, reason="Nghỉ", by=cast.an, at=NOON)
    with pytest.raises(Refused, match="không làm việc ở đơn vị"):
        tasks.hand_over(task=task, owner=cast.binh, reason="Nghỉ", by=cast.ly, at=NOON)
    with pytest.raises(Refused, match="lý do"):
        tasks.hand_over(task=task, owner=cast.ly, reason=" ", by=cast.ly, at=NOON)

    held = tasks.hand_over(task=task, owner=cast.ly, reason="An nghỉ hưu", by=cast.ly, at=NOON)

    assert (held.owner, held.state) == (cast.ly, TaskState.OPEN)
    assert Progress.objects.get().text == "Giao từ An cho Ly: An nghỉ hưu"
    tasks.drop(task=task, reason="Thôi", by=cast.ly, at=NOON)
    with pytest.raises(Refused, match="đã bỏ"):
        tasks.hand_over(task=task, owner=cast.an, reason="Lại", by=cast.ly, at=NOON)


def test_who_leaves_is_told_of_open_tasks_and_the_leader_gives_them_to_another(cast: Cast, task: PlanTask) -> None:
    told = [duty.says for duty in leaving.open_duties(cast.an, NOON)]
    asked = "Giao lại nhiệm vụ «Rà soát»"
    assert any("Nhiệm vụ «Rà soát»" in says for says in told)
    assert asked not in {duty.title for duty in waiting_for(cast.ly, NOON)}

    cast.an.grants.update(ends_on=TODAY - timedelta(days=1))
    assert asked in {duty.title for duty in waiting_for(cast.ly, NOON)}
    address, said = reverse("plan-task", args=["here", 2026, task.pk]), {"act": "hand_over", "reason": "An đã nghỉ"}
    assert cast.as_("ly").post(address, said | {"owner": cast.ly.pk}).status_code == 302

    assert asked not in {duty.title for duty in waiting_for(cast.ly, NOON)}
    assert not any("Rà soát" in duty.says for duty in leaving.open_duties(cast.an, NOON))


BROKEN_PLANS = {
    "plan_state_is_known": {"state": "lost"},
    "plan_issued_whole": {"number": "5/KH"},
}
BROKEN_TASKS = {
    "plan_task_in_words": {"title": ""},
    "plan_task_state_is_known": {"state": "lost"},
    "plan_task_closed_with_evidence_or_dropped_for_a_reason": {"state": "closed", "ended_at": NOON},
}


@pytest.mark.parametrize("name", [*BROKEN_PLANS, *BROKEN_TASKS])
def test_the_database_keeps_plans_and_tasks_whole(cast: Cast, task: PlanTask, name: str) -> None:
    rows, said = (Plan, BROKEN_PLANS[name]) if name in BROKEN_PLANS else (PlanTask, BROKEN_TASKS[name])

    with refused_by(rows, name):
        rows.objects.update(**said)


@pytest.mark.parametrize(
    ("name", "said"),
    [("plan_report_percent_is_one", {"percent": 101}), ("plan_report_in_words", {"text": ""})],
)
def test_the_database_keeps_reports_whole(cast: Cast, task: PlanTask, name: str, said: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Progress.objects.create(**{"task": task, "percent": 1, "text": "x", "by": cast.an, "at": NOON} | said)


def test_a_unit_has_one_plan_a_year(cast: Cast, plan: Plan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(unit=cast.here, year=2026, edition=plan.edition, begun_by=cast.an, begun_at=NOON)


def test_what_waits_is_told_to_its_owner_and_to_the_leader(cast: Cast, plan: Plan, task: PlanTask) -> None:
    mine = {duty.title: duty for duty in waiting_for(cast.an, LATER)}
    of_the_leader = {duty.title for duty in waiting_for(cast.ly, LATER)}

    assert mine["Rà soát"].pressing
    assert "Rà soát" not in of_the_leader
    assert "Ban hành kế hoạch cải cách hành chính năm 2026" in of_the_leader
    assert not {"Rà soát"} & {duty.title for duty in waiting_for(cast.binh, LATER)}


def test_a_task_is_found_by_those_who_may_see_it(cast: Cast, task: PlanTask) -> None:
    found = {
        name: [hit.title for hit in search(getattr(cast, name), "ra soat", NOON)] for name in ("an", "binh", "dung")
    }

    assert found == {"an": ["Rà soát"], "binh": [], "dung": ["Rà soát"]}


@pytest.fixture
def now_open(cast: Cast) -> Cast:
    """The window around the real moment, since a page asks the clock."""
    day = timedelta(days=1)
    Window.objects.update(opens_at=timezone.now() - day, closes_at=timezone.now() + day)
    return cast


def test_what_closed_a_task_is_offered_beside_its_item_and_proves_it_at_a_press(
    now_open: Cast, task: PlanTask
) -> None:
    tasks.close(task=task, evidence=document(now_open.here, now_open.an), pages="1", by=now_open.an, at=NOON)
    an, address = now_open.as_("an"), reverse("item", args=[now_open.sheet.pk, "1.1"])
    offered = an.get(address).content.decode()
    assert "Đã có sẵn từ:" in offered
    assert "Đã có sẵn từ:" not in an.get(reverse("item", args=[now_open.sheet.pk, "1.3"])).content.decode()

    version = Version.objects.get()
    an.post(reverse("prove", args=[now_open.sheet.pk, "1.1"]), {"version": version.pk, "pages": "1"})

    assert Proof.objects.get().version == version
    assert "Đã có sẵn từ:" not in an.get(address).content.decode()
    assert "Rà soát" in an.get(reverse("evidence-page", args=[version.pk])).content.decode()


def test_an_issued_plan_is_offered_for_its_own_item(now_open: Cast, plan: Plan, task: PlanTask) -> None:
    issued(now_open, plan)

    page = now_open.as_("an").get(reverse("item", args=[now_open.sheet.pk, "1.1"])).content.decode()

    assert "Kế hoạch cải cách hành chính năm 2026" in page


def test_a_plan_goes_from_empty_to_issued_by_its_pages(cast: Cast) -> None:
    an, ly, address = cast.as_("an"), cast.as_("ly"), reverse("plan", args=["here", 2026])
    assert an.post(reverse("plans"), {"unit": "here", "year": "2026"})["Location"] == address
    far = f"{timezone.localdate() + timedelta(days=40):%Y-%m-%d}"
    said = {"act": "add", "field": "1", "title": "Rà soát", "product": "Báo cáo", "owner": cast.an.pk, "due_on": far}
    assert an.post(address, said | {"product": ""}).status_code == 409
    assert an.post(address, said).status_code == 302

    signed = SimpleUploadedFile("ke-hoach.pdf", PAPER)
    paper = {"act": "issue", "number": "5/KH", "issued_on": "2026-01-02", "file": signed, "leaf": "1.1"}
    assert ly.post(address, paper).status_code == 302

    page = an.get(address).content.decode()
    assert "đã ban hành" in page
    assert "Rà soát" in page
    assert "Rà soát" not in cast.as_("binh").get(reverse("plans")).content.decode()
    assert cast.as_("binh").get(address).status_code == 404
    assert cast.as_("dung").post(address, said).status_code == 409


def test_a_task_is_worked_by_its_page(cast: Cast, plan: Plan, task: PlanTask) -> None:
    an, address = cast.as_("an"), reverse("plan-task", args=["here", 2026, task.pk])

    assert an.post(address, {"act": "report", "percent": "50", "text": "Nửa chừng"}).status_code == 302
    assert an.post(address, {"act": "drop", "reason": "Thôi"}).status_code == 409
    assert cast.as_("dung").post(address, {"act": "report", "percent": "50", "text": "x"}).status_code == 409
    assert cast.as_("binh").get(address).status_code == 404
    file = SimpleUploadedFile("xong.pdf", PAPER)
    assert an.post(address, {"act": "close", "file": file, "pages": "1"}).status_code == 302

    page = an.get(address).content.decode()
    assert "Nửa chừng" in page
    assert "đã xong, có tài liệu" in page
