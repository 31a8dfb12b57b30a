"""The law of an adopted edition."""

from parindex.rubric.model import Edition
from paroffice.rubrics.frozen import KEPT
from paroffice.rubrics.models import AdoptedEdition


def law_of(adopted: AdoptedEdition) -> Edition:
    """The edition as the arithmetic knows it."""
    return KEPT.edition(adopted.digest, adopted.files)
