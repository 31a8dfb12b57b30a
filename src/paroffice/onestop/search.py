"""Dossiers of one's own unit, by code or applicant, and procedures by name."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from paroffice.onestop.models import ProcedureVersion
from paroffice.onestop.queries.dossiers import visible_to
from paroffice.pages.offers import Hit
from paroffice.people import policy
from paroffice.people.models import Person
from paroffice.people.names import folded

MOST = 50


def search(person: Person, wanted: str, at: datetime) -> Iterator[Hit]:
    """Two queries and those of the rights; nobody finds another unit's dossiers."""
    grants = policy.grants_in_force(person, at)
    if policy.allows(grants, "onestop.person", None):
        found = visible_to(person, at)
        for word in wanted.split():
            found = found.filter(Q(sought__contains=word) | Q(code__icontains=word))
        for one in found.order_by("-pk")[:MOST]:
            yield Hit(
                kind=_("hồ sơ"), title=f"{one} {one.applicant}", address=reverse("dossier", args=[one.pk]),
                about=one.version.name, text=one.content,
            )  # fmt: skip
    if policy.allows(grants, "procedures.see", None):
        yield from _procedures(wanted)


def _procedures(wanted: str) -> Iterator[Hit]:
    """The newest version of each; the catalogue is small enough to be read whole."""
    newest: dict[str, ProcedureVersion] = {}
    for one in ProcedureVersion.objects.select_related("procedure").order_by("number"):
        newest[one.code] = one
    for code, one in newest.items():
        if all(word in folded(f"{code} {one.name} {one.field}") for word in wanted.split()):
            yield Hit(
                kind=_("thủ tục"),
                title=one.name,
                address=reverse("procedure", args=[code]),
                about=code,
                text=one.field,
            )
