"""A draft as a whole: how it begins, how it stands, how it becomes an edition or is put aside."""

import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parindex.errors import Finding, Unreadable
from parindex.rubric.draft import amendment
from parindex.rubric.write import digest
from paroffice.pages.screen import screen
from paroffice.people.policy import may
from paroffice.refused import NotVisible, Refused
from paroffice.rubrics import actions, revise
from paroffice.rubrics.frozen import Files, files_from
from paroffice.rubrics.incoming import files_in
from paroffice.rubrics.models import AdoptedEdition, Draft
from paroffice.rubrics.outlook import tree_of
from paroffice.rubrics.queries import draft_for, law_of, told_between
from paroffice.rubrics.typed import clean
from paroffice.rubrics.views import as_excel
from paroffice.rubrics.written import Written

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


@dataclass(frozen=True)
class Beginning:
    files: Files
    based_on: AdoptedEdition | None = None


@screen("rubrics.drafts")
def drafts(request: HttpRequest) -> HttpResponse:
    """All drafts; a new one begins from nothing, from an edition or from files."""
    findings: tuple[Finding, ...] = ()
    if request.method == "POST":
        try:
            begun = _beginning(request)
            draft = actions.begin_draft(
                files=begun.files, based_on=begun.based_on, by=request.user, at=timezone.now()
            )
        except Unreadable as unreadable:
            findings = unreadable.findings
        else:
            messages.success(request, _("Đã lập bản thảo."))
            return redirect("draft", draft.pk)
    shown = {
        "drafts": Draft.objects.defer("files", "adopted_as__files").select_related("changed_by", "adopted_as"),
        "editions": AdoptedEdition.objects.defer("files"),
        "findings": findings,
        "may_draft": may(request.user, "rubrics.draft"),
    }
    return render(request, "rubrics/drafts.html", shown, status=422 if findings else 200)


def _beginning(request: HttpRequest) -> Beginning:
    match request.POST.get("from", ""):
        case "edition":
            adopted = get_object_or_404(AdoptedEdition, name=request.POST.get("edition", ""))
            return Beginning(files_from(amendment(law_of(adopted), _name(request))), adopted)
        case "files":
            return Beginning(files_in(request.FILES.getlist("files")))
    title = clean(request.POST.get("title", ""))
    if not title:
        raise Refused(_("Bản thảo chưa có tên."), _("Hãy ghi tên bộ chỉ số."))
    return Beginning(revise.blank(_name(request), title))


def _name(request: HttpRequest) -> str:
    name = request.POST.get("name", "").strip()
    if not actions.NAME.fullmatch(name):
        raise Refused(
            _("Mã «%(name)s» không dùng làm địa chỉ được.") % {"name": name[:60]},
            _("Hãy đặt mã bằng chữ cái không dấu, chữ số và gạch nối, ví dụ cap-xa-2027."),
        )
    return name


@screen("rubrics.drafts")
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft at one look: tree, sum, findings, and what can be done with it."""
    found = draft_for(pk)
    return render(request, "rubrics/draft.html", frame(request, found, Written(found.files)))


def frame(request: HttpRequest, found: Draft, written: Written, **more: object) -> dict[str, object]:
    """What every page of a draft shows."""
    return {
        "draft": found,
        "written": written,
        "writable": found.open and may(request.user, "rubrics.draft"),
        "tree": tree_of(written, None),
        "illustrative": written.illustrative,
        **more,
    }


@require_POST
@screen("rubrics.draft")
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """A new field, a survey, or another language."""
    found = draft_for(pk)
    match request.POST.get("what", ""):
        case "field":
            made: list[str] = []

            def step(written: Written) -> Files:
                files, place = revise.with_field(written)
                made.append(str(place))
                return files

            actions.revise(draft=found, step=step, what="field", by=request.user, at=timezone.now())
            return redirect("draft-part", pk, made[0])
        case "survey":
            actions.revise(draft=found, step=revise.with_survey, what="survey", by=request.user, at=timezone.now())
            return redirect("draft-part", pk, "survey")
        case "language":
            return _add_language(request, found)
    raise NotVisible


def _add_language(request: HttpRequest, found: Draft) -> HttpResponse:
    language = request.POST.get("language", "").strip()
    if not LANGUAGE.fullmatch(language):
        raise Refused(_("Mã ngôn ngữ chưa đúng."), _("Hãy ghi như en, fr, zh-Hans."))
    actions.revise(
        draft=found,
        step=lambda written: revise.with_language(written, language),
        what=f"language {language}",
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Đã thêm bản dịch. Hãy dịch từng lĩnh vực."))
    return redirect("draft", found.pk)


@screen("rubrics.drafts")
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    found = draft_for(pk)
    written = Written(found.files)
    if written.checked[0] is None:
        raise Refused(
            _("Bản thảo còn chỗ chưa đúng cách viết nên chưa xuất Excel được."), _("Hãy sửa các lỗi của bản thảo.")
        )
    return as_excel(written.checked[0], f"ban-thao-{pk}")


@screen("rubrics.draft")
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """The last look: no findings, the digest, and what changes against the edition it replaces."""
    found = draft_for(pk)
    if request.method == "POST":
        adopted = actions.adopt_draft(
            draft=found, law=request.POST.get("law", ""), by=request.user, at=timezone.now()
        )
        messages.success(request, _("Đã ban hành bộ chỉ số."))
        return redirect("edition", adopted.name)
    written = Written(found.files)
    law = None if written.errors else written.checked[0]
    before = AdoptedEdition.objects.filter(name=law.cover.replaces or "").first() if law else None
    shown = frame(
        request,
        found,
        written,
        law=law,
        digest=digest(law) if law else "",
        taken=AdoptedEdition.objects.defer("files").filter(name=written.name).first(),
        before=before,
        told=told_between(law_of(before), law) if law and before else None,
    )
    return render(request, "rubrics/draft_adopt.html", shown)


@require_POST
@screen("rubrics.draft")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    reason = clean(request.POST.get("reason", ""))
    actions.discard_draft(draft=draft_for(pk), reason=reason, by=request.user, at=timezone.now())
    messages.success(request, _("Đã bỏ bản thảo; nội dung vẫn được giữ để xem."))
    return redirect("drafts")
