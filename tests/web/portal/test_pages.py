"""What a page of a portal must say before it is published, and how readers see it."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from parindex.onestop.law import read_calendar
from paroffice.portal import dates
from paroffice.portal.models import (
    Article,
    ConsultationPage,
    DocumentPage,
    HomePage,
    OutagePage,
    ProjectPage,
    Section,
)
from paroffice.portal.models.base import OBLIGATORY
from paroffice.portal.working_days import after
from tests.web.onestop.conftest import LAW
from tests.web.portal.conftest import WORDS, Press, article, picture, published, read, written


def test_a_portal_opens_with_every_section_that_it_must_have(press: Press) -> None:
    """NĐ 43/2011, article 10: ten; 12: statistics; 13: foreign languages; 15: questions; NĐ 224/2026, article 13: outages;
    NĐ 47/2020, article 18: data."""
    page = read("/so-do-trang/").content.decode()

    for title in (
        *("Giới thiệu", "Tin tức", "Chỉ đạo, điều hành", "Phổ biến pháp luật", "Quy hoạch, kế hoạch", "Văn bản"),
        *("Dự án, đấu thầu", "Góp ý dự thảo", "Hỏi đáp", "Liên hệ", "Thông tin giao dịch", "Thông báo tạm ngừng"),
        *("Dữ liệu mở", "Thống kê", "In English"),
    ):
        assert f">{title}</a>" in page, title


@pytest.mark.parametrize("field", ["title", "author", "on", "summary"])
def test_an_obligatory_element_is_never_empty(press: Press, field: str) -> None:
    page = written(article("Tin"), press.here, "tin-tuc", press.hoa)
    setattr(page, field, None if field == "on" else "")

    with pytest.raises(ValidationError) as flaw:
        page.full_clean()

    assert field in flaw.value.message_dict


def test_a_page_says_all_six_obligatory_elements_in_its_head(press: Press) -> None:
    page = published(article("Tin một", subject="đất đai; một cửa"), press.here)

    said = read(page.get_url_parts()[2]).content.decode()

    for name in OBLIGATORY:
        assert f'<meta name="DC.{name}" content="' in said, name
    assert said.count('<meta name="DC.subject"') == 2
    assert '<meta property="og:title" content="Tin một">' in said
    assert "http://here.localhost/tin-tuc/tin-mot/" in said


def test_a_lead_picture_needs_its_words(press: Press) -> None:
    page = written(article("Tin"), press.here, "tin-tuc", press.hoa)
    page.picture = picture(press.here)

    with pytest.raises(ValidationError) as flaw:
        page.full_clean()

    assert set(flaw.value.message_dict) == {"picture_alternative", "picture_caption"}


def test_a_picture_in_the_body_needs_its_words() -> None:
    block = Article._meta.get_field("body").stream_block.child_blocks["picture"]

    with pytest.raises(ValidationError):
        block.clean(block.to_python({"picture": None, "alternative": "", "caption": ""}))


def test_the_database_keeps_no_picture_without_words(press: Press) -> None:
    page = published(article("Tin"), press.here)

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=page.pk).update(picture=picture(press.here))


JANUARY = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 5)]
IMPOSSIBLE = {
    "document": (
        DocumentPage, "van-ban", {"number": "1", "form": "KH", "issuer": "UBND", "on": JANUARY[1].date()},
        {"effective_on": JANUARY[0].date()},
    ),
    "consultation": (
        ConsultationPage, "gop-y",
        {"on": JANUARY[1].date(), "ends_on": JANUARY[2].date(), "send_to": "x", "body": WORDS},
        {"ends_on": JANUARY[0].date()},
    ),
    "outage": (
        OutagePage, "tam-ngung", {"service": "s", "sudden": True, "begins_at": JANUARY[1], "ends_at": JANUARY[2]},
        {"ends_at": JANUARY[0]},
    ),
    "project": (
        ProjectPage, "du-an",
        {"field": "f", "sort": "s", "period": "p", "cost": "c", "funding": "f", "investor": "i"}, {"state": "unknown"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_is_refused_by_the_database(press: Press, name: str) -> None:
    model, slug, said, broken = IMPOSSIBLE[name]
    made = published(model(title="Trang", summary="t", author="a", **said), press.here, slug)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=made.pk).update(**broken)


def test_unknown_kinds_and_colours_are_refused_by_the_database(press: Press) -> None:
    for model, broken in ((Section, {"kind": "x"}), (HomePage, {"accent": "x"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**broken)


def test_a_planned_outage_is_told_seven_working_days_before(press: Press) -> None:
    """NĐ 224/2026, article 13."""
    soon = timezone.now() + timezone.timedelta(days=3)
    said = {"title": "Bảo trì", "summary": "t", "author": "a", "service": "Nộp hồ sơ", "begins_at": soon}
    said["ends_at"] = soon + timezone.timedelta(hours=2)

    with pytest.raises(ValidationError, match="07 ngày làm việc"):
        written(OutagePage(**said), press.here, "tam-ngung", press.hoa)
    written(OutagePage(**said, sudden=True), press.here, "tam-ngung", press.hoa)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2021, 1, 21, 1, tzinfo=UTC), "Hôm nay, Thứ năm ngày 21/01/2021"),
        (datetime(2021, 1, 20, 16, 59, 59, tzinfo=UTC), "Hôm nay, Thứ tư ngày 20/01/2021"),
        (datetime(2021, 1, 20, 17, 0, 0, tzinfo=UTC), "Hôm nay, Thứ năm ngày 21/01/2021"),
        (datetime(2021, 1, 23, 20, tzinfo=UTC), "Hôm nay, Chủ nhật ngày 24/01/2021"),
    ],
)
def test_the_banner_says_the_day_of_ha_noi(at: datetime, said: str) -> None:
    with translation.override("vi"):
        assert dates.today_line(at) == said


def test_fifteen_working_days_skip_weekends() -> None:
    """From Monday 2 November 2026: fifteen working days later is Monday the 23rd."""
    assert after(date(2026, 11, 2), 15) == date(2026, 11, 23)


def test_holidays_of_the_units_calendar_are_left_out_as_far_as_it_reaches() -> None:
    """«minh-hoa»: five closed days at Tết 2026, a half day and New Year's Day after it; of 2028 it says nothing, Monday to Friday is then
    the stricter."""
    calendar = read_calendar(LAW, "minh-hoa")

    assert after(date(2026, 2, 9), 15) == date(2026, 3, 2)
    assert after(date(2026, 2, 9), 15, calendar) == date(2026, 3, 9)
    assert after(date(2026, 12, 20), 15, calendar) == date(2027, 1, 12)
    assert after(date(2027, 12, 20), 15, calendar) == date(2028, 1, 10)


def test_an_article_shows_lead_pictures_byline_and_source(press: Press) -> None:
    shown = {"picture": picture(press.here), "picture_alternative": "Cánh đồng lúa", "picture_caption": "Mùa gặt"}
    body = [*WORDS, ("heading", "Tiểu mục"), ("quote", {"text": "Lời nói", "who": "Ông A"})]
    page = published(article("Tin", source="Báo B", body=body, **shown), press.here)

    said = read("/tin-tuc/tin/").content.decode()

    for words in ('alt="Cánh đồng lúa"', "<figcaption>Mùa gặt", "<h2>Tiểu mục</h2>", "Lời nói", "Lê Hoa", "Báo B"):
        assert words in said, words
    assert page.title in read("/").content.decode()


def test_what_word_pastes_keeps_only_its_marks(press: Press) -> None:
    """Through the same conversion as the editor's own field: the whitelist of the rich text decides, not the browser."""
    from paroffice.portal.blocks import Body

    field = Body().child_blocks["paragraph"].field
    pasted = (
        '{"blocks":[{"key":"a","text":"Chữ đậm <script>alert(1)</script>","type":"unstyled","depth":0,'
        '"inlineStyleRanges":[{"offset":0,"length":3,"style":"BOLD"},{"offset":4,"length":3,"style":"MsoNormal"}],'
        '"entityRanges":[{"offset":0,"length":3,"key":0}]},'
        '{"key":"b","text":"Tiêu đề Word","type":"header-one","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],'
        '"entityMap":{"0":{"type":"LINK","mutability":"MUTABLE","data":{"url":"javascript:alert(1)"}}}}'
    )

    kept = field.widget.value_from_datadict({"x": pasted}, {}, "x")

    assert "<b>Chữ</b>" in kept.replace("<a>", "").replace("</a>", "")
    assert "<script" not in kept
    assert "javascript:" not in kept
    assert "style=" not in kept
    assert "Mso" not in kept
    assert "<h1" not in kept
