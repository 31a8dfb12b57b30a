"""What waits for a person, and the board of a round: who has not begun, who is late, who will be."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from paroffice.desk.forecast import Outlook
from paroffice.desk.standings import Standing, standings
from paroffice.pages.offers import Duty, offered
from paroffice.people.models import Person
from paroffice.people.names import dictionary_order
from paroffice.rounds.models import Round

Order = Callable[[Standing], Any]

ORDERS: dict[str, Order] = {
    "unit": lambda one: dictionary_order(one.assessment.unit.name),
    "state": lambda one: tuple(Outlook).index(one.outlook),
    "done": lambda one: one.tally.done,
    "claimed": lambda one: one.tally.claimed,
    "lacking": lambda one: one.tally.lacking,
    "expected": lambda one: (one.expected_at is None, one.expected_at),
    "deadline": lambda one: (one.time is None, one.time and one.time.closes_at),
}
"""By what a board is sorted: the name of a column, and what is compared."""


def waiting_for(person: Person, at: datetime) -> list[Duty]:
    """Every room's duties of a person: what presses first, then what ends first."""
    return sorted((duty for duties in offered("duties") for duty in duties(person, at)), key=_urgency)


def _urgency(duty: Duty) -> tuple[bool, bool, datetime]:
    far = datetime.max.replace(tzinfo=UTC)
    return not duty.pressing, duty.until is None, duty.until or far


def is_illustrative() -> bool:
    """Whether anything here is invented: pages that show all rooms then say so."""
    return Round.objects.filter(illustrative=True).exists()


def board_of(round_: Round, at: datetime) -> list[Standing]:
    """Every unit's standing, by name."""
    found = standings(list(round_.assessments.select_related("unit", "round__edition")), at)
    return sorted(found, key=ORDERS["unit"])


def sorted_by(found: list[Standing], wanted: str) -> list[Standing]:
    """`-done` sorts by `done`, the greatest first; units that are equal stay by name."""
    order = ORDERS.get(wanted.removeprefix("-"))
    return found if order is None else sorted(found, key=order, reverse=wanted.startswith("-"))


def counts_of(found: list[Standing]) -> list[tuple[Outlook, int]]:
    """How many units stand where; only where there are some."""
    counted = Counter(one.outlook for one in found)
    return [(seen, counted[seen]) for seen in Outlook if counted[seen]]
