"""Which answers deserve a second look, by rules that anybody can repeat. A rule flags; a person sets aside."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from paroffice.surveys.models import Pace, Questionnaire, Response, Survey, Why
from paroffice.surveys.questions.form import Form, Kind, form_from

STRAIGHT = 5
"""Fewer questions with the same choices prove nothing."""
ALIKE_QUESTIONS, ALIKE_ANSWERS = 8, 4
"""So many answers of a stratum that agree in so many questions are looked at."""
MOST_A_DAY = 40
"""More forms than that nobody collects in a day, face to face."""
RULES = (Why.SPEED, Why.STRAIGHT, Why.DUPLICATE, Why.COLLECTOR, Why.BLANK)


@dataclass(frozen=True, slots=True)
class _Row:
    key: UUID
    stratum: int
    questionnaire: int
    pace: str
    collector: str
    day: object
    replies: dict[str, str]
    set_aside: str


def _rows(survey: Survey) -> Iterator[_Row]:
    found = Response.objects.filter(cell__stratum__survey=survey).values_list(
        "key", "cell__stratum", "questionnaire", "pace", "collector", "day", "replies", "set_aside"
    )
    return (_Row(*row) for row in found.iterator(chunk_size=2000))


def suspects(survey: Survey) -> dict[Why, list[UUID]]:
    """The keys of the answers that each rule flags, set aside or not."""
    forms = {one.pk: form_from(one.definition) for one in Questionnaire.objects.filter(survey=survey)}
    found: dict[Why, list[UUID]] = {rule: [] for rule in RULES}
    alike: dict[tuple[object, ...], list[UUID]] = defaultdict(list)
    collected: dict[tuple[str, object], list[UUID]] = defaultdict(list)
    for row in _rows(survey):
        if row.pace == Pace.FAST:
            found[Why.SPEED].append(row.key)
        if not row.replies:
            found[Why.BLANK].append(row.key)
        if is_straight(forms[row.questionnaire], row.replies):
            found[Why.STRAIGHT].append(row.key)
        if len(row.replies) >= ALIKE_QUESTIONS:
            alike[row.stratum, *sorted(row.replies.items())].append(row.key)
        if row.collector:
            collected[row.collector, row.day].append(row.key)
    found[Why.DUPLICATE] = [key for keys in alike.values() if len(keys) >= ALIKE_ANSWERS for key in keys]
    found[Why.COLLECTOR] = [key for keys in collected.values() if len(keys) > MOST_A_DAY for key in keys]
    return found


def is_straight(form: Form, replies: dict[str, str]) -> bool:
    """Whether one choice was ticked all the way down a list of questions that offer the same ones."""
    chosen: dict[str, list[str]] = defaultdict(list)
    for asked in form.questions:
        if asked.kind is Kind.ONE and asked.name in replies:
            chosen[asked.choices].append(replies[asked.name])
    return any(len(given) >= STRAIGHT and len(set(given)) == 1 for given in chosen.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one rule flags: how many of them still count, how many were set aside for it."""

    why: Why
    flagged: int
    aside: int


def checked(survey: Survey) -> list[Checked]:
    flagged = suspects(survey)
    told = Response.objects.filter(cell__stratum__survey=survey).values_list("key", "set_aside")
    standing = dict(told)
    aside = Counter(standing.values())
    return [
        Checked(why=rule, flagged=sum(standing[key] == Why.COUNTS for key in flagged[rule]), aside=aside[rule])
        for rule in RULES
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """What an interviewer handed in: how much, on how many days, how fast."""

    name: str
    forms: int
    days: int
    most: int
    fast: int


def collectors(survey: Survey) -> list[Collector]:
    days: dict[str, Counter[object]] = defaultdict(Counter)
    fast = Counter[str]()
    found = Response.objects.filter(cell__stratum__survey=survey).exclude(collector="")
    for name, day, pace in found.values_list("collector", "day", "pace"):
        days[name][day] += 1
        fast[name] += pace == Pace.FAST
    return [
        Collector(name=name, forms=on.total(), days=len(on), most=max(on.values()), fast=fast[name])
        for name, on in sorted(days.items())
    ]
