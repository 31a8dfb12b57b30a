"""A survey with many strata, machines, answers and call-backs asks the database no more than a small one."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from paroffice.surveys.actions import checking, field
from paroffice.surveys.actions.box import empty_box
from paroffice.surveys.models import CallBackDraw, Cell, Device, Drawn, Listed, Stratum
from paroffice.surveys.tokens import key_of
from tests.web.conftest import NOON
from tests.web.surveys.conftest import Fieldwork

PAGES = (
    "surveys", "survey", "survey-plan", "survey-drawn", "survey-field", "survey-keying", "survey-quality",
    "survey-estimates", "survey-report",
)  # fmt: skip
MOST = 40


def grown(work: Fieldwork, name: str) -> None:
    """Three more strata about one unit, each with frame, draw, machine, device, answers and call-backs."""
    for place in range(3):
        label = f"{name}{place}"
        stratum = Stratum.objects.create(
            survey=work.survey, unit=work.cast.here, group="citizens", label=label, population=90, asked=10
        )
        cell = Cell.objects.create(stratum=stratum, cluster="-", weight=9)
        for number in range(3):
            person = Listed.objects.create(survey=work.survey, stratum=stratum, number=f"{label}-{number}")
            Drawn.objects.create(listed=person, place=number, weight=9, standing="asked")
        field.set_up_counter(survey=work.survey, cell=cell, name=label, by=work.xuan, at=NOON)
        Device.objects.create(key=key_of(label), survey=work.survey, collector=label)
        for code in work.cards(stratum, 4):
            work.answer(code)
        CallBackDraw.objects.create(stratum=stratum, seed="7", count=2, drawn_by=work.xuan, drawn_at=NOON)
        checking.tell_call_back(
            survey=work.survey, stratum=stratum, called=2, reached=2, confirmed=2, by=work.xuan, at=NOON
        )
    empty_box(survey=work.survey, at=NOON, all_of_it=True)


def queries(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_a_longer_list_asks_no_more(in_the_field: Fieldwork) -> None:
    client, pk = Client(), in_the_field.cast.round.pk
    client.force_login(in_the_field.xuan)
    addresses = {page: reverse(page, args=[] if page == "surveys" else [pk]) for page in PAGES}

    grown(in_the_field, "a")
    few = {page: queries(client, address) for page, address in addresses.items()}
    grown(in_the_field, "b")
    grown(in_the_field, "c")

    assert {page: queries(client, address) for page, address in addresses.items()} == few
    assert max(few.values()) <= MOST
