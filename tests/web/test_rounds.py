"""The round office opens, a unit asks for time and for a meaning, the office answers."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from paroffice.people.models import Role, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds import actions
from paroffice.rounds.models import Clarification, Extension, ExtensionRequest, Round, Step, Window, WindowChange
from paroffice.rounds.queries import Time, require_open, time_for
from paroffice.rounds.windows import windows_of
from paroffice.trail.actions import told
from paroffice.trail.models import Entry
from tests.web.conftest import CLOSES, NOON, OPENS, Cast, person

LATER = CLOSES + timedelta(days=3)


def ask(cast: Cast, by: str = "an") -> ExtensionRequest:
    return actions.ask_for_time(
        round_=cast.round, unit=cast.here, step=Step.SELF_ASSESSMENT, closes_at=LATER, reason="Công văn 20",
        by=getattr(cast, by), at=NOON,
    )  # fmt: skip


def test_a_request_that_is_granted_gives_the_time(cast: Cast) -> None:
    actions.answer_request(request=ask(cast), granted=True, answer="", by=cast.dung, at=NOON)

    time = time_for(cast.round, cast.here, Step.SELF_ASSESSMENT)
    assert time is not None
    assert time.closes_at == LATER
    other = time_for(cast.round, cast.there, Step.SELF_ASSESSMENT)
    assert other is not None
    assert other.closes_at == CLOSES


def test_a_request_that_is_declined_gives_none_and_says_why(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(Refused, match="phải có lý do"):
        actions.answer_request(request=request, granted=False, answer=" ", by=cast.dung, at=NOON)

    actions.answer_request(request=request, granted=False, answer="Đã gia hạn một lần", by=cast.dung, at=NOON)

    time = time_for(cast.round, cast.here, Step.SELF_ASSESSMENT)
    assert time is not None
    assert time.closes_at == CLOSES


def test_one_request_waits_at_a_time_and_is_answered_once(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(Refused, match="đang chờ"):
        ask(cast, by="ly")
    actions.answer_request(request=request, granted=True, answer="", by=cast.dung, at=NOON)
    with pytest.raises(Refused, match="đã được trả lời"):
        actions.answer_request(request=request, granted=True, answer="", by=cast.dung, at=NOON)


@pytest.mark.parametrize("who", ["an", "chi", "auditor"])
def test_only_the_office_grants_time(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        actions.answer_request(request=ask(cast), granted=True, answer="", by=getattr(cast, who), at=NOON)


def test_nobody_asks_for_another_unit(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        ask(cast, by="binh")


def test_a_question_is_seen_by_all_units_once_answered(cast: Cast) -> None:
    now = timezone.now()
    Window.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    an, binh = cast.as_("an"), cast.as_("binh")
    here, there = reverse("item", args=[cast.sheet.pk, "1.2"]), reverse("item", args=[cast.other_sheet.pk, "1.2"])
    an.post(reverse("ask-how", args=[cast.sheet.pk, "1.2"]), {"question": "Tính cả nhiệm vụ chuyển tiếp?"})
    assert "chuyển tiếp" in an.get(here).content.decode()
    assert "chuyển tiếp" not in binh.get(there).content.decode()

    asked = Clarification.objects.get()
    cast.as_("dung").post(
        reverse("questions", args=[cast.round.pk]), {"clarification": str(asked.pk), "answer": "Không tính."}
    )

    assert "Không tính." in an.get(here).content.decode()
    assert "Không tính." in binh.get(there).content.decode()


OPENING = {
    "year": "2027",
    "title": "Năm 2027",
    "edition": "sound",
    "self_assessment-opens": "2027-11-01T08:00",
    "self_assessment-closes": "2027-12-15T17:00",
}


def test_the_office_opens_a_year_for_chosen_units(cast: Cast) -> None:
    response = cast.as_("dung").post(reverse("opening"), OPENING | {"unit": [str(cast.here.pk)]})

    round_ = Round.objects.get(year=2027)
    assert response.status_code == 302
    assert [one.unit for one in round_.assessments.all()] == [cast.here]
    window = round_.windows.get()
    assert timezone.localtime(window.closes_at).isoformat() == "2027-12-15T17:00:00+07:00"


@pytest.mark.parametrize(
    "flaw",
    [
        {"title": " "},
        {"year": "sang năm"},
        {"edition": "none"},
        {"unit": []},
        {"self_assessment-closes": ""},
        {"self_assessment-closes": "2027-10-01T08:00"},
        {"self_assessment-opens": "mai"},
        {"self_assessment-opens": "2027-13-41T08:00"},
        {"appraisal-opens": "2028-01-01T08:00"},
    ],
)
def test_an_opening_that_lacks_something_is_refused_whole(cast: Cast, flaw: dict[str, object]) -> None:
    response = cast.as_("dung").post(reverse("opening"), OPENING | {"unit": [str(cast.here.pk)]} | flaw)

    assert response.status_code == 409
    assert not Round.objects.filter(year=2027).exists()


@pytest.mark.parametrize("who", ["an", "chi", "auditor", "administrator"])
def test_nobody_else_opens_a_year(cast: Cast, who: str) -> None:
    assert cast.as_(who).post(reverse("opening"), OPENING).status_code == 404
    assert Round.objects.count() == 1


# Dates


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.mark.parametrize(
    ("typed", "seconds", "held"),
    [
        ("2027-12-15T17:00", -1, True),
        ("2027-12-15T17:00", 0, False),
        ("2027-12-15T17:00:30", 29, True),
        ("2027-12-15T17:00:30", 30, False),
        ("2027-12-15T10:00:00Z", 0, False),
    ],
)
def test_a_deadline_holds_to_the_second_in_ha_noi(cast: Cast, typed: str, seconds: int, held: bool) -> None:
    cast.as_("dung").post(
        reverse("opening"), OPENING | {"self_assessment-closes": typed, "unit": [str(cast.here.pk)]}
    )
    sheet = Round.objects.get(year=2027).assessments.get()
    at = local("2027-12-15T17:00:00") + timedelta(seconds=seconds)

    if held:
        require_open(sheet.round, cast.here, Step.SELF_ASSESSMENT, at)
    else:
        with pytest.raises(Refused, match="Đã hết thời gian tự đánh giá"):
            require_open(sheet.round, cast.here, Step.SELF_ASSESSMENT, at)


def test_the_first_second_is_inside_and_the_one_before_is_not(cast: Cast) -> None:
    require_open(cast.round, cast.here, Step.SELF_ASSESSMENT, OPENS)
    with pytest.raises(Refused, match="Chưa đến thời gian"):
        require_open(cast.round, cast.here, Step.SELF_ASSESSMENT, OPENS - timedelta(microseconds=1))


def test_a_block_may_have_a_time_of_its_own(cast: Cast) -> None:
    own = {"self_assessment-opens-units": "2027-11-05T08:00", "self_assessment-closes-units": "2027-12-20T17:00"}

    cast.as_("dung").post(reverse("opening"), OPENING | own | {"unit": [str(cast.here.pk)]})

    round_ = Round.objects.get(year=2027)
    time = time_for(round_, cast.here, Step.SELF_ASSESSMENT)
    assert time is not None
    assert time.closes_at == local("2027-12-20T17:00:00")
    assert {one.block for one in round_.windows.all()} == {"", "units"}


def test_a_unit_that_moves_to_another_block_keeps_the_times_its_round_was_opened_with(cast: Cast) -> None:
    set_window(cast, LATER, block="units")
    before = time_for(cast.round, cast.here, Step.SELF_ASSESSMENT)

    Unit.objects.filter(pk=cast.here.pk).update(block="other")
    moved = Unit.objects.get(pk=cast.here.pk)

    assert before is not None
    assert before.closes_at == LATER
    assert time_for(cast.round, moved, Step.SELF_ASSESSMENT) == before
    assert windows_of([cast.round.pk]).time(cast.round.pk, moved, Step.SELF_ASSESSMENT) == before


def test_a_unit_whose_block_has_no_time_stops_the_opening(cast: Cast) -> None:
    page = cast.as_("dung").post(
        reverse("opening"),
        OPENING | {"self_assessment-opens": "", "self_assessment-closes": "", "unit": [str(cast.here.pk)]},
    )

    assert page.status_code == 409
    assert not Round.objects.filter(year=2027).exists()


def set_window(cast: Cast, closes_at: datetime, by: str = "dung", at: datetime = NOON, **more: Any) -> Window:
    said = {"step": Step.SELF_ASSESSMENT, "block": "", "reason": "Công văn 31"} | more
    time = Time(opens_at=more.pop("opens_at", OPENS), closes_at=closes_at)
    said.pop("opens_at", None)
    return actions.set_window(round_=cast.round, time=time, by=getattr(cast, by), at=at, **said)


def test_dates_change_for_a_reason_that_everyone_reads(cast: Cast) -> None:
    set_window(cast, LATER)

    time = time_for(cast.round, cast.here, Step.SELF_ASSESSMENT)
    assert time is not None
    assert time.closes_at == LATER
    page = cast.as_("an").get(reverse("timetable", args=[cast.round.pk])).content.decode()
    assert "Công văn 31" in page
    entry = Entry.objects.get(act="rounds.set_window")
    assert entry.before["closes_at"] == told(CLOSES)


def test_a_step_gets_its_first_dates_without_a_reason(cast: Cast) -> None:
    opens_at = NOON + timedelta(days=20)

    set_window(cast, LATER + timedelta(days=30), step=Step.APPRAISAL, reason="", opens_at=opens_at)

    time = time_for(cast.round, cast.here, Step.APPRAISAL)
    assert time is not None
    assert time.opens_at == opens_at


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reason": " "}, "phải có lý do"),
        ({"opens_at": OPENS - timedelta(days=1)}, "không đổi lúc mở"),
        ({"closes_at": NOON}, "không sau"),
        ({"closes_at": CLOSES}, "giống thời gian"),
    ],
)
def test_dates_that_cannot_be_are_refused(cast: Cast, change: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        set_window(cast, **({"closes_at": LATER} | change))
    assert not WindowChange.objects.exists()


def test_a_window_of_a_block_that_is_not_there_is_not_set(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        set_window(cast, LATER, block="nowhere")


@pytest.mark.parametrize("who", ["an", "chi", "auditor"])
def test_only_the_office_sets_dates_and_extends(cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        set_window(cast, LATER, by=who)
    client, posted = cast.as_(who), {"step": "self_assessment", "unit": str(cast.here.pk), "reason": "x"}
    for name in ("timetable-set", "timetable-extend"):
        assert client.post(reverse(name, args=[cast.round.pk]), posted).status_code == 404
    assert not Extension.objects.exists()


def test_the_office_sets_dates_and_extends_one_unit_on_the_page(cast: Cast) -> None:
    office, now = cast.as_("dung"), timezone.now()
    Window.objects.update(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=1))
    opens = timezone.localtime(Window.objects.get().opens_at).isoformat()
    later = timezone.localtime(now + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M:%S")
    dates = {"self_assessment-opens": opens, "self_assessment-closes": later}

    set_ = office.post(
        reverse("timetable-set", args=[cast.round.pk]), dates | {"step": "self_assessment", "reason": "Bão số 3"}
    )
    extended = office.post(
        reverse("timetable-extend", args=[cast.round.pk]),
        {"step": "self_assessment", "unit": str(cast.here.pk), "closes_at": later[:-2] + "59", "reason": "Lũ <b>"},
    )

    assert (set_.status_code, extended.status_code) == (302, 302)
    page = office.get(reverse("timetable", args=[cast.round.pk])).content.decode()
    assert "Bão số 3" in page
    assert "Lũ &lt;b&gt;" in page
    assert "Lũ" in cast.as_("an").get(reverse("timetable", args=[cast.round.pk])).content.decode()
    assert "Lũ" not in cast.as_("binh").get(reverse("timetable", args=[cast.round.pk])).content.decode()


@pytest.mark.parametrize(
    "flaw",
    [
        {"step": "none"},
        {"unit": "0"},
        {"unit": "²"},
        {"unit": "9" * 40},
        {"closes_at": ""},
        {"closes_at": "mai"},
        {"closes_at": "9999-12-31T23:59"},
        {"closes_at": "0001-01-01T00:00"},
        {"reason": "  "},
        {"reason": "x" * 5000},
    ],
)
def test_an_extension_that_lacks_something_is_refused(cast: Cast, flaw: dict[str, str]) -> None:
    sound = {"step": "self_assessment", "unit": str(cast.here.pk), "closes_at": "2026-12-30T17:00", "reason": "Lũ"}

    response = cast.as_("dung").post(reverse("timetable-extend", args=[cast.round.pk]), sound | flaw)

    assert response.status_code in (404, 409)
    assert not Extension.objects.exists()


def test_a_unit_outside_the_round_gets_no_time_and_sees_nothing(cast: Cast) -> None:
    stranger = Unit.objects.create(code="far", name="Huyện Xa", block="units")
    away = person("xa", Role.UNIT_OFFICER, stranger)
    with pytest.raises(NotVisible):
        actions.extend(
            round_=cast.round,
            unit=stranger,
            step=Step.SELF_ASSESSMENT,
            closes_at=LATER,
            reason="x",
            by=cast.dung,
            at=NOON,
        )
    client = Client()
    client.force_login(away)

    for name in ("timetable", "clarifications"):
        assert client.get(reverse(name, args=[cast.round.pk])).status_code == 404
    assert "Năm 2026" not in client.get(reverse("rounds")).content.decode()


def test_a_change_without_a_reason_cannot_be_kept(cast: Cast) -> None:
    set_window(cast, LATER)

    with pytest.raises(IntegrityError, match="window_change_has_a_reason"), transaction.atomic():
        WindowChange.objects.update(reason="")


# Clarifications


def clarified(cast: Cast, item: str, question: str, answer: str = "") -> None:
    asked = actions.ask_about(round_=cast.round, unit=cast.here, item=item, question=question, by=cast.an, at=NOON)
    if answer:
        actions.clarify(clarification=asked, answer=answer, by=cast.dung, at=NOON)


def test_all_units_search_what_was_answered_with_or_without_marks(cast: Cast) -> None:
    clarified(cast, "1.2", "Thủ tục liên thông có tính không?", "Có, tính cả hồ sơ <i>liên thông</i>.")
    clarified(cast, "1.3", "Tin đăng lại?", "Không tính.")
    clarified(cast, "1.4", "Câu riêng đang chờ")
    link = reverse("clarifications", args=[cast.round.pk])

    page = cast.as_("binh").get(link, {"q": "thu tuc dang"}).content.decode()
    assert "Tin đăng lại?" not in page
    page = cast.as_("binh").get(link, {"q": "thu tuc LIEN"}).content.decode()
    assert "Thủ tục liên thông" in page
    assert "&lt;i&gt;" in page
    assert "Tin đăng lại?" not in page
    everything = cast.as_("binh").get(link).content.decode()
    assert "Tin đăng lại?" in everything
    assert "Câu riêng" not in everything
    assert "Câu riêng" in cast.as_("an").get(link).content.decode()


@pytest.mark.parametrize("posted", [{"clarification": "x"}, {"clarification": "0"}, {"request": "9" * 30}, {}])
def test_an_answer_to_nothing_is_not_there(cast: Cast, posted: dict[str, str]) -> None:
    assert cast.as_("dung").post(reverse("questions", args=[cast.round.pk]), posted).status_code == 404


def test_opening_shows_the_blocks_of_the_edition_that_was_chosen(cast: Cast) -> None:
    page = cast.as_("dung").get(reverse("opening"), {"bo": "sound"})

    assert page.context["groups"][0][0] == "Đơn vị"
    assert "Huyện Đây" in page.content.decode()


def test_without_any_edition_opening_says_where_to_begin(db: None) -> None:
    client = Client()
    client.force_login(person("moi", Role.ROUND_OFFICE))

    assert reverse("drafts") in client.get(reverse("opening")).content.decode()


@pytest.mark.parametrize("name", ["rounds", "timetable", "clarifications", "questions", "opening"])
def test_every_page_of_a_round_speaks_english_when_asked(cast: Cast, name: str) -> None:
    clarified(cast, "1.2", "Asked?", "Answered.")
    set_window(cast, LATER, reason="Letter 31")
    client = cast.as_("dung")
    client.cookies["django_language"] = "en"

    page = client.get(reverse(name, args=[] if name in ("rounds", "opening") else [cast.round.pk])).content.decode()

    assert 'lang="en"' in page
    assert "My work" in page
