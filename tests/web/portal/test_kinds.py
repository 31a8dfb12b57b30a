"""Statistics, pages in a foreign language, outages by the unit's calendar; and paragraphs in which nothing is written."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Page

from parindex.onestop.calendar import VIETNAM
from paroffice.onestop.actions.law import adopt_law
from paroffice.onestop.models import Centre
from paroffice.people.models import Role
from paroffice.portal.models import Article, ForeignPage, OutagePage, StatisticFigure, StatisticPage
from paroffice.portal.templatetags.portal_pages import amount
from tests.web.breaking import refused_by
from tests.web.conftest import NOON, person
from tests.web.onestop.conftest import LAW, files_of
from tests.web.portal.conftest import WORDS, Press, published, read, written
from tests.web.portal.test_review import BODY, FORM, sent

REPORT = {
    "title": "Hồ sơ quý I", "summary": "Nhận và trả", "author": "Văn phòng", "field": "Cải cách hành chính",
    "period": "Quý I năm 2026", "compiler": "Chi cục Thống kê", "method": "Đếm từ sổ", "on": date(2026, 4, 5),
}  # fmt: skip


def report(press: Press) -> StatisticPage:
    page = StatisticPage(**REPORT)
    page.figures = [
        StatisticFigure(name="Hồ sơ nhận", measure="hồ sơ", value=Decimal("12480.5"), before=Decimal(11930)),
        StatisticFigure(name="Tỷ lệ", measure="%", value=Decimal(96)),
    ]
    published(page, press.here, "thong-ke")
    return page


def test_a_report_says_its_figures_their_source_and_their_period(press: Press) -> None:
    report(press)

    said = read("/thong-ke/ho-so-quy-i/").content.decode()

    for words in ("Quý I năm 2026", "Chi cục Thống kê", "Đếm từ sổ", ">12.480,5<", ">11.930<", ">96<", "05/04/2026"):
        assert words in said, words


@pytest.mark.parametrize(
    ("value", "said"),
    [("0", "0"), ("1000000", "1.000.000"), ("-0.5000", "-0,5"), ("1200.0000", "1.200"), ("0.0001", "0,0001")],
)
def test_an_amount_is_written_as_vietnamese_write_it(value: str, said: str) -> None:
    assert amount(Decimal(value)) == said


def test_reports_are_listed_by_field_found_and_in_both_maps(press: Press) -> None:
    report(press)

    assert "Hồ sơ quý I" in read("/thong-ke/?linh-vuc=C%E1%BA%A3i+c%C3%A1ch+h%C3%A0nh+ch%C3%ADnh").content.decode()
    assert "Hồ sơ quý I" not in read("/thong-ke/?linh-vuc=khac").content.decode()
    assert "Hồ sơ quý I" in read("/tim-kiem/?q=ho+so+nhan&loai=statisticpage").content.decode()
    assert "/thong-ke/ho-so-quy-i/" in read("/sitemap.xml").content.decode()
    assert "Hồ sơ quý I" in read("/so-do-trang/").content.decode()


def test_a_figure_says_of_what(press: Press) -> None:
    figures = report(press).figures.get(name="Tỷ lệ")

    with refused_by(StatisticFigure, "statistic_figure_says_of_what"):
        StatisticFigure.objects.filter(pk=figures.pk).update(measure="")


def english(press: Press) -> ForeignPage:
    page = ForeignPage(title="At a glance", summary="Where it lies", author="Office", tongue="en", body=WORDS)
    published(page, press.here, "english")
    return page


def test_a_page_in_a_foreign_language_says_which(press: Press) -> None:
    english(press)

    said = read("/english/at-a-glance/").content.decode()

    assert '<meta name="DC.language" content="en">' in said
    assert '<article class="story" lang="en">' in said
    assert "og:locale" not in said


def test_below_an_english_page_stands_no_french_one(press: Press) -> None:
    above, french = english(press), {"tongue": "fr", "title": "Le district"}
    link = reverse("wagtailadmin_pages:add", args=["portal", "foreignpage", above.pk])

    refused = press.as_(press.hoa).post(link, FORM | BODY | french)
    taken = press.as_(press.hoa).post(link, FORM | BODY | french | {"tongue": "en", "slug": "one"})

    assert "Phải cùng ngôn ngữ với trang ở trên." in refused.content.decode()
    assert taken.status_code == 302


def test_the_database_knows_the_languages(press: Press) -> None:
    page = english(press)

    with pytest.raises(IntegrityError), transaction.atomic():
        ForeignPage.objects.filter(pk=page.pk).update(tongue="xx")


def closed_on(day: int) -> OutagePage:
    """Told on Monday 9 February 2026, before Tết."""
    said = {"title": "Bảo trì", "summary": "t", "author": "a", "service": "Nộp hồ sơ"}
    begins, ends = (datetime(2026, 2, day, hour, tzinfo=VIETNAM) for hour in (8, 10))
    told = datetime(2026, 2, 9, 9, tzinfo=VIETNAM)
    return OutagePage(**said, begins_at=begins, ends_at=ends, first_published_at=told)


def test_seven_working_days_before_an_outage_leave_out_the_units_holidays(press: Press) -> None:
    """Weekdays alone end on the 18th; «minh-hoa» closes 16–20 February, the seventh working day is the 25th."""
    adopt_law(files=files_of(LAW), by=person("quang", Role.ONE_STOP_OFFICER, press.cast.here), at=NOON)
    told = {"name": "Một cửa", "level": "district", "organisation": "G09.20", "calendar": "minh-hoa"}
    Centre.objects.create(unit=press.cast.here, **told)

    with pytest.raises(ValidationError, match="07 ngày làm việc"):
        written(closed_on(24), press.here, "tam-ngung", press.hoa)
    written(closed_on(25), press.here, "tam-ngung", press.hoa)
    written(closed_on(18), press.there, "tam-ngung", press.hoa)


BARE = BODY["body-0-value"].replace("Nội dung", " \u00a0")


def two(first: str, second: str) -> dict[str, str]:
    twice = {name.replace("-0-", f"-{at}-"): value for at in (0, 1) for name, value in BODY.items() if "-0-" in name}
    values = {"body-count": "2", "body-1-order": "1", "body-0-value": first, "body-1-value": second}
    return twice | values


def test_a_paragraph_in_which_nothing_is_written_is_not_kept(press: Press) -> None:
    sent(press, **two(BARE, BODY["body-0-value"]))

    body = Page.objects.get(slug="tin-moi").specific.get_latest_revision_as_object().body

    assert [str(one.value).count("Nội dung") for one in body] == [1]


def test_a_body_of_nothing_is_refused_when_it_is_sent_for_review(press: Press) -> None:
    answer = sent(press, **two(BARE, BARE), **{"action-submit": "1"})

    assert answer.status_code == 200
    assert not Article.objects.filter(slug="tin-moi").exists()
