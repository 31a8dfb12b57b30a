"""The round office opens, a unit asks for time and for a meaning, the office answers."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from parindex.rubric.read import adopted
from parindex.rubric.workbook import to_workbook
from paroffice.refused import NotVisible, Refused
from paroffice.rounds import actions
from paroffice.rounds.models import Clarification, ExtensionRequest, Round, Step, Window
from paroffice.rounds.queries import time_for
from paroffice.rubrics.models import AdoptedEdition
from tests.web.conftest import CLOSES, NOON, SOUND, Cast

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


def renamed(text: str) -> str:
    return text.replace("edition: sound", "edition: sound-2").replace("số thử", "số thử lần hai")


def uploads() -> list[SimpleUploadedFile]:
    return [
        SimpleUploadedFile(path.name, renamed(path.read_text(encoding="utf-8")).encode())
        for path in SOUND.glob("*.yaml")
    ]


def test_an_edition_comes_in_as_files_is_frozen_and_compared(cast: Cast) -> None:
    office = cast.as_("dung")

    assert office.post(reverse("editions"), {"files": uploads()}).status_code == 302

    assert AdoptedEdition.objects.filter(name="sound-2").exists()
    again = office.post(reverse("editions"), {"files": uploads()})
    assert again.status_code == 409
    page = cast.as_("an").get(reverse("comparison") + "?cu=sound&moi=sound-2").content.decode()
    assert "Bộ chỉ số thử lần hai" in page


def test_an_edition_comes_in_as_a_workbook(cast: Cast, tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    folder = tmp_path / "sound-3"
    folder.mkdir()
    for path in SOUND.glob("*.yaml"):
        (folder / path.name).write_text(renamed(path.read_text(encoding="utf-8")), encoding="utf-8")
    to_workbook(adopted(folder), book)

    response = cast.as_("dung").post(
        reverse("editions"), {"files": SimpleUploadedFile("book.xlsx", book.read_bytes())}
    )

    assert response.status_code == 302
    assert AdoptedEdition.objects.filter(name="sound-2").exists()


def test_a_flawed_edition_is_told_line_by_line_and_not_adopted(cast: Cast) -> None:
    files = {file.name or "": file for file in uploads()}
    text = renamed((SOUND / "1-field.yaml").read_text(encoding="utf-8")).replace("points: 12", "points: 13")
    files["1-field.yaml"] = SimpleUploadedFile("1-field.yaml", text.encode())

    response = cast.as_("dung").post(reverse("editions"), {"files": list(files.values())})

    assert response.status_code == 422
    assert "1-field.yaml:1" in response.content.decode()
    assert AdoptedEdition.objects.count() == 1


@pytest.mark.parametrize("name", ["x.exe", "x.zip", "x"])
def test_what_is_no_edition_is_refused(cast: Cast, name: str) -> None:
    response = cast.as_("dung").post(reverse("editions"), {"files": SimpleUploadedFile(name, b"abc")})

    assert response.status_code == 409


def test_only_the_office_brings_an_edition_in(cast: Cast) -> None:
    assert cast.as_("an").post(reverse("editions"), {"files": uploads()}).status_code == 409
    assert AdoptedEdition.objects.count() == 1
