"""Published results, by the names of their units."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from paroffice.pages.offers import Hit
from paroffice.people.models import Person
from paroffice.people.names import folded
from paroffice.results import queries
from paroffice.rounds.models import Participant


def search(person: Person, wanted: str, at: datetime) -> Iterator[Hit]:
    """Two queries: what stands for the public, and who took part in it."""
    results = {one.round_id: one for one in queries.standing_results(at)}
    for one in Participant.objects.filter(round__in=results).select_related("round", "unit"):
        if all(word in folded(f"{one.name} {one.round.title} {one.round.year}") for word in wanted.split()):
            yield Hit(
                kind=_("kết quả công bố"),
                title=f"{one.name}, {one.round.year}",
                address=reverse("result-unit", args=[one.round_id, one.unit.code]),
                about=str(one.round),
                text=one.round.title,
            )
