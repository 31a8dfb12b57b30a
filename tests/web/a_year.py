"""The founding example's year as it is walked by HTTP alone: the office, its clock, and who comes in by which door."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.http import HttpResponse
from django.test import Client

from parindex.index.round import Round as PlainRound
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName
from paroffice.appraisals.models import Appraisal
from paroffice.people.models import Person, Unit
from paroffice.rounds.models import Round

EXAMPLE = Path(__file__).parents[2] / "examples" / "kim-son-2018"
OPENING = datetime(2018, 12, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
Fields = dict[str, object]


@dataclass
class Year:
    """The office and the clock on its wall; everybody comes in by the door of the day."""

    plain: PlainRound
    units: list[Unit]
    at: datetime = OPENING
    doors: dict[tuple[str, date], Client] = field(default_factory=dict)

    def on(self, day: int) -> None:
        self.at = OPENING + day * DAY

    def by(self, name: str) -> Client:
        door = (name, self.at.date())
        if door not in self.doors:
            self.doors[door] = Client()
            self.doors[door].force_login(Person.objects.get(username=name))
        return self.doors[door]

    def post(self, name: str, address: str, said: Fields, status: int = 302) -> HttpResponse:
        self.at += timedelta(milliseconds=1)
        answer = self.by(name).post(address, said)
        assert answer.status_code == status, (address, said, answer.content.decode()[-1500:])
        return answer

    @property
    def round(self) -> Round:
        return Round.objects.select_related("edition").get()

    def raw(self, ledger: LedgerName, unit: Unit, code: str) -> Raw | None:
        """What the example's ledger says."""
        place = self.plain.place_of(unit.code)
        assert place is not None
        return self.plain.ledgers[ledger].raw(place, code)

    def appraisal(self, unit: Unit) -> Appraisal:
        found = Appraisal.objects.select_related("assessment__unit", "assessment__round__edition")
        return found.get(assessment__unit=unit)
