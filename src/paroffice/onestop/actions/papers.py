"""Files of a dossier: looked at, named by their hash, given out only behind permission and with a trace."""

from datetime import datetime

from django.core.files import File
from django.db import transaction

from paroffice.evidence.actions.taking import kept
from paroffice.onestop import reach
from paroffice.onestop.actions.common import trace
from paroffice.onestop.models import Dossier, DossierPaper, PaperKind
from paroffice.people.models import Person
from paroffice.refused import NotVisible
from paroffice.trail import actions as trail

KEPT = ("sha256", "size", "name", "kind", "pages", "signatures")


@transaction.atomic
def keep_paper(
    *, dossier: Dossier, what: str, component: int | None, file: File, by: Person | None, at: datetime
) -> DossierPaper:
    """Called by an action that has asked whether it may. Raises `Refused` for a file that is not taken."""
    if what == PaperKind.COMPONENT and not (component is not None and 0 <= component < len(dossier.checklist)):
        raise NotVisible
    taken = {name: value for name, value in kept(file).items() if name in KEPT}
    paper = DossierPaper.objects.create(
        dossier=dossier, what=what, component=component, stored_by=by, stored_at=at, **taken
    )
    told = {"paper": paper.pk, "sha256": paper.sha256, "what": what}
    trace(dossier.unit, "onestop.keep_paper", f"dossier:{dossier.pk}", by, at, after=told)
    return paper


@transaction.atomic
def attach(*, dossier: Dossier, file: File, by: Person, at: datetime) -> DossierPaper:
    """Whatever else belongs to the dossier: a signed form, a bill, the signed record of a verification."""
    reach.ask(by, "onestop.work", dossier.unit, at)
    return keep_paper(dossier=dossier, what=PaperKind.OTHER, component=None, file=file, by=by, at=at)


def read_person(*, dossier: Dossier, by: Person, at: datetime, why: str) -> None:
    """Leaves word that somebody looked at what is personal: `why` says on which page."""
    reach.ask(by, "onestop.person", dossier.unit, at)
    trail.leave(
        stream=f"reading:{dossier.unit.code}", act="onestop.read", subject=f"dossier:{dossier.pk}", by=by, at=at,
        after={"page": why},
    )  # fmt: skip
