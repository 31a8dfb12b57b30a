"""The report: the same figures as page, PDF, Word and Excel; what too few said is told nowhere."""

import io
from dataclasses import replace

import pypdfium2
import pytest
import python_calamine
from django.urls import reverse
from docx import Document

from paroffice.rounds.models import Round
from paroffice.rubrics.actions import adopt
from paroffice.rubrics.frozen import files_of
from paroffice.surveys import report
from paroffice.surveys.actions.box import empty_box
from paroffice.surveys.models import Response, Survey
from paroffice.surveys.queries.published import open_rows
from paroffice.surveys.queries.told import told_of
from tests.web.conftest import NOON, SOUND
from tests.web.surveys.conftest import Fieldwork


@pytest.fixture
def reported(in_the_field: Fieldwork) -> Fieldwork:
    """Eight satisfied and four not, about the first unit; about the second nobody answered."""
    for place, code in enumerate(in_the_field.cards(in_the_field.here, 12)):
        in_the_field.answer(code, "A" if place < 8 else "D")
    empty_box(survey=in_the_field.survey, at=NOON)
    return in_the_field


def test_every_form_of_the_report_tells_the_same(reported: Fieldwork) -> None:
    """8 of 12 is 67 %, 4 of 12 is 33 %."""
    client, pk = reported.cast.as_("dung"), reported.cast.round.pk
    page = client.get(reverse("survey-report", args=[pk])).content.decode().replace("&nbsp;", " ")
    pdf = pypdfium2.PdfDocument(client.get(reverse("survey-report-pdf", args=[pk])).content)
    word = Document(io.BytesIO(client.get(reverse("survey-report-word", args=[pk])).content))
    excel = client.get(reverse("survey-report-excel", args=[pk])).content
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(excel))

    printed = " ".join(" ".join(sheet.get_textpage().get_text_range() for sheet in pdf).split())
    written = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    for text in (page, printed, written):
        assert "Rất hài lòng 67 %" in " ".join(text.split())
        assert "Không hài lòng 33 %" in " ".join(text.split())
    assert book.sheet_names == ["Điểm", "Nhóm trả lời", "Câu hỏi", "Mục theo đơn vị", "Câu hỏi theo đơn vị"]
    told = book.get_sheet_by_index(2).to_python()
    assert ["Rất hài lòng", 67.0] in [row[-2:] for row in told]
    assert ["Rất hài lòng", 67.0, "Huyện Đây"] in [row[-3:] for row in book.get_sheet_by_index(4).to_python()]
    assert b"xl/charts/chart1.xml" in excel


def test_what_too_few_said_is_not_told(in_the_field: Fieldwork) -> None:
    for code in in_the_field.cards(in_the_field.here, 4):
        in_the_field.answer(code, "D")
    empty_box(survey=in_the_field.survey, at=NOON, all_of_it=True)

    page = in_the_field.cast.as_("dung").get(reverse("survey-report", args=[in_the_field.cast.round.pk]))
    assert ">không nêu<" in page.content.decode()
    assert "100 %" not in page.content.decode()
    assert report.as_excel(in_the_field.survey)[:2] == b"PK"


def test_what_too_few_said_of_one_unit_is_not_found_by_taking_away(reported: Fieldwork) -> None:
    """Twelve about one unit are told; four about the other are in no sum, so the sums are the one unit's own."""
    for code in reported.cards(reported.there, 4):
        reported.answer(code, "D")
    empty_box(survey=reported.survey, at=NOON, all_of_it=True)

    told = told_of(reported.survey)

    (all_of_them,) = told.said
    here, there = told.of_units
    assert (all_of_them.answers, all_of_them.shares) == (here.answers, here.shares)
    assert there.shares is None


def test_what_is_told_of_an_item_never_leaves_a_single_unknown(reported: Fieldwork) -> None:
    """Its points are told: with the mean of one of its two questions that of the other, which three answered, is found."""
    files = files_of(SOUND)
    law = {name: text.replace("questions: {Q1: 1}", "questions: {Q1: 1, Q2: 1}") for name, text in files.items()}
    law["cover.yaml"] = law["cover.yaml"].replace("edition: ", "edition: two-", 1)
    law["survey.yaml"] += "  Q2: {text: Có nhanh không?, options: four, groups: [citizens]}\n"
    Round.objects.update(edition=adopt(files=law, by=reported.cast.dung, at=NOON))
    reported.survey = Survey.objects.get()
    few, one = Response.objects.values_list("pk", flat=True)[:3], reported.there.cells.get()
    Response.objects.filter(pk__in=list(few)).update(replies={"Q1": "A", "Q2": "D"})
    said = {"questionnaire": reported.survey.questionnaires.get(), "cell": one, "day": NOON.date(), "way": "web"}
    Response.objects.bulk_create(Response(**said, replies={"Q1": "A", "Q2": "D"}) for _ in range(7))

    told = told_of(reported.survey)

    assert [(one.unit, one.code) for one in told.of_units if one.shares is not None] == [
        ("there", "Q1"),
        ("there", "Q2"),
    ]
    assert [one.answers for one in told.said] == [7, 7]
    assert {row[0] for row in open_rows(reported.survey) if row[-1] == "no"} == {"there"}


def test_a_margin_of_zero_is_a_figure(reported: Fieldwork, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a group asked one and all; an empty cell would say that nothing is known."""
    told = told_of(reported.survey)
    sure = [replace(one, margin=0.0, leaves=[replace(leaf, margin=0.0) for leaf in one.leaves]) for one in told.units]
    monkeypatch.setattr(report, "told_of", lambda _survey: replace(told, units=sure))

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(report.as_excel(reported.survey)))

    assert [row[2] for row in book.get_sheet_by_index(0).to_python()[1:]] == [0.0, 0.0]
    assert [row[3] for row in book.get_sheet_by_index(3).to_python()[1:]] == [0.0, 0.0]


def test_the_report_tells_what_was_said_of_one_unit(reported: Fieldwork) -> None:
    client, page = reported.cast.as_("dung"), reverse("survey-report", args=[reported.cast.round.pk])

    shown = client.get(page, {"don-vi": "here"}).content.decode()
    assert "Huyện Đây: trả lời theo câu hỏi và nhóm" in shown
    assert '12 <span class="of">/ 30</span>' in shown, "who answered stands beside the points"
    assert "67&nbsp;%" not in client.get(page, {"don-vi": "there"}).content.decode()


def test_a_survey_without_answers_has_a_report_without_a_chart(in_the_field: Fieldwork) -> None:
    client, pk = in_the_field.cast.as_("dung"), in_the_field.cast.round.pk

    assert "<svg" not in client.get(reverse("survey-report", args=[pk])).content.decode()
    assert client.get(reverse("survey-report-pdf", args=[pk])).content.startswith(b"%PDF")
