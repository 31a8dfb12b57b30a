"""The group's words on units as others read them: the unit from its phase on, whoever plans what is to be mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from paroffice.appraisals.models import Appraisal, Remark, Sighting
from paroffice.appraisals.models.appraisal import AFTER_TELLING
from paroffice.appraisals.models.remark import Kind
from paroffice.assessments.models import Proof
from paroffice.rounds.models import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The remarks of one kind, in the group's order."""

    kind: Kind
    remarks: Sequence[Remark]


def remarks_on(appraisal: Appraisal) -> list[Section]:
    """What stands, kind by kind, with what shows it: three queries. Who may read it was asked before."""
    standing = list(_shown(Remark.objects.filter(appraisal=appraisal)))
    return [Section(kind=kind, remarks=[one for one in standing if one.kind == kind]) for kind in Kind]


def told_remarks(round_: Round, kinds: Iterable[Kind] = tuple(Kind)) -> QuerySet[Remark]:
    """What the units of a round have been told, unit by unit in the group's order: the input of their improvement."""
    told = Remark.objects.filter(appraisal__assessment__round=round_, appraisal__state__in=AFTER_TELLING)
    found = _shown(told.filter(kind__in=[kind.value for kind in kinds]))
    return found.select_related("appraisal__assessment__unit").order_by(
        "appraisal__assessment__unit__code", "kind", "place", "pk"
    )


def _shown(remarks: QuerySet[Remark]) -> QuerySet[Remark]:
    return (
        remarks.filter(taken_back_at=None)
        .select_related("by")
        .prefetch_related(
            Prefetch("proofs", Proof.objects.select_related("version__document").order_by("item", "pk")),
            Prefetch("sightings", Sighting.objects.select_related("visit")),
        )
    )
