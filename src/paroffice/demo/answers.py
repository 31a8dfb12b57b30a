"""The example's answers, saved through the same door as anyone's, so that the trail tells of each."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from parindex.index.round import Round as PlainRound
from parindex.sheet.cells import Raw
from parindex.sheet.ledger import LedgerName
from paroffice.assessments import actions as assessments
from paroffice.assessments.models import Answer, Assessment
from paroffice.people.models import Person
from paroffice.rubrics.queries import law_of

Said = tuple[str, Raw, str]
"""An item, how it stands, and what explains it."""


def said_in(plain: PlainRound, place: int, sheet: Assessment) -> Iterator[Said]:
    """A unit's lines in the example; an item that branches on another comes after it."""
    ledger, law = plain.ledgers[LedgerName.SELF], law_of(sheet.round.edition)
    branching = {item.code for item in law.leaves() if item.branches_on is not None}
    for code in sorted(ledger.items, key=lambda code: code in branching):
        raw = ledger.raw(place, code)
        if raw is not None:
            yield code, raw, ledger.note(place, code)


def save(sheet: Assessment, said: Iterable[tuple[Said, datetime]], by: Person) -> None:
    """Each line at its own moment."""
    for (code, raw, note), at in said:
        saved = assessments.answer(assessment=sheet, code=code, raw=raw, note=note, edits=0, by=by, at=at)
        assert isinstance(saved, Answer), saved
