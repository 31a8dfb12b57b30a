"""The unit's store on the screen. A document is given out only behind permission, never by path, never run."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from paroffice.evidence import actions, queries
from paroffice.evidence.flags import flags_of
from paroffice.evidence.giving import as_download, as_picture
from paroffice.evidence.models import Document, Secrecy, Version
from paroffice.evidence.picture import DRAWN
from paroffice.evidence.uses import uses_of
from paroffice.pages.screen import screen
from paroffice.people import policy
from paroffice.people.models import Unit
from paroffice.refused import NotVisible, Refused
from paroffice.rounds.models import Round

MOST_FILES = 20
MARKS = {"": {"withdrawn_at": None}, "da-rut": {"withdrawn_at__isnull": False}, "tat-ca": {}}
"""Which documents the list shows: those in use, those withdrawn, all."""


def _version(request: HttpRequest, pk: int) -> Version:
    """The version, for one who may see it."""
    version = Version.objects.select_related("document__unit", "stored_by", "recognition").filter(pk=pk).first()
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
        raise Refused(
            _("Ngày «%(said)s» không đọc được.") % {"said": said[:40]},
            _("Hãy ghi dạng ngày/tháng/năm, ví dụ 28/12/2018."),
        )
    return found


def own_unit(request: HttpRequest, chosen: str) -> Unit:
    """The unit that was named, among those the person stores for."""
    units = policy.units_for(request.user, "evidence.store", timezone.now()) or []
    found = next((unit for unit in units if str(unit.pk) == chosen), units[0] if units and not chosen else None)
    if found is None:
        raise NotVisible
    return found


def _number(said: str | None) -> int | None:
    """A key in an address; nonsense is as if nothing was said."""
    return int(said) if said is not None and said.isdecimal() and len(said) < 19 else None


@require_safe
@screen("evidence.see")
def download(request: HttpRequest, pk: int) -> FileResponse:
    version = _version(request, pk)
    if why := queries.withheld(version) or queries.not_yet_given(version):
        raise Refused(why, _("Hãy quay lại sau, hoặc đề nghị đơn vị gửi bản khác."))
    actions.read(version=version, by=request.user, at=timezone.now())
    return as_download(version)


@require_safe
@screen("evidence.see")
def picture(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """A page drawn here, so that the file itself never reaches the reader's browser."""
    version = _version(request, pk)
    if version.kind not in DRAWN or not 1 <= page <= (version.pages or 0):
        raise NotVisible
    if why := queries.withheld(version):
        raise Refused(why, _("Hãy đề nghị đơn vị gửi bản khác."))
    actions.read(version=version, by=request.user, at=timezone.now(), page=page)
    return as_picture(version, page)


@require_safe
@screen("evidence.see")
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """One page of a document beside its passport."""
    version, now = _version(request, pk), timezone.now()
    last, document = version.pages or 1, version.document
    page = min(max(_number(request.GET.get("trang")) or 1, 1), last)
    sealed = queries.withheld(version)
    actions.read(version=version, by=request.user, at=now, page=page)
    shown = {
        "version": version,
        "signatures": queries.signatures_on(version),
        "document": document,
        "page": page,
        "before": page - 1 if page > 1 else None,
        "following": page + 1 if page < last else None,
        "sealed": sealed,
        "not_yet_given": queries.not_yet_given(version),
        "drawn": version.kind in DRAWN and version.pages and not sealed,
        "text": "" if sealed else queries.text_of(version, page),
        "recognised": queries.is_recognised(version, page),
        "flags": flags_of(version),
        "descriptions": queries.descriptions_of(version),
        "same": queries.same_content(
            version, sees_other_units=policy.units_for(request.user, "evidence.see", now) is None
        ),
        "uses": uses_of(document),
        "versions": document.versions.defer("text").select_related("stored_by").order_by("-pk"),
        "may_store": policy.may(request.user, "evidence.store", document.unit, now),
        "illustrative": Round.objects.filter(illustrative=True).exists(),
    }
    return render(request, "evidence/reading.html", shown)


@require_safe
@screen("evidence.see")
def shelf(request: HttpRequest) -> HttpResponse:
    """The store: one's own unit's documents, or everybody's for a reader."""
    said, now = request.GET.get("tim", "")[:200].replace("\x00", ""), timezone.now()
    mark = request.GET.get("tinh-trang", "")
    found = queries.visible_to(request.user, now).filter(**MARKS.get(mark, MARKS[""]))
    before, after = (_number(request.GET.get(name)) for name in ("truoc", "sau"))
    units = policy.units_for(request.user, "evidence.store", now) or []
    shown = {
        "said": said,
        "mark": mark if mark in MARKS else "",
        "shelf": queries.shelf_of(queries.with_words(found, said), before=before, after=after),
        "tail": urlencode({"tim": said, "tinh-trang": mark}),
        "units": units,
        "all_units": policy.units_for(request.user, "evidence.see", now) is None,
        "infected": queries.infected_in(units) if units else (),
        "levels": Secrecy.choices,
        "illustrative": Round.objects.filter(illustrative=True).exists(),
    }
    return render(request, "evidence/shelf.html", shown)


@require_POST
@screen("evidence.store")
def add(request: HttpRequest) -> HttpResponse:
    """One file or several; what came piece by piece beforehand is named by its key."""
    files = request.FILES.getlist("file")[:MOST_FILES]
    came = _came_before(request)
    if not files and not came:
        raise Refused(_("Chưa chọn tệp."), _("Hãy chọn một tệp rồi gửi."))
    if len(files) + len(came) == 1:
        version = came[0] if came else _stored(request, files[0], _typed(request))
        messages.success(request, _("Đã lưu vào kho. Hãy xem lại những gì đọc được từ tệp."))
        return redirect("evidence-page", version.pk)
    stored = len(came) + sum(_stored_or_told(request, file) for file in files)
    if stored:
        told = ngettext("Đã lưu %(count)d tệp vào kho.", "Đã lưu %(count)d tệp vào kho.", stored)
        messages.success(request, told % {"count": stored})
    return redirect("evidence-store")


def _typed(request: HttpRequest) -> dict[str, object]:
    names = ("title", "number", "issuer")
    return {name: request.POST.get(name, "") for name in names} | {"issued_on": _day(request)}


def _stored(request: HttpRequest, file: UploadedFile, typed: dict[str, object]) -> Version:
    return actions.upload(
        unit=own_unit(request, request.POST.get("unit", "")), file=file, by=request.user, at=timezone.now(), **typed
    )


def _stored_or_told(request: HttpRequest, file: UploadedFile) -> bool:
    """Of several files, one that is refused does not keep the others away."""
    try:
        _stored(request, file, {"title": ""})
    except NotVisible:
        raise
    except Refused as refused:
        messages.error(request, f"{refused.problem} {refused.remedy}")
        return False
    return True


def _came_before(request: HttpRequest) -> list[Version]:
    """What the person's own uploads became."""
    keys = [int(key) for key in request.POST.getlist("version")[:MOST_FILES] if key.isdecimal() and len(key) < 19]
    return list(Version.objects.filter(pk__in=keys, stored_by=request.user).select_related("document"))


@require_POST
@screen("evidence.store")
def declare_secret(request: HttpRequest) -> HttpResponse:
    actions.declare_secret(
        unit=own_unit(request, request.POST.get("unit", "")),
        number=request.POST.get("number", ""),
        issued_on=_day(request),
        secrecy=request.POST.get("secrecy", ""),
        witness=request.POST.get("witness", ""),
        attestation=request.POST.get("attestation", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Đã khai tài liệu mật. Không tệp nào được lưu."))
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
    messages.success(request, _("Đã lưu."))
    return _back_to(document)


@require_POST
@screen("evidence.store")
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    document, file = _document(request, pk), request.FILES.get("file")
    if file is None:
        raise Refused(_("Chưa chọn tệp."), _("Hãy chọn một tệp rồi gửi."))
    actions.replace(document=document, file=file, by=request.user, at=timezone.now())
    messages.success(request, _("Đã lưu bản mới. Bản cũ vẫn còn."))
    return _back_to(document)


@require_POST
@screen("evidence.store")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    document = _document(request, pk)
    reason = request.POST.get("reason", "")
    document = actions.withdraw(document=document, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, _("Đã rút tài liệu. Tệp và những gì đã chứng minh vẫn còn."))
    return _back_to(document)


def _back_to(document: Document) -> HttpResponse:
    """The newest version's page; a secret document has none."""
    newest = document.versions.order_by("-pk").values_list("pk", flat=True).first()
    if newest is not None:
        return redirect("evidence-page", newest)
    return redirect(f"{reverse('evidence-store')}?tinh-trang={'da-rut' if document.withdrawn_at else ''}")
