"""OpenRosa 1.0 for devices, in the shapes of the published protocol: form list, form, submission, received once.

The shapes are those of https://docs.getodk.org/openrosa-form-list/ and openrosa-form-submission/, and of a record that
enketo-core wrote (docs/method/survey.md says which and when).
"""

from dataclasses import replace
from hashlib import md5
from xml.etree.ElementTree import canonicalize, fromstring

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from paroffice.people.models import Unit
from paroffice.refused import Refused
from paroffice.rounds.models import Window
from paroffice.surveys import openrosa
from paroffice.surveys.actions.field import enrol_device
from paroffice.surveys.models import Cell, Device, Paging, Slip
from paroffice.surveys.questions.form import Asked, Kind
from paroffice.surveys.questions.xlsform import sheets_of, xform_of
from tests.web.conftest import NOON
from tests.web.surveys.conftest import Fieldwork
from tests.web.surveys.test_answering import FORM, Q1, VIEW, WHY
from tests.web.surveys.test_answering import in_the_field as asked_in_the_field

LISTED = "{http://openrosa.org/xforms/xformsList}"
INSTANCE = (
    '<?xml version="1.0"?><data id="{form}" version="1" xmlns:orx="http://openrosa.org/xforms">'
    "<Q1>{reply}</Q1>{more}<orx:meta><orx:instanceID>{instance}</orx:instanceID>"
    "<orx:deviceID>imei:123</orx:deviceID></orx:meta></data>"
)

BY_ENKETO = """<data xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" id="here-citizens">
        <start>2026-11-02T09:00:00.000+07:00</start>
        <end>2026-11-02T09:00:03.500+07:00</end>
        <Q1>D</Q1>
        <vi_sao>cham xa</vi_sao>
        <loi_dan/>
        <part_1>
        </part_1>
        <y_kien>Cần thêm ghế
và quạt</y_kien>
        <meta>
          <instanceID>uuid:f1c22abe-6261-45fc-97c9-d0019c185d61</instanceID>
        </meta>
      </data>"""


@pytest.fixture
def code(in_the_field: Fieldwork) -> str:
    now = timezone.now()
    Window.objects.update(opens_at=now - timezone.timedelta(days=1), closes_at=now + timezone.timedelta(days=1))
    return enrol_device(survey=in_the_field.survey, collector="DT-07", by=in_the_field.xuan, at=NOON)


def send(code: str, *, reply: str = "A", instance: str = "uuid:5f1b2c3d-0000-4000-8000-000000000001", more: str = "",
         form: str = "here-citizens", content: bytes | None = None) -> object:  # fmt: skip
    told = INSTANCE.format(form=form, reply=reply, instance=instance, more=more).encode()
    file = SimpleUploadedFile("submission.xml", told if content is None else content, "text/xml")
    return Client().post(reverse("openrosa-submission", args=[code]), {"xml_submission_file": file})


def test_a_device_lists_and_takes_a_form_for_each_stratum(code: str) -> None:
    listed = Client().get(reverse("openrosa-list", args=[code]))
    forms = fromstring(listed.content)

    assert listed["X-OpenRosa-Version"] == "1.0"
    assert [one.findtext(f"{LISTED}formID") for one in forms] == ["here-citizens", "there-citizens"]
    address = forms[0].findtext(f"{LISTED}downloadUrl")
    form = Client().get(address).content.decode()
    assert '<data id="here-citizens"' in form
    assert forms[0].findtext(f"{LISTED}hash") == f"md5:{md5(form.encode(), usedforsecurity=False).hexdigest()}"
    assert "<select1 " in form


def test_a_form_is_made_once_for_all_strata_as_if_of_each(
    in_the_field: Fieldwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a unit and its clusters bear names that XML, or a form, would take for something else."""
    made: list[str] = []
    monkeypatch.setattr(openrosa, "xform_of", lambda sheets: made.append("") or xform_of(sheets))
    openrosa._xml.cache_clear()
    Unit.objects.filter(code="there").update(name='Huyện <Kia> & "Nọ"')
    in_the_field.survey.strata.update(clusters=2)
    for stratum in in_the_field.survey.strata.all():
        stratum.cells.all().delete()
        names = [f"<thôn> & {stratum.label}", 'thôn "2"']
        Cell.objects.bulk_create(Cell(stratum=stratum, cluster=name) for name in names)

    forms = list(openrosa.forms_of(in_the_field.survey))
    told = [canonicalize(one.xml) for one in forms]

    assert len(made) == 1
    for one, xml in zip(forms, told, strict=True):
        sheets = sheets_of(one.form, one.title, one.id, one.version)
        assert xml == canonicalize(xform_of(sheets | {"survey": [*openrosa.TIMES, *sheets["survey"]]}))


def test_a_device_may_ask_for_one_form(code: str) -> None:
    listed = Client().get(reverse("openrosa-list", args=[code]), {"formID": "there-citizens"})

    assert [one.findtext(f"{LISTED}formID") for one in fromstring(listed.content)] == ["there-citizens"]


def test_an_instance_is_received_once_however_often_it_is_sent(code: str) -> None:
    head = Client().head(reverse("openrosa-submission", args=[code]))
    assert head.status_code == 204
    assert head["Location"].endswith("/submission")

    assert [send(code).status_code for _ in range(3)] == [201, 201, 201]  # type: ignore[attr-defined]

    slip = Slip.objects.get()
    assert (slip.replies, slip.way, slip.collector) == ({"Q1": "A"}, "device", "DT-07")
    assert "imei" not in str(slip.__dict__), "what a device tells of itself is not kept"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"reply": "Z"}, 422),
        ({"more": "<other>1</other>"}, 422),
        ({"form": "no-such"}, 404),
        ({"instance": "x"}, 409),
        ({"content": b"not xml"}, 409),
        ({"content": b"<!DOCTYPE a [<!ENTITY b 'c'>]><data>&b;</data>"}, 409),
        ({"content": b"<data>" + b" " * 1_100_000 + b"</data>"}, 409),
    ],
)
def test_what_is_no_sound_instance_is_refused_with_a_sentence(
    code: str, sent: dict[str, object], status: int
) -> None:
    answer = send(code, **sent)  # type: ignore[arg-type]

    assert answer.status_code == status  # type: ignore[attr-defined]
    assert fromstring(answer.content).findtext("{http://openrosa.org/http/response}message")  # type: ignore[attr-defined]
    assert not Slip.objects.exists()


def test_a_device_that_is_shut_gets_nothing(in_the_field: Fieldwork, code: str) -> None:
    page = reverse("survey-field", args=[in_the_field.cast.round.pk])
    client = Client()
    client.force_login(in_the_field.xuan)
    assert client.post(page, {"act": "shut-device", "collector": "nobody"}).status_code == 404
    client.post(page, {"act": "shut-device", "collector": "DT-07"})

    assert Device.objects.get().shut
    assert send(code).status_code == 404  # type: ignore[attr-defined]
    assert Client().get(reverse("openrosa-list", args=[code])).status_code == 404


def test_an_interviewer_has_a_code_and_one_device(in_the_field: Fieldwork, code: str) -> None:
    for collector in ("DT-07", "Nguyễn Văn A", ""):
        with pytest.raises(Refused):
            enrol_device(survey=in_the_field.survey, collector=collector, by=in_the_field.xuan, at=NOON)


def test_a_record_as_enketo_writes_it_is_taken(fieldwork: Fieldwork) -> None:
    """It names every question, the notes too, and groups of which nothing applied. A text keeps its lines.

    Three questions in three and a half seconds are fast; the moments themselves are not kept.
    """
    note = Asked(name="loi_dan", kind=Kind.NOTE, says={"vi": "Vài câu nữa thôi."})
    asked_in_the_field(fieldwork, Paging.EACH, replace(FORM, questions=(Q1, WHY, note, VIEW)))
    code = enrol_device(survey=fieldwork.survey, collector="DT-07", by=fieldwork.xuan, at=NOON)

    answer = send(code, content=BY_ENKETO.encode())

    assert answer.status_code == 201  # type: ignore[attr-defined]
    slip = Slip.objects.get()
    assert slip.replies == {"Q1": "D", "vi_sao": "cham xa", "y_kien": "Cần thêm ghế\nvà quạt"}
    assert slip.pace == "fast"
