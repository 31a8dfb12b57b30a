"""Which version of a result stands, for whom."""

from datetime import datetime

from django.db.models import QuerySet

from paroffice.appraisals.models import Appraisal
from paroffice.appraisals.models import State as Appraised
from paroffice.results.models import Result, State
from paroffice.rounds.models import Round


def public_results(at: datetime) -> QuerySet[Result]:
    """Every version that anyone may read at that moment."""
    return Result.objects.filter(state=State.PUBLISHED, public_at__lte=at).select_related("round__edition")


def public_result(round_: int, at: datetime) -> Result | None:
    """The version that stands for the public."""
    return public_results(at).filter(round=round_).order_by("-version").first()


def standing_results(at: datetime) -> list[Result]:
    """Of each round the version that stands for the public, newest year first."""
    found: dict[int, Result] = {}
    for one in public_results(at).order_by("version"):
        found[one.round_id] = one
    return sorted(found.values(), key=lambda one: (-one.round.year, one.round.title))


def told_result(round_: int) -> Result | None:
    """The newest published version, whether or not its embargo is over: what a scored unit may preview."""
    published = Result.objects.filter(round=round_, state=State.PUBLISHED)
    return published.select_related("round__edition").order_by("-version").first()


def newest_result(round_: int) -> Result | None:
    """For the office: the last version that was frozen, else the draft."""
    versions = Result.objects.filter(round=round_).select_related("round__edition").order_by("-version")
    return versions.exclude(state=State.DRAFT).first() or versions.first()


def result_in_work(round_: Round) -> Result | None:
    return Result.objects.filter(round=round_).exclude(state=State.PUBLISHED).first()


def not_frozen(round_: Round) -> list[str]:
    """The units whose marks the council has not closed, by name."""
    frozen = set(
        Appraisal.objects.filter(assessment__round=round_, state=Appraised.FROZEN).values_list(
            "assessment__unit_id", flat=True
        )
    )
    return [one.name for one in round_.participants.order_by("pk") if one.unit_id not in frozen]


def changed_since(result: Result) -> bool:
    """Whether the council has opened or closed marks since the version was frozen."""
    held = Appraisal.objects.filter(assessment__round=result.round_id)
    return bool(not_frozen(result.round)) or held.filter(frozen_at__gt=result.frozen_at).exists()
