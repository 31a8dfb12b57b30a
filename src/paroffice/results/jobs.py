"""Freezing a round too large for anyone to wait at the page."""

from django.utils import timezone
from django_tasks import task

from paroffice.people.models import Person
from paroffice.refused import Refused
from paroffice.results.models import Result, State


@task()
def freeze(pk: int, by: int) -> str:
    """Done again, it changes nothing. What speaks against it is told to whoever asks for it again at the page."""
    from paroffice.results.actions import life

    result = Result.objects.select_related("round__edition").get(pk=pk)
    if result.state != State.DRAFT:
        return ""
    try:
        life.freeze(result=result, by=Person.objects.get(pk=by), at=timezone.now())
    except Refused as refused:
        return str(refused.problem)
    return ""
