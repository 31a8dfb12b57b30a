"""The unit's store on the screen. A document is given out only behind permission, never by path, never run."""

from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from paroffice.evidence import actions, child, queries, store
from paroffice.evidence.models import Document, Secrecy, Version
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.people.models import Unit
from paroffice.refused import NotVisible, Refused

PDF = "application/pdf"
DRAWING_SECONDS = 10
ON_A_PAGE = 50


def _version(request: HttpRequest, pk: int) -> Version:
    """The version, for one who may see it."""
    version = Version.objects.select_related("document__unit", "stored_by").filter(pk=pk).first()
    if version is None:
        raise NotVisible
    policy.ask(request.user, "evidence.see", version.document.unit, timezone.now())
    return version


def _document(request: HttpRequest, pk: int) -> Document:
    """The document, for one who may see it; the action asks whether they may do more."""
    document = Document.objects.select_related("unit").filter(pk=pk).first()
    if document is None:
        raise NotVisible
    policy.ask(request.user, "evidence.see", document.unit, timezone.now())
    return document


def _day(request: HttpRequest) -> date | None:
    said = request.POST.get("issued_on", "")
    found = queries.day(said)
    if said.strip() and found is None:
        raise Refused(f"Ngày «{said[:40]}» không đọc được.", "Hãy ghi dạng ngày/tháng/năm, ví dụ 28/12/2018.")
    return found


def _own_unit(request: HttpRequest) -> Unit:
    """The unit that the form names, among those the person stores for."""
    units = policy.units_for(request.user, "evidence.store", timezone.now()) or []
    chosen = request.POST.get("unit", "")
    found = next((unit for unit in units if str(unit.pk) == chosen), units[0] if units and not chosen else None)
    if found is None:
        raise NotVisible
    return found


@require_safe
@screen("evidence.see")
def download(request: HttpRequest, pk: int) -> FileResponse:
    version = _version(request, pk)
    actions.read(version=version, by=request.user, at=timezone.now())
    content = store.opened(Path(settings.FILES), version.sha256)
    response = FileResponse(
        content, as_attachment=True, filename=version.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@screen("evidence.see")
def picture(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """A page of a PDF, drawn here, so that the file itself never reaches the reader's browser."""
    version = _version(request, pk)
    if version.kind != PDF or not 1 <= page <= (version.pages or 0):
        raise NotVisible
    actions.read(version=version, by=request.user, at=timezone.now(), page=page)
    path = store.place_of(Path(settings.FILES), version.sha256)
    try:
        drawn = child.run("draw", str(path), str(page), seconds=DRAWING_SECONDS)
    except child.Stopped:
        raise Refused("Không vẽ được trang này.", "Hãy tải tệp về để xem.") from None
    response = HttpResponse(drawn, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@screen("evidence.see")
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """One page of a document beside its passport."""
    version, now = _version(request, pk), timezone.now()
    asked = request.GET.get("trang", "1")
    last = version.pages or 1
    page = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 7 else 1
    document = version.document
    actions.read(version=version, by=request.user, at=now, page=page)
    shown = {
        "version": version,
        "signatures": queries.signatures_on(version),
        "document": document,
        "page": page,
        "before": page - 1 if page > 1 else None,
        "following": page + 1 if page < last else None,
        "drawn": version.kind == PDF and version.pages,
        "text": queries.text_of(version, page),
        "flags": [queries.FLAGS[flag] for flag in version.flags if flag in queries.FLAGS],
        "descriptions": queries.descriptions_of(version),
        "same": queries.same_content(
            version, sees_other_units=policy.units_for(request.user, "evidence.see", now) is None
        ),
        "versions": document.versions.defer("text").select_related("stored_by").order_by("-pk"),
        "may_store": policy.may(request.user, "evidence.store", document.unit, now),
    }
    return render(request, "evidence/reading.html", shown)


@require_safe
@screen("evidence.see")
def shelf(request: HttpRequest) -> HttpResponse:
    """The store: one's own unit's documents, or everybody's for a reader."""
    said, now = request.GET.get("tim", "")[:200].replace("\x00", ""), timezone.now()
    found = queries.with_words(queries.visible_to(request.user, now), said)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    units = policy.units_for(request.user, "evidence.store", now) or []
    shown = {
        "said": said,
        "page": page,
        "tail": urlencode({"tim": said}),
        "units": units,
        "all_units": policy.units_for(request.user, "evidence.see", now) is None,
        "levels": Secrecy.choices,
    }
    return render(request, "evidence/shelf.html", shown)


@require_POST
@screen("evidence.store")
def add(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise Refused("Chưa chọn tệp.", "Hãy chọn một tệp rồi gửi.")
    version = actions.upload(
        unit=_own_unit(request),
        file=file,
        by=request.user,
        at=timezone.now(),
        title=request.POST.get("title", ""),
        number=request.POST.get("number", ""),
        issuer=request.POST.get("issuer", ""),
        issued_on=_day(request),
    )
    messages.success(request, "Đã lưu vào kho. Hãy xem lại những gì đọc được từ tệp.")
    return redirect("evidence-page", version.pk)


@require_POST
@screen("evidence.store")
def declare_secret(request: HttpRequest) -> HttpResponse:
    actions.declare_secret(
        unit=_own_unit(request),
        number=request.POST.get("number", ""),
        issued_on=_day(request),
        secrecy=request.POST.get("secrecy", ""),
        witness=request.POST.get("witness", ""),
        attestation=request.POST.get("attestation", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "Đã khai tài liệu mật. Không tệp nào được lưu.")
    return redirect("evidence-store")


@require_POST
@screen("evidence.store")
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    document = _document(request, pk)
    actions.describe(
        document=document,
        title=request.POST.get("title", ""),
        number=request.POST.get("number", ""),
        issuer=request.POST.get("issuer", ""),
        issued_on=_day(request),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, "Đã lưu.")
    return _back_to(document)


@require_POST
@screen("evidence.store")
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    document, file = _document(request, pk), request.FILES.get("file")
    if file is None:
        raise Refused("Chưa chọn tệp.", "Hãy chọn một tệp rồi gửi.")
    actions.replace(document=document, file=file, by=request.user, at=timezone.now())
    messages.success(request, "Đã lưu bản mới. Bản cũ vẫn còn.")
    return _back_to(document)


@require_POST
@screen("evidence.store")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    document = _document(request, pk)
    actions.withdraw(document=document, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now())
    messages.success(request, "Đã rút tài liệu. Tệp và những gì đã chứng minh vẫn còn.")
    return _back_to(document)


def _back_to(document: Document) -> HttpResponse:
    """The newest version's page; a secret document has none."""
    newest = document.versions.order_by("-pk").values_list("pk", flat=True).first()
    return redirect(reverse("evidence-page", args=[newest]) if newest else reverse("evidence-store"))
