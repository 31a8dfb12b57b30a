"""The reports of a period: their equalities, the nine indicators, the service index, and the same figures to download."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from paroffice.onestop import tables
from paroffice.onestop.actions import desk, feed, working
from paroffice.onestop.actions.catalogue import post
from paroffice.onestop.actions.common import known, law_now
from paroffice.onestop.queries import reports
from tests.web.conftest import Cast
from tests.web.onestop.conftest import MORNING, Shop, hanoi
from tests.web.onestop.test_dossiers import worked_on
from tests.web.onestop.test_feed import MARCH

SPAN = "?tu=2026-03-01&den=2026-03-31"


@pytest.fixture
def worked(shop: Shop) -> Shop:
    """Three received on 4 March, due on the 11th: one done a day early, one late after a supplement, one still open."""
    post(version=shop.procedure, unit=shop.here, on=MORNING.date(), by=shop.thu, at=MORNING)
    working.finish(dossier=worked_on(shop), result="Giấy", by=shop.tam, at=hanoi("2026-03-05 09:00"))
    slow = worked_on(shop)
    desk.ask_for_more(dossier=slow, reason="Thiếu", items=["A"], by=shop.tam, at=hanoi("2026-03-05 10:00"))
    working.complete(dossier=slow, by=shop.thu, at=hanoi("2026-03-06 08:30"))
    working.finish(dossier=slow, result="Giấy", by=shop.tam, at=hanoi("2026-03-20 16:00"))
    worked_on(shop)
    return shop


def test_the_lines_of_the_report_hold_to_their_equalities(worked: Shop) -> None:
    told = reports.dossier_lines(feed.scope_of(worked.here, **MARCH))

    total = told.total
    assert (total.received, total.received_otherwise, total.carried_over) == (3, 3, 0)
    assert (total.settled, total.settled_early, total.settled_late) == (2, 1, 1)
    assert (total.open, total.open_late) == (1, 1)
    assert told.findings == ()
    assert [line.field for line in told.lines] == ["Hộ tịch"]


def test_what_is_carried_over_is_what_stood_open_the_day_before(worked: Shop) -> None:
    later = {"since": hanoi("2026-03-16 00:00").date(), "until": MARCH["until"]}

    told = reports.dossier_lines(feed.scope_of(worked.here, **later))

    assert (told.total.received, told.total.carried_over) == (2, 2)
    assert told.findings == ()


def test_the_nine_indicators_are_read_from_what_was_recorded(worked: Shop) -> None:
    """Two ended: (2 + 0) / 2 for time; agencies kept theirs early, then late; one supplement: (2 + 1) / 2; public both ways."""
    found = reports.nine_indicators(feed.scope_of(worked.here, **MARCH))

    assert found is not None
    assert [float(found.indicators[number]) for number in (1, 3, 4, 5, 6, 8, 9)] == [1, 1.5, 1.5, 1, 2, 2, 0]


def test_the_service_index_claims_no_class_while_something_is_unknown(worked: Shop) -> None:
    index = known(law_now()).indexes[0]

    told = reports.service_points(feed.scope_of(worked.here, **MARCH), index)

    assert told.lowest < told.highest
    assert told.class_ is None
    table = tables.service_table(index, told)
    assert [note for note in table.notes if "Gia hạn hợp lệ" in note]
    assert [row for row in table.rows if row[1] == "không ghi ở đây"]


@pytest.mark.parametrize("name", [tables.II_06A, tables.II_07B, tables.NINE, tables.SERVICE])
def test_each_table_is_downloaded_as_it_stands_on_the_page(worked: Shop, name: str) -> None:
    client = worked.as_("van")

    excel = client.get(reverse("report-file", args=[name, "xlsx"]) + SPAN)
    paper = client.get(reverse("report-file", args=[name, "pdf"]) + SPAN)

    sheet = openpyxl.load_workbook(BytesIO(excel.content)).active
    cells = [cell for row in sheet.values for cell in row if cell is not None]
    page = client.get(reverse("service-index" if name == tables.SERVICE else "reports") + SPAN)
    shown = next(table for found, table in page.context["tables"] if found == name)
    assert set(shown.head) <= set(cells)
    assert {cell for row in shown.rows for cell in row if cell != ""} <= set(cells)
    assert paper.content.startswith(b"%PDF")


def test_the_reports_open_for_the_unit_and_the_round_and_for_nobody_else(worked: Shop, cast: Cast) -> None:
    links = [
        reverse("reports") + SPAN,
        reverse("service-index") + SPAN,
        reverse("report-file", args=["ii-06a", "xlsx"]),
    ]
    for link in links:
        assert worked.as_("van").get(link).status_code == 200
        assert cast.as_("dung").get(link).status_code == 200
        assert cast.as_("an").get(link).status_code == 404
        assert cast.as_("administrator").get(link).status_code == 404
    unknown = reverse("report-file", args=["ii-99", "xlsx"]), reverse("report-file", args=["ii-06a", "exe"])
    assert [worked.as_("van").get(link).status_code for link in unknown] == [404, 404]


def test_a_period_beyond_the_calendar_leaves_the_page_with_its_reason(worked: Shop) -> None:
    page = worked.as_("van").get(reverse("reports") + "?tu=2026-03-01&den=2028-06-30")

    assert page.status_code == 200
    assert "Lịch làm việc không phủ hết kỳ này." in page.content.decode()
