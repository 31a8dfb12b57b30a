"""A frame from the dossiers of the one-stop room: people served, once each, and names of those asked alone."""

from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from paroffice.onestop.actions.catalogue import bring_in
from paroffice.onestop.actions.law import adopt_law
from paroffice.onestop.law import files_of
from paroffice.onestop.models import Dossier, Law, ProcedureVersion
from paroffice.onestop.queries.catalogue import standing_digest
from paroffice.people.models import Role, Unit
from paroffice.surveys.actions import drawing, framing
from paroffice.surveys.frame_in import Line
from paroffice.surveys.frame_served import grouped, served_by
from paroffice.surveys.models import Brought, Drawn, Listed, Standing
from paroffice.surveys.sealed import sealed_text
from paroffice.trail.models import Entry
from tests.web.conftest import NOON, person
from tests.web.onestop.conftest import LAW, row
from tests.web.surveys.conftest import Fieldwork

NUMBERS = iter(range(1, 1000))


@pytest.fixture
def served(fieldwork: Fieldwork) -> Fieldwork:
    """Here twelve people with a result, one of them twice; one firm, one still waiting, one long ago, one without a result. There two people by telephone, and two dossiers of whom only a name is known."""
    quang = person("quang", Role.ONE_STOP_OFFICER, fieldwork.cast.here)
    adopt_law(files=files_of(LAW), by=quang, at=NOON)
    bring_in(rows=[row()], standing=standing_digest(), source="test", by=quang, at=NOON)
    here, there = fieldwork.cast.here, fieldwork.cast.there
    for place in (*range(12), 0):
        dossier(here, id_number=f"00{place}", applicant=f"Người {place}", phone=f"090{place}")
    dossier(here, applicant="Công ty Một", applicant_kind="business")
    dossier(here, applicant="Người đang chờ", state=4, tray="working", ended_at=None)
    dossier(here, applicant="Người năm xưa", ended_at=NOON - timedelta(days=900))
    dossier(here, applicant="Người thôi làm", result="")
    for name in ("Trần Văn Hai", "TRẦN VĂN HAI", "Trần Thị Ba"):
        dossier(there, applicant=name, phone="0911")
    for _ in range(2):
        dossier(there, applicant="Chỉ có tên")
    return fieldwork


def dossier(unit: Unit, **said: object) -> Dossier:
    number = next(NUMBERS)
    plain = {
        "unit": unit, "version": ProcedureVersion.objects.get(), "law": Law.objects.get(), "regime": "nd-367-2025",
        "calendar": "minh-hoa", "code": f"HS-{number:04}", "number": number, "year": 2026, "key": "k", "state": 9,
        "tray": "ready", "channel": "direct", "submitted_at": NOON, "received_at": NOON, "due_at": NOON,
        "sort_at": NOON, "ended_at": NOON, "result": "Giấy phép",
    }  # fmt: skip
    return Dossier.objects.create(**(plain | said))


def taken(fieldwork: Fieldwork, **wanted: str) -> None:
    client, page = fieldwork.cast.as_("dung"), reverse("survey-plan", args=[fieldwork.cast.round.pk])
    day = f"{NOON:%Y-%m-%d}"
    client.post(page, {"act": "served", "since": day, "until": day, "citizens": "citizens"} | wanted)
    client.post(page, {"act": "take"})


def drawn_here(fieldwork: Fieldwork, asked: int = 3) -> None:
    fieldwork.conduct()
    sizes = {fieldwork.here.pk: (None, asked, None)}
    drawing.set_plan(survey=fieldwork.survey, plan=sizes, by=fieldwork.xuan, at=NOON)
    drawing.draw(survey=fieldwork.survey, by=fieldwork.xuan, at=NOON)


def test_each_person_served_is_listed_once_without_a_name(served: Fieldwork) -> None:
    taken(served)

    assert (served.here.population, served.there.population) == (12, 4)
    assert not Listed.objects.exclude(name="", contact="").exists()
    assert Listed.objects.filter(dossier__startswith="HS-").count() == 16


def test_what_is_sealed_leads_to_no_dossier(served: Fieldwork) -> None:
    """The unit that is rated knows whose each of its codes is."""
    taken(served)
    numbers = set(Listed.objects.values_list("number", flat=True))
    taken(served)
    assert numbers.isdisjoint(Listed.objects.values_list("number", flat=True)), "no rule leads from code to number"

    drawn_here(served)
    served.seal()

    assert "HS-" not in sealed_text(served.survey)
    assert set(Listed.objects.exclude(dossier="")) == set(Listed.objects.filter(drawn__isnull=False))
    served.close()
    assert not Listed.objects.exclude(dossier="").exists()


def test_firms_are_asked_as_whom_the_office_says(served: Fieldwork) -> None:
    taken(served, businesses="citizens")

    assert served.here.population == 13


def test_who_came_as_a_citizen_is_listed_though_they_came_as_a_household_later(served: Fieldwork) -> None:
    """Of one group they are one all the same."""
    dossier(served.cast.here, id_number="003", applicant="Người 3", applicant_kind="household")
    taken(served)
    assert served.here.population == 12

    taken(served, businesses="citizens")
    assert served.here.population == 13

    lines = served_by(served.survey, NOON.date(), NOON.date(), grouped("citizens", "firms"))
    asked_as = Counter(line.group for line in lines if line.unit == "here")
    assert asked_as == {"citizens": 12, "firms": 2}, "and of two groups one in each"


def test_more_people_than_a_frame_may_hold_are_refused(served: Fieldwork, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("frame_served", "actions.framing"):
        monkeypatch.setattr(f"paroffice.surveys.{room}.MOST_LINES", 15)

    taken(served)

    assert not Brought.objects.exists()
    assert not Listed.objects.exists()


def test_a_time_without_results_is_refused_with_a_sentence(served: Fieldwork) -> None:
    client, page = served.cast.as_("dung"), reverse("survey-plan", args=[served.cast.round.pk])

    for since, group, says in (
        ("2001-01-01", "citizens", "Không có hồ sơ nào"),
        ("hôm qua", "citizens", "Chưa ghi ngày"),
        ("2001-01-01", "", "Chưa chọn nhóm"),
    ):
        sent = {"act": "served", "since": since, "until": "2001-02-01", "citizens": group}
        assert says in client.post(page, sent).content.decode()
    assert not Brought.objects.exists()


def test_those_asked_alone_are_named_and_their_units_see_that_they_were(served: Fieldwork) -> None:
    taken(served)
    drawn_here(served)

    named = Listed.objects.exclude(name="")
    assert set(named) == set(Listed.objects.filter(drawn__standing=Standing.ASKED))
    assert named.count() == 3, "and none of the five who stand by"
    assert {one.contact for one in named} == {f"090{one.name.removeprefix('Người ')}" for one in named}
    read = Entry.objects.get(act="onestop.reach")
    assert (read.stream, read.after["count"]) == ("reading:here", 3)

    drawing.set_plan(survey=served.survey, plan={}, by=served.xuan, at=NOON)
    assert not Listed.objects.exclude(name="").exists(), "a draw that is gone names nobody"


def test_a_reserve_is_named_when_it_stands_in(served: Fieldwork) -> None:
    taken(served)
    drawn_here(served)
    served.seal()
    gone = Drawn.objects.filter(standing=Standing.ASKED).first()
    assert gone is not None

    stood_in = drawing.replace(drawn=gone, reason="đã chuyển đi", by=served.xuan, at=NOON)

    stood_in.listed.refresh_from_db()
    assert stood_in.listed.contact == f"090{stood_in.listed.name.removeprefix('Người ')}"
    assert [one.after["count"] for one in Entry.objects.filter(act="onestop.reach").order_by("pk")] == [3, 1]
    assert Listed.objects.exclude(name="").count() == 4


def test_a_list_whose_numbers_look_like_codes_keeps_its_own_contacts(served: Fieldwork) -> None:
    codes = Dossier.objects.filter(unit=served.cast.here).values_list("code", flat=True)
    lines = [Line(number=code, unit="here", group="citizens", name="Theo tệp", contact="0999") for code in codes]
    framing.preview_frame(survey=served.survey, lines=lines, file_name="ds.csv", by=served.xuan, at=NOON)
    framing.take_frame(survey=served.survey, by=served.xuan, at=NOON)

    drawn_here(served)
    drawn_here(served)

    assert set(Listed.objects.values_list("name", "contact")) == {("Theo tệp", "0999")}
    assert not Entry.objects.filter(act="onestop.reach").exists()


def test_each_group_keeps_its_own_list(served: Fieldwork) -> None:
    leaders = served.survey.strata.create(unit=served.cast.here, group="leaders", label="here-leaders")
    leader = Listed.objects.create(survey=served.survey, stratum=leaders, number="LĐ-1")

    taken(served)
    assert Listed.objects.count() == 17

    leader.dossier = Listed.objects.filter(stratum=served.here).values_list("dossier", flat=True)[0]
    Listed.objects.filter(stratum=served.here).delete()
    leader.save()
    taken(served)
    assert Brought.objects.exists(), "who is in another group's list is refused, and nothing is lost"
    assert Listed.objects.filter(stratum=leaders).exists()
