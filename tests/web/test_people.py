"""Accounts, roles and names."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from paroffice.people import actions
from paroffice.people.models import Grant, Person, Role, Unit
from paroffice.people.names import dictionary_order
from paroffice.people.policy import RIGHTS, may
from paroffice.refused import NotVisible, Refused
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast


@pytest.mark.parametrize("act", RIGHTS)
def test_a_person_without_a_role_may_nothing(cast: Cast, act: str) -> None:
    stranger = Person.objects.create_user("stranger", password="x", full_name="Lạ")

    assert not may(stranger, act, cast.here, NOON)
    assert not may(stranger, act, None, NOON)


def test_the_administrator_has_no_marks_and_the_auditor_writes_nothing() -> None:
    marks = [act for act in RIGHTS if act.split(".")[0] in ("assessments", "rounds", "rubrics", "evidence")]

    assert not [act for act in marks if Role.ADMINISTRATOR in RIGHTS[act]]
    reading = {"see", "board", "compare", "drafts", "figures"}
    assert {act.split(".")[1] for act in RIGHTS if Role.AUDITOR in RIGHTS[act]} <= reading


@pytest.mark.parametrize(("day", "holds"), [(-1, False), (0, True), (9, True), (10, True), (11, False)])
def test_a_role_holds_from_its_first_day_to_its_last(cast: Cast, day: int, holds: bool) -> None:
    someone = Person.objects.create_user("someone", password="x", full_name="Ai đó")
    start = date(2026, 11, 10)
    Grant.objects.create(
        person=someone, role=Role.UNIT_OFFICER, unit=cast.here, starts_on=start, ends_on=start + timedelta(days=10)
    )

    assert may(someone, "assessments.answer", cast.here, NOON + timedelta(days=8 + day)) is holds


def test_the_day_of_a_role_is_hanois(cast: Cast) -> None:
    """At 17:30 UTC it is half past midnight of the next day in Hà Nội."""
    someone = Person.objects.create_user("someone", password="x", full_name="Ai đó")
    Grant.objects.create(person=someone, role=Role.AUDITOR, starts_on=date(2026, 11, 3))

    assert not may(someone, "trail.see", None, NOON.replace(hour=16, minute=59))
    assert may(someone, "trail.see", None, NOON.replace(hour=17, minute=0))


def test_a_closed_account_may_nothing(cast: Cast) -> None:
    actions.close(person=cast.an, by=cast.administrator, at=NOON)
    cast.an.refresh_from_db()

    assert not may(cast.an, "assessments.answer", cast.here, NOON)


def grant(cast: Cast, person: Person, **change: object) -> Grant:
    given = {"role": Role.UNIT_OFFICER, "unit": cast.here, "starts_on": date(2026, 11, 1)} | change
    return actions.grant(person=person, by=cast.administrator, at=NOON, **given)  # type: ignore[arg-type]


def test_a_role_is_given_and_ended_but_never_erased(cast: Cast) -> None:
    given = grant(cast, cast.binh)
    assert may(cast.binh, "assessments.answer", cast.here, NOON)

    actions.end_grant(grant=given, on=date(2026, 11, 1), by=cast.administrator, at=NOON)

    assert not may(cast.binh, "assessments.answer", cast.here, NOON)
    assert Grant.objects.filter(pk=given.pk).exists()


def test_nobody_gives_themselves_a_role_or_one_without_its_unit(cast: Cast) -> None:
    with pytest.raises(Refused, match="chính mình"):
        grant(cast, cast.administrator)
    with pytest.raises(Refused, match="gắn với một đơn vị"):
        grant(cast, cast.binh, unit=None)
    with pytest.raises(Refused, match="trước ngày bắt đầu"):
        grant(cast, cast.binh, ends_on=date(2026, 10, 1))


@pytest.mark.parametrize("who", ["an", "dung", "chi", "auditor"])
def test_only_the_administrator_gives_roles(cast: Cast, who: str) -> None:
    with pytest.raises(NotVisible):
        actions.grant(
            person=cast.binh,
            role=Role.AUDITOR,
            unit=None,
            starts_on=date(2026, 11, 1),
            by=getattr(cast, who),
            at=NOON,
        )
    assert cast.as_(who).get(reverse("accounts")).status_code == 404


def test_a_new_person_sets_a_password_through_a_link_that_works_once(cast: Cast) -> None:
    office, visitor = cast.as_("administrator"), Client()
    page = office.post(
        reverse("accounts"), {"act": "enrol", "username": "hoa", "full_name": "Hoa"}, follow=True
    ).content.decode()
    link = page.split("http://testserver")[1].split("<")[0].strip()
    form = visitor.get(link, follow=True)
    password = {"new_password1": "một câu thật dài", "new_password2": "một câu thật dài"}

    assert visitor.post(form.request["PATH_INFO"], password).status_code == 302

    assert Client().login(username="hoa", password="một câu thật dài")
    assert "không dùng được nữa" in Client().get(link, follow=True).content.decode()


@pytest.mark.parametrize("name", ["", "a", "có dấu", "a b", "x" * 61, "-x", "AN", "an"])
def test_a_name_that_cannot_be_or_is_taken_is_refused(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        actions.enrol(username=name, full_name="Ai đó", by=cast.administrator, at=NOON)


def test_the_page_gives_and_ends_roles(cast: Cast) -> None:
    office, page = cast.as_("administrator"), reverse("accounts")
    office.post(
        page, {"act": "grant", "person": cast.chi.pk, "role": "auditor", "unit": "", "starts_on": "2026-11-01"}
    )
    given = Grant.objects.get(person=cast.chi, role=Role.AUDITOR)

    office.post(page, {"act": "end", "grant": given.pk})

    given.refresh_from_db()
    assert given.ends_on is not None
    assert office.post(page, {"act": "grant", "person": cast.chi.pk, "role": "king"}).status_code == 409
    assert office.post(page, {"act": "fly"}).status_code == 404


def test_names_stand_as_in_a_vietnamese_dictionary() -> None:
    names = ["Đà", "Da", "Ẩn", "An", "Ăn", "Dũng", "Ân", "Ấn", "Bình", "àn"]

    assert sorted(names, key=dictionary_order) == ["An", "àn", "Ăn", "Ân", "Ẩn", "Ấn", "Bình", "Da", "Dũng", "Đà"]


def test_a_unit_that_ended_stays_readable_with_its_heir(cast: Cast) -> None:
    heir = Unit.objects.create(code="xa", name="Xã Mới", block="units", starts_on=date(2025, 7, 1))
    cast.here.heirs.create(heir=heir, on=date(2025, 7, 1), decision="Nghị quyết sắp xếp")

    assert [one.heir for one in cast.here.heirs.all()] == [heir]
    assert [one.predecessor for one in heir.predecessors.all()] == [cast.here]


def test_thousands_of_accounts_are_searched_without_marks_and_paged(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Person.objects.bulk_create(
        Person(username=f"p{n}", full_name=f"Đỗ Thị Ánh {n}" if n % 100 == 0 else f"Người {n}") for n in range(3000)
    )
    Grant.objects.bulk_create(
        Grant(person=one, role=Role.UNIT_OFFICER, unit=cast.here, starts_on=date(2026, 1, 1))
        for one in Person.objects.filter(username__startswith="p")
    )
    office, page = cast.as_("administrator"), reverse("accounts")
    office.get(page)

    with django_assert_max_num_queries(10):
        found = office.get(page, {"q": "do thi anh"}).content.decode()
    with django_assert_max_num_queries(10):
        first = office.get(page).content.decode()

    assert found.count('scope="row"') == 30
    assert first.count('scope="row"') == 50
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = office.get(page + following[1]).content.decode()
    assert second.count('scope="row"') == 50
    assert not {*re.findall(r"/tai-khoan/(\d+)/", first)} & {*re.findall(r"/tai-khoan/(\d+)/", second)}


def test_details_are_changed_and_the_trail_tells_which_but_not_to_what(cast: Cast) -> None:
    page = reverse("person", args=[cast.an.pk])
    posted = {
        "act": "change",
        "person": cast.an.pk,
        "full_name": "An",
        "email": "an@example.org",
        "phone": "0912 345 678",
    }

    assert cast.as_("administrator").post(page, posted).status_code == 302

    deed = Entry.objects.get(act="people.change_person")
    assert deed.after == {"changed": ["email", "phone"]}
    assert cast.as_("administrator").post(page, posted | {"email": "x"}).status_code == 409
    assert cast.as_("administrator").post(page, posted | {"phone": "gọi tôi"}).status_code == 409
    assert cast.as_("administrator").post(page, posted | {"person": cast.binh.pk}).status_code == 409, (
        "one owner each"
    )


def test_an_account_is_closed_and_reopened_on_its_page(cast: Cast) -> None:
    office, page = cast.as_("administrator"), reverse("person", args=[cast.an.pk])

    office.post(page, {"act": "close", "person": cast.an.pk})
    assert "Mở lại tài khoản" in office.get(page).content.decode()
    office.post(page, {"act": "reopen", "person": cast.an.pk})

    cast.an.refresh_from_db()
    assert cast.an.is_active
    assert not cast.an.has_usable_password()
    assert office.post(page, {"act": "close", "person": cast.administrator.pk}).status_code == 409
