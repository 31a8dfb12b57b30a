"""The list of open data: what is given away, and the days by which it must be looked over again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from paroffice.portal.dates import months_after
from paroffice.portal.duties import duties
from paroffice.portal.models import DataPage, DataSet
from tests.web.portal.conftest import Press, read

TOLD = {"name": "Sổ hồ sơ", "says": "Mỗi hồ sơ một dòng", "form": "CSV", "address": "https://example.org/so.csv"}


def listed(press: Press, reviewed_on: date, refreshed_on: date) -> DataPage:
    page = DataPage.objects.descendant_of(press.here.site.root_page).get()
    page.reviewed_on, page.sets = reviewed_on, [DataSet(**TOLD, refreshed_on=refreshed_on)]
    page.save_revision().publish()
    return page


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, found: date) -> None:
    assert months_after(day, months) == found


def test_the_list_says_when_it_was_looked_over_and_when_next(press: Press) -> None:
    """NĐ 47/2020: the list every six months, published data within three."""
    listed(press, date(2026, 9, 1), date(2026, 10, 1))

    said = read("/du-lieu-mo/").content.decode()

    for words in ("ngày 01/09/2026", "ngày 01/03/2027", "Sổ hồ sơ", "CSV", "01/10/2026", "01/01/2027"):
        assert words in said, words


def test_what_is_overdue_waits_on_the_editors_desk(press: Press) -> None:
    today = timezone.localdate()
    listed(press, today, today)
    assert list(duties(press.hoa, timezone.now())) == []

    listed(press, today, today - timedelta(days=100))

    assert [one.title for one in duties(press.hoa, timezone.now())] == ["Rà soát, cập nhật danh mục dữ liệu mở"]


def test_a_set_lies_somewhere(press: Press) -> None:
    listed(press, timezone.localdate(), timezone.localdate())

    with pytest.raises(IntegrityError), transaction.atomic():
        DataSet.objects.update(address="")
