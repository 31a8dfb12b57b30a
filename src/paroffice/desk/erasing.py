"""The page on which the administrator forgets who somebody was."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from paroffice.desk import actions
from paroffice.pages.screen import screen
from paroffice.people.models import Person
from paroffice.refused import NotVisible


@screen("people.grant")
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    person = Person.objects.filter(pk=pk).first()
    if person is None:
        raise NotVisible
    if request.method == "POST":
        actions.erase(person=person, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now())
        messages.success(request, _("Đã xóa tên. Việc người ấy đã làm vẫn còn, không còn tên."))
        return redirect("accounts")
    return render(request, "desk/erasing.html", {"person": person})
