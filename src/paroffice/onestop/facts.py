"""The rows of this room as the facts that the arithmetic reckons with: same words, nothing reckoned here."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from django.db.models import Q, QuerySet

from parindex.onestop.facts import Channel, Feedback, Level, Period
from parindex.onestop.facts import Dossier as PlainDossier
from parindex.onestop.facts import Procedure as PlainProcedure
from parindex.onestop.regime import Limit
from parindex.onestop.shapes import read_limit
from paroffice.onestop.clocks import as_events
from paroffice.onestop.models import Dossier, Petition, ProcedureVersion
from paroffice.onestop.queries.catalogue import is_complete
from paroffice.people.models import Unit

DIGITISED = ("scanned", "reused")
PERSONAL = ("applicant", "id_number", "address", "phone", "email", "representative", "content", "sought")
"""No figure needs them."""
MOST_AT_ONCE = 20_000
"""Dossiers of a period that are reckoned while somebody waits: some seconds."""
AT_A_TIME = 2_000


def period_dossiers(unit: Unit, period: Period) -> Iterator[Dossier]:
    """Those that the period touches: received by its end, and not ended before its start, some thousand at a time.

    What many share, a law's files above all, is read once for all of these and not with each of them.
    """
    whole = _touched(unit, period).prefetch_related("version__procedure", "law", "unit", "events")
    return whole.defer(*PERSONAL).order_by("received_at", "pk").iterator(chunk_size=AT_A_TIME)


def are_too_many(unit: Unit, period: Period) -> bool:
    """Whether the period touches more dossiers of the unit than anyone waits for, without counting them all."""
    return _touched(unit, period).order_by()[MOST_AT_ONCE : MOST_AT_ONCE + 1].exists()


def _touched(unit: Unit, period: Period) -> QuerySet[Dossier]:
    still = Q(ended_at__isnull=True) | Q(ended_at__gte=period.start)
    return Dossier.objects.filter(still, unit=unit, received_at__lte=period.end)


def plain_dossier(dossier: Dossier, procedure: PlainProcedure | None = None) -> PlainDossier:
    """`procedure` is that of its version, where it is known already."""
    came = [one for one in dossier.checklist if one["way"]]
    return PlainDossier(
        code=dossier.code or "",
        unit=dossier.unit.code,
        procedure=procedure or plain_procedure(dossier.version),
        regime=dossier.regime,
        calendar=dossier.calendar,
        events=as_events(dossier.events.all()),
        channel=Channel(dossier.channel),
        synced=dossier.synced_at is not None,
        fee=dossier.fee,
        paid_online=dossier.paid_online,
        result_required=dossier.version.result_required,
        result_electronic=dossier.result_electronic,
        components=len(came),
        components_digitised=sum(one["way"] in DIGITISED for one in came),
        reused=dossier.reused,
        population_data=dossier.population_data,
        disliked=dossier.disliked,
    )


def plain_procedure(version: ProcedureVersion) -> PlainProcedure:
    return PlainProcedure(
        code=version.procedure.code,
        version=str(version.number),
        name=version.name,
        field=version.field,
        level=Level(version.level),
        limit=_limit(version),
        announced_by=Level(version.announced_by),
        announced_on=version.announced_on,
        effective_on=version.effective_on,
        published_on=version.published_on,
        complete=is_complete(version),
        online=version.online,
        payable=version.fee > 0,
        pays_online=version.pays_online,
        one_stop=version.one_stop,
        process_approved=bool(version.process_decision),
    )


def _limit(version: ProcedureVersion) -> Limit:
    """A version that states none was never received for; the day stands in and is never asked."""
    found = read_limit(version.limit) or read_limit("same_day")
    assert found is not None, "the same day is a limit"
    return found


def period_feedback(unit: Unit, period: Period) -> Iterator[tuple[Petition, Feedback]]:
    """True ones that belong here; forwarded and false ones leave every figure."""
    found = Petition.objects.filter(
        unit=unit, received_at__gte=period.start, received_at__lte=period.end, forwarded_at=None, false_for=""
    )
    for one in found.order_by("received_at", "pk"):
        yield (
            one,
            Feedback(
                unit=unit.code, received_at=one.received_at, answered_at=one.answered_at, satisfied=one.satisfied
            ),
        )


def digest_of(fact: PlainDossier | PlainProcedure | Feedback) -> str:
    """Of everything that the arithmetic was told of one row: who holds the row can hold it against this."""
    return hashlib.sha256(json.dumps(_told(fact), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _told(value: object) -> object:
    match value:
        case dict():
            return {str(name): _told(one) for name, one in value.items()}
        case list() | tuple():
            return [_told(one) for one in value]
        case None | bool() | int() | str():
            return value
        case timedelta():
            return str(value)
        case PlainProcedure():
            return _told_procedure(value)
    return _told_fields(value) if hasattr(value, "__dataclass_fields__") else str(value)


def _told_fields(value: object) -> dict[str, object]:
    return {name: _told(getattr(value, name)) for name in value.__dataclass_fields__}  # type: ignore[attr-defined]


@lru_cache(maxsize=4096)
def _told_procedure(procedure: PlainProcedure) -> dict[str, object]:
    """Thousands of dossiers are of one procedure."""
    return _told_fields(procedure)
