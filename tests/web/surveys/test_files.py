"""Answers in by file and out by file: laid out like a plain round, as Kobo and ODK export them, formulas made inert."""

import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from paroffice.pages.streamed import harmless
from paroffice.refused import Refused
from paroffice.surveys.actions.box import empty_box
from paroffice.surveys.actions.bringing import Brought, bring_answers
from paroffice.surveys.answers_in import _question, read_answers
from paroffice.surveys.cards import links_csv
from paroffice.surveys.models import Slip, Survey, Weighting
from tests.web.conftest import NOON
from tests.web.surveys.conftest import Fieldwork

KOBO = (
    "start;end;deviceid;stratum;grp/Q1;_uuid;_submission_time\n"
    "2026-11-02T08:00:00+07:00;2026-11-02T08:00:01+07:00;imei1;here-citizens;A;11111111-a;2026-11-02\n"
    "2026-11-02T08:00:00+07:00;2026-11-02T08:00:09+07:00;imei1;there-citizens;D;11111111-b;2026-11-02\n"
)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "phieu.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_export_of_kobo_is_read_and_devices_are_not(in_the_field: Fieldwork, tmp_path: Path) -> None:
    answers, findings = read_answers(written(tmp_path, KOBO), in_the_field.survey)

    assert findings == []
    assert [(one.name, one.stratum, one.replies, one.pace.value) for one in answers] == [
        ("11111111-a", "here-citizens", {"Q1": "A"}, "fast"),
        ("11111111-b", "there-citizens", {"Q1": "D"}, "usual"),
    ]
    assert "imei" not in str(answers)


@pytest.mark.parametrize(
    ("column", "question"),
    [
        ("Q1", "Q1"), ("grp/Q1", "Q1"), ("part_1-Q1", "Q1"), ("part_1-Q-1.a", "Q-1.a"), ("a/b:Q1", "Q1"),
        ("Q1/A", None), ("_Q1", None), ("deviceid", None),
    ],
)  # fmt: skip
def test_a_column_is_known_behind_the_names_of_groups(column: str, question: str | None) -> None:
    """ODK parts by a dash, Kobo by a slash; the name of a question may hold a dash itself."""
    assert _question(column, {"Q1", "Q-1.a"}) == question


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("a,b\n1,2\n", "1"),
        ("unit,group,Q1\nnowhere,citizens,A\n", "2"),
        ("unit,group,Q1\nhere,citizens,Z\n", "2 Q1"),
        ("unit,group,weight,Q1\nhere,citizens,-1,A\n", "2 weight"),
        ("unit,group,weight,Q1\nhere,citizens,0,A\n", "2 weight"),
    ],
)
def test_a_flaw_is_found_at_its_line(in_the_field: Fieldwork, tmp_path: Path, text: str, where: str) -> None:
    _answers, findings = read_answers(written(tmp_path, text), in_the_field.survey)

    assert [one.where for one in findings] == [where]


def test_answers_that_could_never_be_weighed_do_not_come_in(in_the_field: Fieldwork) -> None:
    """Weights are to meet the number of people, which nobody knows of one stratum: the books could not be shut."""
    Survey.objects.update(weighting=Weighting.CALIBRATED)
    in_the_field.survey.strata.filter(label="here-citizens").update(population=90)
    answers = [
        Brought(name=label, stratum=label, replies={"Q1": "A"}) for label in ("here-citizens", "there-citizens")
    ]
    bring = {"survey": in_the_field.survey, "source": "f", "by": in_the_field.xuan, "at": NOON}

    with pytest.raises(Refused, match="there-citizens không biết số người"):
        bring_answers(answers=answers, **bring)
    assert bring_answers(answers=answers[:1], **bring) == 1
    in_the_field.close()


def test_a_cell_of_ten_megabytes_is_refused_with_a_sentence(in_the_field: Fieldwork, tmp_path: Path) -> None:
    text = f"unit,group,Q1\nhere,citizens,{'x' * 10_000_000}\n"
    _answers, findings = read_answers(written(tmp_path, text), in_the_field.survey)

    assert [str(one.problem) for one in findings] == ["tệp có ô dài quá"]


def test_a_file_comes_in_on_the_page_and_never_twice(in_the_field: Fieldwork) -> None:
    client, page = in_the_field.cast.as_("dung"), reverse("survey-keying", args=[in_the_field.cast.round.pk])
    assert client.get(page).status_code == 404, "the round office does not key"

    client.force_login(in_the_field.xuan)
    rows = "unit,group,Q1\n" + "here,citizens,A\n" * 12
    for _ in range(2):
        sent = {"act": "file", "file": SimpleUploadedFile("phieu.csv", rows.encode())}
        assert client.post(page, sent).status_code == 200
    assert Slip.objects.count() == 12


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("-5", "-5"),
        ("-5+2", "'-5+2"),
        ("tốt", "tốt"),
    ],
)
def test_a_formula_is_made_inert_and_a_figure_left_alone(typed: str, told: str) -> None:
    assert harmless(typed) == told


def test_every_export_is_harmless(in_the_field: Fieldwork) -> None:
    form = in_the_field.survey.questionnaires.get()
    form.definition["questions"].append({"name": "y_kien", "kind": "text", "says": {"vi": "Ý kiến?"}})
    form.save()
    codes = in_the_field.cards(in_the_field.here, 12)
    from paroffice.surveys.actions.taking import Sent, answer, place_of

    place_of.cache_clear()
    for code in codes:
        assert answer(code=code, sent=Sent(replies={"Q1": ["A"], "y_kien": ['=HYPERLINK("x")']}), at=NOON) == []
    empty_box(survey=Survey.objects.get(), at=NOON)
    client = in_the_field.cast.as_("dung")
    address = reverse("survey-answers", args=[in_the_field.cast.round.pk])
    assert client.get(address).status_code == 404, "single answers are for those who check"

    client.force_login(in_the_field.xuan)
    text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["y_kien"] for row in rows} == {'\'=HYPERLINK("x")'}
    assert len(rows) == 12
    assert "'=1+1" in links_csv([("1", "=1+1", "", "", "", "https://x")])
