"""Precedents: like cases that were ruled before, and whether this ruling would differ from them."""

from collections.abc import Iterable

from django.db.models import QuerySet

from parindex.rubric.model import Item
from parindex.sheet.cells import Raw
from paroffice.appraisals.models import Ruling
from paroffice.assessments.models import Answer
from paroffice.evidence.words import folded
from paroffice.people.models import Unit
from paroffice.rounds.models import Round
from paroffice.rubrics.queries import law_of

MOST = 50
NEAREST = 3


def search(round_: Round | None, *, item: str = "", rule: str = "", words: str = "") -> QuerySet[Ruling]:
    """Standing rulings with a reason: by item, kind of rule and words, with or without accents."""
    rulings = _standing()
    if round_ is not None:
        rulings = rulings.filter(appraisal__assessment__round=round_)
    if item:
        rulings = rulings.filter(item=item)
    if rule and round_ is not None:
        codes = [one.code for one in law_of(round_.edition).leaves() if kind_of(one) == rule]
        rulings = rulings.filter(item__in=codes)
    for word in folded(words).split():
        rulings = rulings.filter(searched__contains=word)
    return rulings


def _standing() -> QuerySet[Ruling]:
    return (
        Ruling.objects.filter(stands=True)
        .exclude(reason="")
        .select_related("by", "appraisal__assessment__unit", "appraisal__assessment__round__edition")
    )


def kind_of(item: Item) -> str:
    """The kind of its rule, as a name: `share`, `choice`."""
    return type(item.scored_by).__name__.casefold()


def ruled_otherwise(unit: Unit, round_: Round, item: Item, claim: Raw | None, raw: Raw) -> list[Ruling]:
    """Rulings of this round on the same item that met the same claim and held something else. Like cases are those
    whose claim had the same outcome and, where the rule asks for a level or marks, the same answer."""
    if claim is None:
        return []
    rulings = _standing().filter(appraisal__assessment__round=round_, item=item.code)
    others = rulings.exclude(appraisal__assessment__unit_id=unit.pk).order_by("-pk")[:MOST]
    claims = _claims_of(others, item.code)
    like = (one for one in others if _is_like(claims.get(one.appraisal.assessment_id), claim))
    return [one for one in like if (one.outcome, one.answer) != (raw.outcome, raw.answer)][:NEAREST]


def nearest(unit: Unit, round_: Round, item: Item) -> list[Ruling]:
    """Of other units, the newest rulings on the same item that departed from the claim, with their reasons."""
    found = _standing().filter(appraisal__assessment__round=round_, item=item.code, departs=True)
    return list(found.exclude(appraisal__assessment__unit_id=unit.pk).order_by("-pk")[:NEAREST])


def _claims_of(rulings: Iterable[Ruling], item: str) -> dict[int, Raw]:
    """By assessment."""
    sheets = [one.appraisal.assessment_id for one in rulings]
    return {one.assessment_id: one.raw for one in Answer.objects.filter(assessment__in=sheets, item=item)}


def _is_like(theirs: Raw | None, claim: Raw) -> bool:
    return theirs is not None and (theirs.outcome, theirs.answer) == (claim.outcome, claim.answer)
