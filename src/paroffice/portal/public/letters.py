"""What citizens send to a portal, and how they see what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from paroffice.portal.actions import consultations, questions
from paroffice.portal.models import ConsultationPage, Question
from paroffice.portal.public.context import portal_here
from paroffice.portal.public.forms import CommentForm, LookUpForm, QuestionForm
from paroffice.portal.public.views import not_there

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that nobody takes for one another."""
reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])


@csrf_protect
@reads_and_sends
def ask_question(request: HttpRequest) -> HttpResponse:
    portal = portal_here(request)
    if portal is None:
        return not_there(request)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = get_random_string(10, SIGNS)
        asked = questions.ask(portal=portal, said=form.cleaned_data, code=code, at=timezone.now())
        return render(request, "portal/asked.html", {"question": asked})
    return render(request, "portal/ask.html", {"form": form}, status=422 if form.errors else 200)


@csrf_protect
@reads_and_sends
def look_up(request: HttpRequest) -> HttpResponse:
    """By the code that was given when asking; without it nothing is told."""
    portal = portal_here(request)
    if portal is None:
        return not_there(request)
    form, found = LookUpForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"].strip().upper()
        found = Question.objects.filter(portal=portal, code=code).first()
    shown = {"form": form, "question": found, "asked": request.method == "POST"}
    return render(request, "portal/look_up.html", shown)


@csrf_protect
@reads_and_sends
def send_comment(request: HttpRequest, pk: int) -> HttpResponse:
    portal = portal_here(request)
    if portal is None:
        return not_there(request)
    drafts = ConsultationPage.objects.live().descendant_of(portal.site.root_page)
    page = get_object_or_404(drafts, pk=pk)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        consultations.comment(page=page, portal=portal, said=form.cleaned_data, at=timezone.now())
        return render(request, "portal/commented.html", {"page": page})
    return render(request, "portal/comment.html", {"form": form, "page": page}, status=422 if form.errors else 200)
