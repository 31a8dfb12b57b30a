"""The gloss that lies beside the example's edition, into the office."""

from datetime import datetime
from pathlib import Path

from parindex.rubric.read import adopted
from paroffice.people.models import Person
from paroffice.rubrics.actions import gloss
from paroffice.rubrics.glosses import LANGUAGES, seal_of_gloss
from paroffice.rubrics.models import AdoptedEdition


def read_in_english(edition: AdoptedEdition, folder: Path, by: Person, at: datetime) -> None:
    for language, said in adopted(folder).glosses.items():
        if language in LANGUAGES:
            gloss(edition=edition, language=language, said=said, seen=seal_of_gloss({}, said), by=by, at=at)
