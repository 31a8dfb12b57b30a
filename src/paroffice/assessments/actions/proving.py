"""Documents put forward for an item, at their pages, and taken back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from parindex.errors import Finding
from paroffice.assessments.actions.ground import open_row, own_item, trace
from paroffice.assessments.models import Assessment, Proof
from paroffice.assessments.texts import line, pages_in
from paroffice.assessments.words import told
from paroffice.evidence.models import Version
from paroffice.evidence.queries import withheld
from paroffice.people.models import Person
from paroffice.refused import NotVisible, Refused


@transaction.atomic
def prove(
    *, assessment: Assessment, code: str, version: Version, by: Person, at: datetime, pages: str = "", quote: str = ""
) -> Proof | Finding:
    """Puts a document of the unit forward for an item, or says what is wrong; twice the same is once."""
    locked = open_row(assessment, "assessments.answer", by, at)
    own_item(locked, code)
    if version.document.unit_id != locked.unit_id:
        raise NotVisible
    if version.document.withdrawn_at is not None:
        raise Refused(_("Tài liệu này đã được rút."), _("Hãy chọn tài liệu khác."))
    if why := withheld(version):
        raise Refused(why, _("Hãy chọn tài liệu khác."))
    said = {"pages": line(pages), "quote": line(quote)}
    flaw = _flaw(version, **said)
    if flaw is not None:
        return flaw
    use = {"assessment": locked, "item": code, "version": version, "taken_back_at": None, **said}
    proof, made = Proof.objects.get_or_create(**use, defaults={"put_by": by, "put_at": at})
    if made:
        after = {"version": version.pk, "sha256": version.sha256, **said}
        trace(locked, "assessments.prove", code, by, at, None, after)
    return proof


def _flaw(version: Version, pages: str, quote: str) -> Finding | None:
    named = pages_in(pages) if pages else []
    if named is None or len(pages) > 60:
        remedy = told(_("Hãy ghi như 4 hoặc 4–5, 7."))
        return Finding(where="pages", problem=told(_("Không đọc được số trang.")), remedy=remedy)
    if version.pages and named and max(named) > version.pages:
        problem = told(_("Tài liệu chỉ có {count} trang."), count=version.pages)
        return Finding(where="pages", problem=problem, remedy=told(_("Hãy sửa số trang.")))
    if len(quote) > 300:
        remedy = told(_("Hãy chỉ trích câu chứng minh."))
        return Finding(where="quote", problem=told(_("Đoạn trích dài quá 300 ký tự.")), remedy=remedy)
    return None


@transaction.atomic
def take_back(*, proof: Proof, by: Person, at: datetime) -> None:
    """A proof no longer put forward; it stays on record."""
    locked = open_row(proof.assessment, "assessments.answer", by, at)
    if Proof.objects.filter(pk=proof.pk, taken_back_at__isnull=True).update(taken_back_at=at):
        trace(locked, "assessments.take_back", proof.item, by, at, {"version": proof.version_id}, None)
