"""Office, portal and nation held against each other; the list to hang out; an ended unit's dossiers with its heir."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from paroffice.onestop import forms, reach
from paroffice.onestop.actions import desk, working
from paroffice.onestop.actions.catalogue import bring_in, post
from paroffice.onestop.models import Dossier, Letter, NationalList, ProcedureVersion
from paroffice.onestop.queries.catalogue import standing_digest
from paroffice.onestop.queries.consistency import base_of, consistency
from paroffice.onestop.queries.dossiers import visible_to
from paroffice.onestop.queries.people import workers_of
from paroffice.people.actions.units import NewUnit, merge, split
from paroffice.people.models import Role, Succession, Unit
from paroffice.refused import NotVisible, Refused
from tests.web.breaking import refused_by
from tests.web.conftest import person
from tests.web.onestop.conftest import MORNING, Shop, hanoi, row
from tests.web.onestop.test_dossiers import WHOLE, taken, worked_on

DAY = date(2026, 3, 4)


def brought(shop: Shop, text: str) -> int:
    file = SimpleUploadedFile("quoc-gia.csv", text.encode())
    return shop.as_("quang").post(reverse("procedures-compared"), {"file": file}).status_code


@pytest.mark.parametrize(
    ("code", "base"),
    [
        ("1.004082", "1.004082"),
        ("1.004082.000.00.00.H42", "1.004082"),
        ("1.000948.H38", "1.000948"),
        ("T.01", "T.01"),
    ],
)
def test_a_national_code_is_known_with_and_without_its_owner(code: str, base: str) -> None:
    """Forms seen in running systems (domain notes, 2.3)."""
    assert base_of(code) == base


def test_three_lists_are_held_against_each_other(shop: Shop) -> None:
    rows = [row("1.000001.H42"), row("1.000002", published_on=""), row("1.000003", name="Tên của ta")]
    bring_in(rows=rows, standing=standing_digest(), source="test", by=shop.quang, at=MORNING)
    for version in ProcedureVersion.objects.exclude(procedure__code="T.01"):
        post(version=version, unit=shop.here, on=DAY, by=shop.thu, at=MORNING)
    told = "code,name\n1.000001,xác nhận  1.000001.H42.\n1.000002,Xác nhận 1.000002\n1.000003,Tên khác\n1.000009,Lạ\n"
    assert brought(shop, told) == 302

    found = consistency(DAY, shop.here.centre)

    assert found.alike == 1
    assert {one.code: one.says for one in found.apart} == {
        "1.000002": ("chưa lên cổng",),
        "1.000003": ("tên ở danh mục quốc gia: Tên khác",),
        "T.01": ("chưa niêm yết tại đây", "không có trong danh mục quốc gia"),
        "1.000009": ("chỉ có trong danh mục quốc gia",),
    }
    page = shop.as_("thu").get(reverse("procedures-compared")).content.decode()
    assert "Tên khác" in page


@pytest.mark.parametrize("text", ["", "ma,ten\n1,A\n", "code,name\n1,\n", "code,name\n1,A\n1,B\n"])
def test_a_national_list_that_cannot_be_read_is_not_kept(shop: Shop, text: str) -> None:
    assert brought(shop, text) == 409

    assert not NationalList.objects.exists()


def test_only_the_officer_of_the_catalogue_brings_the_national_list(shop: Shop) -> None:
    file = SimpleUploadedFile("a.csv", b"code,name\n1,A\n")

    assert shop.as_("thu").post(reverse("procedures-compared"), {"file": file}).status_code in (403, 404, 409)

    assert not NationalList.objects.exists()


def test_the_database_keeps_no_list_without_its_hash(shop: Shop) -> None:
    brought(shop, "code,name\n1,A\n")

    with refused_by(NationalList, "national_list_has_a_hash"):
        NationalList.objects.update(file_sha256="x")


def test_the_list_for_the_wall_is_printed(shop: Shop) -> None:
    given = shop.as_("thu").get(reverse("procedures-posting"))

    assert given.content.startswith(b"%PDF")
    assert shop.as_("phuc").get(reverse("procedures-posting")).status_code == 404


def test_an_ended_units_dossiers_go_on_with_its_heir_under_their_old_codes(shop: Shop) -> None:
    """Districts ended on 1 July 2025: their dossiers went over, their codes and books stayed."""
    one, mai = worked_on(shop), person("mai-moi", Role.CASE_OFFICER, shop.there)
    admin = person("quan-tri-2", Role.ADMINISTRATOR)
    said = {"predecessors": [shop.here, shop.there], "heir": shop.there, "decision": "NQ 1"}
    merge(**said, on=date(2026, 3, 6), by=admin, at=MORNING)
    before, after = hanoi("2026-03-05 09:00"), hanoi("2026-03-09 09:00")
    shop.here.refresh_from_db()
    assert not visible_to(mai, before).exists()
    assert visible_to(mai, after).get().code == "G09.20-20260304-0000001"

    working.hand_on(dossier=one, department="Phòng B", holder=mai, by=shop.hoa, at=after)
    done = working.finish(dossier=one, result="Giấy số 1", by=mai, at=after)

    assert (done.unit, done.number) == (shop.here, 1)
    with pytest.raises(Refused, match="kết thúc"):
        taken(shop, after)
    with pytest.raises(NotVisible):
        desk.take_in(unit=shop.here, version=shop.procedure, channel="direct", said=WHOLE, by=mai, at=after)


def test_a_letter_after_the_end_is_the_heirs_with_its_name_and_its_number(shop: Shop) -> None:
    """The unit that ended wrote number 1 of its own; its heir begins at 1 again, and prints the first one unchanged."""
    one, mai = worked_on(shop), person("mai-moi", Role.CASE_OFFICER, shop.there)
    later, before, after = hanoi("2026-03-13 17:30"), hanoi("2026-03-05 09:00"), hanoi("2026-03-09 09:00")
    working.extend(dossier=one, due=later, reason="Chờ xác minh", by=shop.tam, at=before)
    Unit.objects.filter(pk=shop.here.pk).update(ends_on=date(2026, 3, 5))
    Succession.objects.create(predecessor=shop.here, heir=shop.there, on=date(2026, 3, 6), decision="NQ 1")

    working.stop(dossier=Dossier.objects.get(), reason="Trùng hồ sơ", by=mai, at=after)

    with forms.official():
        printed = [forms.letter_form(letter) for letter in Letter.objects.order_by("at")]
    assert [(form["issuer"], form["number"]) for form in printed] == [
        ("Một cửa xã Đông", "Số: 1/BPMC"), ("Một cửa xã Tây", "Số: 1/BPMC"),
    ]  # fmt: skip
    assert f"<small>{shop.there}</small>" in shop.as_("van").get(reverse("dossier", args=[one.pk])).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(unit=shop.here)


def test_an_heir_without_a_centre_writes_under_the_old_name(shop: Shop) -> None:
    one, bare = worked_on(shop), Unit.objects.create(code="moi", name="Xã Mới", block="communes")
    mai, after = person("mai-moi", Role.CASE_OFFICER, bare), hanoi("2026-03-09 09:00")
    Unit.objects.filter(pk=shop.here.pk).update(ends_on=date(2026, 3, 5))
    Succession.objects.create(predecessor=shop.here, heir=bare, on=date(2026, 3, 6), decision="NQ 1")

    working.stop(dossier=Dossier.objects.get(pk=one.pk), reason="Trùng hồ sơ", by=mai, at=after)

    assert Letter.objects.get().unit == shop.here


def test_letters_from_before_were_written_by_the_unit_of_their_dossier(transactional_db: None, shop: Shop) -> None:
    working.stop(dossier=worked_on(shop), reason="Trùng hồ sơ", by=shop.tam, at=hanoi("2026-03-05 09:00"))
    try:
        MigrationExecutor(connection).migrate([("onestop", "0009_line_by_line")])
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    assert Letter.objects.get().unit == shop.here


def test_a_unit_that_gave_off_a_part_and_went_on_leaves_its_dossiers_to_whom_it_ended_into(shop: Shop) -> None:
    """Y was split off in 2026 and goes on; later the old unit merged into Z: Z goes on with its dossiers, Y does not."""
    one, admin = worked_on(shop), person("quan-tri-2", Role.ADMINISTRATOR)
    new = NewUnit(code="xa-y", name="Xã Y", block=shop.here.block)
    decided = {"decision": "NQ 1", "by": admin, "at": MORNING}
    (part,) = split(unit=shop.here, heirs=[new], on=date(2026, 3, 6), goes_on=True, **decided)
    merge(predecessors=[shop.here, shop.there], heir=shop.there, on=date(2026, 3, 9), **decided)
    of_part, of_heir = person("y", Role.CASE_OFFICER, part), person("z", Role.CASE_OFFICER, shop.there)
    after = hanoi("2026-03-10 09:00")
    here = Unit.objects.get(pk=shop.here.pk)

    assert visible_to(of_heir, after).get() == one
    assert not visible_to(of_part, after).exists()
    assert reach.may(of_heir, "onestop.work", here, after)
    assert not reach.may(of_part, "onestop.work", here, after)
    assert of_part not in workers_of(here, after)
    assert of_heir in workers_of(here, after)
