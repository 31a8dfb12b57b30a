"""How the fieldwork goes: who was to answer, who did, what is set aside; live, stratum by stratum."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from parindex.rubric.rules import Survey as SurveyRule
from paroffice.people.models import Unit
from paroffice.rubrics.queries import law_of
from paroffice.surveys.models import Percentage, Response, Slip, Stratum, Survey, Token, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One stratum, or all: planned, cards given, in the box, come out and counted, set aside."""

    population: int | None
    asked: int
    given: int
    boxed: int
    counted: int
    aside: int
    known: int = 0
    """Of those that count, how many are of strata whose number of people is known."""

    @property
    def came(self) -> int:
        return self.boxed + self.counted + self.aside

    @property
    def percent(self) -> int | None:
        """Of those who were to be asked."""
        return 100 * self.came // self.asked if self.asked else None

    @property
    def covered(self) -> int | None:
        """Percent of the people who are known in number that answered and count."""
        return 100 * self.known // self.population if self.population else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    stratum: Stratum
    count: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    rows: list[Row]
    total: Tally

    @property
    def silent(self) -> list[Row]:
        """Strata that were to be asked and of which no answer counts: nobody speaks for them, however weighted."""
        return [row for row in self.rows if row.count.asked and not row.count.counted]


def held_against_plan(survey: Survey) -> Progress:
    """In four queries, however many strata."""
    strata = list(survey.strata.select_related("unit").order_by("unit__order_key", "label"))
    of_survey = {"cell__stratum__survey": survey}
    given = _by_stratum(Token.objects.filter(**of_survey))
    boxed = _by_stratum(Slip.objects.filter(**of_survey))
    found = Response.objects.filter(**of_survey).values_list("cell__stratum")
    out = {
        pk: (counted, aside)
        for pk, counted, aside in found.annotate(
            counted=Count("pk", filter=Q(set_aside=Why.COUNTS)), aside=Count("pk", filter=~Q(set_aside=Why.COUNTS))
        ).order_by()
    }
    rows = [
        Row(
            stratum=one,
            count=Tally(
                population=one.population, asked=one.asked, given=given[one.pk], boxed=boxed[one.pk],
                counted=out.get(one.pk, (0, 0))[0], aside=out.get(one.pk, (0, 0))[1],
                known=out.get(one.pk, (0, 0))[0] if one.population else 0,
            ),
        )
        for one in strata
    ]  # fmt: skip
    return Progress(rows=rows, total=sum_of(row.count for row in rows))


def _by_stratum(rows: object) -> Counter[int]:
    return Counter(dict(rows.values_list("cell__stratum").annotate(many=Count("pk")).order_by()))  # type: ignore[attr-defined]


def sum_of(counts: Iterable[Tally]) -> Tally:
    all_of_them = list(counts)
    people = [one.population for one in all_of_them if one.population is not None]
    return Tally(
        population=sum(people) if people else None,
        **{
            name: sum(getattr(one, name) for one in all_of_them)
            for name in ("asked", "given", "boxed", "counted", "aside", "known")
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A figure measured elsewhere that items take, and what is known of it unit by unit."""

    figure: str
    items: list[str]
    units: list[tuple[Unit, Percentage | None]]

    @property
    def lacking(self) -> int:
        return sum(held is None for _unit, held in self.units)


def percentages_wanted(survey: Survey) -> list[Wanted]:
    items: dict[str, list[str]] = {}
    for item in law_of(survey.round.edition).leaves():
        rule = item.scored_by
        if isinstance(rule, SurveyRule) and rule.percent_from is not None:
            items.setdefault(rule.percent_from, []).append(item.code)
    if not items:
        return []
    held = {(one.figure, one.unit_id): one for one in survey.percentages.all()}
    units = [one.unit for one in survey.round.participants.select_related("unit").order_by("unit__order_key")]
    return [
        Wanted(figure=figure, items=codes, units=[(unit, held.get((figure, unit.pk))) for unit in units])
        for figure, codes in items.items()
    ]
