"""The survey, whom it asks, and what they said."""

from paroffice.surveys.models.answers import (
    Counter,
    Device,
    Keying,
    Pace,
    Receipt,
    Response,
    Slip,
    Token,
    Way,
    Why,
)
from paroffice.surveys.models.frame import Brought, CallBack, CallBackDraw, Cell, Drawn, Listed, Standing, Stratum
from paroffice.surveys.models.survey import Paging, Percentage, Questionnaire, State, Survey, Weighting

__all__ = [
    "Brought",
    "CallBack",
    "CallBackDraw",
    "Cell",
    "Counter",
    "Device",
    "Drawn",
    "Keying",
    "Listed",
    "Pace",
    "Paging",
    "Percentage",
    "Questionnaire",
    "Receipt",
    "Response",
    "Slip",
    "Standing",
    "State",
    "Stratum",
    "Survey",
    "Token",
    "Way",
    "Weighting",
    "Why",
]
