"""Of people served, the one-stop room tells name and contact of those alone whom chance took."""

from datetime import datetime

from paroffice.onestop.actions.served import reach
from paroffice.onestop.models import Dossier
from paroffice.people.models import Person
from paroffice.surveys.models import Drawn, Listed, Survey

AT_ONCE = 2000


def name_the_drawn(*, survey: Survey, by: Person, at: datetime) -> int:
    """Fills in how to reach the drawn whose number is a dossier's code; how many. Within the draw's transaction."""
    drawn = _drawn_of_dossiers(survey)
    told = reach(codes=[one.number for one in drawn], purpose=f"survey:{survey.pk}", by=by, at=at)
    for one in drawn:
        one.name, one.contact = told[one.number].name, told[one.number].contact
    Listed.objects.bulk_update(drawn, ["name", "contact"], batch_size=AT_ONCE)
    return len(drawn)


def forget_draw(survey: Survey) -> None:
    """The draw goes, and with it how to reach those of the dossiers whom it had taken."""
    survey.frame.filter(pk__in=[one.pk for one in _drawn_of_dossiers(survey)]).update(name="", contact="")
    Drawn.objects.filter(listed__survey=survey).delete()


def _drawn_of_dossiers(survey: Survey) -> list[Listed]:
    codes = Dossier.objects.filter(unit__in=survey.strata.values("unit"), code__isnull=False).values("code")
    return list(survey.frame.filter(drawn__isnull=False, number__in=codes).order_by("number"))
