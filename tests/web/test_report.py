"""The self-assessment report: page, Word and PDF say the same, in three parts, each with the band where it belongs."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from parindex.sheet.cells import Raw
from paroffice.assessments import actions, report
from paroffice.assessments.models import Assessment, Submission
from paroffice.rounds.models import Round
from tests.web.conftest import NOON, Cast
from tests.web.test_assessments import fill, save, submit
from tests.web.test_screens import now_open as now_open

PARTS = ("I. KẾT QUẢ TỰ CHẤM ĐIỂM", "II. GIẢI TRÌNH", "III. KHÓ KHĂN, VƯỚNG MẮC")


@pytest.fixture
def said(cast: Cast) -> Cast:
    save(cast, "1.2", Raw("not_proven"), note="Mất hồ sơ <lũ> {{ x }}\nSẽ bổ sung")
    actions.state(
        assessment=cast.sheet, said={"difficulties": "Thiếu người & kinh phí", "post": "Chủ tịch", "place": "Đây"},
        edits=0, by=cast.an, at=NOON,
    )  # fmt: skip
    return cast


def read_again(cast: Cast) -> Assessment:
    return Assessment.objects.select_related("unit", "round__edition").get(pk=cast.sheet.pk)


def in_pdf(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return " ".join("".join(page.get_textpage().get_text_range() for page in pdf).split())


def in_word(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    band = [one.text for one in document.sections[0].first_page_footer.paragraphs]
    return " ".join(" ".join([*cells, *(one.text for one in document.paragraphs), *band]).split())


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_word_and_pdf_say_the_same_three_parts(said: Cast) -> None:
    sheet = read_again(said)
    texts = {"pdf": in_pdf(report.as_pdf(sheet)), "word": in_word(report.as_word(sheet))}

    for form, text in texts.items():
        for part in (
            *PARTS, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "HUYỆN ĐÂY", "Mất hồ sơ <lũ> {{ x }}", "Thiếu người & kinh phí",
            "CHỦ TỊCH", "1.3", "Tuyên truyền", "chưa trả lời", "Bản in khi chưa nộp", "MINH HỌA",
        ):  # fmt: skip
            assert part in text, (form, part)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_round_that_is_not_illustrative_bears_no_band(said: Cast) -> None:
    Round.objects.update(illustrative=False)

    sheet = read_again(said)

    assert "MINH HỌA:" not in in_pdf(report.as_pdf(sheet))
    assert "MINH HỌA:" not in in_word(report.as_word(sheet))


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_handed_over_the_paper_bears_number_date_and_seal(cast: Cast) -> None:
    fill(cast)
    submit(cast)

    text = in_pdf(report.as_pdf(read_again(cast)))

    assert "Số: 12/BC-UBND" in text
    assert "ngày 02 tháng 11 năm 2026" in text
    assert Submission.objects.get().digest in text.replace(" ", "")
    assert "Bản in khi chưa nộp" not in text


def test_days_and_first_months_have_a_zero_before_them() -> None:
    assert report.dated("Kim Sơn", NOON.date().replace(month=2, day=5)) == "Kim Sơn, ngày 05 tháng 02 năm 2026"
    assert report.dated("", None) == "……………, ngày …… tháng …… năm ……"


def test_an_office_s_own_template_is_taken(said: Cast) -> None:
    own = Path(settings.DATA) / "templates" / report.TEMPLATE
    own.parent.mkdir(exist_ok=True)
    document = Document()
    document.add_paragraph("Mẫu riêng của {{ issuer }}")
    document.save(str(own))
    try:
        assert in_word(report.as_word(read_again(said))).startswith("Mẫu riêng của Huyện Đây")
    finally:
        own.unlink()


def test_the_page_has_the_three_parts_and_what_was_kept(now_open: Cast) -> None:
    now = timezone.now()
    actions.answer(
        assessment=now_open.sheet, code="1.2", raw=Raw("not_proven"), note="Mất hồ sơ <lũ>", edits=0, by=now_open.an,
        at=now,
    )  # fmt: skip
    kept = {"difficulties": "Thiếu người & kinh phí"}
    actions.state(assessment=now_open.sheet, said=kept, edits=0, by=now_open.an, at=now)
    link = reverse("sheet-report", args=[now_open.sheet.pk])

    page = now_open.as_("an").get(link).content.decode()

    for part in ("Cộng hòa xã hội chủ nghĩa Việt Nam", "I. Kết quả", "II. Giải trình", "III. Khó khăn"):
        assert part in page
    assert "Mất hồ sơ &lt;lũ&gt;" in page
    assert "Thiếu người &amp; kinh phí" in page


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_official_paper_is_vietnamese_whatever_its_reader_chose(now_open: Cast) -> None:
    client: Client = now_open.as_("an")
    client.cookies["django_language"] = "en"

    page = client.get(reverse("sheet-report", args=[now_open.sheet.pk])).content.decode()
    paper = client.get(reverse("sheet-pdf", args=[now_open.sheet.pk])).content

    assert "I. Self-assessed points" in page
    assert "Publicity" in page
    assert "chưa trả lời" in in_pdf(paper)
