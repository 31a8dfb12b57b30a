"""The catalogue of procedures: versions that never change, what is missing, publication, files in and out."""

import json
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from paroffice.onestop.actions import catalogue
from paroffice.onestop.actions.common import calendar_of, law_now
from paroffice.onestop.models import Procedure, ProcedureVersion
from paroffice.onestop.queries.catalogue import (
    flaws_of,
    in_force,
    plan_of,
    public_state,
    publication_of,
    rows_of_catalogue,
    standing_digest,
)
from paroffice.onestop.written import read_row
from paroffice.refused import NotVisible, Refused
from paroffice.trail.models import Entry
from tests.web.onestop.conftest import MORNING, Shop, row


def test_a_version_once_announced_never_changes(shop: Shop) -> None:
    plan = plan_of([row(name="Tên khác")])

    assert not plan.new
    assert "phiên bản kế tiếp" in plan.findings[0].remedy.said_in("vi")


def test_the_next_version_follows_and_the_old_one_stays(shop: Shop) -> None:
    made = catalogue.write(row=row(number="2", limit="3 working_days", published_on=""), by=shop.quang, at=MORNING)

    assert [one.number for one in made.procedure.versions.all()] == [2, 1]
    assert in_force(date(2026, 3, 1)).get().pk == made.pk
    assert Entry.objects.filter(act="procedures.bring_in", after__number=2).exists()


def test_an_abolished_procedure_is_no_longer_in_force(shop: Shop) -> None:
    rows = [row(number="2", announcement="abolished", effective_on="2026-01-01")]
    catalogue.bring_in(rows=rows, standing=standing_digest(), source="test", by=shop.quang, at=MORNING)

    assert in_force(date(2025, 12, 31)).count() == 1
    assert not in_force(date(2026, 1, 1)).exists()


def test_what_is_missing_is_told_part_by_part(shop: Shop) -> None:
    bare = row("T.02", order="", legal_basis="", process="", process_decision="", process_on="", whole="no")
    made = catalogue.write(row=bare, by=shop.quang, at=MORNING)

    said = [f"{one.where}: {one.problem.said_in('vi')}" for one in flaws_of(made)]

    assert said == [
        "phần b: thiếu trình tự thực hiện",
        "căn cứ pháp lý: chưa ghi văn bản quy phạm",
        "quy trình: quy trình nội bộ chưa được phê duyệt",
        "trực tuyến: chỉ một phần mà chưa nêu lý do",
    ]
    assert flaws_of(shop.procedure) == []


def test_publication_is_held_to_five_working_days_from_the_decision(shop: Shop) -> None:
    """Decree 63/2010, article 24; Monday 3/11/2025 and five working days is Monday 10/11."""
    calendar = calendar_of(law_now(), "minh-hoa")

    clock = publication_of(shop.procedure, calendar, date(2026, 3, 1))

    assert clock.publish_by == date(2025, 11, 10)
    assert clock.announced_by_day == date(2025, 11, 26)
    assert clock.fully_on_time


def test_a_hundred_percent_published_is_the_list_of_what_is_missing(shop: Shop) -> None:
    calendar, day = calendar_of(law_now(), "minh-hoa"), date(2026, 3, 4)
    assert public_state(day, calendar, shop.here)[0].missing == ("chưa niêm yết tại đây",)

    catalogue.post(version=shop.procedure, unit=shop.here, on=day, by=shop.thu, at=MORNING)

    assert public_state(day, calendar, shop.here)[0].missing == ()
    assert public_state(day, calendar, shop.there)[0].missing == ("chưa niêm yết tại đây",)


def test_the_day_of_publication_is_told_once_and_never_ahead(shop: Shop) -> None:
    made = catalogue.write(row=row("T.03", published_on=""), by=shop.quang, at=MORNING)
    with pytest.raises(Refused):
        catalogue.publish(version=made, on=date(2026, 3, 5), by=shop.quang, at=MORNING)
    catalogue.publish(version=made, on=date(2026, 3, 4), by=shop.quang, at=MORNING)

    with pytest.raises(Refused):
        catalogue.publish(version=made, on=date(2026, 3, 3), by=shop.quang, at=MORNING)


def test_only_the_officer_of_the_catalogue_writes_it(shop: Shop) -> None:
    for who in (shop.thu, shop.van, shop.tam):
        with pytest.raises(Refused):
            catalogue.write(row=row("T.04"), by=who, at=MORNING)
    with pytest.raises(NotVisible):
        catalogue.post(version=shop.procedure, unit=shop.there, on=date(2026, 3, 4), by=shop.thu, at=MORNING)


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_what_goes_out_comes_back_the_same(shop: Shop, kind: str) -> None:
    catalogue.write(row=row("T.05", published_on=""), by=shop.quang, at=MORNING)
    client = shop.as_("quang")
    given = client.get(reverse("procedures-out", args=[kind])).content
    ProcedureVersion.objects.all().delete()
    Procedure.objects.all().delete()

    page = client.post(reverse("procedures-in"), {"file": SimpleUploadedFile(f"a.{kind}", given)})
    client.post(reverse("procedures-in"), {"signed": page.context["signed"]})

    assert [one["code"] for one in rows_of_catalogue()] == ["T.01", "T.05"]
    assert rows_of_catalogue()[0] == row() | {"partial_reason": "", "requirements": "", "shortened": "no"}


def test_a_preview_that_no_longer_holds_is_not_written(shop: Shop) -> None:
    standing = standing_digest()
    catalogue.write(row=row("T.06"), by=shop.quang, at=MORNING)

    with pytest.raises(Refused):
        catalogue.bring_in(rows=[row("T.07")], standing=standing, source="x", by=shop.quang, at=MORNING)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("code", "../x"), ("limit", "5 days"), ("online", "5"), ("announced_on", "31/02/2026"), ("level", "huyện"),
        ("components", "x | scroll"), ("process", "Bước | Phòng | nhiều"), ("fee", "-1"), ("name", " "),
        ("published_on", "2025-01-01"), ("whole", "có lẽ"), ("process_on", ""),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_is_told_at_its_place(shop: Shop, key: str, text: str) -> None:
    _values, flaws = read_row(row("T.08") | {key: text})

    assert [flaw.key for flaw in flaws] == [key]


def test_a_file_that_is_no_catalogue_is_a_finding_and_no_crash(shop: Shop) -> None:
    client = shop.as_("quang")
    for name, content in (
        ("a.json", b"{"), ("a.json", b"[" * 5000), ("a.json", json.dumps({"schema": "x"}).encode()),
        ("a.json", json.dumps({"schema": "parindex-procedures/1", "procedures": [{"code": 1}]}).encode()),
        ("a.xlsx", b"PK\x03\x04" + b"\x00" * 99),
    ):  # fmt: skip
        page = client.post(reverse("procedures-in"), {"file": SimpleUploadedFile(name, content)})

        assert page.status_code == 200
        assert page.context["findings"]
    refused = client.post(reverse("procedures-in"), {"file": SimpleUploadedFile("a.exe", BytesIO(b"MZ").read())})
    assert refused.status_code == 409


def test_what_was_typed_on_the_form_comes_back_beside_what_is_wrong(shop: Shop) -> None:
    page = shop.as_("quang").post(reverse("procedure-write"), row("T.09", limit="mươi ngày", name="<b>Tên</b>"))

    assert page.status_code == 422
    assert "mươi ngày" in page.content.decode()
    assert "&lt;b&gt;Tên" in page.content.decode()
    assert shop.as_("quang").post(reverse("procedure-write"), row("T.09")).status_code == 302
    assert shop.as_("thu").get(reverse("procedure", args=["T.09"])).status_code == 200


def test_the_catalogue_takes_the_same_number_of_queries_however_long(
    shop: Shop, django_assert_max_num_queries: object
) -> None:
    rows = [row(f"L.{number:03d}") for number in range(40)]
    catalogue.bring_in(rows=rows, standing=standing_digest(), source="test", by=shop.quang, at=MORNING)
    client = shop.as_("thu")
    client.get(reverse("procedures"))

    with django_assert_max_num_queries(14):  # type: ignore[operator]
        client.get(reverse("procedures"))


BREAKS = [
    ({"number": 0}, "from_one"),
    ({"online": 5}, "online_1_to_4"),
    ({"name": ""}, "procedure_named"),
    ({"published_on": date(2025, 1, 1)}, "published_after"),
    ({"whole": True, "online": 1}, "whole_only_online"),
    ({"announcement": "forgotten"}, "announcement_is_known"),
]


@pytest.mark.parametrize(("change", "name"), BREAKS, ids=[name for _, name in BREAKS])
def test_the_database_keeps_no_version_that_cannot_be(shop: Shop, change: dict[str, object], name: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.filter(pk=shop.procedure.pk).update(**change)
