"""A view says which right opens it; a view that says none is a defect that a house test finds."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone

from paroffice.people.models import Grant, Role
from paroffice.people.policy import RIGHTS, Reach, grants_in_force
from paroffice.refused import NotVisible

READ_AND_SEND = ("GET", "HEAD", "POST")
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
ANYONE_SIGNED_IN = "desk.see"


def screen(right: str, verbs: tuple[str, ...] = READ_AND_SEND) -> Callable[[View], View]:
    """For people signed in who hold the right somewhere, by these verbs; the view asks again for the unit at hand."""
    assert right == ANYONE_SIGNED_IN or right in RIGHTS, right

    def opened(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            grants = grants_in_force(request.user, timezone.now())
            request.grants = grants  # type: ignore[attr-defined]
            if right != ANYONE_SIGNED_IN and not _holds(grants, right):
                raise NotVisible
            if request.method not in verbs:
                return HttpResponseNotAllowed(verbs)
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return opened


def _holds(grants: Iterable[Grant], right: str) -> bool:
    """Whether one of the grants gives the right somewhere: everywhere, or in the grant's own unit."""
    reaches = [(RIGHTS[right].get(Role(grant.role)), grant.unit_id) for grant in grants]
    return any(reach is Reach.ALL or (reach is Reach.OWN and unit is not None) for reach, unit in reaches)
