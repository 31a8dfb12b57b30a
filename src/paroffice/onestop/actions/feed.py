"""Sealing a figure for a round, taking one from a national system's file, disputes with what was declared."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from parindex.errors import Incomplete
from parindex.onestop.facts import Period
from paroffice.jobs.queries import is_going
from paroffice.onestop import jobs
from paroffice.onestop.actions.common import calendar_of, centre_of, known, law_now, needed, trace
from paroffice.onestop.declared import declared_of
from paroffice.onestop.facts import are_too_many
from paroffice.onestop.figures import KNOWN, Counted, Scope, total
from paroffice.onestop.models import Dispute, Extract, Law, Source
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round


def seal_of(extract: Extract) -> str:
    """The digest of everything that the extract says."""
    return hashlib.sha256(sealed_text(extract).encode()).hexdigest()


def sealed_text(extract: Extract) -> str:
    """What is sealed, in one canonical writing: keys in order, no spaces."""
    said = {
        "round": extract.round_id, "unit": extract.unit.code, "figure": extract.figure, "source": extract.source,
        "since": extract.since.isoformat(), "until": extract.until.isoformat(), "numerator": extract.numerator,
        "denominator": extract.denominator, "definition": extract.definition, "rows": extract.rows,
        "law": extract.law.digest if extract.law else "", "file": extract.file_sha256,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def scope_of(unit: Unit, since: date, until: date) -> Scope:
    """What stands at this moment of a unit and a period, to count any figure of. Reads only."""
    law, centre = law_now(), centre_of(unit)
    regime = known(law).regime_on(until)
    if regime is None or until < since:
        raise NotVisible
    calendar = calendar_of(law, centre.calendar)
    return Scope(centre=centre, period=Period(since=since, until=until), calendar=calendar, rules=regime.rules)


def counted(scope: Scope, figure: str) -> list[Counted]:
    """The rows of a figure. Raises `Refused` where the calendar does not reach."""
    if figure not in KNOWN:
        raise NotVisible
    try:
        return list(KNOWN[figure].rows(scope))
    except Incomplete:
        raise Refused(
            _("Lịch làm việc không phủ hết kỳ này."), _("Hãy bổ sung lịch, hoặc chọn kỳ nằm trong lịch.")
        ) from None


def seal(*, round_: Round, unit: Unit, figure: str, since: date, until: date, by: Person, at: datetime) -> Extract:
    """The figure of a unit for a round as it stands at this moment, with every row behind it."""
    return seal_each(round_=round_, unit=unit, figures=[figure], since=since, until=until, by=by, at=at)[0]


def ask_to_seal(
    *, round_: Round, unit: Unit, figure: str, since: date, until: date, by: Person, at: datetime
) -> None:
    """Of so many dossiers that a worker counts them while nobody waits; asked again meanwhile, it counts once."""
    policy.ask(by, "onestop.seal", unit, at)
    _require_participant(round_, unit)
    scope_of(unit, since, until)
    if figure not in KNOWN:
        raise NotVisible
    wanted = (round_.pk, unit.pk, figure, since.isoformat(), until.isoformat(), by.pk)
    if not is_going(jobs.seal, *wanted):
        jobs.seal.enqueue(*wanted)


@transaction.atomic
def seal_each(
    *, round_: Round, unit: Unit, figures: Sequence[str], since: date, until: date, by: Person, at: datetime
) -> list[Extract]:
    """Several figures of one moment, the dossiers read once; each held against what was handed over already."""
    policy.ask(by, "onestop.seal", unit, at)
    _require_participant(round_, unit)
    scope, law = scope_of(unit, since, until), law_now()
    if are_too_many(unit, scope.period):
        scope = replace(scope, keeps=False)
    kept = [_kept(_counted_for(round_, scope, figure, law, by, at)) for figure in figures]
    for extract in kept:
        for item, numerator, denominator in declared_of(extract):
            dispute(extract=extract, item=item, numerator=numerator, denominator=denominator, by=by, at=at)
    return kept


def _counted_for(round_: Round, scope: Scope, figure: str, law: Law, by: Person, at: datetime) -> Extract:
    rows = counted(scope, figure)
    numerator, denominator = total(rows)
    with translation.override("vi"):
        definition = str(KNOWN[figure].says)
    return Extract(
        round=round_, unit=scope.centre.unit, figure=figure, source=Source.OWN, since=scope.period.since,
        until=scope.period.until, numerator=numerator, denominator=denominator, definition=definition,
        rows=[list(row) for row in rows], law=law, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def bring_national(
    *,
    round_: Round,
    unit: Unit,
    figures: Sequence[tuple[str, int, int]],
    since: date,
    until: date,
    file_name: str,
    file_sha256: str,
    by: Person,
    at: datetime,
) -> list[Extract]:
    """The same figures as a national system's file tells them: beside ours, never in their place."""
    policy.ask(by, "onestop.seal", unit, at)
    _require_participant(round_, unit)
    if until < since or any(name not in KNOWN for name, _numerator, _denominator in figures):
        raise NotVisible
    return [
        _kept(
            Extract(
                round=round_, unit=unit, figure=name, source=Source.NATIONAL, since=since, until=until,
                numerator=numerator, denominator=denominator, definition=Source.NATIONAL.value,
                file_name=file_name[-255:], file_sha256=file_sha256, by=by, at=at,
            )
        )
        for name, numerator, denominator in figures
    ]  # fmt: skip


def _require_participant(round_: Round, unit: Unit) -> None:
    if not round_.participants.filter(unit=unit).exists():
        raise Refused(_("Đơn vị không tham gia đợt đánh giá này."), _("Hãy chọn đợt khác."))


def _kept(extract: Extract) -> Extract:
    extract.digest = seal_of(extract)
    extract.save()
    told = {"figure": extract.figure, "numerator": extract.numerator, "denominator": extract.denominator}
    told |= {"digest": extract.digest, "source": extract.source, "round": extract.round_id}
    trace(extract.unit, "onestop.seal", f"extract:{extract.pk}", extract.by, extract.at, after=told)
    return extract


@transaction.atomic
def dispute(
    *, extract: Extract, item: str, numerator: str, denominator: str, by: Person, at: datetime
) -> Dispute | None:
    """What was declared differs from the extract: kept with its rows. None where the two are one.

    Called by the room that knows what was declared, inside its own action.
    """
    if _same(numerator, extract.numerator) and _same(denominator, extract.denominator):
        return None
    opened, new = Dispute.objects.get_or_create(
        extract=extract, item=item, numerator=numerator[:40], denominator=denominator[:40],
        defaults={"opened_by": by, "opened_at": at},
    )  # fmt: skip
    if new:
        told = {"extract": extract.pk, "item": item, "declared": [numerator, denominator]}
        trace(extract.unit, "onestop.dispute", f"dispute:{opened.pk}", by, at, after=told)
    return opened


def _same(declared: str, figure: int) -> bool:
    return declared.isdecimal() and int(declared) == figure


@transaction.atomic
def explain(*, dispute: Dispute, explanation: str, by: Person, at: datetime) -> Dispute:
    """Why the two differ, in words; the appraisers read it."""
    held = Dispute.objects.select_for_update(of=("self",)).select_related("extract__unit").get(pk=dispute.pk)
    policy.ask(by, "onestop.explain", held.extract.unit, at)
    if held.explained_at is not None:
        raise Refused(_("Khác biệt này đã được giải thích."), _("Hãy tải lại trang."))
    held.explanation = needed(explanation, _("Chưa ghi giải thích."), _("Hãy ghi vì sao hai số khác nhau."))
    held.explained_by, held.explained_at = by, at
    held.save(update_fields=["explanation", "explained_by", "explained_at"])
    trace(held.extract.unit, "onestop.explain", f"dispute:{held.pk}", by, at)
    return held
