"""Rulings with their reasons: for the group all of them, for a unit its own once it has been told."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from paroffice.appraisals.models import Ruling
from paroffice.appraisals.workflow import READ_BY_THE_UNIT
from paroffice.pages.offers import Hit
from paroffice.people.models import Person
from paroffice.people.policy import units_for

MOST = 50


def search(person: Person, wanted: str, at: datetime) -> Iterator[Hit]:
    """At most three queries: whose they are, and the newest that bear every word."""
    everywhere = units_for(person, "appraisals.see", at)
    seen = _seen(person, everywhere, at)
    for word in wanted.split():
        seen = seen.filter(Q(searched__contains=word) | Q(item__contains=word))
    for one in seen.select_related("appraisal__assessment__unit", "appraisal__assessment__round").order_by("-pk")[
        :MOST
    ]:
        sheet = one.appraisal.assessment
        told = reverse("reply", args=[sheet.pk, one.item])
        yield Hit(
            kind=_("kết luận thẩm định"),
            title=f"{one.item} {sheet.unit}",
            address=told
            if everywhere == []
            else reverse("appraise", args=[sheet.round_id, one.item, sheet.unit.code]),
            about=str(sheet.round),
            text=one.reason,
        )


def _seen(person: Person, everywhere: object, at: datetime) -> QuerySet[Ruling]:
    standing = Ruling.objects.filter(stands=True).exclude(reason="")
    if everywhere is None:
        return standing
    units = units_for(person, "appraisals.reply", at) or []
    told = Q()
    for state, ledgers in READ_BY_THE_UNIT.items():
        told |= Q(appraisal__state=state, ledger__in=[one.value for one in ledgers])
    return standing.filter(told, appraisal__assessment__unit__in=units)
