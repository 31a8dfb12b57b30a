"""The example played through the office's own doors: what the office counts is what the plain files give, to the last dossier."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from parindex.onestop.register import read_register
from parindex.onestop.scores import unit_scores
from paroffice.demo.onestop import open_one_stop
from paroffice.onestop.actions.feed import counted
from paroffice.onestop.duties import duties
from paroffice.onestop.figures import total
from paroffice.onestop.search import search
from paroffice.people.models import Person, Unit
from tests.web.onestop.conftest import hanoi

EXAMPLE = Path(__file__).parents[3] / "examples" / "mot-cua-minh-hoa"
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

        for name, plain in PLAYED.items():
            found = total(counted(unit, name, period.since, period.until))
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
