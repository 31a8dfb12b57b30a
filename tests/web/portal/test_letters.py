"""What citizens send, what the unit does with it, and the clock that runs."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parindex.onestop.calendar import VIETNAM
from paroffice.onestop.actions.law import adopt_law
from paroffice.onestop.law import files_of
from paroffice.onestop.models import Centre
from paroffice.people.models import Role
from paroffice.portal.actions import consultations, letters, questions
from paroffice.portal.duties import duties
from paroffice.portal.models import Comment, ConsultationPage, Question
from paroffice.portal.models.question import QuestionState
from paroffice.refused import NotVisible, Refused
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, person
from tests.web.onestop.conftest import LAW
from tests.web.portal.conftest import HERE, WORDS, Press, published

SAID = {"name": "Người dân", "email": "dan@example.org", "title": "Giờ nhận hồ sơ", "text": "Mấy giờ nhận?"}


def asked(press: Press) -> Question:
    return questions.ask(portal=press.here, said=SAID, code="ABCDEFGHJK", at=NOON)


def draft(press: Press, days: int = 5) -> ConsultationPage:
    today = timezone.localdate()
    page = ConsultationPage(
        title="Dự thảo", summary="t", author="a", on=today - timedelta(days=9), ends_on=today + timedelta(days=days),
        send_to="Văn phòng", body=WORDS,
    )  # fmt: skip
    published(page, press.here, "gop-y")
    return page


def test_a_question_is_asked_without_signing_in_and_its_clock_begins(press: Press) -> None:
    client = Client(enforce_csrf_checks=True)
    form = client.get("/hoi-dap/gui/", HTTP_HOST=HERE)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form.content.decode())
    assert token is not None

    page = client.post("/hoi-dap/gui/", SAID | {"csrfmiddlewaretoken": token[1]}, HTTP_HOST=HERE)

    made = Question.objects.get()
    assert page.status_code == 200
    assert made.code in page.content.decode()
    assert made.due_on > timezone.localdate() + timedelta(days=20)
    assert not made.published


def test_a_program_that_fills_the_hidden_field_is_refused(press: Press) -> None:
    page = Client().post("/hoi-dap/gui/", SAID | {"website": "spam"}, HTTP_HOST=HERE)

    assert page.status_code == 422
    assert not Question.objects.exists()


def test_one_network_sends_only_so_much_in_an_hour(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "MOST", 2)
    page = draft(press)

    answers = [Client().post("/hoi-dap/gui/", SAID, HTTP_HOST=HERE).status_code for _ in range(3)]
    comment = Client().post(f"/gop-y/{page.pk}/gui/", {"name": "Bà C", "text": "x"}, HTTP_HOST=HERE)
    elsewhere = Client(REMOTE_ADDR="203.0.113.7").post("/hoi-dap/gui/", SAID, HTTP_HOST=HERE)

    assert answers == [200, 200, 409]
    assert comment.status_code == 409
    assert elsewhere.status_code == 200


def test_the_clock_of_a_question_knows_the_holidays_of_the_one_stop(press: Press) -> None:
    person_ = person("quang", Role.ONE_STOP_OFFICER, press.cast.here)
    adopt_law(files=files_of(LAW), by=person_, at=NOON)
    Centre.objects.create(
        unit=press.cast.here, name="Một cửa", level="district", organisation="G09.20", calendar="minh-hoa"
    )

    asked_at = datetime(2026, 2, 9, 9, tzinfo=VIETNAM)
    found = questions.ask(portal=press.here, said=SAID, code="ABCDEFGHJK", at=asked_at)

    assert found.due_on == date(2026, 3, 9)


def test_an_answer_is_looked_up_by_its_code_and_by_nothing_else(press: Press) -> None:
    question = asked(press)
    questions.answer(question=question, text="Từ 7 giờ 30.", publish=False, by=press.hoa, at=NOON)

    found = Client().post("/hoi-dap/tra-cuu/", {"code": "abcdefghjk"}, HTTP_HOST=HERE).content.decode()
    wrong = Client().post("/hoi-dap/tra-cuu/", {"code": "ABCDEFGHJM"}, HTTP_HOST=HERE).content.decode()

    assert "Từ 7 giờ 30." in found
    assert "dan@example.org" not in found
    assert "Từ 7 giờ 30." not in wrong
    assert "Từ 7 giờ 30." not in Client().get("/hoi-dap/", HTTP_HOST=HERE).content.decode()


def test_an_answer_of_common_interest_is_read_by_everyone(press: Press) -> None:
    questions.answer(question=asked(press), text="Từ 7 giờ 30.", publish=True, by=press.hoa, at=NOON)

    page = Client().get("/hoi-dap/", HTTP_HOST=HERE).content.decode()

    assert "Từ 7 giờ 30." in page
    assert "dan@example.org" not in page


def test_another_units_editor_answers_nothing(press: Press) -> None:
    question = asked(press)

    with pytest.raises(NotVisible):
        questions.answer(question=question, text="x", publish=False, by=press.cast.binh, at=NOON)
    assert press.as_(press.phuc).get(reverse("portal-question", args=["here", question.pk])).status_code == 404


def test_a_question_is_answered_once_and_put_off_once(press: Press) -> None:
    question = asked(press)
    tomorrow = NOON.date() + timedelta(days=1)
    questions.put_off(question=question, to=tomorrow, by=press.hoa, at=NOON)

    with pytest.raises(Refused, match="hẹn một lần"):
        questions.put_off(question=question, to=tomorrow + timedelta(days=1), by=press.hoa, at=NOON)
    questions.send_elsewhere(question=question, text="Hỏi công an huyện.", by=press.hoa, at=NOON)
    with pytest.raises(Refused, match="đã được trả lời"):
        questions.answer(question=question, text="x", publish=False, by=press.hoa, at=NOON)


def test_what_waits_stands_on_the_desk_until_its_day(press: Press) -> None:
    question = asked(press)

    due = next(iter(duties(press.hoa, NOON)))
    late = next(iter(duties(press.hoa, NOON + timedelta(days=60))))

    assert question.title in due.title
    assert not due.pressing
    assert late.pressing
    assert list(duties(press.cast.an, NOON)) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "unknown"},
        {"state": QuestionState.ANSWERED},
        {"state": QuestionState.PUT_OFF},
        {"published": True},
    ],
    ids=str,
)
def test_an_impossible_question_is_refused_by_the_database(press: Press, broken: dict[str, object]) -> None:
    asked(press)

    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.update(**broken)


def test_a_comment_is_shown_after_somebody_read_it(press: Press) -> None:
    page = draft(press)
    answer = Client().post(f"/gop-y/{page.pk}/gui/", {"name": "Bà C", "text": "Nên sửa điều 2."}, HTTP_HOST=HERE)
    assert answer.status_code == 200
    address = page.get_url_parts()[2]
    assert "Nên sửa điều 2." not in Client().get(address, HTTP_HOST=HERE).content.decode()

    comment = Comment.objects.get()
    link = reverse("portal-comment", args=["here", comment.pk])
    assert press.as_(press.hoa).post(link, {"deed": "show"}).status_code == 302

    comment.refresh_from_db()
    assert comment.state == "shown"
    assert Entry.objects.filter(act="portal.comment_shown").exists()


def test_after_its_last_day_a_draft_takes_no_comment(press: Press) -> None:
    page = draft(press, days=-1)

    with pytest.raises(Refused, match="hết thời gian"):
        consultations.comment(page=page, portal=press.here, said={"name": "a", "text": "b"}, at=timezone.now())


def test_a_comment_is_kept_back_only_for_a_reason(press: Press) -> None:
    page = draft(press)
    comment = consultations.comment(page=page, portal=press.here, said={"name": "a", "text": "b"}, at=timezone.now())

    with pytest.raises(Refused, match="lý do"):
        consultations.keep_back(comment=comment, portal=press.here, reason=" ", by=press.hoa, at=NOON)
    for broken in ({"state": "unknown"}, {"state": "shown"}, {"state": "kept_back", "seen_at": NOON}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.update(**broken)
    consultations.keep_back(comment=comment, portal=press.here, reason="Xúc phạm.", by=press.hoa, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(reason="")
