"""What the database itself keeps true of a survey: each named constraint is broken once, and holds."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, UniqueConstraint

from paroffice.surveys.models import (
    CallBack,
    CallBackDraw,
    Cell,
    Device,
    Drawn,
    Keying,
    Listed,
    Percentage,
    Questionnaire,
    Response,
    Slip,
    Stratum,
    Survey,
    Token,
)
from tests.web.conftest import NOON
from tests.web.surveys.conftest import Fieldwork

Break = Callable[[Fieldwork], object]


def survey(**held: object) -> Break:
    return lambda work: Survey.objects.filter(pk=work.survey.pk).update(**held)


def stratum(**held: object) -> Break:
    return lambda work: Stratum.objects.filter(pk=work.here.pk).update(**held)


def cell(**held: object) -> Break:
    return lambda work: Cell.objects.filter(stratum=work.here).update(**held)


def listed(work: Fieldwork, **held: object) -> Listed:
    return Listed.objects.create(**{"survey": work.survey, "stratum": work.here, "number": "1"} | held)


def drawn(work: Fieldwork, **held: object) -> Drawn:
    told = {"listed": listed(work), "place": 1, "weight": 1, "standing": "asked"}
    return Drawn.objects.create(**told | held)


def said(work: Fieldwork) -> dict[str, object]:
    asked = work.survey.questionnaires.get()
    return {"cell": work.here.cells.get(), "questionnaire": asked, "day": NOON.date(), "way": "web", "replies": {}}


def slip(**held: object) -> Break:
    return lambda work: Slip.objects.create(**said(work) | held)


def response(**held: object) -> Break:
    return lambda work: Response.objects.create(**said(work) | held)


def device(work: Fieldwork, **held: object) -> Device:
    return Device.objects.create(**{"key": "ab" * 32, "survey": work.survey, "collector": "DT-07"} | held)


def keying(work: Fieldwork) -> Keying:
    return Keying.objects.create(key="ab" * 32, survey=work.survey, replies={}, by=work.xuan)


def percentage(work: Fieldwork, **held: object) -> Percentage:
    told = {"survey": work.survey, "unit": work.cast.here, "figure": "sipas", "percent": 80, "source": "Báo cáo"}
    return Percentage.objects.create(**told | {"entered_by": work.xuan, "entered_at": NOON} | held)


def call_back(**held: object) -> Break:
    told = {"called": 10, "reached": 8, "confirmed": 7, "told_at": NOON}
    return lambda work: CallBack.objects.create(
        survey=work.survey, stratum=work.here, told_by=work.xuan, **told | held
    )


def call_back_draw(**held: object) -> Break:
    told = {"seed": "7", "count": 3, "drawn_at": NOON}
    return lambda work: CallBackDraw.objects.create(stratum=work.here, drawn_by=work.xuan, **told | held)


def twice(make: Callable[..., object], **second: object) -> Break:
    return lambda work: (make(work), make(work, **second))


BREAKS: dict[str, list[Break]] = {
    "survey_sealed_before_the_field": [survey(state="preparing"), survey(digest=""), survey(sealed_by=None)],
    "survey_closed_by_someone": [survey(state="closed"), survey(closed_at=NOON)],
    "survey_weighting_is_known": [survey(weighting="guess")],
    "survey_fewest_hides_someone": [survey(fewest=1)],
    "questionnaire_once": [
        lambda work: Questionnaire.objects.create(
            survey=work.survey, group="citizens", title="x", definition={}, changed_by=work.xuan, changed_at=NOON
        )
    ],
    "questionnaire_paging_is_known": [lambda work: work.survey.questionnaires.update(paging="book")],
    "percentage_once": [twice(percentage)],
    "percentage_from_0_to_100": [
        lambda work: percentage(work, percent=101),
        lambda work: percentage(work, percent=-1),
    ],
    "percentage_has_a_source": [lambda work: percentage(work, source="")],
    "stratum_once": [stratum(label="there-citizens")],
    "stratum_asks_no_more_than_there_are": [stratum(population=10, asked=11)],
    "stratum_has_a_label": [stratum(label="")],
    "listed_once": [twice(listed)],
    "listed_once_for_a_dossier": [
        lambda work: [listed(work, number=number, dossier="HS-0001") for number in ("1", "2")]
    ],
    "drawn_standing_is_known": [lambda work: drawn(work, standing="lost")],
    "drawn_replaced_for_a_reason": [
        lambda work: drawn(work, standing="replaced"),
        lambda work: drawn(work, reason="đã chuyển đi"),
    ],
    "cell_once": [lambda work: Cell.objects.create(stratum=work.here, cluster=work.here.cells.get().cluster)],
    "cell_weighs_something": [cell(weight=0)],
    "cell_names_its_cluster": [cell(cluster="")],
    "call_back_adds_up": [call_back(reached=11), call_back(confirmed=9)],
    "call_back_draw_takes_somebody": [call_back_draw(count=0)],
    "call_back_draw_has_a_seed": [call_back_draw(seed=""), call_back_draw(seed="x7")],
    "survey_token_is_a_digest": [
        lambda work: Token.objects.create(
            key="7QF2", cell=work.here.cells.get(), questionnaire=work.survey.questionnaires.get()
        )
    ],
    "device_once_a_collector": [twice(device, key="cd" * 32)],
    "device_is_of_a_collector": [lambda work: device(work, collector="")],
    "slip_says_how_it_came": [slip(way="dream"), slip(pace="late")],
    "response_says_how_it_came": [response(way="dream"), response(pace="late"), response(set_aside="whim")],
    "keying_once_by_each": [twice(keying)],
}
"""By constraint, each way to break it."""


def constraints() -> dict[str, CheckConstraint | UniqueConstraint]:
    models = apps.get_app_config("surveys").get_models()
    return {one.name: one for model in models for one in model._meta.constraints}  # type: ignore[misc]


def test_every_constraint_of_the_room_is_broken_once() -> None:
    assert sorted(constraints().keys() - BREAKS.keys()) == [], "break it in BREAKS"
    assert sorted(BREAKS.keys() - constraints().keys()) == [], "it is gone"


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(in_the_field: Fieldwork, name: str) -> None:
    for way in BREAKS[name]:
        with pytest.raises(IntegrityError, match=_said(name)), transaction.atomic():
            way(in_the_field)


def _said(name: str) -> str:
    """What the database says: the name; of what must be unique, SQLite says only the columns."""
    broken = constraints()[name]
    if isinstance(broken, CheckConstraint) or connection.vendor == "postgresql":
        return rf"\b{re.escape(name)}\b"
    return "UNIQUE constraint failed: .*" + ".*".join(broken.fields)


def test_what_is_whole_is_kept(in_the_field: Fieldwork) -> None:
    assert slip(pace="fast")(in_the_field)
    assert response(set_aside="speed")(in_the_field)
    assert call_back()(in_the_field)
    assert call_back_draw()(in_the_field)
    assert drawn(in_the_field, standing="replaced", reason="đã chuyển đi")
