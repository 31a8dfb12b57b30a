"""Roles lent for a time, revoked, and handed over when somebody leaves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from paroffice.people import actions, leaving
from paroffice.people.models import Grant, Person, Role
from paroffice.people.policy import may
from paroffice.refused import NotVisible, Refused
from paroffice.trail.actions import pseudonym_of
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, Cast

TODAY = date(2026, 11, 2)
SUBMIT = "assessments.submit"


def own(person: Person) -> Grant:
    return Grant.objects.get(person=person, delegated_from__isnull=True)


def lend(cast: Cast, **change: object) -> Grant:
    given = {
        "grant": own(cast.ly), "to": cast.an, "starts_on": TODAY, "ends_on": TODAY + timedelta(days=5),
        "paper": "Giấy ủy quyền minh họa", "by": cast.ly, "at": NOON,
    } | change  # fmt: skip
    return actions.delegate(**given)  # type: ignore[arg-type]


def test_a_colleague_acts_in_the_role_for_the_days_it_is_lent(cast: Cast) -> None:
    assert not may(cast.an, SUBMIT, cast.here, NOON)

    lend(cast)

    assert may(cast.an, SUBMIT, cast.here, NOON)
    assert may(cast.an, SUBMIT, cast.here, NOON + timedelta(days=5))
    assert not may(cast.an, SUBMIT, cast.here, NOON + timedelta(days=6))
    assert not may(cast.an, SUBMIT, cast.there, NOON)
    assert may(cast.ly, SUBMIT, cast.here, NOON), "the lender keeps the role"
    deed = Entry.objects.get(act="people.delegate")
    assert deed.by == pseudonym_of("ly")
    assert deed.after is not None
    assert deed.after["person"] == pseudonym_of("an")


def test_a_loan_cannot_be_lent_on(cast: Cast) -> None:
    lent = lend(cast)

    with pytest.raises(Refused, match="ủy quyền tiếp"):
        lend(cast, grant=lent, to=cast.ly, by=cast.an)


def test_nobody_lends_what_is_not_theirs(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        lend(cast, by=cast.an)
    with pytest.raises(NotVisible):
        lend(cast, by=cast.binh, to=cast.an)


@pytest.mark.parametrize(
    "change",
    [
        {"starts_on": TODAY - timedelta(days=1)},
        {"ends_on": TODAY - timedelta(days=1)},
        {"ends_on": TODAY + timedelta(days=400)},
    ],
)
def test_a_loan_has_sound_days(cast: Cast, change: dict[str, date]) -> None:
    with pytest.raises(Refused):
        lend(cast, **change)


def test_a_loan_is_no_longer_than_the_role(cast: Cast) -> None:
    Grant.objects.filter(person=cast.ly).update(ends_on=TODAY + timedelta(days=3))

    with pytest.raises(Refused, match="kéo dài hơn"):
        lend(cast)


def test_it_goes_to_a_colleague_of_the_same_place_only(cast: Cast) -> None:
    for stranger in (cast.binh, cast.chi, cast.ly):
        with pytest.raises(Refused, match="đồng nghiệp"):
            lend(cast, to=stranger)


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_oversight_and_accounts_are_not_lent(cast: Cast, who: str) -> None:
    person = getattr(cast, who)

    with pytest.raises((Refused, NotVisible)):
        lend(cast, grant=own(person), to=cast.dung, by=person)


def test_a_revoked_loan_ends_at_once(cast: Cast) -> None:
    lent = lend(cast)

    actions.revoke(delegation=lent, by=cast.ly, at=NOON)

    assert not may(cast.an, SUBMIT, cast.here, NOON + timedelta(seconds=1))
    with pytest.raises(Refused):
        actions.revoke(delegation=lent, by=cast.ly, at=NOON)
    with pytest.raises(NotVisible):
        actions.revoke(delegation=lend(cast), by=cast.an, at=NOON)


def test_a_loan_ends_with_the_role_or_the_account_it_comes_from(cast: Cast) -> None:
    lend(cast)
    actions.close(person=cast.ly, by=cast.administrator, at=NOON)
    assert not may(cast.an, SUBMIT, cast.here, NOON)
    actions.reopen(person=cast.ly, by=cast.administrator, at=NOON)
    assert may(cast.an, SUBMIT, cast.here, NOON)

    actions.end_grant(grant=own(cast.ly), on=TODAY, by=cast.administrator, at=NOON)

    assert not may(cast.an, SUBMIT, cast.here, NOON + timedelta(days=1))


def test_a_role_that_had_not_begun_never_holds_once_it_is_ended(cast: Cast) -> None:
    given = actions.grant(
        person=cast.binh, role=Role.AUDITOR, unit=None, starts_on=TODAY + timedelta(days=3), by=cast.administrator, at=NOON
    )  # fmt: skip

    actions.end_grant(grant=given, on=TODAY, by=cast.administrator, at=NOON)

    assert not may(cast.binh, "trail.see", None, NOON + timedelta(days=3))


def test_the_page_lends_shows_and_revokes(cast: Cast) -> None:
    page, day = reverse("delegation"), timezone.localdate()
    ly, an = cast.as_("ly"), cast.as_("an")
    posted = {"grant": own(cast.ly).pk, "to": cast.an.pk, "starts_on": day, "ends_on": day + timedelta(days=2)}

    assert ly.post(page, posted).status_code == 302

    lent = Grant.objects.get(delegated_by=cast.ly)
    assert "Được ủy quyền" in an.get(page).content.decode()
    assert "Đã ủy quyền" in ly.get(page).content.decode()
    assert cast.as_("binh").post(page, {"act": "revoke", "grant": lent.pk}).status_code == 404
    assert ly.post(page, {"act": "revoke", "grant": lent.pk}).status_code == 302
    lent.refresh_from_db()
    assert lent.revoked_at is not None
    assert ly.post(page, {"grant": "x"}).status_code == 404
    assert ly.post(page, posted | {"ends_on": ""}).status_code == 409


def hand_over(cast: Cast, takers: dict[int, Person | None], **change: object) -> list[Grant]:
    given = {
        "person": cast.an,
        "on": TODAY + timedelta(days=1),
        "paper": "QĐ minh họa",
        "by": cast.administrator,
        "at": NOON,
    }
    return actions.hand_over(takers=takers, **given | change)  # type: ignore[arg-type]


def test_who_leaves_hands_over_from_a_day(cast: Cast) -> None:
    grant = own(cast.an)

    hand_over(cast, {grant.pk: cast.ly})

    tomorrow = NOON + timedelta(days=1)
    assert may(cast.an, "assessments.answer", cast.here, NOON)
    assert not may(cast.an, "assessments.answer", cast.here, tomorrow)
    assert Grant.objects.filter(person=cast.ly, role=Role.UNIT_OFFICER, starts_on=TODAY + timedelta(days=1)).exists()
    assert Entry.objects.filter(act="people.hand_over", by=pseudonym_of("administrator")).count() == 1


def test_a_role_can_end_without_a_taker(cast: Cast) -> None:
    hand_over(cast, {own(cast.an).pk: None})

    assert not may(cast.an, "assessments.answer", cast.here, NOON + timedelta(days=1))


def test_only_that_persons_own_roles_are_handed_over_and_to_nobody_odd(cast: Cast) -> None:
    grant = own(cast.an)
    with pytest.raises(NotVisible):
        hand_over(cast, {own(cast.ly).pk: cast.binh})
    with pytest.raises(NotVisible):
        hand_over(cast, {grant.pk: cast.ly}, by=cast.dung)
    for taker, match in ((cast.an, "chính người đó"), (cast.administrator, "chính mình")):
        with pytest.raises(Refused, match=match):
            hand_over(cast, {grant.pk: taker})
    with pytest.raises(Refused, match="Chưa chọn"):
        hand_over(cast, {})
    assert own(cast.an).ends_on is None


def test_the_page_lists_what_is_still_open_and_hands_over(cast: Cast) -> None:
    page = reverse("hand-over", args=[cast.an.pk])
    office = cast.as_("administrator")
    assert "Không ai khác giữ vai trò «cán bộ đơn vị» (Huyện Đây)." in office.get(page).content.decode()
    grant = own(cast.an)

    wrong = office.post(page, {"on": "2026-12-01", f"go-{grant.pk}": "on", f"taker-{grant.pk}": "khong-co"})
    right = office.post(page, {"on": "2026-12-01", f"go-{grant.pk}": "on", f"taker-{grant.pk}": "ly"})

    assert (wrong.status_code, right.status_code) == (409, 302)
    assert Grant.objects.filter(person=cast.ly, role=Role.UNIT_OFFICER).exists()


def test_any_room_can_tell_of_an_open_duty(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "_tellers", [])
    leaving.of(lambda person, at: [leaving.Duty(says=f"{person} còn việc")])

    assert [duty.says for duty in leaving.open_duties(cast.an, NOON)] == ["An còn việc"]
