"""Whether office, portal and nation say the same of the procedures; and the list to hang out at the office."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from paroffice.onestop import forms
from paroffice.onestop.actions import catalogue as actions
from paroffice.onestop.national_file import procedures_in
from paroffice.onestop.queries.catalogue import in_force
from paroffice.onestop.queries.consistency import consistency
from paroffice.onestop.views.frame import any_illustrative, brought_in, centre_for, centre_if_any, given_as
from paroffice.pages.asked import person_of
from paroffice.pages.screen import screen
from paroffice.people import policy

ON_A_PAGE = 100


@screen("procedures.see")
def compared(request: HttpRequest) -> HttpResponse:
    """What the three do not say alike; a copy of the national list comes in here."""
    if request.method == "POST":
        return _brought(request)
    centre = centre_if_any(request, "onestop.see")
    found = consistency(timezone.localdate(), centre)
    shown = {
        "found": found,
        "page": Paginator(found.apart, ON_A_PAGE).get_page(request.GET.get("trang")),
        "centre": centre,
        "may_change": policy.may(person_of(request), "procedures.change"),
        "illustrative": any_illustrative(),
    }
    return render(request, "onestop/procedures_compared.html", shown)


def _brought(request: HttpRequest) -> HttpResponse:
    policy.ask(person_of(request), "procedures.change", None, timezone.now())
    file = request.FILES.get("file")
    rows, sha256 = brought_in(file, procedures_in)
    name = str(file.name) if file else ""
    made = actions.bring_national(
        rows=rows, file_name=name, file_sha256=sha256, by=person_of(request), at=timezone.now()
    )
    messages.success(request, _("Đã ghi bản sao danh mục quốc gia: %(count)d thủ tục.") % {"count": len(made.rows)})
    return redirect("procedures-compared")


@require_safe
@screen("onestop.see")
def posting(request: HttpRequest) -> HttpResponse:
    """The procedures that the unit takes, as a list to print and hang out (Decree 61/2018, article 8)."""
    centre, today = centre_for(request, "onestop.see"), timezone.localdate()
    taken = in_force(today).filter(one_stop=True, level=centre.level)
    with forms.official():
        content = forms.made(forms.posting_list(centre, list(taken), today), forms.PDF)
    return given_as(content, "application/pdf", f"niem-yet-{today}.pdf")
