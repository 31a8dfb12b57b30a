"""What rooms above have ready to prove an item: each in its `ready.py`, as `ready(assessment, code)`."""

from dataclasses import dataclass

from paroffice.assessments.models import Assessment
from paroffice.evidence.models import Version
from paroffice.pages.offers import offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A document that the unit may put forward with one press; `says` what it comes from."""

    version: Version
    pages: str
    says: str
    address: str


def ready_for(assessment: Assessment, code: str, put: set[int]) -> list[Ready]:
    """Each document once, without the versions that are put forward already."""
    found = [one for tell in offered("ready") for one in tell(assessment, code)]
    return list({one.version.pk: one for one in found if one.version.pk not in put}.values())
