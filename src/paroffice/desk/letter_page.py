"""One's own daily letter: whether it comes, and in which language."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from paroffice.desk.actions import wish_letters
from paroffice.desk.letters import wish_of
from paroffice.desk.models import Letter
from paroffice.pages.screen import ANYONE_SIGNED_IN, screen


@screen(ANYONE_SIGNED_IN)
def letter(request: HttpRequest) -> HttpResponse:
    """The wish as it stands, and when the last letter left."""
    person = request.user
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "yes"
        wish_letters(person=person, wanted=wanted, language=request.POST.get("language", ""))
        messages.success(request, _("Đã lưu."))
        return redirect("letter")
    shown = {
        "wish": wish_of(person),
        "languages": settings.LANGUAGES,
        "last": Letter.objects.filter(person=person, left_at__isnull=False).order_by("-on").first(),
    }
    return render(request, "desk/letter.html", shown)
