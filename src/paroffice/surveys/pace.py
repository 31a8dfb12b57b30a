"""How long it took to answer, told so coarsely that it is nobody's. Moments are read, and forgotten at once."""

from datetime import datetime

from paroffice.surveys.models import Pace

SLOW = 20
"""How many times the least time of a question is slow."""


def seconds_between(start: str, end: str) -> float | None:
    """Between two moments as devices note them; None where they say nothing sound."""
    try:
        seconds = (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
    except (ValueError, TypeError):
        return None
    return seconds if seconds >= 0 else None


def pace_of(seconds: float | None, questions: int, least: int) -> Pace:
    """In three bands, by how long one question took."""
    if seconds is None or not questions or not least:
        return Pace.UNKNOWN
    each = seconds / questions
    return Pace.FAST if each < least else Pace.SLOW if each > least * SLOW else Pace.USUAL
