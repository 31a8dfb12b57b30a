"""A draft of an amended edition, with something for its editor to mend: invented."""

from datetime import datetime

from parindex.rubric.draft import amendment
from paroffice.people.models import Person
from paroffice.rubrics.actions import begin_draft, revise
from paroffice.rubrics.frozen import Files, files_from
from paroffice.rubrics.models import AdoptedEdition
from paroffice.rubrics.places import Place
from paroffice.rubrics.queries import law_of
from paroffice.rubrics.revise import rewritten
from paroffice.rubrics.written import Written


def begin_amendment(edition: AdoptedEdition, by: Person, at: datetime) -> None:
    """A draft for the year after, in which one maximum was raised and the sum is off: illustrative."""
    files = files_from(amendment(law_of(edition), f"{edition.name}-sua-doi"))
    draft = begin_draft(files=files, based_on=edition, by=by, at=at)
    revise(draft=draft, step=_raised, what="1-chi-dao:0.0", by=by, at=at)


def _raised(written: Written) -> Files:
    """The first item of the first field with one point more."""
    place = Place(written.field_names[0], (0, 0))
    data = written.data(place)
    return rewritten(written, place, {**data, "points": "1.5"}) if isinstance(data, dict) else dict(written.files)
