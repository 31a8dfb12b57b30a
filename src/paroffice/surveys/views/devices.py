"""OpenRosa for interviewers' devices: the code in the address says whose device it is, as a counter's does."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from paroffice.refused import NotVisible, Refused
from paroffice.surveys.actions import taking
from paroffice.surveys.models import Device
from paroffice.surveys.openrosa import HEADERS, MOST_BYTES, answer_xml, forms_of, list_xml, submission_from
from paroffice.surveys.tokens import key_of

XML = "text/xml; charset=utf-8"
View = Callable[..., HttpResponse]


def openrosa(view: View) -> View:
    """With the headers of the protocol; a refusal in its form."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, code: str, **rest: Any) -> HttpResponse:
        try:
            response = view(request, _device(code), code, **rest)
        except Refused as refused:
            said = f"{refused.problem} {refused.remedy}"
            response = HttpResponse(answer_xml(said), content_type=XML, status=refused.status)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers["Date"] = http_date(timezone.now().timestamp())
        return response

    return answered


def _device(code: str) -> Device:
    found = Device.objects.select_related("survey__round").filter(key=key_of(code), shut=False).first()
    if found is None:
        raise NotVisible
    return found


@openrosa
@require_http_methods(["GET", "HEAD"])
def form_list(request: HttpRequest, device: Device, code: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("openrosa-form", args=[code]))
    wanted = request.GET.get("formID")
    forms = [one for one in forms_of(device.survey) if wanted in (None, one.id)]
    return HttpResponse(list_xml(forms, address), content_type=XML)


@openrosa
@require_http_methods(["GET", "HEAD"])
def form(request: HttpRequest, device: Device, code: str) -> HttpResponse:
    found = next((one for one in forms_of(device.survey) if one.id == request.GET.get("id")), None)
    if found is None:
        raise NotVisible
    return HttpResponse(found.xml, content_type=XML)


@openrosa
@require_http_methods(["HEAD", "POST"])
def submission(request: HttpRequest, device: Device, code: str) -> HttpResponse:
    """The same instance sent again is received again and counted once, as the protocol wants."""
    if request.method == "HEAD":
        return HttpResponse(status=204, headers={"Location": request.build_absolute_uri()})
    file = request.FILES.get("xml_submission_file")
    if file is None or (file.size or 0) > MOST_BYTES:
        raise Refused(_("Không có tệp xml_submission_file, hoặc tệp lớn quá."), _("Hãy gửi lại từ thiết bị."))
    findings = taking.answer_from_device(device=device, sent=submission_from(file.read()), at=timezone.now())
    if findings:
        said = "; ".join(f"{one.where}: {one.problem.said_in('vi')}" for one in findings[:5])
        return HttpResponse(answer_xml(said), content_type=XML, status=422)
    return HttpResponse(answer_xml(_("Đã nhận.")), content_type=XML, status=201)
