"""From the points of a published result to tasks: what was lost, why, what would have earned it, who did."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from paroffice.assessments.actions import begin
from paroffice.desk.queries import waiting_for
from paroffice.evidence.actions import upload
from paroffice.improvement import paper
from paroffice.improvement.actions import plans, tasks
from paroffice.improvement.beside import Pair, columns_of, pairs_of
from paroffice.improvement.models import PlanTask
from paroffice.improvement.ready import ready
from paroffice.improvement.shortcomings import points_of, shortcomings_of
from paroffice.people.models import Person, Role
from paroffice.results import bridge
from paroffice.results.models import Result
from paroffice.results.packages import keep
from paroffice.results.rows import files_of
from paroffice.rounds.actions import open_round
from paroffice.rubrics.actions import adopt
from tests.web.conftest import PAPER, person
from tests.web.results.example import NOON, Example
from tests.web.results.test_pages import signed_in, text
from tests.web.results.test_papers import text_of, words_of

TODAY = date(2026, 11, 2)
DUE = TODAY + timedelta(days=30)


@pytest.fixture
def ly(example: Example) -> Person:
    return person("ly", Role.UNIT_LEADER, example.units[0])


def task_on(example: Example, *codes: str, owner: Person | None = None) -> PlanTask:
    """For Kim Sơn, on points of the published result."""
    unit = example.units[0]
    plan = plans.begin(unit=unit, year=2026, by=example.an, at=NOON)
    wanted = plans.Wanted(
        field="8", title="Nâng mức độ trực tuyến", product="Báo cáo", owner=owner or example.an, due_on=DUE,
        items=codes, round=example.round, reason="Theo tài liệu (minh họa).",
    )  # fmt: skip
    return plans.add_task(plan=plan, wanted=wanted, by=example.an, at=NOON)


def test_every_lost_point_is_a_shortcoming_until_evidence_closes_its_task(
    kept_result: Result, example: Example
) -> None:
    """Of 2 points for 8.2.2 Kim Sơn's example earns 0.7; for 4.2.2 it loses less."""
    unit = example.units[0]
    task = task_on(example, "8.2.2")
    before = shortcomings_of(unit, timezone.now(), TODAY)
    assert before.points_on(task) == Fraction(13, 10)
    assert points_of(before.lines) - points_of(before.without_task) == Fraction(13, 10)
    assert points_of(before.standing) == points_of(before.lines)
    assert before.lines[0].lost.rule

    document = upload(unit=unit, file=SimpleUploadedFile("b.pdf", PAPER), by=example.an, at=NOON, title="B")
    tasks.close(task=task, evidence=document, pages="", by=example.an, at=NOON)

    after = shortcomings_of(unit, timezone.now(), TODAY)
    assert points_of(before.standing) - points_of(after.standing) == Fraction(13, 10)
    assert list(ready(example.round.assessments.get(unit=unit), "8.2.2")) == []


def test_a_task_past_its_day_says_how_many_points_stand_on_it(kept_result: Result, example: Example) -> None:
    task_on(example, "8.2.2")

    lost = shortcomings_of(example.units[0], timezone.now(), DUE + timedelta(days=1))

    assert points_of(lost.late) == Fraction(13, 10)


def test_the_leader_sees_on_one_screen_what_is_lost_and_who_earned_it(
    kept_result: Result, example: Example, ly: Person
) -> None:
    task_on(example, "8.2.2")

    page = text(signed_in(ly), reverse("at-risk", args=["kim-son"]))

    for said in ("Nâng mức độ trực tuyến", "1,3", "chưa có nhiệm vụ", "Thế nào thì đạt"):
        assert said in page
    lines = shortcomings_of(example.units[0], timezone.now(), TODAY).lines
    code, name = next(one.earned_by[0] for one in lines if one.earned_by)
    assert name in page
    assert f"/ket-qua/{example.round.pk}/don-vi/{code}/muc/" in page


def test_under_embargo_nobody_else_is_named(kept_result: Result, example: Example, ly: Person) -> None:
    Result.objects.filter(pk=kept_result.pk).update(public_at=timezone.now() + timedelta(days=1))

    lost = shortcomings_of(example.units[0], timezone.now(), TODAY)
    page = text(signed_in(ly), reverse("at-risk", args=["kim-son"]))

    assert lost.lines
    assert not any(one.earned_by for one in lost.lines)
    assert "xin giữ kín" in page
    assert not any(other.name in page for other in example.units[1:])


def test_another_units_losses_are_not_there(kept_result: Result, example: Example) -> None:
    for name in ("at-risk", "two-editions"):
        assert signed_in(example.binh).get(reverse(name, args=["kim-son"])).status_code == 404
        assert signed_in(example.dung).get(reverse(name, args=["kim-son"])).status_code == 200
        assert signed_in(example.dung).post(reverse(name, args=["kim-son"])).status_code == 405


def test_a_lost_point_becomes_a_task_by_the_page_of_the_plan(kept_result: Result, example: Example) -> None:
    plans.begin(unit=example.units[0], year=2026, by=example.an, at=NOON)
    an, address = signed_in(example.an), reverse("plan", args=["kim-son", 2026])
    asked = text(an, f"{address}?muc=4.2.2")
    assert "Khắc phục mục 4.2.2" in asked

    due = f"{timezone.localdate() + timedelta(days=9):%Y-%m-%d}"
    said = {"title": "Khắc phục", "product": "Máy lấy số", "field": "4", "owner": example.an.pk, "due_on": due}
    assert an.post(address, said | {"act": "add", "item": "4.2.2"}).status_code == 302

    task = PlanTask.objects.get()
    assert (task.items, task.round, task.reason) == (["4.2.2"], example.round, "Theo tài liệu (minh họa).")
    assert "?muc=4.2.2" not in text(an, address)


def test_a_result_without_a_task_calls_on_the_leader(kept_result: Result, example: Example, ly: Person) -> None:
    at = kept_result.published_at + timedelta(days=1)
    asked = "Lập nhiệm vụ cho các điểm đã mất"
    assert any(duty.title.startswith(asked) for duty in waiting_for(ly, at))

    task_on(example, "8.2.2")

    assert not any(duty.title.startswith(asked) for duty in waiting_for(ly, at))


def test_the_plan_as_word_and_pdf_says_what_wins_back_what(kept_result: Result, example: Example) -> None:
    plan = task_on(example, "8.2.2").plan

    word, pdf = paper.as_word(plan, NOON), paper.as_pdf(plan, NOON)

    for told in (words_of(word), " ".join(text_of(pdf).split())):
        for said in ("Nâng mức độ trực tuyến", "02/12/2026", "KẾ HOẠCH", "đã mất 1,3 điểm", "MINH HỌA"):
            assert said in told or (said == "MINH HỌA" and told == words_of(word))
    assert "{{" not in words_of(word)


def test_the_pages_ask_as_many_questions_for_many_tasks_as_for_one(
    kept_result: Result, example: Example, ly: Person
) -> None:
    client, codes = (
        signed_in(ly),
        [one.lost.item.code for one in shortcomings_of(example.units[0], NOON, TODAY).lines],
    )
    addresses = [reverse("plan", args=["kim-son", 2026]), reverse("at-risk", args=["kim-son"]), reverse("plans")]
    task_on(example, codes[0])
    _warm = [_asked(client, address) for address in addresses]
    few = [_asked(client, address) for address in addresses]

    for code in codes[1:8]:
        task_on(example, code)

    assert [_asked(client, address) for address in addresses] == few
    assert max(few) <= 30


def _asked(client: object, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200  # type: ignore[attr-defined]
    return len(captured)


def test_one_edition_is_not_compared_with_itself(kept_result: Result, example: Example) -> None:
    page = text(signed_in(example.an), reverse("two-editions", args=["kim-son"]))

    assert "chưa so sánh được" in page


def other_edition(result: Result, example: Example) -> Result:
    """Published under a law of another name, which calls its first field otherwise; for 2.1.1 Kim Sơn had nothing."""
    files = files_of(example.round)
    renamed = {"edition/cover.yaml": (OWN_NAME, OTHER_NAME), "round.yaml": (OWN_NAME, OTHER_NAME)}
    renamed["edition/1-chi-dao.yaml"] = ("Công tác chỉ đạo, điều hành cải cách hành chính", "Chỉ đạo")
    for name, (old, new) in renamed.items():
        files[name] = files[name].decode().replace(old, new, 1).encode()
    for name in ("ledgers/after_reply.csv", "ledgers/final.csv"):
        files[name] = files[name].replace(b"kim-son,2.1.1,answered,,9,9,", b"kim-son,2.1.1,not_met,,,,")
    law = {
        name.removeprefix("edition/"): text.decode() for name, text in files.items() if name.startswith("edition/")
    }
    edition = adopt(files=law, by=example.dung, at=NOON)
    round_ = open_round(
        year=example.round.year + 1, title="Bộ của tỉnh (minh họa)", edition=edition, windows=[], units=example.units,
        by=example.dung, at=NOON,
    )  # fmt: skip
    kept = Result.objects.get(pk=result.pk)
    kept.pk, kept.round, kept.council = None, round_, keep(bridge.drafted(files))
    kept.public = kept.council
    kept.save()
    return kept


OWN_NAME, OTHER_NAME = "ninh-binh-districts-2018", "minh-hoa-2019"


def test_a_unit_stands_under_two_editions_side_by_side(kept_result: Result, example: Example) -> None:
    """2.1.1 is 1 of the 9 points of its field."""
    other_edition(kept_result, example)

    pairs = pairs_of(*reversed(columns_of(example.units[0])))
    page = text(signed_in(example.an), reverse("two-editions", args=["kim-son"]))

    alone = [one for one in pairs if one.gap is None]
    assert [one.title for one in alone] == ["Công tác chỉ đạo, điều hành cải cách hành chính", "Chỉ đạo"]
    gaps = {one.title: one.gap for one in pairs if one.gap}
    assert gaps == {"Cải cách thể chế": Fraction("-11.11")}
    assert Pair(title="", shares=(Fraction(60), Fraction("72.5"))).gap == Fraction("12.5")
    assert "Chênh lệch, điểm phần trăm" in page
    assert "-11,11" in page


def test_what_closed_a_task_is_ready_for_the_next_years_item(kept_result: Result, example: Example) -> None:
    """Under another law too, where its item continues the old one."""
    task, unit = task_on(example, "8.2.2"), example.units[0]
    document = upload(unit=unit, file=SimpleUploadedFile("b.pdf", PAPER), by=example.an, at=NOON, title="B")
    tasks.close(task=task, evidence=document, pages="1", by=example.an, at=NOON)
    next_year = begin(round_=other_edition(kept_result, example).round, unit=unit, at=NOON)

    found = [(one.version, one.pages, one.says) for one in ready(next_year, "8.2.2")]

    assert found == [(document, "1", "Nâng mức độ trực tuyến")]
    assert list(ready(next_year, "8.2.1")) == []
