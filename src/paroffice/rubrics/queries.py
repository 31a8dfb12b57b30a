"""The law of an adopted edition."""

from parindex.rubric.model import Edition
from paroffice.pages.language import readers_language
from paroffice.rubrics.frozen import KEPT
from paroffice.rubrics.models import AdoptedEdition


def law_of(adopted: AdoptedEdition) -> Edition:
    """The edition as the arithmetic knows it."""
    return KEPT.edition(adopted.digest, adopted.files)


def law_to_read(adopted: AdoptedEdition) -> Edition:
    """The same law in the reader's language, as far as the edition is translated; codes and points are the same."""
    return KEPT.translated(adopted.digest, adopted.files, readers_language())
