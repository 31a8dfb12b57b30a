"""What waits for the head of the working group: units to be told, units to be settled."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.marks import ruled_items
from paroffice.appraisals.models import Appraisal, State
from paroffice.appraisals.owed import owed_in
from paroffice.appraisals.queries import law_for
from paroffice.pages.offers import Duty
from paroffice.people.models import Person
from paroffice.rounds.models import Round

SHOWN = 3


def duties(person: Person, at: datetime) -> Iterator[Duty]:
    """Seven queries, however many units there are."""
    found = list(_open())
    told = [one for one in found if one.state == State.TOLD]
    owed = owed_in(told, at)
    for round_, ready in _by_round([one for one in found if _is_whole(one)]):
        title = ngettext("%(count)d đơn vị chờ thông báo", "%(count)d đơn vị chờ thông báo", len(ready))
        yield _duty(round_, ready, title, _("Thông báo"))
    for round_, ready in _by_round([one for one in told if not owed[one.pk]]):
        title = ngettext("%(count)d đơn vị chờ chốt thẩm định", "%(count)d đơn vị chờ chốt thẩm định", len(ready))
        yield _duty(round_, ready, title, _("Chốt"))


def _open() -> Iterator[Appraisal]:
    first = Q(rulings__ledger=LedgerName.APPRAISED.value, rulings__stands=True)
    found = Appraisal.objects.filter(state__in=(State.APPRAISING, State.TOLD))
    yield from (
        found.annotate(ruled=Count("rulings", filter=first))
        .select_related("assessment__unit", "assessment__round__edition")
        .order_by("assessment__round_id", "assessment__unit__code")
    )


def _is_whole(appraisal: Appraisal) -> bool:
    """Whether every item has its first ruling."""
    ruled: int = appraisal.ruled  # type: ignore[attr-defined]
    return appraisal.state == State.APPRAISING and ruled >= len(ruled_items(law_for(appraisal)))


def _by_round(appraisals: Sequence[Appraisal]) -> Iterator[tuple[Round, list[Appraisal]]]:
    for _pk, group in groupby(appraisals, key=lambda one: one.assessment.round_id):
        own = list(group)
        yield own[0].assessment.round, own


def _duty(round_: Round, ready: Sequence[Appraisal], title: str, act: str) -> Duty:
    """At the first of them."""
    names = ", ".join(one.assessment.unit.name for one in ready[:SHOWN])
    return Duty(
        title=title % {"count": len(ready)},
        about=f"{round_}: {names}{'…' if len(ready) > SHOWN else ''}",
        act=act,
        address=reverse("appraise-unit", args=[round_.pk, ready[0].assessment.unit.code]),
    )
