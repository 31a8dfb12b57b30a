"""What a partner agency was asked: its list, and one task with what it needs to know of the dossier."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.onestop.actions import agencies
from paroffice.onestop.models import Centre, Task
from paroffice.onestop.queries.agencies import kept_time
from paroffice.onestop.queries.dossiers import late_tasks, tasks_of
from paroffice.onestop.views.frame import centre_for
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.refused import NotVisible

MOST_SHOWN = 100


@require_safe
@screen("onestop.assist")
def tasks(request: HttpRequest) -> HttpResponse:
    """What waits, the most pressing first; then what was answered lately."""
    at = timezone.now()
    found = tasks_of(person_of(request), at)
    shown = {
        "waiting": found.filter(answered_at=None).order_by("due_at", "pk")[:MOST_SHOWN],
        "answered": found.exclude(answered_at=None).order_by("-answered_at")[:20],
        "at": at,
        "illustrative": Centre.objects.filter(illustrative=True).exists(),
    }
    return render(request, "onestop/tasks.html", shown)


@screen("onestop.assist")
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task. The agency reads the procedure and the request, not the applicant's own data."""
    found = tasks_of(person_of(request), timezone.now()).filter(pk=pk).first()
    if found is None:
        raise NotVisible
    if request.method == "POST":
        agencies.answer(task=found, answer=request.POST.get("answer", ""), by=person_of(request), at=timezone.now())
        messages.success(request, _("Đã trả lời bộ phận một cửa."))
        return redirect("agency-tasks")
    shown = {
        "task": found,
        "its_turn": agencies.is_its_turn(found),
        "at": timezone.now(),
        "illustrative": Centre.objects.filter(illustrative=True).exists(),
    }
    return render(request, "onestop/task.html", shown)


@require_safe
@screen("onestop.run")
def late(request: HttpRequest) -> HttpResponse:
    """The report of lateness to the head: what is owed now, and how each agency kept its time (19.5)."""
    centre, at = centre_for(request, "onestop.run"), timezone.now()
    owed = late_tasks(person_of(request), at)
    shown = {
        "centre": centre,
        "owed": owed.select_related("agency", "dossier__version").order_by("due_at", "pk")[:MOST_SHOWN],
        "kept": kept_time(Task.objects.filter(dossier__unit=centre.unit), at),
        "at": at,
        "illustrative": centre.illustrative,
    }
    return render(request, "onestop/late_agencies.html", shown)
