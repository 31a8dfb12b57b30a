"""The office's own page of a result: each step does it, refuses the wrong person and the wrong moment."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from paroffice.results.models import Result, State
from tests.web.results.conftest import frozen_result, published_result, signed
from tests.web.results.example import NOON, Example, survey_handed_in
from tests.web.results.test_life import decided_anew
from tests.web.results.test_pages import signed_in, text


def test_the_office_carries_a_result_to_the_public_by_its_page(example: Example) -> None:
    dung, address = signed_in(example.dung), reverse("result-office", args=[example.round.pk])

    for act in ("compute", "freeze"):
        assert dung.post(address, {"act": act}).status_code == 302
    said = {"act": "publish", "decision": "7/QĐ-UBND", "decided_on": "2026-11-01", "signed": signed()}
    assert dung.post(address, said).status_code == 302

    assert Result.objects.get().state == State.PUBLISHED
    assert "86,38" in text(Client(), reverse("result", args=[example.round.pk]))
    assert "7/QĐ-UBND" in text(dung, address)


def test_the_page_tells_what_is_missing(example: Example) -> None:
    example.round.survey_figures.update(stands=False)

    response = signed_in(example.dung).post(reverse("result-office", args=[example.round.pk]), {"act": "compute"})

    assert response.status_code == 422
    assert "survey/responses.csv" in response.content.decode()
    survey_handed_in(example.round, example.dung)


@pytest.mark.parametrize("who", ["kien", "an", "binh"])
def test_the_page_refuses_who_may_not(example: Example, who: str) -> None:
    result = frozen_result(example)

    response = signed_in(getattr(example, who)).post(
        reverse("result-office", args=[example.round.pk]), {"act": "set_aside", "reason": "x"}
    )

    assert response.status_code == (409 if who == "kien" else 404)
    result.refresh_from_db()
    assert result.state == State.FROZEN


def test_a_correction_keeps_the_address_and_shows_what_changed(example: Example) -> None:
    published_result(example)
    decided_anew(example)
    published_result(example, reason="Kiến nghị được chấp nhận.", at=NOON + timedelta(days=1))

    page = text(Client(), reverse("result-unit", args=[example.round.pk, "kim-son"]))
    versions = text(Client(), reverse("result-versions", args=[example.round.pk]))

    assert "85,38" in page
    for said in ("86,38", "85,38", "-1,00", "2/8", "3/8", "Kiến nghị được chấp nhận."):
        assert said in versions
    assert Client().get(reverse("result-file", args=[example.round.pk, 1, "goi-niem-phong.zip"])).status_code == 200
