"""Every page: it opens for those who may, it is not there for the others, it says what to do."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from paroffice.assessments.models import Answer
from paroffice.evidence.actions import upload
from paroffice.evidence.models import Version
from paroffice.people.guessing import MOST_WRONG
from paroffice.portal.urls import CMS
from paroffice.rounds.models import Window
from tests.web.addresses import PUBLIC
from tests.web.conftest import PAPER, Cast

PEOPLE = ("an", "ly", "binh", "chi", "dung", "auditor", "administrator")


@pytest.fixture
def now_open(cast: Cast) -> Cast:
    """The window around the real moment, since a page asks the clock."""
    now = timezone.now()
    Window.objects.update(opens_at=now - timezone.timedelta(days=1), closes_at=now + timezone.timedelta(days=1))
    return cast


def patterns(resolver: URLResolver | None = None) -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            found += patterns(one) if str(one.pattern) != CMS else []
        else:
            found.append(one)
    return found


def test_every_address_says_which_right_opens_it() -> None:
    silent = [one.name for one in patterns() if one.name not in PUBLIC and not hasattr(one.callback, "right")]

    assert silent == []


SEES = {
    "desk": set(PEOPLE),
    "letter": set(PEOPLE),
    "sheet": {"an", "ly", "chi", "dung", "auditor"},
    "item": {"an", "ly", "chi", "dung", "auditor"},
    "submit": {"an", "ly", "chi", "dung", "auditor"},
    "statement": {"an", "ly", "chi", "dung", "auditor"},
    "sheet-report": {"an", "ly", "chi", "dung", "auditor"},
    "sheet-word": {"an", "ly", "chi", "dung", "auditor"},
    "sheet-pdf": {"an", "ly", "chi", "dung", "auditor"},
    "divide": {"an", "ly"},
    "board": {"dung", "auditor"},
    "edition": {"an", "ly", "binh", "chi", "dung", "auditor"},
    "editions": {"an", "ly", "binh", "chi", "dung", "auditor"},
    "comparison": {"an", "ly", "binh", "chi", "dung", "auditor"},
    "ask-time": {"an", "ly"},
    "opening": {"dung"},
    "rounds": {"an", "ly", "binh", "chi", "dung", "auditor"},
    "timetable": {"an", "ly", "binh", "chi", "dung", "auditor"},
    "clarifications": {"an", "ly", "binh", "chi", "dung", "auditor"},
    "edition-excel": {"an", "ly", "binh", "chi", "dung", "auditor"},
    "drafts": {"dung", "auditor"},
    "portals": {"ly", "auditor", "administrator"},
    "portal-open": {"administrator"},
    "evidence-store": {"an", "ly", "binh", "chi", "dung", "auditor"},
    "evidence-page": {"an", "ly", "chi", "dung", "auditor"},
    "evidence-picture": {"an", "ly", "chi", "dung", "auditor"},
    "accounts": {"administrator"},
    "person": {"administrator"},
    "hand-over": {"administrator"},
    "people-in": {"administrator"},
    "people-excel": {"administrator"},
    "delegation": {"an", "ly", "binh", "chi", "dung"},
    "units": set(PEOPLE),
    "unit": set(PEOPLE),
    "unit-new": {"dung", "administrator"},
    "unit-change": {"dung", "administrator"},
    "units-in": {"dung", "administrator"},
    "units-excel": {"dung", "administrator"},
    "security": set(PEOPLE),
    "change-password": set(PEOPLE),
    "sessions": set(PEOPLE),
    "questions": {"dung", "auditor"},
    "trail": {"dung", "auditor"},
    "erase": {"administrator"},
    "trail-verify": {"dung", "auditor"},
    "search": set(PEOPLE),
}


def paper(cast: Cast) -> int:
    """A paper of An's unit."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("báo cáo.pdf", PAPER)
    return upload(unit=cast.here, file=file, by=cast.an, at=timezone.now(), title="Báo cáo").pk


def address(name: str, cast: Cast) -> str:
    if name in ("evidence-page", "evidence-picture"):
        return reverse(name, args=[paper(cast), 1][: 1 + (name == "evidence-picture")])
    arguments = {
        "sheet": [cast.sheet.pk],
        "submit": [cast.sheet.pk],
        "statement": [cast.sheet.pk],
        "divide": [cast.sheet.pk],
        "sheet-report": [cast.sheet.pk],
        "sheet-word": [cast.sheet.pk],
        "sheet-pdf": [cast.sheet.pk],
        "item": [cast.sheet.pk, "1.2"],
        "ask-time": [cast.sheet.pk],
        "board": [cast.round.pk],
        "questions": [cast.round.pk],
        "edition": ["sound"],
        "edition-excel": ["sound"],
        "timetable": [cast.round.pk],
        "clarifications": [cast.round.pk],
        "erase": [cast.an.pk],
        "person": [cast.chi.pk],
        "hand-over": [cast.chi.pk],
        "unit": ["here"],
        "unit-change": ["here"],
    }
    tail = "?cu=sound&moi=sound" if name == "comparison" else ""
    return reverse(name, args=arguments.get(name, [])) + tail


@pytest.mark.any_database
@pytest.mark.parametrize("who", PEOPLE)
def test_a_page_opens_for_those_who_may_and_is_not_there_for_the_others(now_open: Cast, who: str) -> None:
    client = now_open.as_(who)

    found = {name: client.get(address(name, now_open)).status_code for name in SEES}

    assert found == {name: 200 if who in those else 404 for name, those in SEES.items()}


@pytest.mark.any_database
def test_a_visitor_is_asked_to_sign_in(now_open: Cast) -> None:
    found = {name: Client().get(address(name, now_open)) for name in SEES}

    assert {name for name, one in found.items() if one.status_code != 302} == set()
    assert {name for name, one in found.items() if "/dang-nhap/" not in one["Location"]} == set()


def test_every_kind_of_question_is_answered_on_its_page(now_open: Cast) -> None:
    client, pk = now_open.as_("an"), now_open.sheet.pk
    posts = {
        "1.1": {"level": "som", "note": "Bản gốc lưu tại Văn phòng"},
        "1.2": {"numerator": "95", "denominator": "100"},
        "1.3": {"figure": "12"},
        "1.4": {"numerator": "3", "denominator": "4"},
        "2.1": {"figure": "0,5"},
    }
    for code, posted in posts.items():
        assert client.get(reverse("item", args=[pk, code])).status_code == 200
        response = client.post(reverse("item", args=[pk, code]), posted | {"outcome": "answered", "edits": "0"})
        assert response.status_code == 302, code

    page = now_open.as_("ly").get(reverse("submit", args=[pk])).content.decode()
    assert "Nộp bản tự chấm" in page
    signed = {
        "registered_as": "12/BC-UBND",
        "registered_on": timezone.localdate().isoformat(),
        "signed": SimpleUploadedFile("bao-cao.pdf", PAPER),
    }
    assert now_open.as_("ly").post(reverse("submit", args=[pk]), signed).status_code == 302
    assert "đã nộp" in client.get(reverse("sheet", args=[pk])).content.decode()


def test_what_was_typed_comes_back_with_the_finding(now_open: Cast) -> None:
    response = now_open.as_("an").post(
        reverse("item", args=[now_open.sheet.pk, "1.2"]),
        {"numerator": "17.935", "denominator": "5", "outcome": "answered", "note": "<b>chữ</b>", "edits": "0"},
    )

    page = response.content.decode()
    assert 'role="alert"' in page
    assert 'value="17935"' in page
    assert "&lt;b&gt;chữ&lt;/b&gt;" in page
    assert not Answer.objects.exists()


def test_a_colleague_who_was_quicker_is_shown_beside_ones_own(now_open: Cast) -> None:
    link = reverse("item", args=[now_open.sheet.pk, "1.3"])
    now_open.as_("ly").post(link, {"figure": "3", "outcome": "answered", "edits": "0"})

    response = now_open.as_("an").post(link, {"figure": "4", "outcome": "answered", "edits": "0"})

    assert response.status_code == 409
    page = response.content.decode()
    assert "Ly</b> đã sửa mục này" in page
    assert 'value="4"' in page
    edits = re.search(r'name="edits" value="(\d+)"', page)
    assert edits is not None
    assert edits[1] == "1"


def test_a_refusal_is_a_page_that_says_what_to_do(cast: Cast) -> None:
    Window.objects.update(opens_at=timezone.now() - timezone.timedelta(days=9), closes_at=timezone.now())

    response = cast.as_("an").post(
        reverse("item", args=[cast.sheet.pk, "1.3"]), {"figure": "3", "outcome": "answered", "edits": "0"}
    )

    assert response.status_code == 409
    assert "Đã hết thời gian tự đánh giá" in response.content.decode()
    assert "gia hạn" in response.content.decode()


def test_another_units_object_is_not_there(now_open: Cast) -> None:
    client, theirs = now_open.as_("an"), now_open.other_sheet.pk

    for name, arguments in (("sheet", [theirs]), ("item", [theirs, "1.2"]), ("submit", [theirs])):
        assert client.get(reverse(name, args=arguments)).status_code == 404
        assert client.post(reverse(name, args=arguments)).status_code in (404, 405) or name == "sheet"


def test_a_file_is_given_out_as_a_download_and_only_behind_permission(now_open: Cast) -> None:
    link = reverse("prove", args=[now_open.sheet.pk, "1.1"])
    file = SimpleUploadedFile("báo cáo.pdf", PAPER)
    assert now_open.as_("an").post(link, {"file": file, "title": "Báo cáo"}).status_code == 302
    version = Version.objects.get()

    given = now_open.as_("chi").get(reverse("evidence-file", args=[version.pk]))

    assert given.status_code == 200
    assert given["Content-Disposition"].startswith("attachment")
    assert given["Content-Type"] == "application/octet-stream"
    assert b"".join(given.streaming_content) == PAPER
    assert now_open.as_("binh").get(reverse("evidence-file", args=[version.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("run.exe", b"MZ\x90\x00"),
        ("fake.pdf", b"<html><script>alert(1)</script></html>"),
        ("fake.docx", b"not a zip"),
        ("../../../etc/passwd.pdf", b"root:x:0:0"),
        ("empty.pdf", b""),
        ("noname", b"%PDF-1.7"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(
    now_open: Cast, name: str, content: bytes
) -> None:
    response = now_open.as_("an").post(
        reverse("prove", args=[now_open.sheet.pk, "1.1"]), {"file": SimpleUploadedFile(name, content)}
    )

    assert response.status_code in (302, 409)
    assert not Version.objects.exists()


def test_guessing_a_password_is_made_slow(cast: Cast) -> None:
    client, link = Client(), reverse("sign-in")
    for _ in range(MOST_WRONG):
        client.post(link, {"username": "an", "password": "đoán"})

    page = client.post(link, {"username": "an", "password": "mật khẩu dài"}).content.decode()

    assert "sai quá nhiều lần" in page


def test_the_number_of_queries_does_not_grow_with_answers(
    now_open: Cast, django_assert_max_num_queries: object
) -> None:
    client = now_open.as_("an")
    link = reverse("sheet", args=[now_open.sheet.pk])
    client.get(link)

    with django_assert_max_num_queries(15):  # type: ignore[operator]
        client.get(link)
