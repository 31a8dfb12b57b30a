"""Who reads which version: anyone what is public; the office what is frozen; a scored unit its own before the day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from paroffice.pages.language import readers_language
from paroffice.pages.screen import ANYONE_SIGNED_IN
from paroffice.people import policy
from paroffice.people.models import Person, Unit
from paroffice.refused import NotVisible
from paroffice.results import bridge, queries
from paroffice.results.bridge import Opened
from paroffice.results.models import Result

View = TypeVar("View", bound=Callable[..., HttpResponse])


def public(view: View) -> View:
    """For everybody, signed in or not; what of it the reader may see, `shown_to` decides. Only ever read."""
    guarded = require_safe(view)
    guarded.right = ANYONE_SIGNED_IN
    return guarded  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A version for one reader; `public` says whether everybody reads the same."""

    result: Result
    opened: Opened
    public: bool
    at: datetime

    def block_of(self, unit: str) -> str:
        return str(self.opened.round.units[self.opened.places[unit]].block)

    def context(self) -> dict[str, object]:
        return {
            "result": self.result,
            "round": self.result.round,
            "opened": self.opened,
            "data": self.opened.data,
            "preview": not self.public,
            "illustrative": self.opened.round.illustrative,
        }


def shown_to(request: HttpRequest, pk: int, unit: str = "") -> Shown:
    """Raises `NotVisible`. `unit` is the one whose own page is asked for."""
    at = timezone.now()
    public_one = queries.public_result(pk, at)
    result = _for_the_office(request, pk, at) or _for_its_unit(request, pk, unit, at) or public_one
    if result is None:
        raise NotVisible
    digest = result.public or result.council
    opened = bridge.opened(digest, readers_language())
    return Shown(result=result, opened=opened, public=result == public_one, at=at)


def _for_the_office(request: HttpRequest, pk: int, at: datetime) -> Result | None:
    if not isinstance(request.user, Person) or not policy.may(request.user, "results.see", None, at):
        return None
    return queries.newest_result(pk)


def _for_its_unit(request: HttpRequest, pk: int, unit: str, at: datetime) -> Result | None:
    if not unit or not isinstance(request.user, Person):
        return None
    own = Unit.objects.filter(code=unit, rounds__round=pk).first()
    if own is None or not policy.may(request.user, "results.own", own, at):
        return None
    return queries.told_result(pk)
