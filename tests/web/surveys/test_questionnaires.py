"""Questionnaires: as data, in the browser, as XLSForm; what is hostile or not understood is refused with findings."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from paroffice.people.models import Unit
from paroffice.refused import NotVisible, Refused
from paroffice.surveys.actions.preparing import drop_questionnaire, part_questionnaire, write_questionnaire
from paroffice.surveys.actions.taking import questionnaire_of
from paroffice.surveys.answers_in import read_answers
from paroffice.surveys.models import Paging
from paroffice.surveys.openrosa import forms_of
from paroffice.surveys.questions import expression, xlsform, xlsform_in
from paroffice.surveys.questions.check import flaws_of
from paroffice.surveys.questions.form import Asked, Choice, Form, Kind, form_from, written
from paroffice.surveys.questions.replies import cleaned
from tests.web.conftest import NOON
from tests.web.surveys.conftest import Fieldwork

FOUR = (
    Choice(code="A", says={"vi": "Rất hài lòng", "en": "Very satisfied"}),
    Choice(code="D", says={"vi": "Không hài lòng", "en": "Not satisfied"}),
    Choice(code="K", says={"vi": "Không biết", "en": "I do not know"}),
)
Q1 = Asked(
    name="Q1", kind=Kind.ONE, says={"vi": "Hài lòng không?", "en": "Satisfied?"}, choices="four", required=True
)
WHY = Asked(
    name="vi_sao", kind=Kind.MANY, says={"vi": "Vì sao?", "en": "Why?"}, choices="why", shown_when="${Q1} = 'D'",
    part={"vi": "Lý do", "en": "Reasons"},
)  # fmt: skip
AGE = Asked(
    name="tuoi", kind=Kind.WHOLE, says={"vi": "Tuổi?", "en": "Age?"}, holds_when=". >= 18 and . < 120",
    holds_says={"vi": "Từ 18 tuổi", "en": "18 and over"}, hint={"vi": "Theo năm sinh", "en": "By year of birth"},
)  # fmt: skip
WHYS = (Choice(code="cham", says={"vi": "Chậm", "en": "Slow"}), Choice(code="xa", says={"vi": "Xa", "en": "Far"}))
FORM = Form(languages=("vi", "en"), choices={"four": FOUR, "why": WHYS}, questions=(Q1, WHY, AGE))


def write(fieldwork: Fieldwork, form: Form, edits: int = 0) -> list[str]:
    found = write_questionnaire(
        questionnaire=fieldwork.survey.questionnaires.get(), title="Phiếu", paging=Paging.ALL, form=form, edits=edits,
        by=fieldwork.xuan, at=NOON,
    )  # fmt: skip
    return [f"{one.where}: {one.problem}" for one in found]


def test_a_questionnaire_comes_back_from_its_workbook_as_it_went(tmp_path: Path) -> None:
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(xlsform.workbook_of(xlsform.sheets_of(FORM, "Phiếu", "phieu", "1")))

    form, findings = xlsform_in.read(path)

    assert findings == []
    assert form == FORM
    assert form_from(written(FORM)) == FORM


def test_the_edition_implies_a_questionnaire_for_each_group(fieldwork: Fieldwork) -> None:
    (asked,) = fieldwork.form.questions

    assert (asked.name, asked.kind) == ("Q1", Kind.ONE)
    assert [one.code for one in fieldwork.form.offered(asked)] == ["A", "D", "K"]


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (replace(FORM, questions=(WHY, AGE)), "thiếu câu mà bộ chỉ số hỏi"),
        (replace(FORM, choices={"four": FOUR[:2], "why": WHYS}), "đúng các phương án của bộ chỉ số"),
        (replace(FORM, questions=(WHY, Q1, AGE)), "câu không đứng trước: Q1"),
        (replace(FORM, questions=(Q1, WHY, replace(AGE, name="Q1"))), "mã câu hỏi trùng"),
        (replace(FORM, questions=(Q1, replace(AGE, holds_when="regex(., '(a+)+$')"))), "không hiểu biểu thức"),
        (replace(FORM, questions=(Q1, replace(AGE, shown_when="(" * 60 + "1" + ")" * 60))), "không hiểu biểu thức"),
        (replace(FORM, questions=(Q1, replace(AGE, says={"en": "Age?"}))), "không có lời"),
        (replace(FORM, questions=(Q1, replace(WHY, choices="none"))), "không có phương án"),
    ],
)
def test_what_is_wrong_is_found_and_nothing_is_saved(fieldwork: Fieldwork, form: Form, says: str) -> None:
    assert any(says in one for one in write(fieldwork, form))
    assert fieldwork.survey.questionnaires.get().edits == 0


def test_nothing_is_written_over_unseen_nor_after_the_seal(fieldwork: Fieldwork) -> None:
    assert write(fieldwork, FORM) == []
    with pytest.raises(Refused, match="vừa sửa"):
        write(fieldwork, FORM, edits=0)

    fieldwork.plan()
    fieldwork.seal()
    with pytest.raises(Refused, match="đang thu phiếu"):
        write(fieldwork, FORM, edits=1)


@pytest.mark.parametrize(
    ("text", "replies", "holds"),
    [
        ("${a} = 'x' and not(${b} = 'y')", {"a": "x", "b": "z"}, True),
        ("${a} = 'x' or ${b} > 3", {"b": "10"}, True),
        ("selected(${a}, 'two')", {"a": "one two"}, True),
        ("selected(${a}, 'tw')", {"a": "one two"}, False),
        ("count-selected(${a}) >= 2", {"a": "one two"}, True),
        ("${n} + 1 = 3", {"n": "2"}, True),
        ("${n} > 1", {}, False),
        ("${n} != ''", {}, False),
        ("string-length(${a}) < 3 and -1 < 0", {"a": "ab"}, True),
    ],
)
def test_an_expression_is_judged_as_xpath_judges_it(text: str, replies: dict[str, str], holds: bool) -> None:
    assert expression.read(text).holds(replies) is holds


def test_a_reply_is_held_against_its_question() -> None:
    sent = {"Q1": ["D"], "vi_sao": ["cham", "xa"], "tuoi": ["17"]}
    replies, findings = cleaned(FORM, sent, "en")

    assert replies == {"Q1": "D", "vi_sao": "cham xa"}
    assert [(one.where, str(one.problem)) for one in findings] == [("tuoi", "18 and over")]
    assert cleaned(FORM, {"Q1": ["A"], "vi_sao": ["cham"]}, "vi") == ({"Q1": "A"}, []), (
        "what was not asked is dropped"
    )
    assert {one.where for one in cleaned(FORM, {"Q1": ["Z"], "tuoi": ["1e9"]}, "vi")[1]} == {"Q1", "tuoi"}


def book(**sheets: list[list[str]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write_string(number, place, cell)
    return stream.getvalue()


HEAD = ["type", "name", "label"]


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"not a workbook", "phieu.xlsx"),
        (book(other=[["x"]]), "survey"),
        (book(survey=[HEAD, ["select_one none", "a", "A"]]), "XLSForm"),
        (book(survey=[HEAD, ["begin_repeat", "a", "A"]]), "survey:2"),
        (book(survey=[HEAD, ["calculate", "a", "A"]]), "survey:2"),
        (book(survey=[[*HEAD, "choice_filter"], ["text", "a", "A", "x=1"]]), "survey:2"),
        (book(survey=[[*HEAD, "required"], ["text", "a", "A", "${b} = '1'"]]), "survey:2"),
        (book(survey=[[*HEAD, "media::image"], ["text", "a", "A", "x.png"]]), "survey:2"),
        (book(survey=[[*HEAD, "parameters"], ["integer", "a", "A", "start=0 end=10"]]), "survey:2"),
        (book(survey=[[*HEAD, "read_only"], ["text", "a", "A", "yes"]]), "survey:2"),
        (book(survey=[["type", "name", "label::Deutsch"], ["text", "a", "A"]]), "survey:1"),
        (book(survey=[HEAD, ["begin_group", "g", "G"], ["text", "a", "A"]]), "survey"),
        (book(survey=[HEAD, ["text", "a b", "A"]]), "XLSForm"),
        (book(survey=[HEAD, *[["text", f"a{n}", "A"] for n in range(2500)]]), "survey"),
    ],
)
def test_a_workbook_that_is_no_sound_form_is_refused_at_its_place(tmp_path: Path, content: bytes, where: str) -> None:
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(content)
    form, findings = xlsform_in.read(path)
    if form is not None:
        findings = flaws_of(form, None, "")

    assert where in {one.where for one in findings}


def test_a_bomb_is_measured_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "phieu.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<" + b" " * 70_000_000)

    form, findings = xlsform_in.read(path)

    assert form is None
    assert len(findings) == 1


def test_languages_are_known_by_name_and_what_is_disabled_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "phieu.xlsx"
    head = ["type", "name", normalize("NFD", "label::Tiếng Việt"), "label::English", "disabled", "readonly"]
    rows = [["text", "a", "Vì sao?", "Why?", "", "false"], ["text", "b", "Bỏ", "Out", "yes", ""]]
    path.write_bytes(book(survey=[head, *rows]))

    form, findings = xlsform_in.read(path)

    assert findings == []
    assert form is not None
    assert (form.names, form.questions[0].says) == (("a",), {"vi": "Vì sao?", "en": "Why?"})


def test_what_a_device_would_tell_of_itself_is_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "phieu.xlsx"
    path.write_bytes(book(survey=[HEAD, ["deviceid", "d", ""], ["start", "s", ""], ["text", "a", "A"]]))

    form, findings = xlsform_in.read(path)

    assert form is not None
    assert form.names == ("a",)
    assert len(findings) == 2


def test_a_question_is_added_moved_and_dropped_in_the_browser(fieldwork: Fieldwork) -> None:
    client, form = fieldwork.cast.as_("dung"), fieldwork.survey.questionnaires.get()
    new = reverse("survey-question", args=[fieldwork.cast.round.pk, form.pk, 2])
    typed = {
        "edits": "0", "name": "vi_sao", "kind": "many", "says-vi": "Vì sao?", "says-en": "Why?", "choices": "why",
        "given": "cham = Chậm | Slow\nxa = Xa | Far\n", "shown_when": "${Q1} = 'D'", "act": "save",
    }  # fmt: skip
    assert client.get(new).status_code == 200
    assert client.post(new, typed).status_code == 302
    added = form_from(fieldwork.survey.questionnaires.get().definition)
    assert added.offered(added.questions[1]) == WHYS
    assert added.languages == ("vi", "en")

    wrong = client.post(new, typed | {"edits": "1", "shown_when": "${Q9} = 'D'"})
    assert "không đứng trước" in wrong.content.decode()

    page = reverse("survey-form", args=[fieldwork.cast.round.pk, form.pk])
    assert client.post(page, {"act": "move", "edits": "1", "place": "2", "to": "up"}).status_code == 200, (
        "Q1 must stand first"
    )
    assert client.post(new, {"act": "drop", "edits": "1"}).status_code == 302
    assert form_from(fieldwork.survey.questionnaires.get().definition).names == ("Q1",)


def test_an_xlsform_goes_out_and_comes_in_on_the_page(fieldwork: Fieldwork) -> None:
    client, form = fieldwork.cast.as_("dung"), fieldwork.survey.questionnaires.get()
    content = xlsform.workbook_of(xlsform.sheets_of(FORM, "Phiếu", "phieu", "1"))
    page = reverse("survey-form", args=[fieldwork.cast.round.pk, form.pk])

    sent = {"act": "bring", "edits": "0", "file": SimpleUploadedFile("phieu.xlsx", content)}
    assert client.post(page, sent).status_code == 302
    assert form_from(fieldwork.survey.questionnaires.get().definition) == FORM
    given = client.get(reverse("survey-xlsform", args=[fieldwork.cast.round.pk, form.pk]))
    assert given.content.startswith(b"PK")

    bad = {"act": "bring", "edits": "1", "file": SimpleUploadedFile("phieu.xlsx", b"no")}
    assert "Cần sửa" in client.post(page, bad).content.decode()


def test_a_block_has_a_questionnaire_of_its_own_until_it_is_dropped(fieldwork: Fieldwork) -> None:
    client, common = fieldwork.cast.as_("dung"), fieldwork.survey.questionnaires.get()
    page = reverse("survey-form", args=[fieldwork.cast.round.pk, common.pk])
    assert "Lập phiếu riêng" in client.get(page).content.decode()

    assert client.post(page, {"act": "part", "block": "elsewhere"}).status_code == 404
    assert client.post(page, {"act": "part", "block": "units"}).status_code == 302
    own = fieldwork.survey.questionnaires.get(block="units")
    assert own.definition == common.definition
    assert questionnaire_of(fieldwork.here) == own
    with pytest.raises(Refused, match="đã có phiếu riêng"):
        part_questionnaire(questionnaire=common, block="units", by=fieldwork.xuan, at=NOON)

    assert client.post(page, {"act": "drop"}).status_code == 409
    assert (
        client.post(reverse("survey-form", args=[fieldwork.cast.round.pk, own.pk]), {"act": "drop"}).status_code
        == 302
    )
    assert questionnaire_of(fieldwork.here) == common


def test_a_unit_that_changes_its_block_keeps_the_questionnaire_that_was_sealed(
    fieldwork: Fieldwork, tmp_path: Path
) -> None:
    """For cards, for devices, and for answers that a file brings."""
    common = fieldwork.survey.questionnaires.get()
    own = part_questionnaire(questionnaire=common, block="units", by=fieldwork.xuan, at=NOON)
    own.title, own.definition = "Phiếu riêng", written(replace(FORM, questions=(Q1, AGE), choices={"four": FOUR}))
    own.save()
    fieldwork.plan()
    fieldwork.seal()
    Unit.objects.update(block="elsewhere")
    path = tmp_path / "phieu.csv"
    path.write_text("unit,group,Q1,tuoi\nhere,citizens,A,40\n", encoding="utf-8")

    assert questionnaire_of(fieldwork.here) == own
    assert {one.title.partition(":")[0] for one in forms_of(fieldwork.survey)} == {"Phiếu riêng"}
    assert read_answers(path, fieldwork.survey)[1] == []


def test_questionnaires_are_parted_by_who_prepares_and_before_the_seal(fieldwork: Fieldwork) -> None:
    common = fieldwork.survey.questionnaires.get()
    with pytest.raises(NotVisible):
        part_questionnaire(questionnaire=common, block="units", by=fieldwork.cast.an, at=NOON)

    own = part_questionnaire(questionnaire=common, block="units", by=fieldwork.xuan, at=NOON)
    fieldwork.plan()
    fieldwork.seal()

    for deed in (lambda: part_questionnaire(questionnaire=common, block="units", by=fieldwork.xuan, at=NOON),
                 lambda: drop_questionnaire(questionnaire=own, by=fieldwork.xuan, at=NOON)):  # fmt: skip
        with pytest.raises(Refused, match="đang thu phiếu"):
            deed()
