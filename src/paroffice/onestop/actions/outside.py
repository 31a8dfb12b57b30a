"""Writing what goes out, in the transaction of the deed it tells of; a job delivers it afterwards."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from paroffice.onestop import jobs
from paroffice.onestop.models import Dossier, Outcome, Outgoing, What
from paroffice.onestop.outside import ADAPTERS, notice_of, payment_of, sync_of

TOLD = frozenset(
    {"submit", "receive", "ask_supplement", "refuse", "complete", "extend", "ask_payment", "stop", "finish"}
    | {"give_back", "withdraw", "settle_on_the_spot", "apologise"}
)
"""The deeds of which the applicant is told, and the portal."""


def write(dossier: Dossier, act: str, at: datetime) -> None:
    """Called by an action that has changed the dossier."""
    if act not in TOLD:
        return
    with translation.override("vi"):  # what goes out is in the language of the office
        notice = notice_of(dossier)
    outgoing = [notice] if notice else []
    if dossier.code:
        outgoing.append((What.SYNC, sync_of(dossier)))
    if act == "ask_payment":
        outgoing.append((What.PAYMENT, payment_of(dossier)))
    for what, payload in outgoing:
        made = Outgoing.objects.create(dossier=dossier, what=what, payload=payload, at=at)
        jobs.deliver.enqueue(made.pk)


@transaction.atomic
def send(*, outgoing: Outgoing, at: datetime) -> Outgoing:
    """By its adapter, once. Only what a real system took counts as synced."""
    held = Outgoing.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=outgoing.pk)
    if held.outcome:
        return held
    held.outcome, held.done_at = ADAPTERS[What(held.what)].send(held.payload), at
    held.save(update_fields=["outcome", "done_at"])
    if held.what == What.SYNC and held.outcome == Outcome.SENT:
        Dossier.objects.filter(pk=held.dossier_id).update(synced_at=at)
    return held
