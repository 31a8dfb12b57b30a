"""The portals as their keepers see them in the office."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from paroffice.pages.screen import screen
from paroffice.people.policy import may
from paroffice.portal.actions import consultations as drafts
from paroffice.portal.actions import portals as portals_
from paroffice.portal.actions import questions as questions_
from paroffice.portal.forms import OpeningForm
from paroffice.portal.models import Article, Portal
from paroffice.portal.models.base import beside
from paroffice.portal.queries import keeping, reading
from paroffice.refused import Refused


def _portal(request: HttpRequest, code: str, act: str) -> Portal:
    return get_object_or_404(keeping.portals_for(request.user, act, timezone.now()), unit__code=code)


@screen("portal.see")
def portals(request: HttpRequest) -> HttpResponse:
    rows = keeping.waiting(request.user, timezone.now())
    shown = [(row, beside(row.portal.site.root_url, request)) for row in rows]
    keeps = {portal.pk for portal in keeping.portals_for(request.user, "portal.answer", timezone.now())}
    publishes = {portal.pk for portal in keeping.portals_for(request.user, "portal.publish", timezone.now())}
    shown_to = {"rows": shown, "keeps": keeps, "publishes": publishes, "opens": may(request.user, "portal.open")}
    return render(request, "portal/office/portals.html", shown_to)


@screen("portal.open")
def opening(request: HttpRequest) -> HttpResponse:
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        names = ("body", "answerable", "address", "phone", "email")
        footer = portals_.Footer(**{name: said[name] for name in names})
        portal = portals_.open_portal(
            unit=said["unit"],
            host=said["host"],
            footer=footer,
            above=said["above"],
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("Đã mở cổng của %(unit)s với đủ các chuyên mục.") % {"unit": portal.unit})
        return redirect("portals")
    return render(request, "portal/office/opening.html", {"form": form}, status=422 if form.errors else 200)


@screen("portal.answer")
def questions(request: HttpRequest, code: str) -> HttpResponse:
    portal = _portal(request, code, "portal.answer")
    today = timezone.localdate()
    rows = [(one, one.is_late(today)) for one in keeping.questions_of(portal)[:200]]
    return render(request, "portal/office/questions.html", {"portal": portal, "rows": rows})


@screen("portal.answer")
def question(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    portal = _portal(request, code, "portal.answer")
    asked = get_object_or_404(keeping.questions_of(portal), pk=pk)
    if request.method != "POST":
        return render(request, "portal/office/question.html", {"portal": portal, "question": asked})
    by, at, text = request.user, timezone.now(), request.POST.get("answer", "")
    match request.POST.get("deed"):
        case "put_off":
            questions_.put_off(question=asked, to=_day(request.POST.get("to", "")), by=by, at=at)
        case "elsewhere":
            questions_.send_elsewhere(question=asked, text=text, by=by, at=at)
        case _answer:
            publish = request.POST.get("publish") == "yes"
            questions_.answer(question=asked, text=text, publish=publish, by=by, at=at)
    messages.success(request, _("Đã ghi."))
    return redirect("portal-questions", code=code)


@screen("portal.answer")
def comments(request: HttpRequest, code: str) -> HttpResponse:
    portal = _portal(request, code, "portal.answer")
    return render(
        request, "portal/office/comments.html", {"portal": portal, "rows": keeping.comments_of(portal)[:200]}
    )


@screen("portal.answer", verbs=("POST",))
def comment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    portal = _portal(request, code, "portal.answer")
    said = get_object_or_404(keeping.comments_of(portal), pk=pk)
    if request.POST.get("deed") == "show":
        drafts.show(comment=said, portal=portal, by=request.user, at=timezone.now())
    else:
        reason = request.POST.get("reason", "")
        drafts.keep_back(comment=said, portal=portal, reason=reason, by=request.user, at=timezone.now())
    return redirect("portal-comments", code=code)


@screen("portal.edit")
def links(request: HttpRequest, code: str) -> HttpResponse:
    portal = _portal(request, code, "portal.edit")
    shown = {"portal": portal, "rows": keeping.broken_links(portal)[:500], "outside": settings.OUTSIDE_LINKS}
    return render(request, "portal/office/links.html", shown)


@screen("portal.publish")
def offers(request: HttpRequest, code: str) -> HttpResponse:
    portal = _portal(request, code, "portal.publish")
    offered, taken = reading.offered_to(portal)[:50], reading.from_below(portal)[:50]
    return render(request, "portal/office/offers.html", {"portal": portal, "offered": offered, "taken": taken})


@screen("portal.publish", verbs=("POST",))
def offer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    portal = _portal(request, code, "portal.publish")
    article = get_object_or_404(Article, pk=pk)
    deed = portals_.let_go if request.POST.get("deed") == "let_go" else portals_.accept
    deed(article=article, portal=portal, by=request.user, at=timezone.now())
    return redirect("portal-offers", code=code)


def _day(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Refused(_("Chưa có ngày hẹn."), _("Hãy chọn ngày sẽ trả lời."))
    return day
