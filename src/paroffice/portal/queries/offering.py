"""Procedures and results as a portal shows them: from the catalogue and from what was published, never retyped."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from paroffice.onestop.models import (
    Centre,
    Channel,
    Dossier,
    Level,
    ProcedureVersion,
    Rating,
    Satisfaction,
    Timeliness,
)
from paroffice.onestop.queries.catalogue import PARTS, in_force
from paroffice.pages.language import readers_language
from paroffice.people.models import Unit
from paroffice.people.names import folded
from paroffice.results import bridge
from paroffice.results.models import Result
from paroffice.results.queries import standing_results
from paroffice.results.years import Year, years_of

SHOWN = ("order", "ways", "limit", "subjects", "agency", "result", "requirements", "legal_basis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader looks for among procedures."""

    words: str = ""
    field: str = ""
    level: str = ""
    audience: str = ""
    agency: str = ""
    online: bool = False

    def __bool__(self) -> bool:
        return any((self.words, self.field, self.level, self.audience, self.agency, self.online))


def published_procedures(at: datetime) -> list[ProcedureVersion]:
    """In force on that day and published by then."""
    today = timezone.localdate(at)
    return [one for one in in_force(today) if one.published_on is not None and one.published_on <= today]


def narrowed(procedures: list[ProcedureVersion], asked: Asked) -> list[ProcedureVersion]:
    """Those that bear every word, accents or not, and answer every choice."""
    wanted = folded(asked.words).split()
    exact = {"field": asked.field, "level": asked.level, "subjects": asked.audience, "agency": asked.agency}
    return [
        one
        for one in procedures
        if all(word in folded(f"{one.code} {one.name} {one.field}") for word in wanted)
        and all(not value or getattr(one, name) == value for name, value in exact.items())
        and (one.takes_online or not asked.online)
    ]


def choices_of(procedures: list[ProcedureVersion]) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen, from what there is."""
    levels = dict(Level.choices)
    found = {
        name: sorted({getattr(one, name) for one in procedures} - {""})
        for name in ("field", "level", "subjects", "agency")
    }
    return {name: [(value, str(levels.get(value, value))) for value in values] for name, values in found.items()}


def is_taken_by(unit: Unit, version: ProcedureVersion) -> bool:
    """Whether the unit's own one-stop takes it; else a reader chooses which does."""
    return Centre.objects.filter(unit=unit, level=version.level).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Of one procedure in one unit, since the year began (Circular 32/2017, article 11). `content` names each thing
    that was rated, with how many were content with it of how many who said so."""

    received: int
    handled: int
    on_time: int
    received_online: int
    handled_online: int
    on_time_online: int
    content: tuple[tuple[str, int, int], ...]


RATED = {
    "overall": gettext_lazy("nói chung"),
    "convenience": gettext_lazy("thuận tiện"),
    "timeliness": gettext_lazy("kịp thời"),
    "attitude": gettext_lazy("thái độ phục vụ"),
}


def counts_of(version: ProcedureVersion, unit: Unit, at: datetime) -> Counts:
    """In two queries; what ended without being late was on time."""
    year = timezone.localdate(at).year
    online, ended = Q(channel=Channel.ONLINE), Q(ended_at__isnull=False)
    in_time = ended & Q(timeliness__in=(Timeliness.EARLY.value, Timeliness.ON_TIME.value))
    dossiers = Dossier.objects.filter(
        unit=unit, version__procedure=version.procedure, received_at__isnull=False, year=year
    )
    told = dossiers.aggregate(
        received=Count("pk"), handled=Count("pk", filter=ended), on_time=Count("pk", filter=in_time),
        received_online=Count("pk", filter=online), handled_online=Count("pk", filter=online & ended),
        on_time_online=Count("pk", filter=online & in_time),
    )  # fmt: skip
    return Counts(**told, content=_content_of(dossiers))


def _content_of(dossiers: QuerySet[Dossier]) -> tuple[tuple[str, int, int], ...]:
    """What nobody rated is left out."""
    asked = {f"{name}_said": Count(name) for name in RATED}
    asked |= {f"{name}_content": Count(name, filter=Q(**{f"{name}__gte": Satisfaction.YES})) for name in RATED}
    told = Rating.objects.filter(dossier__in=dossiers).aggregate(**asked)
    rated = [name for name in RATED if told[f"{name}_said"]]
    return tuple((str(RATED[name]), told[f"{name}_content"], told[f"{name}_said"]) for name in rated)


def parts_of(version: ProcedureVersion) -> list[tuple[str, str]]:
    """The parts of Decree 63/2010, article 8, that are written, each with its name."""
    names = {key: str(label) for key, _letter, label in PARTS}
    known = {name: names.get(name) or str(version._meta.get_field(name).verbose_name) for name in SHOWN}
    return [(label, str(getattr(version, name))) for name, label in known.items() if getattr(version, name)]


def results_with(unit: Unit, at: datetime) -> list[Result]:
    """The published results in which the unit stands, the newest year first."""
    return [one for one in standing_results(at) if one.round.participants.filter(unit=unit).exists()]


def years_with(unit: Unit, at: datetime) -> list[Year]:
    """The unit's index year by year, the newest last, as published results tell it."""
    newest = next(iter(results_with(unit, at)), None)
    if newest is None:
        return []
    opened = bridge.opened(newest.public, readers_language())
    return years_of(newest, opened, unit.code, at) if unit.code in opened.places else []


def standing_of(unit: Unit, at: datetime) -> Year | None:
    """Where the unit stands in the newest published result."""
    return next(reversed(years_with(unit, at)), None)
