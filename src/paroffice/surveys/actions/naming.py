"""Of people served, the one-stop room tells name and contact of those alone who are asked."""

from collections.abc import Iterable
from datetime import datetime

from paroffice.onestop.actions.served import reach
from paroffice.people.models import Person
from paroffice.surveys.models import Drawn, Listed, Survey

AT_ONCE = 2000


def name_them(*, survey: Survey, listed: Iterable[Listed], by: Person, at: datetime) -> int:
    """Fills in how to reach those of them who came from dossiers; how many. Within the transaction of their deed."""
    served = sorted((one for one in listed if one.dossier), key=lambda one: one.dossier)
    told = reach(codes=[one.dossier for one in served], purpose=f"survey:{survey.pk}", by=by, at=at)
    for one in served:
        one.name, one.contact = told[one.dossier].name, told[one.dossier].contact
    Listed.objects.bulk_update(served, ["name", "contact"], batch_size=AT_ONCE)
    return len(served)


def forget_draw(survey: Survey) -> None:
    """The draw goes, and with it how to reach those of the dossiers whom it had taken."""
    survey.frame.filter(drawn__isnull=False).exclude(dossier="").update(name="", contact="")
    Drawn.objects.filter(listed__survey=survey).delete()


def forget_codes(survey: Survey) -> None:
    """Of those whom chance did not take, nobody needs to know any more which dossier they were."""
    survey.frame.filter(drawn__isnull=True).exclude(dossier="").update(dossier="")
