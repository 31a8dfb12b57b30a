"""Who does what of a sheet, and what a reader of the sheet wants to see of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from paroffice.assessments.models import Assessment, Assignment
from paroffice.assessments.queries.sheet import Line, Part, Sheet, sheet_of
from paroffice.evidence.words import folded
from paroffice.people.models import Grant, Person, Unit
from paroffice.people.names import dictionary_order
from paroffice.people.policy import RIGHTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What of a sheet is a person's to answer."""

    assessment: Assessment
    lines: tuple[Line, ...]

    @property
    def waiting(self) -> list[Line]:
        return [line for line in self.lines if line.waits]


def assigned_to(person: Person) -> list[Portion]:
    """The items given to the person, sheet by sheet; sheets already submitted are not among them."""
    given = Assignment.objects.filter(person=person, ended_at=None).values("assessment")
    sheets = Assessment.objects.filter(pk__in=given).exclude(state="submitted")
    found = sheets.select_related("unit", "round__edition").order_by("-round__year", "pk")
    portions = (Portion(assessment=one, lines=_lines_of(person, sheet_of(one))) for one in found)
    return [portion for portion in portions if portion.lines]


def _lines_of(person: Person, sheet: Sheet) -> tuple[Line, ...]:
    return tuple(line for line in sheet.own if line.person == person)


def colleagues(unit: Unit, on: object) -> list[Person]:
    """Those who may answer for the unit on that day, in the order of a dictionary."""
    roles = [role.value for role in RIGHTS["assessments.answer"]]
    begun = Grant.objects.filter(unit=unit, role__in=roles, starts_on__lte=on)
    held = begun.filter(ends_on__isnull=True) | begun.filter(ends_on__gte=on)
    people = Person.objects.filter(is_active=True, pk__in=held.values("person"))
    return sorted(people, key=lambda person: dictionary_order(person.full_name))


FILTERS = ("thieu", "cua-toi")
"""What is missing; what is mine."""


def narrowed(sheet: Sheet, *, by: str, said: str, person: Person) -> list[tuple[Part, list[Line]]]:
    """Each part beside those of its lines that the reader asked for; words match with or without accents."""
    wanted = folded(said).split()
    parts = [(part, list(_chosen(part.lines, by, wanted, person))) for part in sheet.parts]
    return [(part, lines) for part, lines in parts if lines]


def _chosen(lines: Iterable[Line], by: str, wanted: list[str], person: Person) -> Iterable[Line]:
    for line in lines:
        mine = by != "cua-toi" or line.person == person
        missing = by != "thieu" or line.waits
        if mine and missing and _bears(line, wanted):
            yield line


def _bears(line: Line, wanted: list[str]) -> bool:
    if not wanted:
        return True
    held = folded(f"{line.item.code} {line.item.title}")
    return all(word in held for word in wanted)
