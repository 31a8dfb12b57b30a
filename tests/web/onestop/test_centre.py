"""The centre's own: fees, staff, equipment, meetings; and what goes to systems outside."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from paroffice.backup import WITH_FILES
from paroffice.onestop.actions import centre, desk, fees, outside, working
from paroffice.onestop.actions.common import known, law_now
from paroffice.onestop.actions.desk import Said
from paroffice.onestop.models import (
    CentreRecord,
    Channel,
    Dossier,
    Level,
    Outcome,
    Outgoing,
    Payment,
    RecordKind,
    Settlement,
    Staff,
    State,
    What,
)
from paroffice.onestop.outside import sync_of
from paroffice.onestop.queries.centre import equipment_of, lacks_of, overdue_records
from paroffice.refused import NotVisible, Refused
from tests.web.onestop.conftest import MORNING, Shop, hanoi
from tests.web.onestop.test_dossiers import received, worked_on

CASH = {"moment": 1, "way": "cash"}


def test_a_fee_is_paid_once_and_what_waited_for_it_goes_on(shop: Shop) -> None:
    one = working.ask_payment(dossier=worked_on(shop), by=shop.tam, at=MORNING)
    assert one.state == State.TO_PAY

    paid = fees.pay(dossier=one, moment=1, way="online", receipt="GD-1", by=shop.thu, at=MORNING)

    one = Dossier.objects.get()
    assert (one.state, one.paid_online, paid.amount) == (State.WORKED_ON, True, 8000)
    assert one.events.last().kind == "payment_made"
    with pytest.raises(Refused):
        fees.pay(dossier=one, **CASH, receipt="2", by=shop.thu, at=MORNING)
    with pytest.raises(NotVisible):
        fees.pay(dossier=one, moment=3, way="cash", receipt="2", by=shop.thu, at=MORNING)
    with pytest.raises(NotVisible):
        fees.pay(dossier=one, **CASH, receipt="2", by=shop.hoa, at=MORNING)


def test_a_quarter_is_settled_once_when_it_is_over(shop: Shop) -> None:
    for n in range(2):
        one = received(shop, MORNING + timedelta(minutes=n))
        fees.pay(dossier=one, **CASH, receipt=f"B{n}", by=shop.thu, at=MORNING + timedelta(minutes=n))
    quarter = {"unit": shop.here, "year": 2026, "quarter": 1}
    for who, at in ((shop.van, hanoi("2026-03-31 17:00")), (shop.thu, hanoi("2026-04-01 08:00"))):
        with pytest.raises(Refused):
            fees.settle_quarter(**quarter, by=who, at=at)

    made = fees.settle_quarter(**quarter, by=shop.van, at=hanoi("2026-04-01 08:00"))

    assert (made.count, made.total) == (2, 16000)
    assert Payment.objects.filter(settlement=made).count() == 2
    with pytest.raises(Refused):
        fees.settle_quarter(**quarter, by=shop.van, at=hanoi("2026-04-02 08:00"))


def test_the_decrees_equipment_is_held_against_what_was_counted(shop: Shop) -> None:
    listed = known(law_now()).equipment
    assert len(listed) == 9
    one = {"unit": shop.here, "code": "cameras", "note": "", "on": date(2026, 3, 4), "by": shop.van, "at": MORNING}
    centre.count_holding(**one, count=3)
    centre.count_holding(**one, count=4)

    held = {line.code: found.count if found else None for line, found in equipment_of(shop.here, listed)}

    assert held["cameras"] == 4
    assert held["queue_machine"] is None
    with pytest.raises(NotVisible):
        centre.count_holding(**one | {"code": "helicopter"}, count=1)


def test_meetings_fall_due_every_quarter_and_notes_every_month(shop: Shop) -> None:
    said = {"unit": shop.here, "content": "Đã họp", "on": date(2026, 3, 4), "by": shop.van, "at": MORNING}
    assert len(overdue_records(shop.here, date(2026, 3, 4))) == 2
    for kind in RecordKind:
        centre.record(kind=kind, **said)

    assert overdue_records(shop.here, date(2026, 3, 31)) == []
    assert overdue_records(shop.here, date(2026, 5, 1)) == [RecordKind.STAFF_NOTE]


def test_staff_stand_on_the_citizens_page_until_they_leave(shop: Shop) -> None:
    about = centre.Worker(name="Bà Vân", title="Chuyên viên", field="Hộ tịch", phone="024", head=True)
    one = centre.name_staff(unit=shop.here, who=about, on=date(2026, 1, 1), by=shop.van, at=MORNING)
    assert "Bà Vân" in shop.as_("thu").get(reverse("citizen")).content.decode()
    for who, error in ((shop.thu, Refused), (shop.hoa, NotVisible)):
        with pytest.raises(error):
            centre.end_staff(staff=one, on=date(2026, 3, 4), by=who, at=MORNING)

    centre.end_staff(staff=one, on=date(2026, 3, 4), by=shop.van, at=MORNING)

    assert "Bà Vân" not in shop.as_("thu").get(reverse("citizen")).content.decode()
    assert shop.as_("van").get(reverse("centre")).status_code == 200
    assert shop.as_("thu").get(reverse("centre")).status_code == 404


SENT = {"name": "Bà Thu", "title": "Chuyên viên", "sent_by": "Phòng Kinh tế"}


@pytest.mark.parametrize(
    ("level", "since", "today", "lacks"),
    [
        (Level.DISTRICT, date(2023, 1, 5), date(2026, 3, 4), []),
        (Level.DISTRICT, date(2023, 1, 6), date(2026, 3, 4), ["đến đây khi chưa đủ 3 năm công tác"]),
        (Level.DISTRICT, None, date(2026, 3, 4), ["chưa ghi ngày bắt đầu công tác"]),
        (Level.COMMUNE, None, date(2028, 1, 4), []),
        (Level.COMMUNE, None, date(2028, 1, 5), ["đã đủ 24 tháng ở đây"]),
    ],
)
def test_who_is_sent_has_served_three_years_and_stays_no_more_than_two(
    shop: Shop, level: Level, since: date | None, today: date, lacks: list[str]
) -> None:
    """Decree 61/2018: the years of service are asked above the commune."""
    who = centre.Worker(**SENT, serves_since=since)
    one = centre.name_staff(unit=shop.here, who=who, on=date(2026, 1, 5), by=shop.van, at=MORNING)

    assert lacks_of(one, level, today) == lacks


def test_an_agency_that_sends_somebody_keeps_one_ready_whom_no_citizen_is_shown(shop: Shop) -> None:
    van, posted = shop.as_("van"), SENT | {"act": "staff", "on": "2026-01-05", "field": "", "phone": ""}
    page = van.post(reverse("centre"), posted, follow=True).content.decode()
    assert "Phòng Kinh tế cử người đến mà chưa có ai dự phòng." in page

    page = van.post(reverse("centre"), posted | {"name": "Ông Hạ", "reserve": "yes"}, follow=True).content.decode()

    assert "chưa có ai dự phòng" not in page
    assert "Ông Hạ" in page
    assert "Ông Hạ" not in van.get(reverse("citizen")).content.decode()


@pytest.mark.parametrize(
    "flaw",
    [{"reserve": "yes", "sent_by": " "}, {"reserve": "yes", "head": "yes"}, {"serves_since": "2026-01-06"}],
)
def test_somebody_who_cannot_be_named_so_is_refused(shop: Shop, flaw: dict[str, str]) -> None:
    said = SENT | {"act": "staff", "on": "2026-01-05"} | flaw

    assert shop.as_("van").post(reverse("centre"), said).status_code == 409
    assert not Staff.objects.exists()


def test_the_portals_fields_and_codes_are_filled_from_the_dossier(shop: Shop) -> None:
    one = worked_on(shop)

    told = sync_of(one)

    assert told["MaHoSo"] == one.code
    assert (told["KenhThucHien"], told["LoaiDoiTuong"], told["TrangThaiHoSo"]) == (1, 0, 4)
    assert told["NgayHenTra"] == "20260311173000"
    assert told["TienDo"][0]["PhongBanXuLy"] == "Phòng A"  # type: ignore[index]


def test_what_no_real_system_took_is_recorded_and_never_counts_as_synced(shop: Shop) -> None:
    one = received(shop)
    for message in Outgoing.objects.all():
        outside.send(outgoing=message, at=MORNING)

    found = {message.what: message.outcome for message in Outgoing.objects.all()}
    assert found == {What.SYNC: Outcome.RECORDED, What.TEXT: Outcome.RECORDED}
    assert Dossier.objects.get(pk=one.pk).synced_at is None


def test_who_left_an_address_is_told_by_mail_without_personal_data(shop: Shop) -> None:
    said = Said(applicant="Minh Họa", id_number="000000000003", email="a@example.org", ways=["paper", ""])
    one = desk.take_in(
        unit=shop.here, version=shop.procedure, channel=Channel.DIRECT, said=said, by=shop.thu, at=MORNING
    )
    one = desk.receive(dossier=one, by=shop.thu, at=MORNING)

    message = outside.send(outgoing=Outgoing.objects.get(what=What.MAIL), at=MORNING)

    assert message.outcome == Outcome.SENT
    letter = mail.outbox[0]
    assert letter.to == ["a@example.org"]
    assert str(one.code) in letter.body
    assert "000000000003" not in letter.body
    outside.send(outgoing=message, at=MORNING)
    assert len(mail.outbox) == 1


def test_every_file_that_a_row_names_is_kept_in_a_backup() -> None:
    named = {model for model in apps.get_models() if "sha256" in {field.name for field in model._meta.fields}}

    assert named == set(WITH_FILES)


BREAKS = [
    (Payment, {"amount": 0}, "of_something"),
    (Payment, {"moment": 3}, "moment_is_known"),
    (Payment, {"way": "barter"}, "way_is_known"),
    (Settlement, {"quarter": 5}, "of_a_quarter"),
    (Staff, {"name": ""}, "named"),
    (Staff, {"ends_on": date(2020, 1, 1)}, "ends_after"),
    (Staff, {"serves_since": date(2026, 1, 2)}, "served_before"),
    (Staff, {"reserve": True}, "reserve_of_an_agency"),
    (CentreRecord, {"content": ""}, "whole"),
    (Outgoing, {"outcome": "sent"}, "done_with_its_outcome"),
]


@pytest.mark.parametrize(("kind", "change", "name"), BREAKS, ids=[name for *_, name in BREAKS])
def test_the_database_keeps_nothing_that_cannot_be(
    shop: Shop, kind: type, change: dict[str, object], name: str
) -> None:
    fees.pay(dossier=received(shop), **CASH, receipt="1", by=shop.thu, at=MORNING)
    fees.settle_quarter(unit=shop.here, year=2026, quarter=1, by=shop.van, at=hanoi("2026-04-01 08:00"))
    who = centre.Worker(name="x", title="x")
    centre.name_staff(unit=shop.here, who=who, on=date(2026, 1, 1), by=shop.van, at=MORNING)
    centre.record(unit=shop.here, kind="meeting", on=date(2026, 3, 4), content="x", by=shop.van, at=MORNING)

    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.all().update(**change)  # type: ignore[attr-defined]
