"""What a unit's improvement starts from: the points it lost in the published version that stands for it."""

from paroffice.pages.language import readers_language
from paroffice.people.models import Unit
from paroffice.results import bridge, queries
from paroffice.results.story import Lost, lost_points
from paroffice.rounds.models import Round


def losses_of(round_: Round, unit: Unit) -> list[Lost]:
    """Largest first, each with its reason and who earned it in full; empty before publication, or where unranked."""
    result = queries.told_result(round_.pk)
    if result is None:
        return []
    opened = bridge.opened(result.public, readers_language())
    return lost_points(opened, unit.code) if unit.code in opened.places else []
