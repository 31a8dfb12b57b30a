"""The example played through the office's own doors: what the office counts is what the plain files give, to the last dossier."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from parindex.index.round import sound_round
from parindex.onestop.register import read_register
from parindex.onestop.scores import unit_scores
from paroffice.demo.district import keep_one_stop
from paroffice.demo.onestop import open_one_stop
from paroffice.onestop.actions.feed import counted, scope_of
from paroffice.onestop.duties import duties
from paroffice.onestop.figures import total
from paroffice.onestop.models import Dossier
from paroffice.onestop.search import search
from paroffice.people.models import Person, Unit
from tests.web.conftest import Cast
from tests.web.onestop.conftest import MORNING, Shop, hanoi

EXAMPLE = Path(__file__).parents[3] / "examples" / "mot-cua-minh-hoa"
FOUNDING = EXAMPLE.parent / "kim-son-2018"
PLAYED = {
    "ho_so_dung_han": "dossiers_ended_in_time",
    "dossiers_on_time": "dossiers_on_time",
    "dossiers_online": "dossiers_online",
    "procedures_used_online": "procedures_used_online",
    "feedback_on_time": "feedback_on_time",
}
"""Figures of which the example tells everything that the office stores; what the demo invents besides is left out."""


@pytest.mark.django_db
def test_the_office_counts_what_the_plain_files_give_to_the_last_dossier() -> None:
    """The moment lies before the days that the illustrative calendar does not know."""
    open_one_stop(EXAMPLE, hanoi("2026-11-20 10:00"))
    register = read_register(EXAMPLE)
    period = register.about.period
    for score in unit_scores(register):
        assert score.unit is not None
        unit = Unit.objects.get(code=f"xa-{score.unit.code}")
        scope = scope_of(unit, period.since, period.until)

        for name, plain in PLAYED.items():
            found = total(counted(scope, name))
            wanted = score.figures[plain]
            assert found == (wanted.numerator, wanted.denominator), (unit.code, name)

    at = timezone.now()
    waits = {name: [one.address for one in duties(Person.objects.get(username=name), at)] for name in ("tam", "phuc")}
    assert waits["tam"] == [reverse("one-stop") + "?khay=working&cua-toi=1"]
    assert waits["phuc"] == [reverse("agency-tasks")]
    hits = {
        name: list(search(Person.objects.get(username=name), "nguyen van a", at)) for name in ("thu", "hoa", "phuc")
    }
    assert {one.kind for one in hits["thu"]} == {"hồ sơ"}
    assert not hits["phuc"]
    assert not {one.address for one in hits["hoa"]} & {one.address for one in hits["thu"]}


def test_three_items_of_the_founding_round_are_computed_from_rows(shop: Shop, cast: Cast) -> None:
    """3.3.2 as appraised, 312 of 339; 8.2.2 and 4.3.1 as declared, 924 and 6,503 of 6,600 (ledgers of the example)."""
    keep_one_stop(sound_round(FOUNDING), cast.round, cast.here, cast.dung, MORNING)

    sealed = {one.figure: one for one in cast.round.extracts.all()}

    assert {name: (one.numerator, one.denominator) for name, one in sealed.items()} == {
        "tthc_cong_khai_dung_han": (312, 339),
        "ho_so_truc_tuyen": (924, 6600),
        "ho_so_dung_han": (6503, 6600),
    }
    late = {row[0] for row in sealed["ho_so_dung_han"].rows if row[1] < row[2]}
    assert late == set(Dossier.objects.filter(timeliness="late").values_list("code", flat=True))
    assert sum(row[1] < row[2] for row in sealed["tthc_cong_khai_dung_han"].rows) == 27
