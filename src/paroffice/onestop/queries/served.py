"""People served: whose dossiers came to a result in a period, each once a unit and group, without a name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from paroffice.onestop.models import Applicant, Dossier, State
from paroffice.people.models import Unit
from paroffice.people.names import folded

ENDED_WELL = (State.DONE, State.RETURNED)
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Served:
    """Somebody served by a unit: the code of their latest dossier, and the group that their kind belongs to."""

    code: str
    unit: str
    group: str


def people_served(
    units: Sequence[Unit], since: date, until: date, groups: Mapping[Applicant, str]
) -> Iterator[Served]:
    """Whose dossier ended with a result from one day to the other, both included.

    `groups` puts kinds of applicant together; the others are left out. The same identity number is one person of
    the unit and group; without one, the same name with the same telephone and address. Of whom nothing but a name
    is known, each dossier stands for itself.
    """
    begin, end = _midnight(since), _midnight(until + timedelta(days=1))
    found = Dossier.objects.filter(unit__in=units, state__in=ENDED_WELL, ended_at__gte=begin, ended_at__lt=end)
    found = found.filter(applicant_kind__in=[kind for kind, group in groups.items() if group])
    found = found.exclude(result="")  # one that was stopped and fetched is over, without a result
    rows = found.order_by("unit__code", "-ended_at", "-pk").values_list(
        "unit__code", "applicant_kind", "code", "id_number", "applicant", "phone", "address"
    )
    seen = set[tuple[str, ...]]()
    for unit, kind, code, *known in rows.iterator(chunk_size=AT_ONCE):
        group = groups[Applicant(kind)]
        who = (unit, group, *(_who(*known) or (code,)))
        if who not in seen:
            seen.add(who)
            yield Served(code, unit, group)


def _who(identity: str, name: str, phone: str, address: str) -> tuple[str, ...]:
    """What tells somebody from others; empty where a name alone would have to."""
    if identity:
        return (identity,)
    return (folded(name), phone, folded(address)) if phone or address else ()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
